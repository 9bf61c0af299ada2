"""Hundreds of phrases that people write, and how they are said (``samples/spoken.toml``)."""

import tomllib
from pathlib import Path

import pytest

from core.text.normalise import normalise

SAMPLES = Path(__file__).parents[1] / "samples" / "spoken.toml"
PHRASES = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", PHRASES)
def test_a_phrase_is_said_as_a_reader_says_it(language: str):
    said = {written: normalise(written, language).text for written in PHRASES[language]}
    assert said == PHRASES[language]


def test_there_are_many_phrases():
    assert all(len(PHRASES[language]) > 300 for language in ("en", "pt-BR"))


@pytest.mark.parametrize("language", PHRASES)
def test_a_long_text_is_read_as_its_lines_are(language: str):
    lines = {written: said for written, said in PHRASES[language].items() if written[-2:].isalpha()}
    text = "".join(f"{written}; well.\n" for written in lines) * 5
    assert len(text) > 8_000
    spoken = normalise(text, language)
    assert spoken.text == "".join(f"{said}; well.\n" for said in lines.values()) * 5
    assert all(text[one.start : one.end] == one.written for one in spoken.changes)

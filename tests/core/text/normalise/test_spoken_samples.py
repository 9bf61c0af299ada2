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

"""Sentences and pieces in many languages, as a reader parts them (``samples/``)."""

import tomllib
from pathlib import Path

import pytest

from core.text import sentences, split_text

FOLDER = Path(__file__).parent / "samples"
SENTENCES = tomllib.loads((FOLDER / "sentences.toml").read_text(encoding="utf-8"))
PIECES = tomllib.loads((FOLDER / "pieces.toml").read_text(encoding="utf-8"))
WITHOUT_BLANKS = {"zh", "ja", "my"}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(language: str):
    blank = "" if language in WITHOUT_BLANKS else " "
    expected = [sentence.strip() for sentence in SENTENCES[language]]
    assert [sentence.strip() for sentence in sentences(blank.join(expected))] == expected


@pytest.mark.parametrize("language", PIECES)
def test_pieces_end_where_it_hurts_least(language: str):
    sample = PIECES[language]
    assert split_text("".join(sample["pieces"]), sample["limit"]) == sample["pieces"]


def test_there_are_many_languages():
    assert len(SENTENCES) >= 20

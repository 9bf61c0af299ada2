"""What the product says for the benchmark's lines is what was written out by hand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from core.text.normalise import normalise

DATA = Path(__file__).parents[2] / "benchmarks" / "spoken_numbers.toml"
ROWS = tomllib.loads(DATA.read_text(encoding="utf-8"))
LINES = [(tag, row) for code, tag in (("en", "en"), ("pt", "pt-BR")) for row in ROWS[code]]


def words(text: str) -> list[str]:
    """Return small letters; where English has an "and" in a number, and how it writes a.m., is taste."""
    text = re.sub(r"\b([ap])\.m\.", r"\1m", text.lower())
    return [word for word in re.findall(r"\w+", text) if word != "and"]


@pytest.mark.parametrize(("tag", "row"), LINES)
def test_it_is_said_as_a_person_wrote_it_out(tag: str, row: str):
    written, _, by_hand = row.partition(" | ")
    assert words(normalise(written, tag).text) == words(by_hand)
    assert not any(char.isdigit() for char in by_hand)


def test_there_are_fifty_different_lines_a_language():
    assert {code: len(set(rows)) for code, rows in ROWS.items()} == {"en": 50, "pt": 50}

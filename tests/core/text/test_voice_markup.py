"""A voice is written at a line's start and taken out again; the rest of the line stays."""

from __future__ import annotations

import pytest

from core.text.markup import parse_line
from core.text.voice_markup import in_voice

VOICES = ("Ana", "Dona Lúcia", "kokoro:af_heart")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Hello.", "[Ana] Hello."),
        ("  Hello.", "  [Ana] Hello."),
        ("[Dona Lúcia] Olá.", "[Ana] Olá."),
        ("[ana]Hello.", "[Ana] Hello."),
        ("[speed 1.2] [Dona Lúcia] Olá.", "[Ana] [speed 1.2] Olá."),
        ("# Chapter", "[Ana] # Chapter"),
        ("[Nobody] Hello.", "[Ana] [Nobody] Hello."),
        ("Hello [Ana] again.", "[Ana] Hello [Ana] again."),
        ("", ""),
        (" \t", " \t"),
    ],
)
def test_a_line_is_given_to_a_voice(line, named):
    assert in_voice(line, "Ana", VOICES) == named
    if line.strip():
        marked = parse_line(named, VOICES)
        assert marked.voice == "Ana"
        assert marked.written == parse_line(line, VOICES).written
        assert marked.heading is parse_line(line, VOICES).heading


def test_a_line_that_names_a_voice_already_stays():
    assert in_voice("[Ana] Hello.", "Ana", VOICES) == "[Ana] Hello."


@pytest.mark.parametrize("line", ["Hello.", "[speed 1.2] Olá.", "# Chapter", "", "[Nobody] Hi."])
def test_what_was_written_is_taken_out_again(line):
    assert in_voice(in_voice(line, "Dona Lúcia", VOICES), "", VOICES) == line

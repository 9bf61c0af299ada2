"""With the weights of the speech recognition the command line hears what is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.audio_fixtures import SENTENCES, wer
from tests.command_line import CommandLine

pytestmark = [pytest.mark.slow, pytest.mark.whisper]


@pytest.fixture
def hearing(sottovoce: CommandLine, whisper_base: Path) -> CommandLine:
    """Return a command line whose user has the weights."""
    folder = sottovoce.home / "models" / "whisper" / "base"
    folder.mkdir(parents=True)
    for file in whisper_base.iterdir():
        os.link(file, folder / file.name)
    return sottovoce


def test_a_check_has_the_transcript_with_times(hearing: CommandLine, spoken):
    found = hearing("voices", "check", str(spoken[0]), "--json").json

    transcript, stretch = found["transcript"], found["stretch"]
    assert wer(" ".join(SENTENCES), transcript["text"]) < 0.15
    assert transcript["language"] == "en"
    assert all(
        stretch["start_s"] <= word["start_s"] <= word["end_s"] <= stretch["end_s"]
        for word in transcript["words"]
    )


def test_a_voice_is_added_with_its_words_and_language(hearing: CommandLine, spoken):
    added = hearing("voices", "add", str(spoken[0]), "--name", "Ana", "--json")

    assert wer(" ".join(SENTENCES), added.json["reference"]["text"]) < 0.15
    assert added.json["language"] == "en"
    assert "words" not in added.err


def test_words_that_are_given_are_not_heard_anew(hearing: CommandLine, spoken):
    added = hearing("voices", "add", str(spoken[0]), "--text", "As it was said.", "--json").json

    assert added["reference"]["text"] == "As it was said."

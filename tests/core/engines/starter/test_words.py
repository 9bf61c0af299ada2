"""What a person would understand, by a recogniser."""

import re
from pathlib import Path

import pytest

from core.audio.write import WavFormat, write_wav
from tests.audio_fixtures import Hear, wer
from tests.core.engines.starter.conftest import Speak, whole

pytestmark = [pytest.mark.whisper, pytest.mark.slow]

SENTENCES = [
    "The children played in the garden until the sun went down.",
    "Please send the invoice to our office before Friday afternoon.",
    "Although it was raining, she walked all the way home and sang.",
]

STORY = (
    "yesterday morning my sister walked down to the harbor with a basket of bread and cheese because "
    "she wanted to meet the fishermen who come home early with their boats full of silver fish and "
    "when the sun finally came over the hills she sat on a wooden bench and listened to the water "
    "while the gulls were crying above the roofs and an old man told her that the winter would be "
    "long and cold so everybody should gather enough wood before the first snow falls on the narrow "
    "road that leads from the village to the mountains"
)


@pytest.mark.parametrize("text", SENTENCES)
def test_the_voice_says_the_words(speak: Speak, hear: Hear, text: str):
    assert wer(text, hear(whole(speak(text)))) == 0


def test_an_exported_file_says_the_words(speak: Speak, hear: Hear, tmp_path: Path):
    clip = whole(speak(" ".join(SENTENCES)))
    write_wav(tmp_path / "out.wav", [clip], WavFormat.PCM_16, replace=False)
    assert wer(" ".join(SENTENCES), hear(tmp_path / "out.wav")) == 0


def test_no_word_is_lost_where_long_unpunctuated_text_is_cut(speak: Speak, hear: Hear):
    pieces = speak(STORY)
    assert len(pieces) > 1
    heard = hear(whole(pieces))
    assert wer(STORY, heard) <= 0.03
    said, wanted = (re.findall(r"[a-z]+", text.lower()) for text in (heard, STORY))
    assert abs(len(said) - len(wanted)) <= 1


@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_the_slowest_and_the_fastest_speed_are_understood(speak: Speak, hear: Hear, speed: float):
    assert wer(SENTENCES[1], hear(whole(speak(SENTENCES[1], speed=speed)))) <= 0.1

"""Clean speech to spoil: the starter voice, and the people of f5-tts where the torch environment is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from benchmarks.spoil import RATE_HZ, Sound
from benchmarks.verdict_grid import human_recordings, read, starter
from core.analysis.survey import survey_recording
from core.model.verdict import Verdict

Check = Callable[[Sound], Verdict]


@pytest.fixture(scope="session")
def voices() -> dict[str, Sound]:
    people = {name: read(path) for name, path in human_recordings().items()}
    return {"starter": starter(), **people}


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the judge: a function from a sound to the verdict on a file of it."""

    def judge(sound: Sound, rate: int = RATE_HZ, subtype: str = "PCM_16") -> Verdict:
        path = tmp_path / "sound.wav"
        soundfile.write(path, sound, rate, subtype=subtype)
        return survey_recording(path).verdict

    return judge

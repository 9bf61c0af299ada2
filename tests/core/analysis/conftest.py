"""Clean speech to spoil: the starter voice, and others that are made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
import soxr

from benchmarks.spoil import RATE_HZ, Sound
from benchmarks.verdict_grid import starter
from core.analysis.survey import survey_recording
from core.model.verdict import Verdict

Check = Callable[[Sound], Verdict]


@pytest.fixture(scope="session")
def voices() -> dict[str, Sound]:
    """Return the starter voice, and voices from shorter and longer throats: their vowels lie elsewhere."""
    sound = starter()
    throats = {"higher": 1.33, "high": 1.15, "low": 0.88, "lower": 0.75}
    return {"starter": sound, **{name: soxr.resample(sound, ratio, 1.0) for name, ratio in throats.items()}}


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the judge: a function from a sound to the verdict on a file of it."""

    def judge(sound: Sound, rate: int = RATE_HZ, subtype: str = "PCM_16") -> Verdict:
        path = tmp_path / "sound.wav"
        soundfile.write(path, sound, rate, subtype=subtype)
        return survey_recording(path).verdict

    return judge

"""A recording and a library of the test's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.voices import VoiceLibrary


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """3.25 s of noise, 16 bit, as WAV."""
    path = tmp_path / "Ânna's voice.WAV"
    noise = np.random.default_rng(1).integers(-9000, 9000, 16_000 * 13 // 4, dtype=np.int16)
    soundfile.write(path, noise, 16_000, format="WAV")
    return path


@pytest.fixture
def library(tmp_path: Path) -> VoiceLibrary:
    """An empty library."""
    return VoiceLibrary(tmp_path / "voices")

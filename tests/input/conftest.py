"""The command line with the starter engine and a small cloning one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.command_line import CommandLine, make_studio


@pytest.fixture(scope="session")
def studio_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_studio(tmp_path_factory.mktemp("environments"))


@pytest.fixture
def sottovoce(studio_python: Path, home: Path, tmp_path: Path) -> CommandLine:
    return CommandLine(studio_python, home, tmp_path / "work")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Three seconds of a tone, as a reference should be."""
    path = tmp_path / "reference.wav"
    soundfile.write(path, tone(24_000, 3.0), 24_000)
    return path


def tone(rate_hz: int, duration_s: float) -> np.ndarray:
    """Return a tone of 220 Hz, shape ``(samples,)``."""
    time_s = np.arange(round(rate_hz * duration_s)) / rate_hz
    return (0.3 * np.sin(2 * np.pi * 220 * time_s)).astype(np.float32)

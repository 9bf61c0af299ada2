"""What a person hears of the window, on a private sound server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio_fixtures import Pulse, hear, pulse, wer

__all__ = ["hear", "pulse"]

ROOT = Path(__file__).parents[2]
SPOKEN = "The red fox sleeps under an old tree. Nine boats came home before the storm."

pytestmark = pytest.mark.slow


@pytest.fixture
def playing(pulse: Pulse) -> Iterator[subprocess.Popen[str]]:
    """A studio that generates two lines and plays them."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("driven_studio.py")), "play"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | pulse.environ | {"PYTHONPATH": str(ROOT)},
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.whisper
def test_generate_is_heard_line_after_line(pulse: Pulse, playing, hear):
    with pulse.record() as path:
        assert json.loads(playing.stdout.readline())
        end = json.loads(playing.stdout.readline())
        assert playing.wait(20) == 0
    assert end["notices"] == []
    assert end["rendered"] == 2
    samples, rate_hz = soundfile.read(path)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    assert (loud[-1] - loud[0]) / rate_hz <= end["duration_s"] + 0.3
    assert wer(SPOKEN, hear(path)) <= 0.1


def test_a_device_that_vanishes_in_mid_play_is_told_and_nothing_is_lost(pulse: Pulse, playing):
    assert json.loads(playing.stdout.readline())
    pulse.unplug()
    end = json.loads(playing.stdout.readline())
    assert playing.wait(20) == 0
    assert len(end["notices"]) == 1
    assert "output device" in end["notices"][0] or "device to play on" in end["notices"][0]
    assert end["rendered"] == 2

import numpy as np
import pytest

from core.audio.stretch import PACES, at_pace, can_stretch
from core.model.audio import AudioClip

RATE_HZ = 24_000
pytestmark = pytest.mark.skipif(not can_stretch(), reason="no wheel of python-stretch for this system")


def tone(duration_s: float, lead_s: float = 0.0) -> AudioClip:
    sound = 0.5 * np.sin(np.arange(round(duration_s * RATE_HZ)) * 2 * np.pi * 220 / RATE_HZ)
    lead = np.zeros(round(lead_s * RATE_HZ))
    return AudioClip(np.concatenate([lead, sound, lead]).astype(np.float32), RATE_HZ)


@pytest.mark.parametrize("pace", PACES[1:])
def test_it_is_shorter_at_the_same_pitch_and_nothing_moves(pace: float):
    heard = at_pace(tone(1.0, lead_s=0.5), pace).samples
    assert len(heard) == round(2 * RATE_HZ / pace)
    loud = np.flatnonzero(np.abs(heard) > 0.1)
    assert loud[0] * pace / RATE_HZ == pytest.approx(0.5, abs=0.04)
    assert loud[-1] * pace / RATE_HZ == pytest.approx(1.5, abs=0.04)
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * RATE_HZ / len(heard) == pytest.approx(220, abs=3)


def test_its_own_pace_changes_nothing():
    clip = tone(0.1)
    assert at_pace(clip, 1.0) is clip


@pytest.mark.parametrize("count", [0, 1, 100])
def test_the_shortest_clips_can_be_heard(count: int):
    clip = AudioClip(np.zeros(count, np.float32), RATE_HZ)
    assert len(at_pace(clip, 2.0).samples) == round(count / 2)

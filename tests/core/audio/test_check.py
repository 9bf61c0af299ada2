import numpy as np
import pytest

from core.audio.check import OutputCheck
from core.errors import OutputInvalid
from core.model.events import Notice
from tests.core.audio.sounds import tone


def check(samples: np.ndarray) -> tuple[Notice, ...]:
    check = OutputCheck("starter")
    check.look(samples.astype(np.float32))
    return check.finish()


@pytest.mark.parametrize(
    ("samples", "problem"),
    [
        (np.zeros(0), "empty"),
        (np.zeros(1000), "silent"),
        (np.array([0.1, np.nan]), "nonfinite"),
        (np.array([0.1, -np.inf]), "nonfinite"),
    ],
)
def test_what_is_no_audio_is_refused(samples: np.ndarray, problem: str):
    with pytest.raises(OutputInvalid) as caught:
        check(samples)
    assert (caught.value.problem, caught.value.engine) == (problem, "starter")


def test_good_audio_passes_without_a_word():
    assert check(tone(1)) == ()


def test_one_full_sample_is_no_clipping_and_three_are():
    samples = tone(1)
    samples[100] = 1.0
    assert check(samples) == ()
    samples[100:103] = 1.0
    samples[500:504] = -1.2
    assert check(samples) == (Notice("output_clipped", {"count": 7}),)


def test_faint_audio_is_said():
    assert check(tone(1, level=0.001)) == (Notice("output_faint", {"peak_dbfs": -60.0}),)


def test_an_offset_is_said():
    assert check(tone(1) + 0.1) == (Notice("output_offset", {"offset": 0.1}),)

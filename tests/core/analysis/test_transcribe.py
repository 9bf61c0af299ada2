"""Where a cut may go, and what a word's times are worth."""

import numpy as np
import pytest

from core.analysis.transcribe import _where_spoken, quietest_in
from core.model.audio import AudioClip
from core.model.verdict import Word
from core.model.voice import Stretch

RATE = 16_000


def noise(*levels: float) -> AudioClip:
    """Return 0.5 s of noise at each level."""
    random = np.random.default_rng(7)
    parts = [level * random.standard_normal(RATE // 2) for level in levels]
    return AudioClip(np.concatenate(parts).astype(np.float32), RATE)


def test_the_quietest_place_is_found_on_the_recordings_clock():
    find = quietest_in(noise(0.2, 0.0001, 0.2), offset_s=10.0)

    assert 10.5 < find(10.3, 10.7, 10.3) < 10.85


def test_a_place_that_is_quiet_already_is_kept():
    find = quietest_in(noise(0.2, 0.001, 0.001, 0.2))

    assert find(0.5, 1.5, 0.9) == 0.9


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        ((0.0, 0.9), (0.7, 0.9)),  # the pause before a sentence
        ((1.0, 2.4), (1.0, 1.5)),  # the pause behind one
        ((1.46, 2.6), (2.5, 2.6)),  # a little too early
        ((0.8, 1.2), (0.8, 1.2)),
        ((1.7, 2.2), (1.7, 2.2)),  # nothing is heard there: as it was
        ((1.0, 2.9), (1.0, 2.9)),  # a word with a pause in it
    ],
)
def test_pauses_are_no_part_of_a_word(word, spoken):
    speech = [Stretch(0.7, 1.5), Stretch(2.5, 3.0)]

    found = _where_spoken(Word(" so", *word), speech)

    assert (found.start_s, found.end_s) == pytest.approx(spoken)

"""A take says what was given up for memory, and which weights spoke."""

from __future__ import annotations

import numpy as np
import pytest

from core.model.audio import AudioClip
from core.model.events import Notice
from core.model.script import Recipe
from core.services.synthesize import Rendering
from core.services.takes import PEAK_BUCKETS, made_take
from core.vram.ladder import HALVED, SHORTER, Step, notice_of
from tests.core.vram.helpers import LOW


def rendering(*notices: Notice) -> Rendering:
    return Rendering(
        device="cuda",
        synthesis_s=0.5,
        load_s=1.0,
        duration_s=1.0,
        seed=7,
        low_vram=LOW,
        notices=notices,
        model_hash="sha256:" + "ab" * 32,
        clip=AudioClip(np.ones(100, np.float32), 100),
    )


@pytest.mark.parametrize("names", [(SHORTER,), (HALVED,), (HALVED, SHORTER)])
def test_what_the_ladder_tells_stands_in_the_take(names):
    told = notice_of(Step(None, names), "f5", 5_000)
    take = made_take(Recipe("one"), rendering(Notice("engines_left"), told))
    assert take.steps == names
    assert take.model_hash.startswith("sha256:")
    assert take.peaks.shape == (PEAK_BUCKETS, 2)
    assert take.rtf == 0.5


def test_what_gave_nothing_up_has_no_steps():
    assert made_take(Recipe("one"), rendering()).steps == ()

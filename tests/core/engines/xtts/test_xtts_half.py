"""XTTS with its text model in half precision, and in shorter parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.engines.base import LoadOptions, Model
from core.engines.xtts.engine import XttsEngine
from core.model.audio import Samples
from core.model.need import HALF
from tests.checkpoints.jobs import Asker, speak
from tests.checkpoints.xtts import small_parts
from tests.core.engines.xtts.conftest import Ask

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

LONG = "Good evening to all of you, and welcome to the long text. " * 6


@pytest.fixture
def half(xtts_folder: Path) -> Iterator[Model]:
    with small_parts():
        model = XttsEngine().load(LoadOptions("cpu", xtts_folder, precision=HALF), Asker().job)
    yield model
    model.close()


def test_the_text_model_is_halved_and_nothing_else(half: Model) -> None:
    import torch

    net = half._parts.net
    assert {one.dtype for one in net.gpt.gpt.parameters()} == {torch.float16}
    assert {one.dtype for one in net.hifigan_decoder.parameters()} == {torch.float32}
    assert {one.dtype for one in net.gpt.conditioning_perceiver.parameters()} == {torch.float32}


def test_it_speaks_and_hears_the_same_voice(half: Model, xtts: Model, ask: Ask) -> None:
    spoken = speak(half, ask())
    assert np.isfinite(spoken).all()
    assert spoken.any()
    assert np.array_equal(spoken, speak(half, ask()))
    clip = np.random.default_rng(0).normal(0, 0.1, 3 * 22_050).astype(np.float32)
    ours, theirs = (model._hear([clip], Asker().job) for model in (half, xtts))
    assert np.array_equal(ours.gpt, theirs.gpt)
    assert np.array_equal(ours.speaker, theirs.speaker)


def test_the_same_codes_sound_the_same_within_half_precision(half: Model, xtts: Model) -> None:
    from core.engines.xtts.latents import Latents
    from core.engines.xtts.speech import Part, speak_part

    rng = np.random.default_rng(3)
    voice = Latents(rng.normal(size=(1, 32, 64)).astype("f4"), rng.normal(size=(1, 512, 1)).astype("f4"))
    codes = rng.integers(0, 1024, xtts._token_limit()).tolist()

    def of(model: Model) -> Samples:
        part = Part("good evening.", "en", voice, {}, 1.0)
        pieces = list(speak_part(model._parts.net, part, lambda ids, scores: ids[:, -1] < 0, codes))
        assert pieces[-1].codes == codes
        return np.concatenate([piece.samples for piece in pieces])

    true, ours = of(xtts), of(half)
    assert ours.dtype == np.float32
    assert float(np.abs(true - ours).max() / np.abs(true).max()) < 0.01


def test_shorter_parts_are_more(xtts: Model, ask: Ask) -> None:
    whole = list(xtts.synthesize(ask(LONG), Asker().job))
    parts = list(xtts.synthesize(ask(LONG), replace(Asker().job, part=0.6)))
    assert len(parts) > len(whole)

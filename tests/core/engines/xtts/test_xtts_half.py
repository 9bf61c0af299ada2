"""XTTS with its text model in half precision, and a second try that goes on where the first one stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.engines.base import LoadOptions, Model
from core.engines.xtts.engine import XttsEngine
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
    ours, theirs = half._hear(clip, Asker().job), xtts._hear(clip, Asker().job)
    assert np.array_equal(ours.gpt, theirs.gpt)
    assert np.array_equal(ours.speaker, theirs.speaker)


def test_its_latents_are_close_to_those_of_full_precision(half: Model, xtts: Model) -> None:
    import torch

    rng = torch.Generator().manual_seed(3)
    text, codes = torch.randint(4, 60, (1, 20), generator=rng), torch.randint(0, 1024, (1, 30), generator=rng)
    latents = torch.randn(1, 32, 64, generator=rng)

    def of(model: Model) -> torch.Tensor:
        gpt = model._parts.net.gpt
        with torch.inference_mode():
            lengths = torch.tensor([20]), torch.tensor([30 * gpt.code_stride_len])
            return gpt(text, lengths[0], codes, lengths[1], cond_latents=latents, return_latent=True)

    true, ours = of(xtts), of(half)
    assert ours.dtype == torch.float32
    assert float((true - ours).abs().max() / true.abs().max()) < 0.01


def test_a_second_try_goes_on_after_the_parts_that_are_done(xtts: Model, ask: Ask) -> None:
    whole = list(xtts.synthesize(ask(LONG), Asker().job))
    job = Asker().job
    pieces = xtts.synthesize(ask(LONG), job)
    first = next(pieces)
    pieces.close()
    job = replace(job, done=replace(job.done, count=1))
    rest = list(xtts.synthesize(ask(LONG), job))
    assert np.array_equal(np.concatenate([first, *rest]), np.concatenate(whole))


def test_shorter_parts_are_more(xtts: Model, ask: Ask) -> None:
    whole = list(xtts.synthesize(ask(LONG), Asker().job))
    parts = list(xtts.synthesize(ask(LONG), replace(Asker().job, part=0.6)))
    assert len(parts) > len(whole)

"""XTTS gives its sound in pieces: soon, each decoded once, none lost by a second try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from core.engines.base import JobContext, Model
from tests.checkpoints.jobs import Asker, speak
from tests.core.engines.xtts.conftest import Ask

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

LONG = "Good evening to all of you, and welcome to the long text. " * 6
FRAMES_A_TOKEN = 1024 / 256 * 24_000 / 22_050


@contextmanager
def watched(module: object, each: Callable[[object], None]) -> Iterator[None]:
    """Be told of a module's input before each call, for a block."""
    hook = module.register_forward_pre_hook(lambda module, inputs: each(inputs[0] if inputs else None))
    try:
        yield
    finally:
        hook.remove()


def test_the_first_sound_comes_after_the_first_tokens(xtts: Model, ask: Ask) -> None:
    from core.engines.xtts.speech import FIRST_TOKENS, TOKENS

    tokens: list[object] = []
    with watched(xtts._parts.net.gpt.gpt, tokens.append):
        pieces = xtts.synthesize(ask(LONG), Asker().job)
        first = next(pieces)
        assert len(tokens) == FIRST_TOKENS
        second = next(pieces)
        assert len(tokens) == FIRST_TOKENS + TOKENS or len(tokens) == xtts._token_limit()
        pieces.close()
    assert first.any()
    assert len(second)


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.3, 2.0])
def test_windows_are_short_and_all_of_them_little_more_than_the_whole(
    xtts: Model, ask: Ask, speed: float
) -> None:
    """The package's own streaming decodes all that was before, for each piece."""
    from core.engines.xtts.speech import REACH, TOKENS

    lengths: list[int] = []
    with watched(
        xtts._parts.net.hifigan_decoder.waveform_decoder.conv_pre, lambda x: lengths.append(x.shape[-1])
    ):
        samples = speak(xtts, ask(speed=speed))
    frames = len(samples) // 256
    assert sum(lengths) <= frames + 2 * REACH * len(lengths)
    assert max(lengths) <= (TOKENS + 2) * FRAMES_A_TOKEN / speed + 2 * REACH + 4


@pytest.mark.parametrize("speed", [0.5, 0.9, 1.7])
def test_at_any_speed_it_is_the_packages_own_inference(xtts: Model, ask: Ask, speed: float) -> None:
    import torch

    request = ask(preset="Ana", reference=None, speed=speed)
    parts = xtts._parts
    voice = parts.speakers["Ana"]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(request.seed)
        bare = parts.net.inference(
            request.text, "en", torch.from_numpy(voice.gpt), torch.from_numpy(voice.speaker), speed=speed
        )["wav"]
    spoken = speak(xtts, request)
    assert len(spoken) == len(bare)
    assert np.abs(spoken - bare).max() < 1e-5


def out_of_memory_at(model: Model, token: int, request: object, job: JobContext) -> list[np.ndarray]:
    """Let a first try run out of memory at a token; return what it gave."""
    import torch

    calls: list[object] = []

    def run_out(given: object) -> None:
        calls.append(given)
        if len(calls) == token:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    heard: list[np.ndarray] = []
    with watched(model._parts.net.gpt.gpt, run_out), pytest.raises(torch.cuda.OutOfMemoryError):
        heard.extend(model.synthesize(request, job))
    return heard


@pytest.mark.parametrize(("token", "parts_done"), [(5, 0), (30, 0), (55, 0), (90, 1)])
def test_a_second_try_goes_on_where_the_first_one_stopped(
    xtts: Model, ask: Ask, token: int, parts_done: int
) -> None:
    """A net that never says stop speaks 57 tokens a part here."""
    whole = speak(xtts, ask(LONG))
    job = Asker().job
    heard = out_of_memory_at(xtts, token, ask(LONG), job)
    assert job.done.count == parts_done
    assert job.done.begun == bool(heard)

    heard += xtts.synthesize(ask(LONG), replace(Asker().job, done=job.done))

    assert np.array_equal(np.concatenate(heard), whole)


def test_a_second_try_with_other_random_numbers_says_again_what_was_heard(xtts: Model, ask: Ask) -> None:
    """As on another device, whose generator draws others."""
    from core.engines.xtts.speech import FIRST_TOKENS

    job = Asker().job
    heard = out_of_memory_at(xtts, 30, ask(LONG), job)
    codes, given = list(job.done.codes), sum(map(len, heard))
    assert len(codes) == FIRST_TOKENS
    assert given == job.done.samples

    later = replace(Asker().job, done=job.done)
    pieces = xtts.synthesize(ask(LONG, seed=99), later)
    more = next(pieces)
    assert later.done.codes[: len(codes)] == codes
    assert later.done.samples == given + len(more)
    pieces.close()
    whole = speak(xtts, ask(LONG))
    joint = np.concatenate([*heard, more])
    settled = given + 8 * 256
    assert np.abs(joint[:settled] - whole[:settled]).max() < 1e-5

"""F5 speaks: the package's real code on random weights. What it says is noise; the path is what counts."""

from __future__ import annotations

import gc
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.engines.base import LoadOptions, Model
from core.engines.f5.engine import make_engine
from core.errors import JobCancelled, ReferenceNeeded, ReferenceTextNeeded, TextUnspeakable, VoiceUnknown
from tests.checkpoints.jobs import Asker, CountingToken, speak
from tests.core.engines.f5.conftest import Ask

if TYPE_CHECKING:
    from tests.fake_card import Arrival

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

LONG = "Good evening to all of you, and welcome to the long text. " * 6


def test_it_is_the_packages_own_inference(f5: Model, ask: Ask) -> None:
    import torch

    from core.engines.f5.plan import HOP, make_plan
    from core.engines.f5.prompt import prepare_prompt

    request = ask()
    prompt, _ = prepare_prompt(request.reference, request.reference_text, minimum_s=1, maximum_s=12)
    (piece,) = make_plan(request.text, prompt, 1.0)
    parts = f5._parts
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(request.seed)
        waves = parts.package.infer_batch_process(
            (torch.from_numpy(prompt.samples)[None], 24_000),
            prompt.text,
            [piece.text],
            parts.flow,
            parts.vocoder,
            progress=None,
            nfe_step=4,
            fix_duration=(len(prompt.samples) // HOP + piece.frames + 0.5) * HOP / 24_000,
            device="cpu",
        )
        bare = next(waves)[0]
    assert np.array_equal(speak(f5, request), bare.astype(np.float32))
    assert len(bare) == pytest.approx(piece.frames * HOP, abs=2 * HOP)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "There were 21 cats and $5.50 left.",
            "There were twenty-one cats and five dollars fifty cents left.",
        ),
        ("THE QUICK BROWN FOX JUMPS OVER IT.", "The quick brown fox jumps over it."),
        ("Ask the F.B.I. about it.", "Ask the F B I about it."),
    ],
)
def test_the_references_words_are_taken_as_they_are_said(
    f5: Model, ask: Ask, written: str, said: str
) -> None:
    """Numbers are longer said than written: by their digits its pace would be too slow."""
    assert np.array_equal(speak(f5, ask(reference_text=written)), speak(f5, ask(reference_text=said)))


@pytest.mark.parametrize(
    "text", ["1984", "777 777 777", "It cost $1,234,567.89, or 7 7 7 in 2024, 365 days."]
)
def test_the_estimate_knows_how_long_numbers_are(f5: Model, ask: Ask, text: str) -> None:
    from core.engines.f5.peak import frames_of
    from core.engines.f5.plan import make_plan, spoken_form
    from core.engines.f5.prompt import prepare_prompt

    request = ask(text)
    prompt, _ = prepare_prompt(request.reference, request.reference_text, minimum_s=1, maximum_s=12)
    plan = make_plan(spoken_form(text, "en"), prompt, 1.0)
    assert len(prompt.samples) // 256 + max(piece.frames for piece in plan) <= frames_of(request)


def test_the_same_request_gives_the_same_samples_and_another_seed_others(f5: Model, ask: Ask) -> None:
    first = speak(f5, ask(LONG))
    assert np.array_equal(first, speak(f5, ask(LONG)))
    assert not np.array_equal(first, speak(f5, ask(LONG, seed=8)))


def test_every_part_of_a_long_text_is_spoken_alone(f5: Model, ask: Ask) -> None:
    """Several chunks in one call of the package run at once and repeat no seed."""
    before = threading.active_count()
    counts: list[int] = []
    asker = Asker(on_report=lambda fraction: counts.append(threading.active_count()))
    pieces = list(f5.synthesize(ask(LONG), asker.job))
    assert len(pieces) > 1
    assert set(counts) == {before}
    assert asker.fractions == sorted(asker.fractions)
    assert asker.fractions[-1] == 1.0


def test_unpunctuated_text_of_900_characters_is_spoken(f5: Model, ask: Ask) -> None:
    assert len(speak(f5, ask("w" * 900))) > 24_000


@pytest.mark.parametrize(
    "text",
    ["Hi", "No.", "a", "One two", "42", "A B C", "U.S.A.", "HELLO WORLD", "line\nbreaks\tand tabs", "100%"],
)
def test_small_and_odd_texts_are_spoken(f5: Model, ask: Ask, text: str) -> None:
    asker = Asker()
    samples = speak(f5, ask(text), asker)
    assert len(samples) > 0.5 * 24_000
    assert np.isfinite(samples).all()
    assert samples.any()
    assert asker.notices == [] or asker.codes == ["text_partly_unspoken"]


def test_what_has_no_token_is_told(f5: Model, ask: Ask) -> None:
    asker = Asker()
    speak(f5, ask("Good evening ☃ 🙂"), asker)
    assert asker.codes == ["text_partly_unspoken"]
    assert asker.notices[0].fields == {"count": 2, "sample": "☃🙂"}
    for text in ("🙂", "…!?", "Здравствуйте"):
        with pytest.raises(TextUnspeakable):
            speak(f5, ask(text))


def test_what_it_needs_of_a_reference(f5: Model, ask: Ask) -> None:
    with pytest.raises(ReferenceNeeded):
        speak(f5, ask(reference=None))
    with pytest.raises(ReferenceTextNeeded):
        speak(f5, ask(reference_text=" "))
    with pytest.raises(VoiceUnknown):
        speak(f5, ask(preset="heart"))


def test_speed_and_parameters_reach_the_net(f5: Model, ask: Ask) -> None:
    usual = speak(f5, ask())
    assert len(speak(f5, ask(speed=2.0))) == pytest.approx(len(usual) / 2, rel=0.05)
    for parameters in ({"steps": 5.0}, {"steps": 4, "cfg_strength": 0.0}, {"steps": 4, "sway": 0.5}):
        other = speak(f5, ask(parameters=parameters))
        assert len(other) == len(usual)
        assert not np.array_equal(other, usual)


def test_a_cancel_is_answered_at_every_block(f5: Model, ask: Ask) -> None:
    """Between two looks there is never more than a part of a block of the net."""
    asker = Asker()
    speak(f5, ask(), asker)
    steps, blocks = 4, 2
    assert asker.token.looks >= 4 * steps * blocks
    for look in (1, 2, asker.token.looks // 2, asker.token.looks):
        token = CountingToken(cancel_at=look)
        with pytest.raises(JobCancelled):
            speak(f5, ask(), Asker(token))
        assert token.looks == look


def test_after_a_cancel_the_next_job_is_unharmed(f5: Model, ask: Ask) -> None:
    """The net keeps the text's embedding between steps: a stale one would speak the old text."""
    expected = speak(f5, ask("Another text altogether."))
    for look in (3, 5, 9, 14):
        with pytest.raises(JobCancelled):
            speak(f5, ask("This one is cancelled."), Asker(CountingToken(cancel_at=look)))
        assert f5._parts.flow.transformer.text_cond is None
        assert f5._parts.flow.transformer.text_uncond is None
        assert np.array_equal(speak(f5, ask("Another text altogether.")), expected)


def test_a_request_dropped_halfway_harms_nothing(f5: Model, ask: Ask) -> None:
    expected = speak(f5, ask())
    pieces = f5.synthesize(ask(LONG), Asker().job)
    next(pieces)
    pieces.close()
    assert not f5._parts.flow.transformer.transformer_blocks[0]._forward_pre_hooks
    assert np.array_equal(speak(f5, ask()), expected)


def test_the_process_wide_random_numbers_are_left_alone(f5: Model, ask: Ask) -> None:
    import torch

    before = torch.random.get_rng_state()
    numbers = np.random.get_state()[1].copy()
    speak(f5, ask())
    with pytest.raises(JobCancelled):
        speak(f5, ask(), Asker(CountingToken(cancel_at=6)))
    assert torch.equal(before, torch.random.get_rng_state())
    assert np.array_equal(numbers, np.random.get_state()[1])


def test_nothing_is_left_in_the_temporary_folder(
    f5: Model, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package's own preparation of references leaves a WAV there each time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    speak(f5, ask())
    assert list(tmp_path.iterdir()) == []


def test_closing_gives_all_tensors_back(f5_folder: Path, ask: Ask) -> None:
    from core.vram.audit import live_tensor_bytes

    gc.collect()
    before = live_tensor_bytes()
    model = make_engine().load(LoadOptions("cpu", f5_folder), Asker().job)
    speak(model, ask())
    with pytest.raises(JobCancelled):
        speak(model, ask(), Asker(CountingToken(cancel_at=6)))
    assert live_tensor_bytes() > before + 500_000
    model.close()
    assert live_tensor_bytes() <= before
    model.close()


def load_on_a_card(
    folder: Path, capability: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> tuple[Model, list[Arrival]]:
    from tests.fake_card import FakeCard, believe_in_a_card

    believe_in_a_card(monkeypatch, capability)
    with FakeCard() as card:
        model = make_engine().load(LoadOptions("cuda", folder), Asker().job)
    return model, card.arrivals


@pytest.mark.parametrize(
    ("capability", "half"),
    [((5, 0), False), ((6, 1), False), ((7, 0), True), ((7, 5), True), ((8, 6), True), ((9, 0), True)],
)
def test_half_precision_is_for_cards_from_7_0_on_and_never_for_the_vocoder(
    f5_folder: Path, monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], half: bool
) -> None:
    import torch

    model, _ = load_on_a_card(f5_folder, capability, monkeypatch)
    flow = {tensor.dtype for tensor in model._parts.flow.state_dict().values() if tensor.is_floating_point()}
    vocoder = {tensor.dtype for tensor in model._parts.vocoder.state_dict().values()}
    assert model._parts.device == "cuda"
    assert flow == {torch.float16 if half else torch.float32}
    assert vocoder == {torch.float32}


def test_weights_go_to_the_card_by_way_of_the_cpu_once_and_already_halved(
    f5_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loaded straight onto a card, F5 peaks there at 2.5 GiB instead of 1.3 (facts/ENGINES.md)."""
    import torch

    model, arrivals = load_on_a_card(f5_folder, (8, 6), monkeypatch)
    made_there = [arrival for arrival in arrivals if arrival.came_from == "cuda"]
    moved = [arrival for arrival in arrivals if arrival.came_from == "cpu"]
    parts = model._parts
    held = [*parts.flow.parameters(), *parts.flow.buffers()]
    held += [*parts.vocoder.parameters(), *parts.vocoder.buffers()]
    assert all(arrival.size_bytes <= 8 * 8 * 3 * 4 for arrival in made_there)  # the trial of the card
    assert len(made_there) + len(moved) == len(arrivals)
    assert sum(arrival.size_bytes for arrival in moved) == sum(tensor.nbytes for tensor in held)
    assert torch.float16 in {arrival.dtype for arrival in moved}


@pytest.mark.parametrize("steps", [5, 6, 7, 10, 12, 16])
def test_the_packages_pruned_grids_run_and_repeat(f5: Model, ask: Ask, steps: int) -> None:
    """For these numbers of steps the package takes a grid of its own, not an even one."""
    from f5_tts.model.utils import get_epss_timesteps

    times: list[float] = []
    net = f5._parts.flow.transformer
    handle = net.register_forward_pre_hook(
        lambda module, inputs, named: times.append(float(named["time"])), with_kwargs=True
    )
    first = speak(f5, ask(parameters={"steps": steps}))
    handle.remove()
    grid = get_epss_timesteps(steps, "cpu", next(net.parameters()).dtype)
    assert len(times) == steps
    assert len({round(float(step), 6) for step in grid.diff()}) > 1
    assert np.isfinite(first).all()
    assert first.any()
    assert np.array_equal(speak(f5, ask(parameters={"steps": steps})), first)

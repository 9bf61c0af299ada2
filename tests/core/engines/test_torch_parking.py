"""F5 and XTTS parked: bits, aliases and speech as before, and nothing left on the card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.engines.base import LoadOptions, Parkable
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.model.request import SynthesisRequest
from core.vram.flat import Arena, lay_out, tensors_of
from core.vram.parked import Parked
from tests.checkpoints.jobs import Asker, speak
from tests.checkpoints.xtts import small_parts

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

ENGINES = {"f5": F5Engine, "xtts": XttsEngine}


@pytest.fixture(params=sorted(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(name: str, folders: dict[str, Path]) -> Iterator[Any]:
    with small_parts():
        loaded = ENGINES[name]().load(LoadOptions("cpu", folders[name], stay=True), Asker().job)
    yield loaded
    loaded.close()


@pytest.fixture
def arena() -> Arena:
    return Arena(32_000_000)


def ask(name: str, reference: Path) -> SynthesisRequest:
    steps = {"steps": 4} if name == "f5" else {}
    return SynthesisRequest(
        name, "Good evening.", reference=reference, reference_text="Some words.", seed=3, parameters=steps
    )


def bits(model: Any) -> list[bytes]:
    return [tensor.detach().numpy().tobytes() for tensor in tensors_of(model.weights())]


def shared(model: Any) -> list[list[int]]:
    """Return tensors that begin at one place, and modules that have one object, by number."""
    places: dict[int, list[int]] = {}
    for number, tensor in enumerate(tensors_of(model.weights())):
        if tensor.numel():
            places.setdefault(tensor.data_ptr(), []).append(number)
    objects: dict[int, list[int]] = {}
    modules = [module for net in model.weights() for module in net.modules()]
    for number, module in enumerate(modules):
        for value in (*module._parameters.values(), *module._buffers.values()):
            objects.setdefault(id(value), []).append(number)
    return [one for one in (*places.values(), *objects.values()) if len(one) > 1]


def gather(parked: Parked) -> None:
    while parked.gather(pin=False):
        pass


def on_card(model: Any, arena: Arena) -> Parked:
    parked = Parked(model, lambda: arena)
    parked.unpark()
    return parked


def test_the_models_say_that_they_can_be_parked(model: Any) -> None:
    assert isinstance(model, Parkable)


def test_bits_and_aliases_stay_wherever_the_weights_are(model: Any, arena: Arena) -> None:
    before, aliases = bits(model), shared(model)
    parked = Parked(model, lambda: arena)
    parked.unpark()
    assert arena.handed_out_bytes == parked.size_bytes
    for move in (parked.park, parked.unpark, parked.park, lambda: gather(parked), parked.unpark, parked.park):
        assert (bits(model), shared(model)) == (before, aliases)
        move()
    assert (bits(model), shared(model)) == (before, aliases)


def test_xtts_has_aliases_to_keep(folders: dict[str, Path], arena: Arena) -> None:
    with small_parts():
        model: Any = XttsEngine().load(LoadOptions("cpu", folders["xtts"], stay=True), Asker().job)
    net = model.weights()[0]
    names = [name for name, _ in net.named_parameters(remove_duplicate=False)]
    parked = on_card(model, arena)
    parked.park()
    parked.unpark()
    named = dict(net.named_parameters(remove_duplicate=False))
    places = {named[name].data_ptr() for name in names}
    assert len(places) < len(names)
    assert named["gpt.mel_embedding.weight"].data_ptr() == named["gpt.gpt.wte.weight"].data_ptr()


def test_it_speaks_the_same_from_the_card_and_after_it_was_parked(
    name: str, model: Any, arena: Arena, reference: Path, folders: dict[str, Path]
) -> None:
    with small_parts():
        plain = ENGINES[name]().load(LoadOptions("cpu", folders[name]), Asker().job)
    expected = speak(plain, ask(name, reference))
    plain.close()
    parked = on_card(model, arena)
    assert np.array_equal(speak(model, ask(name, reference)), expected)
    for _ in range(2):
        model.forget()
        parked.park()
        assert arena.handed_out_bytes == 0
        parked.unpark()
        assert np.array_equal(speak(model, ask(name, reference)), expected)


def test_every_byte_is_copied_once_and_nothing_else(model: Any) -> None:
    layout = lay_out(model.weights())
    places: dict[int, int] = {}
    for tensor in tensors_of(model.weights()):
        places[tensor.data_ptr()] = max(places.get(tensor.data_ptr(), 0), tensor.nbytes)
    copied = sum(span.size_bytes for span in layout.spans)
    assert copied == sum(places.values())
    assert layout.size_bytes < copied + 512 * len(layout.spans)


def test_speech_leaves_no_tensor_on_the_card_that_the_weights_do_not_know(
    name: str, model: Any, arena: Arena, reference: Path
) -> None:
    import gc

    import torch

    parked = on_card(model, arena)
    speak(model, ask(name, reference))
    model.forget()
    known = {id(tensor) for tensor in tensors_of(model.weights())}
    start = arena._flat.data_ptr()
    parked.park()
    gc.collect()
    strays = [
        one
        for one in gc.get_objects()
        if isinstance(one, torch.Tensor)
        and one is not arena._flat
        and id(one) not in known
        and start <= one.untyped_storage().data_ptr() < start + arena._flat.numel()
    ]
    assert strays == []
    for tensor in tensors_of(model.weights()):
        assert not start <= tensor.data_ptr() < start + arena._flat.numel()


def test_a_reference_is_prepared_once_however_often_its_engine_is_changed(
    name: str, folders: dict[str, Path], arena: Arena, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heard, or read and cut, once for parking and for a release and load of the same engine."""
    import core.engines.f5.prompt as f5_prompt
    from core.engines.xtts.model import XttsModel

    calls: list[str] = []
    hear, prepare = XttsModel._hear, f5_prompt.prepare_prompt
    monkeypatch.setattr(XttsModel, "_hear", lambda *args: calls.append("xtts") or hear(*args))
    monkeypatch.setattr(
        f5_prompt, "prepare_prompt", lambda *args, **named: calls.append("f5") or prepare(*args, **named)
    )
    engine = ENGINES[name]()
    for seed in range(2):
        with small_parts():
            model: Any = engine.load(LoadOptions("cpu", folders[name], stay=True), Asker().job)
        parked = on_card(model, arena)
        speak(model, replace(ask(name, reference), seed=seed))
        model.forget()
        parked.park()
        parked.unpark()
        speak(model, replace(ask(name, reference), seed=seed + 2))
        parked.drop()
        model.close()
    assert calls == [name]

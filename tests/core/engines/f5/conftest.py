"""A tiny F5, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.base import LoadOptions, Model
from core.engines.f5.engine import make_engine
from core.model.request import SynthesisRequest
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.jobs import Asker
from tests.checkpoints.sounds import write_reference

Ask = Callable[..., SynthesisRequest]


@pytest.fixture(scope="session")
def one_thread() -> Iterator[None]:
    """Compute on one thread: tiny nets gain nothing from more, and lose much where others compute too."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def f5_folder(one_thread: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import core.engines.f5.loading

    assert core.engines.f5.loading  # imports the package without its trainer

    return build_f5(tmp_path_factory.mktemp("models") / "f5")


@pytest.fixture(scope="session")
def f5_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("references") / "reference.wav")


@pytest.fixture
def f5(f5_folder: Path) -> Iterator[Model]:
    model = make_engine().load(LoadOptions("cpu", f5_folder), Asker().job)
    yield model
    model.close()


@pytest.fixture
def ask(f5_reference: Path) -> Ask:
    request = SynthesisRequest(
        engine="f5",
        text="Good evening to you all.",
        reference=f5_reference,
        reference_text="The quick brown fox jumps over it.",
        language="en",
        parameters={"steps": 4},
        seed=7,
    )

    def make(text: str = request.text, **changes: object) -> SynthesisRequest:
        return replace(request, text=text, **changes)

    return make

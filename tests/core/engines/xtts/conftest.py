"""A tiny XTTS, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.base import LoadOptions, Model
from core.engines.xtts.engine import XttsEngine
from core.model.request import SynthesisRequest
from tests.checkpoints.jobs import Asker
from tests.checkpoints.sounds import write_reference
from tests.checkpoints.xtts import build_xtts, small_parts

Ask = Callable[..., SynthesisRequest]
Load = Callable[..., Model]


@pytest.fixture(scope="session")
def one_thread() -> Iterator[None]:
    """Compute on one thread: tiny nets gain nothing from more, and lose much where others compute too."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def xtts_folder(one_thread: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with small_parts():
        return build_xtts(tmp_path_factory.mktemp("models") / "xtts", speakers=True)


@pytest.fixture(scope="session")
def xtts_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("references") / "reference.wav")


@pytest.fixture
def load() -> Load:
    def make(folder: Path | None, engine: XttsEngine | None = None, asker: Asker | None = None) -> Model:
        with small_parts():
            return (engine or XttsEngine()).load(LoadOptions("cpu", folder), (asker or Asker()).job)

    return make


@pytest.fixture
def xtts(load: Load, xtts_folder: Path) -> Iterator[Model]:
    model = load(xtts_folder)
    yield model
    model.close()


@pytest.fixture
def ask(xtts_reference: Path) -> Ask:
    request = SynthesisRequest(
        engine="xtts", text="Good evening to you all.", reference=xtts_reference, language="en", seed=7
    )

    def make(text: str = request.text, **changes: object) -> SynthesisRequest:
        return replace(request, text=text, **changes)

    return make

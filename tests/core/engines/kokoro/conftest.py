"""Kokoro with its real weights, loaded once, for tests that run in its environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from core.engines.base import JobContext, LoadOptions, Model
from core.engines.kokoro.engine import KokoroEngine
from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.events import Notice
from core.model.request import SynthesisRequest
from tests.audio_fixtures import hear
from tests.kokoro_weights import kokoro_weights

__all__ = ["hear"]


@dataclass
class Heard:
    """What came of a job."""

    pieces: list[Samples] = field(default_factory=list)
    fractions: list[float] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def samples(self) -> Samples:
        return np.concatenate(self.pieces)


@pytest.fixture(scope="session")
def weights() -> Path:
    """Return the folder of the real weights."""
    return kokoro_weights()


@pytest.fixture(scope="session")
def model(weights: Path) -> Iterator[Model]:
    """Return Kokoro, loaded."""
    job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)
    loaded = KokoroEngine().load(LoadOptions("cpu", weights), job)
    yield loaded
    loaded.close()


@pytest.fixture
def speak(model: Model) -> Callable[..., Heard]:
    """Return what speaks a text with the voice ``pf_dora``, or as the keywords say."""

    def run(text: str, cancel: CancelToken | None = None, **request: object) -> Heard:
        heard = Heard()
        job = JobContext(cancel or CancelToken(), heard.fractions.append, heard.notices.append)
        values: dict[str, object] = {"preset": "pf_dora", "language": "pt-BR"} | request
        heard.pieces += model.synthesize(SynthesisRequest("kokoro", text, **values), job)
        return heard

    return run

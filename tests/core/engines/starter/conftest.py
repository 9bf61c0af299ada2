"""The starter engine, loaded once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from core.engines.base import JobContext, LoadOptions, Model
from core.engines.starter.engine import make_engine
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken
from core.model.events import Notice
from core.model.request import SynthesisRequest


class Job:
    """What a model is told and tells."""

    def __init__(self) -> None:
        self.cancel = CancelToken()
        self.fractions: list[float] = []
        self.notices: list[Notice] = []
        self.context = JobContext(self.cancel, self.fractions.append, self.notices.append)


Speak = Callable[..., list[Samples]]


@pytest.fixture(scope="session")
def model() -> Model:
    return make_engine().load(LoadOptions("cpu"), Job().context)


@pytest.fixture
def job() -> Job:
    return Job()


@pytest.fixture
def speak(model: Model, job: Job) -> Speak:
    """Return a function from text to pieces of audio."""

    def say(
        text: str, *, speed: float = 1.0, seed: int = 0, preset: str = "", whole: bool = False
    ) -> list[Samples]:
        request = SynthesisRequest("starter", text, preset=preset, speed=speed, seed=seed, whole=whole)
        return list(model.synthesize(request, job.context))

    return say


def whole(pieces: list[Samples]) -> AudioClip:
    """Return pieces as one clip."""
    return AudioClip(np.concatenate(pieces), 24_000)

"""The one who asks an engine for speech, in tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.engines.base import JobContext, Model
from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.events import Notice
from core.model.request import SynthesisRequest


@dataclass
class CountingToken(CancelToken):
    """Counts the looks at it, and may cancel itself at one of them."""

    looks: int = 0
    cancel_at: int | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def check(self) -> None:
        self.looks += 1
        if self.looks == self.cancel_at:
            self.cancel()
        super().check()


@dataclass
class Asker:
    """Listens to a job."""

    token: CountingToken = field(default_factory=CountingToken)
    fractions: list[float] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    on_report: Callable[[float], None] = lambda fraction: None

    @property
    def job(self) -> JobContext:
        return JobContext(self.token, self._report, self.notices.append)

    def _report(self, fraction: float) -> None:
        self.fractions.append(fraction)
        self.on_report(fraction)

    @property
    def codes(self) -> list[str]:
        return [notice.code for notice in self.notices]


def speak(model: Model, request: SynthesisRequest, asker: Asker | None = None) -> Samples:
    """Return all that a model says."""
    pieces = list(model.synthesize(request, (asker or Asker()).job))
    for piece in pieces:
        assert piece.dtype == np.float32
        assert piece.ndim == 1
        assert len(piece) <= 30 * 24_000
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

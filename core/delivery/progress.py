"""How far a delivery is, and how long it will take."""

from __future__ import annotations

import time

from core.delivery.plan import Plan
from core.delivery.report import DeliveryProgress, OnProgress

_MEASURE_SHARE = 0.4
_SURE_AFTER = 0.05
"""Before this share of the work is done nothing is said about what is left."""


class Pace:
    """Counts the audio that went through, and tells."""

    def __init__(self, plan: Plan, tell: OnProgress | None) -> None:
        """Start the clock."""
        self._tell = tell
        self._total_s = max(plan.duration_s, 1e-9)
        self._measure = _MEASURE_SHARE if plan.target else 0.0
        self._start = time.monotonic()
        self._done = 0.0
        self._most = 0.0

    def measured(self, duration_s: float) -> None:
        """Count audio that was measured."""
        self._count("measuring", self._measure * duration_s / self._total_s)

    def checked(self) -> None:
        """Tell that files are being read again."""
        self._count("checking", 0.0)

    def written(self, duration_s: float) -> None:
        """Count audio that was written."""
        self._count("writing", (1 - self._measure) * duration_s / self._total_s)

    def again(self, duration_s: float) -> None:
        """Forget audio that is written anew; what was told never falls."""
        self._done -= (1 - self._measure) * duration_s / self._total_s

    def _count(self, stage: str, share: float) -> None:
        self._done += share
        self._most = max(self._most, min(1.0, self._done))
        if self._tell is not None:
            spent = time.monotonic() - self._start
            left = spent / self._done * (1 - self._done) if self._done > _SURE_AFTER else None
            self._tell(DeliveryProgress(stage, self._most, None if left is None else max(0.0, left)))

"""How long a run will take: what each engine has needed for a second of speech, times what waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.services.speeds import SpeedBook
    from gui.presenters.known_engines import KnownEngines

ESTIMATE_AFTER_S = 3.0
"""The line under way tells its engine's speed once it has gone on for so long."""


@dataclass(frozen=True)
class Share:
    """What a line is of a run: its engine, and about how long it will last as audio, in seconds."""

    engine: str
    speech_s: float


class TimeLeft:
    """Counts the lines of a run; each engine is measured by the lines that it has spoken."""

    def __init__(self, known_rtf: Callable[[str], float | None]) -> None:
        """Begin a run without lines.

        Args:
            known_rtf: Gives an engine's real-time factor of before, or None; asked until it is measured.
        """
        self._known_rtf = known_rtf
        self._shares: dict[int, Share] = {}
        self._waiting_s: dict[str, float] = {}
        self._measured: dict[str, tuple[float, float]] = {}
        self._total_s = 0.0
        self._done_s = 0.0
        self._current: int | None = None
        self._fraction = 0.0
        self._start_s: float | None = None

    @property
    def speaking(self) -> bool:
        """True once any line has begun to be spoken."""
        return self._start_s is not None or bool(self._measured)

    def wait(self, utterance_id: int, share: Share) -> None:
        """A line waits, or waits with other words."""
        self.drop(utterance_id)
        self._shares[utterance_id] = share
        self._waiting_s[share.engine] = self._waiting_s.get(share.engine, 0.0) + share.speech_s
        self._total_s += share.speech_s

    def drop(self, utterance_id: int) -> None:
        """A line does not wait any more, and is not rendered."""
        share = self._shares.pop(utterance_id, None)
        if share is not None:
            self._waiting_s[share.engine] -= share.speech_s
            self._total_s -= share.speech_s

    def start(self, utterance_id: int) -> None:
        """A line's turn has come."""
        self._current, self._fraction, self._start_s = utterance_id, 0.0, None

    def speak(self, fraction: float) -> None:
        """The line under way is spoken so far, 0 to 1."""
        if self._start_s is None:
            self._start_s = time.monotonic()
        self._fraction = fraction

    def close(self, utterance_id: int, synthesis_s: float | None) -> None:
        """A line is over.

        Args:
            utterance_id: The line.
            synthesis_s: How long its engine worked; None: it was not spoken to its end.
        """
        if self._current == utterance_id:
            self._current, self._fraction, self._start_s = None, 0.0, None
        share = self._shares.pop(utterance_id, None)
        if share is None:
            return
        self._waiting_s[share.engine] -= share.speech_s
        self._done_s += share.speech_s
        if synthesis_s is not None and share.speech_s > 0:
            speech_s, needed_s = self._measured.get(share.engine, (0.0, 0.0))
            self._measured[share.engine] = (speech_s + share.speech_s, needed_s + synthesis_s)

    @property
    def progress(self) -> float:
        """How much of the run is done, 0 to 1."""
        done_s = self._done_s + self._fraction * self._now_s
        return min(1.0, done_s / self._total_s) if self._total_s > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """About how long it will take yet, in seconds; None while an engine's speed is not known."""
        total_s = -self._fraction * self._now_s * (self._rate(self._now_engine) or 0.0)
        for engine, speech_s in self._waiting_s.items():
            if speech_s > 1e-6:
                rate = self._rate(engine)
                if rate is None:
                    return None
                total_s += rate * speech_s
        return max(0.0, total_s)

    def _rate(self, engine: str) -> float | None:
        """Return how long an engine needs for a second of speech."""
        if engine in self._measured:
            speech_s, needed_s = self._measured[engine]
            return needed_s / speech_s
        done_s = self._fraction * self._now_s
        if engine == self._now_engine and self._start_s is not None and done_s > 0:
            elapsed_s = time.monotonic() - self._start_s
            if elapsed_s >= ESTIMATE_AFTER_S:
                return elapsed_s / done_s
        return self._known_rtf(engine)

    @property
    def _now_engine(self) -> str:
        share = None if self._current is None else self._shares.get(self._current)
        return "" if share is None else share.engine

    @property
    def _now_s(self) -> float:
        share = None if self._current is None else self._shares.get(self._current)
        return 0.0 if share is None else share.speech_s


def rtf_before(speeds: SpeedBook, known: KnownEngines, engine: str) -> float | None:
    """Return the real-time factor that an engine had before this run, or has elsewhere; None: not known.

    Args:
        speeds: What was measured here.
        known: The engines.
        engine: Engine id.
    """
    description = known.describe(engine)
    if description is None:
        return None
    card = next((kind for kind in ("cuda", "mps") if kind in description.devices), "cpu")
    return speeds.rtf(description, card if known.said.has_card else "cpu", {})

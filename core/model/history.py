"""The last minutes of a device's memory: samples by time, thinned, and what happened between them."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from core.model.events import MemoryMark, MemorySample

SPAN_S = 300.0
STEP_S = 1.0
MARKS = 200
"""So many marks are kept at most; the oldest go first."""


@dataclass(frozen=True)
class Moment:
    """A sample and when it came.

    Attributes:
        at_s: By the clock of whoever keeps the history.
        sample: The figures; None: from here on there were none, for the host had ended.
    """

    at_s: float
    sample: MemorySample | None


@dataclass(frozen=True)
class MarkedTime:
    """A mark on the history's clock."""

    at_s: float
    mark: MemoryMark


class MemoryHistory:
    """Keeps samples of the last minutes, of each second the one that held most.

    Times are those of one steady clock, handed in by the caller: the system's clock may be set meanwhile.
    """

    def __init__(self, span_s: float = SPAN_S, step_s: float = STEP_S) -> None:
        """Begin empty.

        Args:
            span_s: How far it reaches back.
            step_s: Of so long a time one sample is kept.
        """
        self.span_s = span_s
        self._step_s = step_s
        self._moments: deque[Moment] = deque()
        self._marks: deque[MarkedTime] = deque(maxlen=MARKS)
        self._known: dict[MemoryMark, float] = {}

    def add(self, sample: MemorySample, at_s: float) -> None:
        """Take a sample.

        Args:
            sample: The figures; marks in it that are known already count once.
            at_s: The time now; one before the newest moment counts as that.
        """
        at_s = self._not_before(at_s)
        last = self._moments[-1] if self._moments else None
        same_step = last is not None and at_s // self._step_s == last.at_s // self._step_s
        if last is not None and last.sample is not None and same_step:
            if _held(sample) >= _held(last.sample):
                self._moments[-1] = Moment(last.at_s, sample)
        else:
            self._moments.append(Moment(at_s, sample))
        after_s = -math.inf
        for mark in sample.marks:
            # Samples come late where the caller is busy: that alone puts no mark before an older one.
            after_s = self._add_mark(mark, max(after_s, at_s - max(0.0, sample.time_s - mark.time_s)))
        self._forget(at_s)

    def end(self, at_s: float) -> None:
        """Note that from now on there are no figures."""
        if self._moments and self._moments[-1].sample is not None:
            at_s = self._not_before(at_s)
            self._moments.append(Moment(at_s, None))
            self._forget(at_s)

    def moments(self, now_s: float) -> tuple[Moment, ...]:
        """Return what is no older than the span, from the oldest."""
        return tuple(one for one in self._moments if one.at_s >= now_s - self.span_s)

    def marks(self, now_s: float) -> tuple[MarkedTime, ...]:
        """Return the marks of that time, from the oldest."""
        return tuple(one for one in self._marks if one.at_s >= now_s - self.span_s)

    def _not_before(self, at_s: float) -> float:
        return max(at_s, self._moments[-1].at_s) if self._moments else at_s

    def _add_mark(self, mark: MemoryMark, at_s: float) -> float:
        """Take a mark, if it is new; return where it lies."""
        if mark in self._known:
            return self._known[mark]
        self._known[mark] = at_s
        if len(self._known) > 2 * MARKS:
            del self._known[next(iter(self._known))]
        self._marks.append(MarkedTime(at_s, mark))
        if len(self._marks) > 1 and self._marks[-2].at_s > at_s:
            ordered = sorted(self._marks, key=lambda one: one.at_s)
            self._marks = deque(ordered, maxlen=MARKS)
        return at_s

    def _forget(self, now_s: float) -> None:
        """Let go of what is too old."""
        while self._moments and self._moments[0].at_s < now_s - self.span_s:
            self._moments.popleft()
        while self._marks and self._marks[0].at_s < now_s - self.span_s:
            self._marks.popleft()


def _held(sample: MemorySample) -> int:
    """Return what a sample shows us to hold: on a card, else in the system's memory."""
    return sample.reserved_bytes if sample.has_card else sample.host_rss_bytes

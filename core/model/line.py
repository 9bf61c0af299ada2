"""Who is next: first come, first served, with jobs of one engine put together, and nobody passed for ever.

Changing engines costs seconds, so that a job whose engine is there may pass others. A job is passed at most
``BOUND`` times; a job of no engine in particular (a release of all) is passed by nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

BOUND = 4
"""So many later jobs may pass one that waits."""

T = TypeVar("T")


class TurnInsideTurn(RuntimeError):
    """A fault of the program: a thread that has its turn asked for another, and would wait for itself."""


@dataclass(eq=False)
class Place(Generic[T]):
    """One place in a line.

    Attributes:
        group: Its engine; None passes nobody and is passed by nobody.
        item: What waits there.
        passed: How many have passed it.
    """

    group: str | None
    item: T
    passed: int = 0


class Line(Generic[T]):
    """A line without threads: places in the order in which they came."""

    def __init__(self, bound: int = BOUND) -> None:
        """Start empty.

        Args:
            bound: How often one place may be passed.
        """
        self._bound = bound
        self._places: list[Place[T]] = []
        self._last: str | None = None

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._places)

    def join(self, group: str | None, item: T) -> Place[T]:
        """Get a place at the end."""
        place = Place(group, item)
        self._places.append(place)
        return place

    def leave(self, place: Place[T]) -> None:
        """Give a place up; one that was taken already is no error."""
        if place in self._places:
            self._places.remove(place)

    def take(self) -> Place[T] | None:
        """Remove and return the next place, or None where nobody waits.

        It is the first of the same engine as the one before, where no barrier and nobody who was passed
        often enough stands before it; else the first of all. Whoever came earlier was passed at least as
        often as whoever came later, so that a look at the first of all is enough.
        """
        if not self._places:
            return None
        chosen = self._places[0]
        if self._last is not None and chosen.passed < self._bound:
            chosen = next(self._same_engine(), chosen)
        for place in self._places[: self._places.index(chosen)]:
            place.passed += 1
        self._places.remove(chosen)
        self._last = chosen.group
        return chosen

    def _same_engine(self) -> Iterator[Place[T]]:
        """Yield the places of the last engine up to the first barrier."""
        for place in self._places:
            if place.group is None:
                return
            if place.group == self._last:
                yield place


class JobQueue(Generic[T]):
    """A line that one thread serves and any thread may join."""

    def __init__(self, bound: int = BOUND) -> None:
        """Start empty."""
        self._line: Line[T] = Line(bound)
        self._changed = threading.Condition()

    def put(self, group: str | None, item: T) -> None:
        """Put a job at the end."""
        with self._changed:
            self._line.join(group, item)
            self._changed.notify()

    def awaited(self) -> bool:
        """Tell whether a job waits."""
        with self._changed:
            return bool(len(self._line))

    def get(self, timeout_s: float | None = None) -> T | None:
        """Wait for the next job.

        Args:
            timeout_s: How long at most; None: until one comes.

        Returns:
            None where none came in that time.
        """
        with self._changed:
            self._changed.wait_for(lambda: bool(len(self._line)), timeout_s)
            place = self._line.take()
            return None if place is None else place.item


class Turns:
    """One turn at a time for many threads, granted in the order of a line."""

    def __init__(self, bound: int = BOUND) -> None:
        """Start with nobody's turn."""
        self._line: Line[threading.Thread] = Line(bound)
        self._changed = threading.Condition()
        self._now: Place[threading.Thread] | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._line)

    @property
    def taken(self) -> bool:
        """True while somebody has the turn."""
        with self._changed:
            return self._now is not None

    @contextmanager
    def turn_if_free(self) -> Iterator[bool]:
        """Have the turn for a block where nobody has it; gives whether this is so."""
        place = Place(None, threading.current_thread())
        with self._changed:
            if self._now is None:
                self._now = place
            free = self._now is place
        try:
            yield free
        finally:
            if free:
                with self._changed:
                    self._now = None
                    self._serve()

    @contextmanager
    def turn(self, group: str | None, check: Callable[[], None], poll_s: float) -> Iterator[None]:
        """Have the turn for a block.

        Args:
            group: The engine that it is wanted for, or None for none in particular.
            check: Called now and then while waiting; what it raises gives the place up.
            poll_s: How often.

        Raises:
            TurnInsideTurn: When this thread has the turn already.
        """
        check()
        here = threading.current_thread()
        with self._changed:
            if self._now is not None and self._now.item is here:
                raise TurnInsideTurn(f"{here.name} wants {group} and has {self._now.group}")
            place = self._line.join(group, here)
            self._serve()
        try:
            self._wait(place, check, poll_s)
            yield
        finally:
            with self._changed:
                self._line.leave(place)
                if self._now is place:
                    self._now = None
                self._serve()

    def _wait(self, place: Place[threading.Thread], check: Callable[[], None], poll_s: float) -> None:
        while True:
            with self._changed:
                if self._now is not place:
                    self._changed.wait(poll_s)
                if self._now is place:
                    return
            check()

    def _serve(self) -> None:
        """Give the turn to the next, if it is nobody's."""
        if self._now is None:
            self._now = self._line.take()
            self._changed.notify_all()

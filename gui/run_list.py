"""The lines of a run that still wait: the window changes the list while the engine's lane takes from it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.model.grouping import NEAR_LINES, Wanted, arranged
from core.model.script import Recipe
from core.services.choices import Choices
from core.services.lines import PLAIN, LinePlan, Planner

SAMPLE_ID = -1
"""A run knows a preset's sample line by this id; lines of the script have ids from 0 on."""


@dataclass(frozen=True, eq=False)
class Job:
    """One line to render.

    Attributes:
        utterance_id: The line.
        text: Its words.
        choices: Voice, engine and the rest.
        seed: The seed.
        planner: Reads the line.
        place: Where the line stands in the script, from 0.
        asked: It was asked for by itself, not among others.
        own_seed: This very seed was asked for.
    """

    utterance_id: int
    text: str
    choices: Choices
    seed: int
    planner: Planner = PLAIN
    place: int = 0
    asked: bool = False
    own_seed: bool = False

    @cached_property
    def plan(self) -> LinePlan:
        """What the line means."""
        return self.planner.plan(self.text, replace(self.choices, seed=self.seed))

    @property
    def recipe(self) -> Recipe:
        """What the take will be known by."""
        return self.plan.recipe

    @cached_property
    def _spoken_with(self) -> Choices:
        """The choices of the line; its words need not be read for them."""
        return self.planner.choices(self.text, self.choices)

    @property
    def voice(self) -> str:
        """Id of the voice that speaks it, or empty."""
        return self._spoken_with.voice.id if self._spoken_with.voice else ""

    @property
    def engine(self) -> str:
        """The engine that speaks it."""
        return self._spoken_with.engine

    def following(self, choices: Choices, planner: Planner) -> Job:
        """Return the job with what is chosen now; a locked seed serves every line without its own."""
        if self.utterance_id == SAMPLE_ID:
            return self
        locked = choices.seed_locked and not self.own_seed
        return replace(self, choices=choices, planner=planner, seed=choices.seed if locked else self.seed)

    @property
    def wanted(self) -> Wanted:
        """What its turn depends on."""
        return Wanted(self.utterance_id, self.place, self.engine, self.voice, self.asked)


class RunList:
    """The lines still to be rendered; the window may change them until their turn comes.

    Their order is made on the engine's lane (``arrange``), for it asks what every line means; after a move by
    hand it is left alone.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        """Take the jobs in their order."""
        self._lock = threading.Lock()
        self._jobs = {job.utterance_id: job for job in jobs}
        self._playhead: int | None = None
        self._is_long = len(self._jobs) > NEAR_LINES
        self._by_hand = False
        self._stale = False
        self._last: Job | None = None
        self._closed = False

    def take_next(self) -> Job | None:
        """Take the next job off the list; None at the end, after which the list takes none."""
        with self._lock:
            for utterance_id in self._jobs:
                self._last = self._jobs.pop(utterance_id)
                return self._last
            self._closed = True
            return None

    def turn_of(self, job: Job) -> tuple[bool, int]:
        """Return where a line stands among those heard: what is before the playhead comes last."""
        return job.place < (self._playhead or 0), job.place

    def before(self, job: Job) -> frozenset[int]:
        """Return which of the next lines that wait, of the same engine, are to be heard before this one."""
        if job.asked:
            return frozenset()
        near = (other for other in self.waiting(NEAR_LINES) if not other.asked and other.engine == job.engine)
        turn = self.turn_of(job)
        return frozenset(other.utterance_id for other in near if self.turn_of(other) < turn)

    def close(self) -> None:
        """Take no line any more: nobody takes from the list."""
        with self._lock:
            self._closed = True

    # --- what waits ---------------------------------------------------------------------------

    def waiting(self, most: int | None = None) -> tuple[Job, ...]:
        """Return the jobs that wait, in the order of their turns.

        Args:
            most: Return no more than so many.
        """
        with self._lock:
            jobs = tuple(self._jobs.values())
        return jobs if most is None else jobs[:most]

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._jobs)

    def wanted_engines(self) -> tuple[str, ...]:
        """Return the engines that waiting lines want, that of the next line first."""
        return tuple(dict.fromkeys(job.engine for job in self.waiting()))

    # --- the window's changes -----------------------------------------------------------------

    def add(self, job: Job) -> bool:
        """Let a line wait that was asked for by itself: it comes first among those of its engine.

        Returns:
            False when the last turn is over, and nobody takes from the list any more.
        """
        with self._lock:
            if self._closed:
                return False
            self._jobs.pop(job.utterance_id, None)
            self._jobs = {job.utterance_id: replace(job, asked=True), **self._jobs}
            self._stale = True
            return True

    def reword(self, utterance_id: int, text: str) -> Job | None:
        """Give the waiting job of a line other words, and return it; None when its turn has come already."""
        with self._lock:
            job = self._jobs.get(utterance_id)
            if job is None:
                return None
            self._stale = self._stale or "[" in text or "[" in job.text
            self._jobs[utterance_id] = replace(job, text=text)
            return self._jobs[utterance_id]

    def drop(self, utterance_id: int) -> Job | None:
        """Take a line off the list and return its job; None when its turn has come already."""
        with self._lock:
            return self._jobs.pop(utterance_id, None)

    def put(self, jobs: Sequence[Job]) -> bool:
        """Let lines wait among the others, or wait again; False when the last turn is over."""
        with self._lock:
            if self._closed:
                return False
            self._jobs.update((job.utterance_id, job) for job in jobs)
            self._is_long = self._is_long or len(self._jobs) > NEAR_LINES
            self._stale = True
            return True

    def number(self, places: Mapping[int, int]) -> None:
        """Say anew where the lines stand in the script, by their ids."""
        with self._lock:
            for key, job in self._jobs.items():
                if job.place != places.get(key, job.place):
                    self._jobs[key] = replace(job, place=places[key])

    def follow_choices(self, choices: Choices, planner: Planner) -> None:
        """Something else is chosen: all that wait are spoken so."""
        with self._lock:
            self._jobs = {key: job.following(choices, planner) for key, job in self._jobs.items()}
            self._stale = True

    def __contains__(self, utterance_id: int) -> bool:
        """Say whether a line waits."""
        return utterance_id in self._jobs

    def move(self, utterance_id: int, place: int) -> bool:
        """Put a line at a place among those that wait, from 0; from now on the order is the user's.

        Returns:
            False when its turn has come already.
        """
        with self._lock:
            if utterance_id not in self._jobs:
                return False
            order = [key for key in self._jobs if key != utterance_id]
            order.insert(max(0, min(place, len(order))), utterance_id)
            self._reorder(order)
            self._by_hand = True
            return True

    def follow(self, playhead: int | None) -> None:
        """Something else is heard or looked at: what is near it comes first, unless the run is short."""
        if not self._is_long:
            return
        with self._lock:
            self._stale = self._stale or playhead != self._playhead
            self._playhead = playhead

    # --- the engine's lane --------------------------------------------------------------------

    def arrange(self, *, anew: bool = False) -> bool:
        """Bring the lines into the order that saves switches, where that is due; may take a while.

        Args:
            anew: It is due in any case.

        Returns:
            True when the order may have changed.
        """
        with self._lock:
            if self._moved() or not (self._stale or anew):
                return False
            self._stale = False
            jobs, playhead, last = list(self._jobs.values()), self._playhead, self._last
        engine, voice = ("", "") if last is None else (last.engine, last.voice)
        order = arranged((job.wanted for job in jobs), playhead=playhead, engine_now=engine, voice_now=voice)
        with self._lock:
            if self._moved():
                return False
            known = set(order)
            order += [key for key in self._jobs if key not in known]
            self._reorder(order)
        return True

    def _moved(self) -> bool:
        """Say whether the order is the user's, who may have made it meanwhile."""
        return self._by_hand

    def _reorder(self, order: Iterable[int]) -> None:
        self._jobs = {key: self._jobs[key] for key in order if key in self._jobs}

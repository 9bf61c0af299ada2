"""The one thread that writes to a project: soon after each change, and again until the disk takes it."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from core.errors import SottovoceError, Unexpected
from core.projects.commits import Committer
from core.projects.database import project_error
from core.projects.state import ProjectState

log = logging.getLogger(__name__)

COALESCE_S = 0.06
"""A change waits so long for others before they are committed together; a commit takes some 20 ms."""

RETRY_S = 1.0
"""The wait after the disk refused."""

REST_S = 10.0
"""After so long without anything to do the chores begin, one after the other."""

RENDER_REST_S = 120.0
"""The same after a job, such as a take that was stored: a render may go on."""

CHORE_PAUSE_S = 0.1
END_CHORES_S = 0.5
"""So long chores are done at the end at most."""

Result = TypeVar("Result")
OnTrouble = Callable[[SottovoceError | None], None]


class Writer:
    """Commits states and does jobs, one after the other, on a thread of its own."""

    def __init__(self, path: Path, open_committer: Callable[[], Committer], rest_s: float = REST_S) -> None:
        """Start the thread.

        Args:
            path: The project, for errors.
            open_committer: Called once, on the thread.
            rest_s: After so long without anything to do the chores begin.

        Raises:
            Exception: What ``open_committer`` raises.
        """
        self.path = path
        self._changed = threading.Condition()
        self._wanted: ProjectState | None = None
        self._since_s = 0.0
        self._retry_at_s = 0.0
        self._jobs: deque[tuple[Callable[[Committer], object], Future[object], bool]] = deque()
        self._ending = False
        self._rest_s = rest_s
        self._chores_at_s = time.monotonic() + rest_s
        self._chores_left = True
        self._listeners: list[OnTrouble] = []
        self._trouble: SottovoceError | None = None
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(open_committer, opened), name="project", daemon=True
        )
        self._thread.start()
        opened.result()

    @property
    def trouble(self) -> SottovoceError | None:
        """Why the last state is not on the disk yet; None: nothing is wrong."""
        return self._trouble

    def listen(self, on_trouble: OnTrouble) -> None:
        """Call on the writer's thread with what is wrong, once for each trouble, and None when it is over."""
        self._listeners.append(on_trouble)

    def hand_over(self, state: ProjectState) -> None:
        """Take a state to be committed; returns at once."""
        with self._changed:
            if self._wanted is None:
                self._since_s = time.monotonic()
            self._wanted = state
            self._changed.notify()

    def do(self, job: Callable[[Committer], Result], *, although_behind: bool = False) -> Result:
        """Have something done on the thread after all that was handed over, and wait for it.

        Args:
            job: What to do.
            although_behind: Do it although the disk does not take what was handed over; else that is raised.

        Raises:
            Exception: What it raises; SQLite's errors as ours.
        """
        future: Future[object] = Future()
        with self._changed:
            if self._ending:
                raise RuntimeError("the project is closed")
            self._jobs.append((job, future, although_behind))
            self._changed.notify()
        return future.result()  # type: ignore[return-value]

    def end(self) -> None:
        """Write what is left, once, and end the thread."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self._thread.join()

    # --- on the thread ------------------------------------------------------------------------

    def _run(self, open_committer: Callable[[], Committer], opened: Future[None]) -> None:
        try:
            committer = open_committer()
        except BaseException as error:  # noqa: BLE001 -- it goes to whoever waits
            opened.set_exception(error)
            return
        opened.set_result(None)
        try:
            while self._step(committer):
                pass
            end_s = time.monotonic() + END_CHORES_S
            while self._chores_left and time.monotonic() < end_s:
                self._do_chore(committer)
        finally:
            committer.connection.close()

    def _step(self, committer: Committer) -> bool:
        """Do the next thing; False when all is done and the end was asked for."""
        with self._changed:
            while not (self._jobs or self._ending or self._is_due() or self._may_do_chores()):
                self._changed.wait(self._wait_s())
            chore = not (self._jobs or self._ending or self._is_due())
            state, self._wanted = self._wanted, None
            job = self._jobs.popleft() if self._jobs else None
            ending = self._ending and not self._jobs
        if chore:
            self._do_chore(committer)
            return True
        failed = self._commit(committer, state) if state is not None else None
        if job is not None:
            self._do(committer, job[0], job[1], None if job[2] else failed)
        self._chores_at_s = time.monotonic() + (self._rest_s if job is None else RENDER_REST_S)
        self._chores_left = True
        return not ending

    def _is_due(self) -> bool:
        return self._wanted is not None and self._wait_s() == 0.0

    def _wait_s(self) -> float | None:
        """Return how long there is nothing to do; None: until something comes."""
        if self._wanted is None:
            return max(0.0, self._chores_at_s - time.monotonic()) if self._chores_left else None
        return max(0.0, max(self._since_s + COALESCE_S, self._retry_at_s) - time.monotonic())

    def _may_do_chores(self) -> bool:
        return self._wanted is None and self._chores_left and time.monotonic() >= self._chores_at_s

    def _do_chore(self, committer: Committer) -> None:
        self._chores_at_s = time.monotonic() + CHORE_PAUSE_S
        try:
            self._chores_left = committer.do_chore()
        except sqlite3.Error as error:
            log.info("project %s is not tidied now: %s", self.path, error)
            self._chores_left = False

    def _commit(self, committer: Committer, state: ProjectState) -> SottovoceError | None:
        try:
            committer.commit(state)
        except Exception as error:  # noqa: BLE001 -- a fault of ours is told, and must not end the thread
            wrong = self._ours(error)
            with self._changed:
                self._retry_at_s = time.monotonic() + RETRY_S
                if self._wanted is None:
                    self._wanted = state
                    self._since_s = time.monotonic()
            self._tell(wrong)
            return wrong
        self._tell(None)
        return None

    def _do(
        self,
        committer: Committer,
        job: Callable[[Committer], object],
        future: Future[object],
        failed: SottovoceError | None,
    ) -> None:
        if failed is not None:
            future.set_exception(failed)
            return
        try:
            future.set_result(job(committer))
        except sqlite3.Error as error:
            future.set_exception(self._ours(error))
        except BaseException as error:  # noqa: BLE001 -- it goes to whoever waits
            future.set_exception(error)

    def _ours(self, error: Exception) -> SottovoceError:
        if isinstance(error, sqlite3.Error):
            return project_error(error, self.path, writing=True)
        if isinstance(error, SottovoceError):
            return error
        if self._trouble is None:
            log.exception("project %s", self.path)
        return Unexpected(kind=type(error).__name__, reason=str(error))

    def _tell(self, wrong: SottovoceError | None) -> None:
        before, self._trouble = self._trouble, wrong
        if (before.code if before else "") == (wrong.code if wrong else ""):
            return
        if wrong is not None:
            log.warning("project %s: %s", self.path, wrong)
        for listener in self._listeners:
            try:
                listener(wrong)
            except Exception:
                log.exception("who listens to %s", self.path)

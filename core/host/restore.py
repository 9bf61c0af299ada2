"""What a host held that was killed because it did not heed a cancel: it comes back in the new one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from core.errors import JobCancelled, SottovoceError
from core.host.connection import Connection
from core.host.messages import LoadBody

log = logging.getLogger(__name__)

LoadAgain = Callable[[LoadBody, int], bool]
"""Loads an engine as the so-manieth; False where it is not to be, and none after it either."""


class Restorer:
    """Remembers how each engine was loaded, and loads again what was resident."""

    def __init__(self, name: str) -> None:
        """Begin with nothing loaded.

        Args:
            name: Of the environment.
        """
        self._name = name
        self._placements: dict[str, LoadBody] = {}

    def note(self, placed: LoadBody) -> None:
        """Remember how an engine was loaded."""
        self._placements[placed.engine] = placed

    def resident(self, connection: Connection) -> list[LoadBody]:
        """Return how to load again what is resident now."""
        sample = connection.last_sample
        engines = sample.engines if sample is not None else ()
        names = [one.engine for one in engines if one.state == "resident"]
        return [self._placements[name] for name in names if name in self._placements]

    def restore(self, resident: list[LoadBody], greet: Callable[[], object], load_again: LoadAgain) -> None:
        """Start the host again, with what was resident, on a thread of its own.

        Args:
            resident: What was there before the job.
            greet: Starts the host.
            load_again: Loads one engine in its turn.
        """

        def run() -> None:
            try:
                greet()
                for number, one in enumerate(resident, 1):
                    if not load_again(one, number):
                        log.info("%s is not loaded again", one.engine)
                        return
            except SottovoceError as error:
                log.info("the host of %s was not restored: %s", self._name, error)
            except JobCancelled:
                log.info("the host of %s was closed while it was restored", self._name)

        threading.Thread(target=run, name=f"{self._name} host restore", daemon=True).start()

"""Where the time goes."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Timings:
    """Adds up seconds by stage, of all threads: what they do at once counts more than once."""

    def __init__(self) -> None:
        """Start with none."""
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._adding = threading.Lock()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block's time for a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            with self._adding:
                self._spent[name] += time.perf_counter() - start

    @property
    def spent_s(self) -> dict[str, float]:
        """Seconds by stage."""
        return dict(self._spent)

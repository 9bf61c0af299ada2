"""Measure lines on more than one core, and have them in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_MOST_THREADS = 4


def in_turn(work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
    """Yield what a function makes of each item, in their order; a few are worked on ahead, by threads.

    Args:
        work: Called from threads.
        items: Taken from the caller's thread, and no more of them than are worked on: memory stays flat.

    Raises:
        Exception: What the function raised first; what waits is forgotten.
    """
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    waiting: deque[Future[_Result]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ahead")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)

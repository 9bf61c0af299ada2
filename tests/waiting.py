"""Wait for what must come; never for a time to pass."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable

_PULSE = threading.Event()


def comes_true(condition: Callable[[], object], within_s: float) -> bool:
    """Look again and again; False when the condition did not hold in time."""
    end = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > end:
            return False
        _PULSE.wait(0.01)
    return True


def wait_until(condition: Callable[[], object], what: str, within_s: float = 20.0) -> None:
    """Look again and again, and fail by name when the condition did not hold in time."""
    assert comes_true(condition, within_s), f"waited {within_s:g} s for {what}"


def growth(action: Callable[[int], object], size: int, factor: int = 4, rounds: int = 5) -> float:
    """Return how many times more work ``factor`` times the size is (its square where it is quadratic).

    What counts is the thread's own time on a processor, the least of some rounds taken in turn: however busy
    the machine is with others, that hardly changes.
    """
    sizes = (size, size * factor)
    least_s = dict.fromkeys(sizes, float("inf"))
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for amount in sizes:
                begin_s = time.thread_time()
                action(amount)
                least_s[amount] = min(least_s[amount], time.thread_time() - begin_s)
    finally:
        if collecting:
            gc.enable()
    return least_s[size * factor] / least_s[size]

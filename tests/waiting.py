"""Wait for what must come; never for a time to pass."""

from __future__ import annotations

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


def growth(action: Callable[[int], object], size: int, factor: int = 4, rounds: int = 3) -> float:
    """Return how many times longer ``factor`` times the size takes (its square where it is quadratic)."""

    def least_s(amount: int) -> float:
        times = []
        for _ in range(rounds):
            begin = time.perf_counter()
            action(amount)
            times.append(time.perf_counter() - begin)
        return min(times)

    return least_s(size * factor) / least_s(size)

"""A host that hangs is told from one that works, and from a client that stood still."""

from __future__ import annotations

from core.host.watch import Watch


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def run(watch: Watch, clock: Clock, seconds: float, frames=lambda tick: 0) -> float | None:
    for tick in range(round(seconds / 0.05)):
        clock.now_s += 0.05
        hung = watch.tick(frames(tick), 10, 120)
        if hung is not None:
            return hung
    return None


def test_silence_is_a_hang():
    clock = Clock()
    watch = Watch(clock)
    assert run(watch, clock, 9.9) is None
    hung_s = run(watch, clock, 1)
    assert hung_s is not None
    assert 10 < hung_s < 10.2


def test_a_heartbeat_is_no_hang_until_the_progress_limit():
    clock = Clock()
    watch = Watch(clock)
    assert run(watch, clock, 119, frames=lambda tick: tick) is None
    assert run(watch, clock, 2, frames=lambda tick: tick) is not None


def test_progress_starts_the_count_anew():
    clock = Clock()
    watch = Watch(clock)
    assert run(watch, clock, 119, frames=lambda tick: tick) is None
    watch.progressed()
    assert run(watch, clock, 119, frames=lambda tick: tick) is None


def test_a_suspended_machine_is_no_hang():
    clock = Clock()
    watch = Watch(clock)
    assert run(watch, clock, 5) is None
    clock.now_s += 3600
    assert watch.tick(0, 10, 120) is None
    assert run(watch, clock, 3.5) is None

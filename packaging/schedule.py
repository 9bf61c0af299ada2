"""Run steps one after the other, or in lanes beside one another: each takes the next step that may begin.

What steps in lanes write is held, and shown whole, one step after the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from lanes import Held, Programs
from steps import Outcome, Step
from suite_needs import missing

_LOOK_S = 0.5


@dataclass(eq=False)
class Task:
    """A step that has begun.

    Attributes:
        step: The step.
        ended: Set at its end.
    """

    step: Step
    ended: threading.Event = field(default_factory=threading.Event)


class Schedule:
    """Steps that wait for a lane, and those that have begun. For any thread."""

    def __init__(self, steps: Sequence[Step]) -> None:
        """Take the steps, in the order in which they should begin."""
        self._waiting = list(steps)
        self._open = {step.name for step in steps}
        self._unshown: list[Task] = []
        self._changed = threading.Condition()

    def take(self) -> Task | None:
        """Begin the first step that waits for no other, once there is one; None: none is left."""
        with self._changed:
            while self._waiting:
                step = next((one for one in self._waiting if one.after not in self._open), None)
                if step is not None:
                    self._waiting.remove(step)
                    task = Task(step)
                    self._unshown.append(task)
                    self._changed.notify_all()
                    return task
                self._changed.wait()
            return None

    def end(self, task: Task) -> None:
        """Note the end of a step: those that wait for it may begin."""
        with self._changed:
            self._open.remove(task.step.name)
            task.ended.set()
            self._changed.notify_all()

    def stop(self) -> None:
        """Let none begin any more."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def next_shown(self) -> Task | None:
        """Return whose output is shown next: one that has ended, else the one begun first; None: all were."""
        with self._changed:
            while self._waiting and not self._unshown:
                self._changed.wait(_LOOK_S)
            if not self._unshown:
                return None
            task = next((one for one in self._unshown if one.ended.is_set()), self._unshown[0])
            self._unshown.remove(task)
            return task


def run_in_order(steps: Sequence[Step], checkout: Path, programs: Programs) -> list[Outcome]:
    """Run steps one after the other, on our own streams; a bad one stops no other, the user does."""
    outcomes = []
    for step in steps:
        if programs.stopped:
            break
        outcomes.append(_run(step, checkout, programs, None))
    return outcomes


def run_beside(
    steps: Sequence[Step], checkout: Path, programs: Programs, outputs: Mapping[str, Held], lanes: int
) -> list[Outcome]:
    """Run steps beside one another, and show what each writes.

    Args:
        steps: In the order in which they should begin.
        checkout: Where they run.
        programs: What runs them.
        outputs: By a step's name, what holds its output.
        lanes: How many may run at once.

    Returns:
        What came of them, in their order.

    Raises:
        KeyboardInterrupt: When the user stopped it; all have ended.
    """
    schedule = Schedule(steps)
    outcomes: dict[str, Outcome] = {}

    def work() -> None:
        while (task := schedule.take()) is not None:
            try:
                outcomes[task.step.name] = _run(task.step, checkout, programs, outputs[task.step.name].out)
            finally:
                schedule.end(task)

    with ThreadPoolExecutor(lanes, "lane") as pool:
        try:
            working = [pool.submit(work) for _ in range(lanes)]
            while (task := schedule.next_shown()) is not None:
                outputs[task.step.name].show(task.ended.wait)
            for lane in working:
                lane.result()
        except BaseException:
            schedule.stop()
            programs.stop()
            raise
    return [outcomes[step.name] for step in steps]


def _run(step: Step, checkout: Path, programs: Programs, out: BinaryIO | None) -> Outcome:
    """Run a step, on our own streams or into a file."""
    began_s = time.monotonic()
    _say(f"\n=== {step.name}", out)
    if step.suite is not None and step.suite.is_of_engines and (names := missing(step.suite, checkout)):
        _say(f"Not there, or not up to date: {', '.join(names)}.", out)
        _say("What became of them is told above, or: python3 packaging/bootstrap.py test makes them.", out)
        code = 1
    else:
        code = programs.run(step.command, checkout, out)
    return Outcome(step, code, time.monotonic() - began_s)


def _say(text: str, out: BinaryIO | None) -> None:
    if out is None:
        print(text, flush=True)
    else:
        out.write(f"{text}\n".encode())

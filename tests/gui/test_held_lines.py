"""What of a run is heard when: the script's order, although lines are made by voice."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from core.model.audio import AudioClip
from core.model.grouping import NEAR_LINES
from core.model.script import Recipe, Take
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.lines import PLAIN
from gui.held_lines import HeldLines
from gui.run_list import Job, RunList
from gui.runs import LineBegun, LineRendered


def rendered(line: int) -> LineRendered:
    clip = AudioClip(np.zeros(8, np.float32), 8000)
    return LineRendered(line, Take(Recipe("x", "v", "e", "en", 1.0, 1), clip, None, 0.1, "cpu", 0.0), ())


def heard(run: RunList, left_out: frozenset[int] = frozenset()) -> list[int]:
    """Take turns to the end, and return the lines in the order in which they are heard."""
    held, order = HeldLines(), []
    run.arrange(anew=True)
    while (job := run.take_next()) is not None:
        line = job.utterance_id
        held.begin(LineBegun(job, run.turn_of(job), run.before(job)))
        if line in left_out:
            order += [one.utterance_id for one in held.pass_over(line)]
            continue
        if not held.holds(line):
            order.append(line)
        order += [one.utterance_id for one in held.finish(rendered(line))]
    return order + [one.utterance_id for one in held.end_run()]


def jobs(count: int, engines: str = "e", voices: int = 3) -> list[Job]:
    """Return lines of several voices, which markup of a speed tells apart, so that no library is needed."""
    rng = random.Random(3)
    return [
        Job(100 + n, "Words.", Choices(engine=engines[n % len(engines)]), 1, Voiced(rng.randrange(voices)), n)
        for n in range(count)
    ]


class Voiced:
    """Reads lines as the plain planner does, in a voice of its own."""

    def __init__(self, voice: int) -> None:
        self._voice = Voice(f"voice {voice}", f"Voice {voice}")

    def choices(self, text, choices):
        return replace(PLAIN.choices(text, choices), voice=self._voice)

    def plan(self, text, choices):
        return PLAIN.plan(text, self.choices(text, choices))


def test_a_dialogue_is_heard_in_its_order() -> None:
    run = RunList(jobs(70))
    assert heard(run) == list(range(100, 170))


def test_what_follows_the_playhead_is_heard_first() -> None:
    run = RunList(jobs(70))
    run.follow(30)
    order = heard(run)
    assert sorted(order) == list(range(100, 170))
    assert order[:30] == list(range(130, 160))


def test_a_short_script_is_heard_from_its_start() -> None:
    run = RunList(jobs(NEAR_LINES))
    run.follow(7)
    assert heard(run) == list(range(100, 100 + NEAR_LINES))


def test_each_engine_is_heard_in_its_order() -> None:
    order = heard(RunList(jobs(3 * NEAR_LINES, engines="ab")))
    assert order == [*range(100, 160, 2), *range(101, 160, 2)]


@pytest.mark.parametrize("left_out", [{100}, {105, 106, 107}, set(range(100, 170, 2))])
def test_lines_that_fail_keep_no_other_back(left_out: set[int]) -> None:
    order = heard(RunList(jobs(70)), frozenset(left_out))
    assert order == [line for line in range(100, 170) if line not in left_out]

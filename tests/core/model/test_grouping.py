"""The order of lines that wait: few switches, what is near the playhead first."""

from __future__ import annotations

import random
from collections.abc import Hashable, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.model.grouping import NEAR_LINES, Wanted, arranged

ENGINES = ("kokoro", "f5", "xtts")


def engines_of(lines: list[Wanted], order: list[int]) -> list[str]:
    by_id = {line.id: line.engine for line in lines}
    return [by_id[one] for one in order]


lines_of_a_script = st.lists(st.tuples(st.sampled_from(ENGINES), st.sampled_from("ABC"))).map(
    lambda pairs: [Wanted(100 + n, n, engine, voice) for n, (engine, voice) in enumerate(pairs)]
)


@given(lines_of_a_script, st.none() | st.integers(0, 60), st.sampled_from(["", *ENGINES]))
def test_every_line_comes_once_and_no_engine_twice(
    lines: list[Wanted], playhead: int | None, engine_now: str
) -> None:
    order = arranged(lines, playhead=playhead, engine_now=engine_now)
    assert sorted(order) == sorted(line.id for line in lines)
    wanted = {line.engine for line in lines}
    least = len(wanted) - 1 if not engine_now or engine_now in wanted else len(wanted)
    assert switches(engines_of(lines, order), engine_now) == max(0, least)


def switches(engines: Sequence[Hashable], before: Hashable = "") -> int:
    """Return how often the engine (or voice) changes in a row of lines; ``before``: the one until now."""
    row = [before, *engines] if before else list(engines)
    return sum(one != other for one, other in pairwise(row))


def test_a_dialogue_of_two_voices_is_grouped_near_the_playhead() -> None:
    lines = [Wanted(n, n, "kokoro", "AB"[n % 2]) for n in range(100)]
    order = arranged(lines)
    voices = ["AB"[one % 2] for one in order]
    assert switches(voices) == 100 // NEAR_LINES
    assert all(abs(place - one) < NEAR_LINES for place, one in enumerate(order))
    from_here = arranged(lines, playhead=50)
    assert from_here[:2] == [50, 52]
    assert set(from_here[:50]) == set(range(50, 100)), "then those before it"


def test_few_lines_begin_at_the_start_wherever_the_caret_is() -> None:
    lines = [Wanted(n, n, "kokoro") for n in range(NEAR_LINES)]
    assert arranged(lines, playhead=5) == list(range(NEAR_LINES))


def test_what_was_asked_for_by_itself_is_first_of_its_engine() -> None:
    lines = [Wanted(n, n, ENGINES[n % 2], "A", asked=n == 5) for n in range(8)]
    assert arranged(lines, engine_now="kokoro") == [0, 2, 4, 6, 5, 1, 3, 7]
    assert arranged(lines, engine_now="f5") == [5, 1, 3, 7, 0, 2, 4, 6]


def test_ten_thousand_lines_of_four_engines_switch_three_times() -> None:
    rng = random.Random(7)
    lines = [Wanted(n, n, rng.choice([*ENGINES, "starter"]), rng.choice("ABC")) for n in range(10_000)]
    unordered = switches([line.engine for line in lines])
    order = arranged(lines, playhead=6_000)
    assert unordered > 7_000
    assert switches(engines_of(lines, order)) == 3

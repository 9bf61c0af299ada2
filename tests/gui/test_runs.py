"""The list of lines still to be rendered: which engines they want, and in which order."""

from __future__ import annotations

from core.services.choices import Choices
from gui.run_list import Job, RunList


def job(line: int, engine: str) -> Job:
    return Job(line, f"Line {line}.", Choices(engine=engine), seed=line)


def test_the_engines_of_waiting_lines_are_named_in_the_order_of_their_turns() -> None:
    waiting = RunList([job(0, "starter"), job(1, "xtts"), job(2, "f5"), job(3, "xtts"), job(4, "starter")])
    found = []
    while waiting.take_next() is not None:
        found.append(waiting.wanted_engines())
    assert found == [
        ("xtts", "f5", "starter"),
        ("f5", "xtts", "starter"),
        ("xtts", "starter"),
        ("starter",),
        (),
    ]


def test_a_line_that_is_reworded_or_dropped_keeps_the_turns_of_the_others() -> None:
    waiting = RunList([job(0, "f5"), job(1, "xtts"), job(2, "kokoro"), job(3, "f5")])
    assert waiting.drop(0)
    assert waiting.wanted_engines() == ("xtts", "kokoro", "f5")
    assert not waiting.drop(0)
    assert waiting.reword(2, "Other words.").text == "Other words."
    assert waiting.wanted_engines() == ("xtts", "kokoro", "f5")

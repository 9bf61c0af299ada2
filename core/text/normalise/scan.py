"""Rules, and how they are applied: each in its turn, where none before it has spoken.

A rule is a pattern and what is said for a match. Patterns are found from left to right and never look at a
stretch twice, so that a text costs time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from core.text.changes import Change

Say = Callable[[re.Match[str]], str | None]
"""Returns what is said for a match, or None where it is not what it looked like."""


@dataclass(frozen=True)
class Rule:
    """A pattern and its words.

    Attributes:
        kind: As in ``Change``.
        pattern: What it looks for.
        say: What is said for it.
        needs: For each of these strings, one of its characters must be in a text, or the rule need not look.
    """

    kind: str
    pattern: re.Pattern[str]
    say: Say
    needs: tuple[str, ...] = ()


def needing(characters: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules that look only where one of these characters is."""
    return tuple(replace(rule, needs=(*rule.needs, characters)) for rule in rules)


def find_changes(text: str, rules: Iterable[Rule], taken: Iterable[tuple[int, int]] = ()) -> list[Change]:
    """Apply rules in their order; where one has spoken, no later one does.

    Args:
        text: As written.
        rules: The first has the first choice.
        taken: Stretches that no rule may touch.
    """
    free = bytearray(len(text))
    for start, end in taken:
        free[start:end] = b"\1" * (end - start)
    found: list[Change] = []
    present = set(text)
    for rule in rules:
        if any(present.isdisjoint(characters) for characters in rule.needs):
            continue
        place = 0
        while (match := rule.pattern.search(text, place)) is not None:
            start, end = match.span()
            place = max(end, place + 1)
            if start == end:
                continue
            held = free.find(1, start, end)
            if held >= 0:
                free_again = free.find(0, held)
                place = len(text) if free_again < 0 else free_again
                continue
            said = rule.say(match)
            if said is None or said == match.group():
                continue
            found.append(Change(start, end, match.group(), said, rule.kind))
            free[start:end] = b"\1" * (end - start)
    return found

"""Plain numbers as words."""

from __future__ import annotations

import re

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue


def number_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for what is left of numbers when all other rules have spoken."""

    def say(match: re.Match[str]) -> str | None:
        return tongue.cardinal(match.group())

    return (Rule("number", re.compile(r"(?<![\d.,])\d+(?![.,]?\d)"), say),)

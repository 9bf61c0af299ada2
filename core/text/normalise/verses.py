"""Verses of the Bible: ``John 3:16``, ``Gênesis 1:1-5``; without the book before them they would be times."""

from __future__ import annotations

import re

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue


def verse_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for verses; none where the language's names of the books are not known."""
    if "verses" not in tongue.data:
        return ()
    books = re.compile(rf"\b(?:{'|'.join(tongue.data['verses']['books'])})\.?\s$")

    def say(match: re.Match[str]) -> str | None:
        if not books.search(match.string[max(0, match.start() - 20) : match.start()]):
            return None
        chapter, first, last = (tongue.cardinal(number) if number else "" for number in match.groups())
        return f"{chapter}, {first} {tongue.data['range']} {last}" if last else f"{chapter}, {first}"

    pattern = r"(?<=\w )([1-9][0-9]{0,2})[:.]([1-9][0-9]{0,2})(?:[-–]([1-9][0-9]{0,2}))?(?![\w:]|[.,-][0-9])"
    return (Rule("number", re.compile(pattern), say, (":.",)),)

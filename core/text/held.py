"""What is never cut in two as long as it fits: numbers with units, titles with names, addresses."""

from __future__ import annotations

import re

_HOST = "[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z][A-Za-z0-9-]+"
"""Its last part begins with a letter: 10.30 is a number."""

_TITLED = "\\b(?:M(?:rs?|s|x|mes?|lles?|M)|[DS]r|Dra|Sra|Prof|Ste?)[ \u00a0]+[A-Z\u00c0-\u00de]"
"""A title without a full stop, and the name after it: "Mme Martin"."""

_PRINTED = "[!#-&*-;=?-Z\\\\^-~\u00c0-\u024f]"
"""What an address may hold: no quotes, no brackets, no blanks."""

_NUMBER = (
    "\\d+(?:[.,:/'’·٫٬．，：×xX–−-]\\d+|[\u00a0\u202f\u2009]\\d+|[ ]\\d{3}(?!\\d)"
    "|\\)?[ .-]?\\(\\d+\\)(?:[ ]\\d+)?|\\)[ ]\\d+)*"
)
_BEFORE = "(?:(?:[$€£¥₹₽₩§#№+−-]|[A-Z]{1,3}\\$|[A-Z]{3}|[Nn][º°])[ \u00a0]?){0,2}\\(?"
_AFTER = "(?:[ \u00a0\u202f]?[%‰°ºª€£¥₽₴₺][CF]?)?"

_HELD = re.compile(
    f"(?:https?://|www\\.){_PRINTED}+"
    f"|(?<![\\w.+-])[\\w.+-]{{1,64}}@{_HOST}"
    f"|(?<![A-Za-z0-9.-]){_HOST}(?:/{_PRINTED}*)?"
    f"|{_TITLED}"
    f"|(?<![A-Za-z]){_BEFORE}{_NUMBER}{_AFTER}(?=(?P<next>[^\\S\\n]+\\w)?)"
)


_REACH = 64


def held_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches between two places that must stay together, each as its start and its end.

    A number holds on to the word after it ("10 km", "12 de maio"), unless so many numbers stand in a row
    that they do not fit together.

    Args:
        text: The whole text.
        start: No stretch begins before it.
        end: No stretch begins at or behind it; the last one may end behind it. What is longer than from
            ``start`` to ``end`` is left out.
    """
    held: list[tuple[int, int]] = []
    row: list[tuple[int, int]] = []
    row_end = start
    for match in _HELD.finditer(text, start, end + (end - start) + _REACH):
        if match.start() >= row_end:
            held += _fitting(row, row_end, end - start)
            row = []
        if match.start() >= end:
            break
        row.append(match.span())
        row_end = match.end("next") if match.group("next") else match.end()
    return held + _fitting(row, row_end, end - start)


def _fitting(row: list[tuple[int, int]], row_end: int, most: int) -> list[tuple[int, int]]:
    if row and row_end - row[0][0] <= most:
        return [(row[0][0], row_end)]
    return [(first, last) for first, last in row if last - first <= most]

"""Rows of words and figures as lines of text whose columns stand under each other."""

from __future__ import annotations

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]], texts: int | None = None) -> list[str]:
    """Return a line for each row.

    Args:
        rows: All of one length, at least one row.
        texts: So many columns are words and stand at the left; the others are figures and stand at the
            right. None: all are words.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_cells(row, widths, texts)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int], texts: int | None) -> list[str]:
    return [
        cell.ljust(width) if texts is None or number < texts else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]

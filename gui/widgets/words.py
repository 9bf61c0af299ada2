"""Figures as people read them."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def clock(seconds: float, *, tenths: bool = True) -> str:
    """Format a time as ``0:06.2`` or ``1:02:03.4``, with the language's decimal sign.

    Args:
        seconds: Time in seconds; negative counts as 0.
        tenths: Show tenths of a second.
    """
    ticks = max(0, int(seconds * 10 + 0.5)) if tenths else max(0, int(seconds)) * 10
    whole, tenth = divmod(ticks, 10)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{text}{QLocale().decimalPoint()}{tenth}" if tenths else text


def grouped(number: int) -> str:
    """Format a whole number in groups of three, divided by narrow no-break spaces: ``48 213``."""
    return f"{number:,}".replace(",", "\u202f")

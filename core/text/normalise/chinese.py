"""Numbers in Chinese characters; num2words has none."""

from __future__ import annotations

_READ_SINGLY_FROM = 13
_DIGITS = "零一二三四五六七八九"


def chinese_number(number: str) -> str:
    """Return an unsigned number in Chinese characters: ``105`` is 一百零五.

    Args:
        number: Digits, perhaps with a point; with 13 digits or more, or a zero before it, it is read singly.
    """
    whole, _, fraction = number.partition(".")
    if len(whole) >= _READ_SINGLY_FROM or (len(whole) > 1 and whole.startswith("0")):
        words = "".join(_DIGITS[int(digit)] for digit in whole)
    else:
        words = _whole(int(whole))
    if fraction:
        words += "点" + "".join(_DIGITS[int(digit)] for digit in fraction)
    return words


def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    parts: list[str] = []
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, number = divmod(number, size) if size > 1 else (number, 0)
        if group >= 10**4:
            parts.append(_whole(group) + unit)
        elif group:
            parts.append(("零" if parts and group < 1000 else "") + _group(group) + unit)
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def _group(number: int) -> str:
    """Return a number under 10,000."""
    text, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text

"""Subtitles from the lines' times: SubRip and WebVTT, and labels for Audacity.

At most two lines of 42 characters a cue (wide ones, as in Chinese, count double), no longer than 7 s, at
least 1 s where there is room, never overlapping: what the guides of broadcasters and services agree on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.delivery.wishes import Subtitles

WIDEST = 42
LONGEST_S = 7.0
SHORTEST_S = 1.0
COLUMNS_PER_S = 17.0
"""A cue stays on, where nothing follows, until this many columns a second can be read."""

GAP_S = 0.08
_LINGER_S = 2.0

_WORD = re.compile(r"\S+\s*")
_TAG = re.compile(r"<(?=[a-zA-Z/])|\{(?=\\)")
_SENTENCE_END = tuple(".!?…。！？؟।")
_CLAUSE_END = tuple(",;:—–、，；：،؛")
_NOT_FIRST = (*_SENTENCE_END, *_CLAUSE_END, "」", "』", "）")


@dataclass(frozen=True)
class TimedLine:
    """When a line is heard.

    Attributes:
        start_s: Where its sound begins.
        end_s: Where it ends.
        text: As a reader should see it.
    """

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class Cue:
    """What stands on the screen at once.

    Attributes:
        start_ms: Where it appears.
        end_ms: Where it goes.
        rows: One or two rows of text.
    """

    start_ms: int
    end_ms: int
    rows: tuple[str, ...]


def cues(lines: Sequence[TimedLine]) -> list[Cue]:
    """Return lines as cues, in order, none over another."""
    parts = [part for line in lines for part in _parts(line)]
    found: list[Cue] = []
    for number, part in enumerate(parts):
        start_ms = round(part.start_s * 1000)
        end_ms = round(_end_s(part, parts[number + 1] if number + 1 < len(parts) else None) * 1000)
        if found and start_ms < found[-1].end_ms:
            start_ms = found[-1].end_ms
        if end_ms > start_ms:
            found.append(Cue(start_ms, end_ms, _rows(part.text)))
    return found


def _end_s(part: TimedLine, following: TimedLine | None) -> float:
    wanted = max(SHORTEST_S, min(width(part.text) / COLUMNS_PER_S, part.end_s - part.start_s + _LINGER_S))
    end = max(part.end_s, part.start_s + wanted)
    if following is not None and end > following.start_s - GAP_S:
        end = max(min(part.end_s, following.start_s), following.start_s - GAP_S)
    return end


def _parts(line: TimedLine) -> Iterator[TimedLine]:
    """Yield a line in parts that fit on the screen, their time by their width."""
    text = " ".join(line.text.split())
    if not text or line.end_s <= line.start_s:
        return
    duration = line.end_s - line.start_s
    if (_fits(text) and duration <= LONGEST_S) or len(_units(text)) < 2:
        yield TimedLine(line.start_s, line.end_s, text)
        return
    before, after = _halves(text)
    middle = line.start_s + duration * width(before) / max(1, width(before) + width(after))
    yield from _parts(TimedLine(line.start_s, middle, before))
    yield from _parts(TimedLine(middle, line.end_s, after))


def _fits(text: str) -> bool:
    return all(width(row) <= WIDEST for row in _rows(text))


def _rows(text: str) -> tuple[str, ...]:
    """Return a text in one row, or in two where it is too wide for one."""
    if width(text) <= WIDEST or len(_units(text)) < 2:
        return (text,)
    return _halves(text, WIDEST)


def _halves(text: str, most: int = 0) -> tuple[str, str]:
    """Cut a text near its middle, better after a mark; both halves within ``most`` columns if that can be."""
    units = _units(text)
    best: tuple[float, int] | None = None
    left, whole = 0, sum(map(width, units))
    for place in range(1, len(units)):
        left += width(units[place - 1])
        ending = units[place - 1].rstrip()
        bonus = 0.25 if ending.endswith(_SENTENCE_END) else 0.15 if ending.endswith(_CLAUSE_END) else 0.0
        cost = abs(left / whole - 0.5) - bonus
        if most and max(left - (len(units[place - 1]) - len(ending)), whole - left) > most:
            cost += 10 + max(left, whole - left) / whole
        if best is None or cost < best[0]:
            best = cost, place
    place = best[1] if best else 1
    return "".join(units[:place]).strip(), "".join(units[place:]).strip()


def _units(text: str) -> list[str]:
    """Return a text in what may not be cut: words, or single signs of scripts without blanks.

    A mark that stands alone, as a dash or in French a question mark, goes with the word before it, an opening
    one with the word after it.
    """
    found: list[str] = []
    for word in _WORD.findall(text):
        if found and (_is_opening(found[-1]) or not (_is_opening(word) or any(map(str.isalnum, word)))):
            found[-1] += word
        elif width(word) > len(word) or len(word) > WIDEST:
            found += _signs(word)
        else:
            found.append(word)
    return found


def _is_opening(word: str) -> bool:
    return all(unicodedata.category(sign) in {"Ps", "Pi"} or sign in "\"'¿¡" for sign in word.strip())


def _signs(word: str) -> list[str]:
    """Cut a word into signs as they are seen; those that may not begin a row stay with the one before."""
    import regex

    signs: list[str] = []
    for sign in regex.findall(r"\X", word):
        if signs and (unicodedata.category(sign[0])[0] in "MZ" or sign in _NOT_FIRST):
            signs[-1] += sign
        else:
            signs.append(sign)
    return signs


def width(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        2
        if unicodedata.east_asian_width(sign) in "WF"
        else unicodedata.category(sign) not in {"Mn", "Me", "Cf"}
        for sign in text
    )


def subtitle_text(lines: Sequence[TimedLine], kind: Subtitles) -> str:
    """Return the text of a file of subtitles."""
    if kind is Subtitles.VTT:
        blocks = [
            f"{_time(c.start_ms, '.')} --> {_time(c.end_ms, '.')}\n{_vtt(c.rows)}\n" for c in cues(lines)
        ]
        return "\n".join(["WEBVTT\n", *blocks])
    numbered = enumerate(cues(lines), 1)
    blocks = [
        f"{n}\n{_time(c.start_ms, ',')} --> {_time(c.end_ms, ',')}\n{_srt(c.rows)}\n" for n, c in numbered
    ]
    return "\n".join(blocks)


def _time(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def _vtt(rows: Sequence[str]) -> str:
    return "\n".join(row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for row in rows)


def _srt(rows: Sequence[str]) -> str:
    """Return rows that no player takes for times or markup: SubRip has no way to escape."""
    return "\n".join(_TAG.sub(lambda m: m[0] + "\u2060", row.replace("-->", "->")) for row in rows)


def label_text(lines: Sequence[TimedLine]) -> str:
    """Return labels that Audacity imports (its manual, "Importing and Exporting Labels")."""
    return "".join(f"{line.start_s:.6f}\t{line.end_s:.6f}\t{' '.join(line.text.split())}\n" for line in lines)

"""Subtitles (.srt, .vtt): each becomes a line, with the time at which it comes in a comment before it.

``[# 0:01:02.500] Good morning.`` Comments are not spoken; the time is there to be seen beside the film.
"""

from __future__ import annotations

import html
import re

from core.importing.decoding import decode_document
from core.importing.document import Document
from core.model.events import Notice

_TIMES = re.compile(
    r"[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})[ \t]*-->"
    r"[ \t]*(?:\d{1,3}:)?\d{1,2}:\d{1,2}[,.]\d{1,3}.*"
)
_MARKS = re.compile(
    r"</?(?:[ibusv]|font|c|lang|ruby|rt)(?:[ .][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE
)
"""Styles, voices and karaoke times of both kinds."""

_SPEAKER = re.compile(r"[-–—]\s*\S")
_WIDE = re.compile("[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")


def read_subtitles(data: bytes, name: str) -> Document:
    """Read subtitles as a script; a file without any times as the plain text that it is.

    Raises:
        Unreadable: When it is no text.
    """
    plain = decode_document(data, name)
    source = plain.text.split("\n")
    lines, count = _lines(source, web=source[0].startswith("WEBVTT"))
    if not count:
        return plain
    notices = (*plain.notices, Notice("subtitle_times", {"count": count}))
    return Document("".join(f"{line}\n" for line in lines), "subtitles", notices)


def _lines(source: list[str], *, web: bool) -> tuple[list[str], int]:
    """Return the script's lines, and how many subtitles there were.

    Args:
        source: The file's lines.
        web: It is WebVTT, where a blank line ends a subtitle, and what follows may be a name or a note.
    """
    found: list[str] = []
    starts = [at for at, line in enumerate(source) if "-->" in line and _TIMES.fullmatch(line)]
    for number, at in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(source)
        match = _TIMES.fullmatch(source[at])
        time = "" if match is None else f"[# {_time(match)}] "
        body = source[at + 1 : end]
        if web:
            body = body[: next((n for n, line in enumerate(body) if not line.strip()), len(body))]
        words = _words(body, last=web or end == len(source))
        found += [time + line for line in _speakers(words)]
    return found, len(starts)


def _words(lines: list[str], *, last: bool) -> list[str]:
    """Return a subtitle's lines without styles, and without the number of the one that follows."""
    words = [" ".join(html.unescape(_MARKS.sub("", line)).split()) for line in lines]
    while words and not words[-1]:
        words.pop()
    if not last and len(words) > 1 and words[-1].isdecimal() and not words[-2]:
        words.pop()
    elif not last and len(words) == 1 and words[0].isdecimal():
        words.pop()  # nothing but the next one's number: an empty subtitle
    return [line for line in words if line]


def _speakers(lines: list[str]) -> list[str]:
    """Join the lines of a subtitle; where two speak, each has a line."""
    if len(lines) > 1 and all(_SPEAKER.match(line) for line in lines):
        return lines
    text = ""
    for line in lines:
        wide = text and _WIDE.match(text[-1]) and _WIDE.match(line)
        text += line if wide or not text else f" {line}"
    return [text] if text else []


def _time(match: re.Match[str]) -> str:
    hours, minutes, seconds, part = match.groups()
    return f"{int(hours or 0)}:{int(minutes):02}:{int(seconds):02}.{part.ljust(3, '0')}"

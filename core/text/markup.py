"""What may stand in square brackets in a line: a voice, a pause, a speed, how a word is said.

docs/markup.md is the page for those who write it. What is not known is text: it is spoken, and told as a
span, so that the window can mark it mildly. Nothing here raises; a line that is wrong is a line of text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

LONGEST_PAUSE_S = 600.0
"""A longer pause is not taken for one."""

_BRACKETS = re.compile(r"(?<!\\)\[(?:#(?:[^\[\]\n]|\[[^\[\]\n]*\])*|[^\[\]\n]*)\]")
"""A pair of brackets; a comment may hold pairs of its own."""

_IN_BODY = re.compile(rf"\\(?=\[)|{_BRACKETS.pattern}")
"""The same, and the backslash that makes text of a bracket."""

_NO_HEADING = re.compile(r"\s*(\\)#")
_COLON = re.compile(r"\s*[:\uff1a](?=\s|$)")
_HEADING = re.compile(r"\s*#[ \t]+(?=\S)")
_BLANKS = re.compile(r"\s*")
_NUMBER = r"(\d+(?:[.,]\d+)?|[.,]\d+)"
_PAUSE = re.compile(rf"pau(?:se|sa)\s+{_NUMBER}\s*(ms|s|min|)", re.I)
_SPEED = re.compile(rf"speed\s+{_NUMBER}", re.I)
_LANGUAGE = re.compile(r"lang\s+([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)", re.I)
_PARAMETER = re.compile(r"set\s+(\w+)\s+([+-]?\d+(?:[.,]\d+)?|on|off)", re.I)
_SAY = re.compile(r"say\s+(.+?)\s+as\s+(\S.*?)\s*", re.I)
_SPELL = re.compile(r"(spell|digits)\s+(\S.*?)\s*", re.I)
_SECONDS = {"ms": 0.001, "s": 1.0, "": 1.0, "min": 60.0}
_SPEED_RANGE = (0.1, 10.0)
"""What can be meant as a speed; whether the engine can is asked later."""

_NO_BLANK_BEFORE = re.compile(r"[,.;:!?…)\]}»”]")

SpanKind = Literal[
    "voice",
    "speed",
    "language",
    "parameter",
    "whole",
    "heading",
    "pause",
    "say",
    "spell",
    "digits",
    "comment",
    "escape",
    "misplaced",
    "unknown",
]
AT_THE_START: frozenset[str] = frozenset(("voice", "speed", "language", "parameter", "whole"))
"""What counts at a line's start only; elsewhere it is text, and ``misplaced``."""

AS_TEXT: frozenset[str] = frozenset(("misplaced", "unknown"))
"""What is spoken as it stands, though it looks like markup."""


@dataclass(frozen=True)
class Pause:
    """Silence that was written, in seconds."""

    duration_s: float


@dataclass(frozen=True)
class Words:
    """Words to speak.

    Attributes:
        text: The words.
        kind: ``text``: to be normalised; ``spoken``: just so; ``spell``, ``digits``: one sign at a time.
        written: What a reader sees instead (the WRITTEN of ``[say WRITTEN as SPOKEN]``), or empty: the text.
    """

    text: str
    kind: Literal["text", "spoken", "spell", "digits"] = "text"
    written: str = field(default="", compare=False)


@dataclass(frozen=True)
class Span:
    """A part of the line that is markup, or looks like it.

    Attributes:
        start: First code point.
        end: One past the last.
        kind: What it is (``SpanKind``); ``unknown`` and ``misplaced`` are spoken as text.
    """

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True)
class MarkedLine:
    """A line, read.

    Attributes:
        voice: The voice, as it stands among those that were given; empty: the script's.
        speed: Factor, or None: the script's.
        language: BCP 47 tag, or empty: the script's.
        parameters: Engine parameters by name, in the order of writing, each once.
        whole: Not to be cut into pieces as long as the engine can take it.
        heading: It begins a chapter.
        parts: What is spoken and where it is silent; words that stand side by side join as they are. Empty
            for a line of comments.
        spans: Where the markup stands, in order.
    """

    voice: str = ""
    speed: float | None = None
    language: str = ""
    parameters: tuple[tuple[str, float], ...] = ()
    whole: bool = False
    heading: bool = False
    parts: tuple[Words | Pause, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def is_silent(self) -> bool:
        """True where there are no words: only comments, only pauses."""
        return not any(isinstance(part, Words) for part in self.parts)

    @property
    def written(self) -> str:
        """The line as a reader sees it: for subtitles and chapters' titles."""
        pieces = (" " if isinstance(part, Pause) else part.written or part.text for part in self.parts)
        return "".join(pieces).strip()


def parse_line(text: str, voices: Collection[str] = ()) -> MarkedLine:
    """Read a line.

    Args:
        text: One line.
        voices: Names and ids of the voices that there are; capitals do not matter.
    """
    if "[" not in text and "#" not in text:
        words = text.strip()
        return MarkedLine(parts=(Words(words),) if words else ())
    return _Reading(text, voices).line


def pause_markup(duration_s: float) -> str:
    """Return a pause as it is written in a spoken text, such as ``[pause 0.800s]``."""
    return f"[pause {duration_s:.3f}s]"


@dataclass(frozen=True)
class _Found:
    """What a pair of brackets says: its kind, and what it gives (None: nothing)."""

    kind: SpanKind
    value: str | float | tuple[str, float] | Pause | Words | None = None


_UNKNOWN = _Found("unknown")
_COMMENT = _Found("comment")


class _Reading:
    """One line while it is read."""

    def __init__(self, text: str, voices: Collection[str]) -> None:
        self._text, self._voices = text, voices
        self._spans: list[Span] = []
        self._pieces: list[Words | Pause | None] = []
        self._settings = MarkedLine()
        self._read_body(self._read_start())
        self.line = replace(self._settings, parts=_assembled(self._pieces), spans=tuple(self._spans))

    def _read_start(self) -> int:
        """Take what stands at the line's start; return where the rest begins."""
        at = 0
        while True:
            heading = None if self._settings.heading else _HEADING.match(self._text, at)
            if heading is not None:
                self._settings = replace(self._settings, heading=True)
                mark = self._text.index("#", at)
                self._spans.append(Span(mark, mark + 1, "heading"))
                at = heading.end()
            blanks = _BLANKS.match(self._text, at)
            match = _BRACKETS.match(self._text, blanks.end() if blanks else at)
            found = _UNKNOWN if match is None else _find(match.group()[1:-1].strip(), self._voices)
            if match is None or found.kind not in {*AT_THE_START, "comment", "pause"}:
                return self._after_start(at)
            self._spans.append(Span(*match.span(), found.kind))
            self._settings = _with_setting(self._settings, found)
            if isinstance(found.value, Pause):
                self._pieces.append(found.value)
            at = match.end()

    def _after_start(self, at: int) -> int:
        r"""Pass over the colon of ``[Ana]: Hello``, and over the backslash of ``\# 1``."""
        colon = _COLON.match(self._text, at) if self._settings.voice else None
        at = colon.end() if colon else at
        escape = _NO_HEADING.match(self._text, at)
        if escape is None:
            return at
        self._spans.append(Span(*escape.span(1), "escape"))
        return escape.end(1)

    def _read_body(self, at: int) -> None:
        for match in _IN_BODY.finditer(self._text, at):
            if match.group() == "\\":
                self._spans.append(Span(*match.span(), "escape"))
                self._pieces += [Words(self._text[at : match.start()]), None]
                at = match.end()
                continue
            found = _find(match.group()[1:-1].strip(), self._voices)
            kind: SpanKind = "misplaced" if found.kind in AT_THE_START else found.kind
            self._spans.append(Span(*match.span(), kind))
            if kind in ("unknown", "misplaced"):
                continue
            self._pieces.append(Words(self._text[at : match.start()]))
            value = found.value
            self._pieces.append(value if isinstance(value, Pause | Words) else None)
            at = match.end()
        self._pieces.append(Words(self._text[at:]))


def _with_setting(line: MarkedLine, found: _Found) -> MarkedLine:
    match found.kind, found.value:
        case "voice", str(voice):
            return replace(line, voice=voice)
        case "speed", float(speed):
            return replace(line, speed=speed)
        case "language", str(language):
            return replace(line, language=language)
        case "parameter", (str(name), float(value)):
            return replace(line, parameters=tuple({**dict(line.parameters), name: value}.items()))
        case "whole", _:
            return replace(line, whole=True)
    return line


def _find(body: str, voices: Collection[str]) -> _Found:
    """Say what stands between two brackets."""
    if body.startswith("#"):
        return _COMMENT
    if body.casefold() == "whole":
        return _Found("whole")
    read = _READERS.get(body.split(None, 1)[0].casefold()) if body else None
    found = read(body) if read is not None else None
    if found is not None:
        return found
    voice = _voice(body, voices)
    return _Found("voice", voice) if voice else _UNKNOWN


def _pause(body: str) -> _Found | None:
    match = _PAUSE.fullmatch(body)
    if match is None:
        return None
    duration_s = round(_number(match.group(1)) * _SECONDS[match.group(2).casefold()], 6)
    return _Found("pause", Pause(duration_s)) if duration_s <= LONGEST_PAUSE_S else None


def _speed(body: str) -> _Found | None:
    match = _SPEED.fullmatch(body)
    if match is None:
        return None
    speed = _number(match.group(1))
    return _Found("speed", speed) if _SPEED_RANGE[0] <= speed <= _SPEED_RANGE[1] else None


def _language(body: str) -> _Found | None:
    match = _LANGUAGE.fullmatch(body)
    return _Found("language", match.group(1).replace("_", "-")) if match else None


def _parameter(body: str) -> _Found | None:
    match = _PARAMETER.fullmatch(body)
    if match is None:
        return None
    switch = {"on": 1.0, "off": 0.0}.get(match.group(2).casefold())
    value = _number(match.group(2)) if switch is None else switch
    return _Found("parameter", (match.group(1), value)) if math.isfinite(value) else None


def _say(body: str) -> _Found | None:
    match = _SAY.fullmatch(body)
    return _Found("say", Words(match.group(2), "spoken", written=match.group(1))) if match else None


def _spell(body: str) -> _Found | None:
    match = _SPELL.fullmatch(body)
    if match is None:
        return None
    kind: Literal["spell", "digits"] = "spell" if match.group(1).casefold() == "spell" else "digits"
    return _Found(kind, Words(match.group(2), kind))


_READERS: dict[str, Callable[[str], _Found | None]] = {
    **dict.fromkeys(("pause", "pausa"), _pause),
    "speed": _speed,
    "lang": _language,
    "set": _parameter,
    "say": _say,
    **dict.fromkeys(("spell", "digits"), _spell),
}
"""What reads markup, by its first word in small letters."""


def _voice(body: str, voices: Collection[str]) -> str:
    """Return the voice that is meant, as it stands among them, or an empty text."""
    if not body or body in voices:
        return body
    wanted = _plain(body)
    return next((voice for voice in voices if _plain(voice) == wanted), "")


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _assembled(pieces: list[Words | Pause | None]) -> tuple[Words | Pause, ...]:
    """Join what comments had parted, and drop the blanks around pauses and at both ends.

    Args:
        pieces: In order; None stands for a comment.
    """
    parts: list[Words | Pause] = []
    group: list[Words] = []
    for piece in pieces:
        if isinstance(piece, Pause):
            parts += [*_trimmed(group), piece]
            group = []
        elif piece is not None:
            _append(group, piece)
    return (*parts, *_trimmed(group))


def _append(group: list[Words], piece: Words) -> None:
    """Put words behind words; two stretches of text are one, with no second blank where a comment stood."""
    last = group[-1] if group else None
    if last is None or last.kind != "text" or piece.kind != "text":
        group.append(piece)
        return
    left, right = last.text, piece.text
    if not left or left[-1].isspace():
        right = right.lstrip()
        if _NO_BLANK_BEFORE.match(right):
            left = left.rstrip()
    group[-1] = Words(left + right)


def _trimmed(group: list[Words]) -> list[Words]:
    """Drop blanks at both ends, and texts that are empty."""
    words = [part for part in group if part.text]
    if words and words[0].kind == "text":
        words[0] = Words(words[0].text.lstrip())
    if words and words[-1].kind == "text":
        words[-1] = Words(words[-1].text.rstrip())
    return [part for part in words if part.text]

"""Read a line: markup, pronunciations, numbers; which engine will speak it does not matter here."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.errors import PronunciationSlow, TextEmpty
from core.text import clean_text
from core.text.changes import Normalised
from core.text.lexicon import Lexicon
from core.text.markup import MarkedLine, Pause, Words, parse_line, pause_markup
from core.text.normalise import digits, spell
from core.text.spoken import spoken_parts

log = logging.getLogger(__name__)

CACHED_LINES = 50_000
"""So many lines are remembered, far more than a script has; then all are forgotten."""

SLOW_LINES = 3
"""So many lines are held up by an entry of the pronunciations that takes too long."""


@dataclass(frozen=True)
class Reading:
    """A line as it is spoken in one language.

    Attributes:
        marked: Its markup.
        language: In which language numbers were read; empty: in none.
        stretches: What is spoken in one go, and the pauses between; the first and the last are words. Empty
            for a line that has nothing to speak.
        text: The same in one text, with the pauses in one form, ``[pause 0.500s]``.
        pause_before_s: The pause written at the line's start, in seconds, or None.
        pause_after_s: The same for its end. A line of nothing but pauses has all of it here.
    """

    marked: MarkedLine
    language: str
    stretches: tuple[str | Pause, ...]
    text: str
    pause_before_s: float | None = None
    pause_after_s: float | None = None


class LineReader:
    """Reads lines, and remembers what it read; any thread may ask."""

    def __init__(self, names: Iterable[str], lexicon: Lexicon, *, normalising: bool) -> None:
        """Keep what lines are read with.

        Args:
            names: Names and ids of the voices that a line may name.
            lexicon: The script's pronunciations.
            normalising: Read numbers, dates and the like.
        """
        self._names = frozenset(names)
        self._lexicon = lexicon
        self._normalising = normalising
        self._slow: Counter[str] = Counter()
        self._marked: dict[str, MarkedLine] = {}
        self._readings: dict[tuple[str, str], Reading] = {}

    @property
    def known(self) -> int:
        """How many lines were read, words and all, and are remembered."""
        return len(self._readings)

    def marked(self, line_text: str) -> MarkedLine:
        """Return a line's markup."""
        found = self._marked.get(line_text)
        if found is None:
            if len(self._marked) >= CACHED_LINES:
                self._marked, self._readings = {}, {}
            found = self._marked[line_text] = parse_line(line_text, self._names)
        return found

    def read(self, line_text: str, language: str) -> Reading:
        """Return a line as it is spoken in a language (BCP 47 tag; empty: numbers stay as they are)."""
        key = (line_text, language)
        found = self._readings.get(key)
        if found is None:
            found = self._readings[key] = self._read(self.marked(line_text), language)
        return found

    def _read(self, marked: MarkedLine, language: str) -> Reading:
        before_s, inner, after_s = _trimmed(self._stretches(marked, language))
        text = " ".join(one if isinstance(one, str) else pause_markup(one.duration_s) for one in inner)
        return Reading(marked, language, tuple(inner), text, before_s, after_s)

    def _stretches(self, marked: MarkedLine, language: str) -> Iterator[str | Pause]:
        """Yield what is spoken in one go, and the pauses between; blank stretches are left out."""
        words: list[Words] = []
        for part in (*marked.parts, None):
            if isinstance(part, Words):
                words.append(part)
                continue
            text = self.spoken(words, language, heading=marked.heading).text.strip()
            words = []
            if text:
                yield text
            if part is not None:
                yield part

    def spoken(self, words: Sequence[Words], language: str, *, heading: bool) -> Normalised:
        """Return words that are spoken in one go; changes are in what is written of them, joined."""
        parts = [(_written(one), _said(one, language)) for one in words]
        asked = {"normalising": self._normalising, "heading": heading}
        lexicon = self._lexicon
        while True:
            try:
                return spoken_parts(parts, language, lexicon, **asked)
            except PronunciationSlow as error:
                log.warning("a line is spoken without a pronunciation: %s", error)
                lexicon = lexicon.without(error.written)
                self._note_slow(error.written)

    def _note_slow(self, written: str) -> None:
        """Leave an entry out of all lines once it has held up a few: the list may have come with a file."""
        self._slow[written] += 1
        if self._slow[written] >= SLOW_LINES:
            self._lexicon = self._lexicon.without(written)


def _written(words: Words) -> str:
    """Return what a reader sees, without what no engine can take."""
    return cleaned(words.written or words.text)


def _said(words: Words, language: str) -> str | None:
    """Return what markup says; None where it says nothing."""
    match words.kind:
        case "text":
            return None
        case "spell":
            return spell(cleaned(words.text), language)
        case "digits":
            return digits(cleaned(words.text), language)
    return cleaned(words.text)


def cleaned(text: str) -> str:
    """Return text without what no engine can take; blanks stay, and text without anything is empty."""
    if text.isascii() and text.isprintable():
        return text
    try:
        return clean_text(text).text.replace("\n", " ")
    except TextEmpty:
        return " " if text[:1].isspace() else ""


def _trimmed(stretches: Iterable[str | Pause]) -> tuple[float | None, list[str | Pause], float | None]:
    """Take the pauses off both ends, and make one of those that follow each other."""
    inner: list[str | Pause] = []
    for one in stretches:
        before = inner[-1] if inner else None
        if isinstance(one, Pause) and isinstance(before, Pause):
            inner[-1] = Pause(before.duration_s + one.duration_s)
        else:
            inner.append(one)
    last, before_s, after_s = inner[-1] if inner else None, None, None
    if isinstance(last, Pause):
        after_s = last.duration_s
        inner.pop()
    first = inner[0] if inner else None
    if isinstance(first, Pause):
        before_s = first.duration_s
        inner.pop(0)
    return before_s, inner, after_s

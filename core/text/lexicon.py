"""The pronunciation list: words that are spoken otherwise than they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from core.errors import PronunciationBroken, PronunciationSlow
from core.text.changes import Change

if TYPE_CHECKING:
    from regex import Pattern

TIME_LIMIT_S = 0.25
"""What one regular expression may take for one text."""


@dataclass(frozen=True)
class Entry:
    r"""A word, or a pattern, and what is said for it.

    Attributes:
        written: The word as it stands in the script, or a regular expression.
        spoken: What is said; for a regular expression with its groups (``\1``). Empty: nothing is said.
        language: BCP 47 tag of the lines it is for; empty for all.
        regex: ``written`` is a regular expression.
        match_case: Capital and small letters are told apart.
    """

    written: str
    spoken: str
    language: str = ""
    regex: bool = False
    match_case: bool = False


def check_entry(entry: Entry) -> None:
    """Say whether an entry can be used.

    Raises:
        PronunciationBroken: When it is no regular expression, or nothing is written in it.
    """
    if not entry.written.strip():
        raise PronunciationBroken(entry.written, "nothing is written")
    if entry.regex:
        _expression(entry)


class Lexicon:
    """Entries, ready to be applied. Immutable; any thread may use it.

    Of two entries that meet the one that begins first stands, then the longer one, then the upper one.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Make ready.

        Raises:
            PronunciationBroken: For the first entry that cannot be used.
        """
        self.entries = tuple(entries)
        for entry in self.entries:
            check_entry(entry)

    @classmethod
    def of_usable(cls, entries: Iterable[Entry]) -> tuple[Lexicon, tuple[PronunciationBroken, ...]]:
        """Make one of the entries that can be used; say what is wrong with the others."""
        usable: list[Entry] = []
        faults: list[PronunciationBroken] = []
        for entry in entries:
            try:
                check_entry(entry)
            except PronunciationBroken as fault:
                faults.append(fault)
            else:
                usable.append(entry)
        return cls._of_checked(usable), tuple(faults)

    def without(self, written: str) -> Lexicon:
        """Return the list without the entries for a word."""
        return self._of_checked(entry for entry in self.entries if entry.written != written)

    @classmethod
    def _of_checked(cls, entries: Iterable[Entry]) -> Lexicon:
        lexicon = cls()
        lexicon.entries = tuple(entries)
        return lexicon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.entries == self.entries

    def __hash__(self) -> int:
        return hash(self.entries)

    def changes(self, text: str, language: str) -> tuple[Change, ...]:
        """Return what the entries say in a text, in its order.

        Raises:
            PronunciationSlow: When a regular expression takes too long.
        """
        found: list[tuple[int, int, int, Change]] = []
        folded = text.casefold()
        for rank, entry in enumerate(self.entries):
            if speaks(entry.language, language):
                for change in _matches(entry, text, folded):
                    found.append((change.start, -change.end, rank, change))
        kept: list[Change] = []
        end = 0
        for *_, change in sorted(found, key=lambda row: row[:3]):
            if change.start >= end:
                kept.append(change)
                end = change.end
        return tuple(kept)


def speaks(wanted: str, language: str) -> bool:
    """Say whether an entry of one language is for lines of another: ``pt`` for ``pt-BR`` and the reverse."""
    if not wanted or not language:
        return True
    first, second = wanted.casefold().split("-"), language.casefold().split("-")
    shared = min(len(first), len(second))
    return first[:shared] == second[:shared]


def _matches(entry: Entry, text: str, folded: str) -> Sequence[Change]:
    if not entry.regex:
        if entry.written.split()[0].casefold() not in folded:
            return ()
        return [
            Change(match.start(), match.end(), match.group(), entry.spoken, "lexicon")
            for match in _word(entry.written, match_case=entry.match_case).finditer(text)
        ]
    try:
        return [
            Change(match.start(), match.end(), match.group(), match.expand(entry.spoken), "lexicon")
            for match in _expression(entry).finditer(text, timeout=TIME_LIMIT_S)
            if match.end() > match.start()
        ]
    except TimeoutError:
        raise PronunciationSlow(entry.written) from None


@lru_cache(maxsize=4096)
def _word(written: str, *, match_case: bool) -> re.Pattern[str]:
    """Return a pattern for a whole word, or words; any white space may part them."""
    written = written.strip()
    body = r"\s+".join(re.escape(word) for word in written.split())
    left = r"(?<!\w)" if written[0].isalnum() else ""
    right = r"(?!\w)" if written[-1].isalnum() else ""
    return re.compile(left + body + right, 0 if match_case else re.IGNORECASE)


@lru_cache(maxsize=4096)
def _expression(entry: Entry) -> Pattern[str]:
    import regex

    try:
        pattern = regex.compile(entry.written, 0 if entry.match_case else regex.IGNORECASE)
        names = {number: f"?P<{name}>" for name, number in pattern.groupindex.items()}
        groups = "".join(f"({names.get(number, '')})" for number in range(1, pattern.groups + 1))
        found = regex.match(groups, "")
        if found is not None:
            found.expand(entry.spoken)
    except (regex.error, ValueError, IndexError, RecursionError, OverflowError) as error:
        raise PronunciationBroken(entry.written, str(error)) from None
    return pattern

"""Find voices by words: accents and case do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from core.model.voice import Voice


def folded(text: str) -> str:
    """Return text without case, accents and needless blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def matching(
    voices: Iterable[Voice], query: str, shown: Callable[[Voice], str] = lambda voice: ""
) -> list[Voice]:
    """Return the voices that have each word of a query in name, tags, notes or language; all for none.

    Args:
        voices: All that there are.
        query: What is looked for.
        shown: Returns what else is said of a voice where it is shown, such as its language's name.
    """
    words = folded(query).split()
    if not words:
        return list(voices)
    return [voice for voice in voices if all(word in _haystack(voice, shown(voice)) for word in words)]


@lru_cache(maxsize=8192)
def _haystack(voice: Voice, shown: str) -> str:
    return folded("\n".join((voice.name, voice.language, *voice.tags, voice.notes, shown)))


def named(voices: Iterable[Voice], name: str) -> list[Voice]:
    """Return the voices of that name: those written just so, else those that differ in case or accents."""
    found = list(voices)
    exact = [voice for voice in found if voice.name == name]
    return exact or [voice for voice in found if folded(voice.name) == folded(name)]

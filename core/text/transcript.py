"""Cut what is said together with the sound: what is heard in a stretch, and a stretch of whole words.

A cloning model given a text that is longer than its recording speaks the rest of it, so the words of a
stretch are exactly those that sound in it, and no cut goes through one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.model.verdict import Transcript, Word
from core.model.voice import Stretch

LEAD_S = 0.15
"""So much of a pause is kept at most where a cut has to move."""

Quietest = Callable[[float, float, float], float]
"""Gives the best place for a cut between two times; it is also given where the cut was wanted."""


def middle(low_s: float, high_s: float, wanted_s: float) -> float:
    """Return the place that is best as far as words alone tell."""
    if low_s <= wanted_s <= high_s:
        return wanted_s
    return (low_s + high_s) / 2


def cut_transcript(
    transcript: Transcript, stretch: Stretch, quietest: Quietest = middle
) -> tuple[Stretch, Transcript]:
    """Return a stretch that cuts through no word, and exactly the words in it.

    A word that straddles a cut belongs where the greater part of it is, and the cut moves into the pause
    beside it.

    Args:
        transcript: What is said in the stretch and around it, with the words' times.
        stretch: The part that is wanted.
        quietest: Finds the pause.

    Returns:
        The stretch, as it was where no word straddles its ends; and its transcript. Without times nothing
        is known, and both come back as they were.
    """
    words = transcript.words
    if not words:
        return stretch, transcript
    kept = [index for index, word in enumerate(words) if _mostly_in(word, stretch)]
    if not kept:
        return stretch, Transcript("", transcript.language)
    first, last = kept[0], kept[-1]
    start_s = _start(words, first, stretch.start_s, quietest)
    end_s = _end(words, last, stretch.end_s, quietest)
    inside = words[first : last + 1]
    return Stretch(start_s, end_s), Transcript(joined(inside), transcript.language, inside)


def joined(words: Sequence[Word]) -> str:
    """Return words as a text."""
    return "".join(word.text for word in words).strip()


def _mostly_in(word: Word, stretch: Stretch) -> bool:
    inside_s = min(word.end_s, stretch.end_s) - max(word.start_s, stretch.start_s)
    return inside_s > 0 and inside_s >= (word.end_s - word.start_s) / 2


def _start(words: Sequence[Word], first: int, wanted_s: float, quietest: Quietest) -> float:
    before_s = words[first - 1].end_s if first else 0.0
    if before_s <= wanted_s <= words[first].start_s:
        return wanted_s
    low_s = min(max(before_s, words[first].start_s - LEAD_S), words[first].start_s)
    return max(0.0, quietest(low_s, words[first].start_s, wanted_s))


def _end(words: Sequence[Word], last: int, wanted_s: float, quietest: Quietest) -> float:
    after_s = words[last + 1].start_s if last + 1 < len(words) else wanted_s
    if words[last].end_s <= wanted_s <= after_s:
        return wanted_s
    high_s = max(min(after_s, words[last].end_s + LEAD_S), words[last].end_s)
    return quietest(words[last].end_s, high_s, wanted_s)

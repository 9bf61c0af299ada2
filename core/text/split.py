"""Cut text into pieces that an engine can take, at the place where it hurts least."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from core.text.places import Places, Rank
from core.text.sentence_ends import sentence_cuts


def sentences(text: str) -> list[str]:
    """Return the sentences, each with the blanks after it; joined they give the text.

    A line break ends a sentence; a full stop after an abbreviation or an initial, or before a small
    letter, does not.
    """
    cuts = [0, *sentence_cuts(text), len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def split_text(text: str, max_chars: int, weight: Callable[[str], float] | None = None) -> list[str]:
    """Cut text into pieces; joined they give the text exactly.

    Each piece is as long as it may be and ends, in this order of liking, after a sentence, a clause, a
    word (in scripts without blanks: a sign), a joint in a long word (hyphen, slash), a grapheme. A number
    with its unit, an abbreviation with its word and an address are cut only where they alone are too
    long. A sentence's last piece is not left tiny where a cut between words can be moved.

    Args:
        text: Any text; the empty one gives no pieces.
        max_chars: Greatest length of a piece, or its greatest weight; at least 1.
        weight: Measures a piece instead of its length; must not fall when text is added.

    Raises:
        ValueError: When ``max_chars`` is less than 1.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars must be at least 1, not {max_chars}")
    places = Places(text)
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = _furthest(text, start, max_chars, weight)
        if end < len(text):
            end = _cut(places, start, end)
        pieces.append(text[start:end])
        start = end
    return pieces


def _cut(places: Places, start: int, end: int) -> int:
    """Return where to cut in ``(start, end]``."""
    place, rank = places.best(start, end)
    rest = places.sentence_end(start) - place
    if rank <= Rank.CLAUSE or rest * 4 >= place - start:
        return place
    even = start + (place - start + rest) * 5 // 8
    earlier, other_rank = places.best(start, min(even, end))
    return earlier if other_rank <= rank else place


def _furthest(text: str, start: int, limit: int, weight: Callable[[str], float] | None) -> int:
    """Return the greatest end whose piece is within the limit, at least ``start + 1``."""
    if weight is None:
        return min(start + limit, len(text))
    good, step = start + 1, 64
    while good < len(text):
        end = min(good + step, len(text))
        if weight(text[start:end]) > limit:
            break
        good, step = end, step * 2
    else:
        return good
    bad = min(good + step, len(text))
    while bad - good > 1:
        middle = (good + bad) // 2
        if weight(text[start:middle]) > limit:
            bad = middle
        else:
            good = middle
    return good

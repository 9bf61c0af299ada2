"""The beginning of a text, for a message that quotes it."""

from __future__ import annotations

from core.text.graphemes import boundary_at_or_before

LENGTH = 40
"""Characters of a text that a message quotes."""


def excerpt(text: str, length: int = LENGTH) -> str:
    """Return a text's beginning in one line; … says that there is more of it."""
    text = text.strip()
    words = " ".join(text[: 4 * length + 4].split())
    if len(words) <= length and len(text) <= 4 * length + 4:
        return words
    return words[: boundary_at_or_before(words, min(length, len(words)), 0)].rstrip() + "…"

"""From a script to its utterances."""

from __future__ import annotations


def utterances(text: str) -> list[str]:
    """Return one utterance per line that is not blank, without the blanks around it."""
    return [line for line in map(str.strip, text.splitlines()) if line]

"""Names that are proposed for files."""

from __future__ import annotations

from core.delivery.names import first_words, safe_name
from core.model.script import Script

NAME_LENGTH = 40


def script_name(script: Script) -> str:
    """Return a file name made of a script's first words, whole ones; empty where there are none."""
    words = first_words(next((line.text for line in script.lines if not line.is_blank), ""), NAME_LENGTH)
    return safe_name(words) if words else ""

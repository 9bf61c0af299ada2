"""Names that are proposed for files."""

from __future__ import annotations

from core.model.script import Script

NAME_LENGTH = 40


def first_words(script: Script) -> str:
    """Return a file name made of a script's first words, whole ones; empty where there are none."""
    texts = (line.text for line in script.lines if not line.is_blank)
    words = "".join(c if c.isalnum() or c in " -_" else " " for c in next(texts, ""))
    name = " ".join(words.split())
    if len(name) > NAME_LENGTH:
        whole = name[: NAME_LENGTH + 1].rpartition(" ")[0]
        name = whole or name[:NAME_LENGTH]
    return name

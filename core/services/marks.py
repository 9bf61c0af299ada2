"""Mark words for translation, without Qt."""

from __future__ import annotations

from typing import LiteralString


def QT_TRANSLATE_NOOP(context: str, text: LiteralString) -> str:
    """Return the text as it is; ``pyside6-lupdate`` collects every call of this name.

    Args:
        context: Where translators find it, ``errors`` for everything in ``core.services``.
        text: A literal; names in braces are filled in after translation.
    """
    del context
    return text

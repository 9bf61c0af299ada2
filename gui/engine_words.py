"""Words of the engines that come with the program, so that translators find them.

An engine describes itself in English; the window translates what stands here and shows the rest,
that of a third party's engine, as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.services.marks import QT_TRANSLATE_NOOP

KNOWN = (QT_TRANSLATE_NOOP("Engines", "free for any use, commercial too"),)
"""Licences in plain words, and labels of parameters."""


def engine_words(text: str) -> str:
    """Return an engine's words in the interface's language, where it has them."""
    return QCoreApplication.translate("Engines", text)

"""Words of the engines that come with the program, so that translators find them.

An engine describes itself in English; the window translates what stands here and shows the rest,
that of a third party's engine, as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.services.marks import QT_TRANSLATE_NOOP

KNOWN = (
    QT_TRANSLATE_NOOP("Engines", "free for any use, commercial too"),
    QT_TRANSLATE_NOOP("Engines", "free for any use; espeak-ng, which it runs with, is under the GPL"),
    QT_TRANSLATE_NOOP("Engines", "not for commercial use; name the authors when you share what it made"),
    QT_TRANSLATE_NOOP("Engines", "Steps"),
    QT_TRANSLATE_NOOP("Engines", "Guidance"),
    QT_TRANSLATE_NOOP("Engines", "Sway"),
    QT_TRANSLATE_NOOP("Engines", "not for commercial use, nor is what it speaks"),
    QT_TRANSLATE_NOOP("Engines", "Temperature"),
    QT_TRANSLATE_NOOP("Engines", "Choices (top k)"),
    QT_TRANSLATE_NOOP("Engines", "Probability kept (top p)"),
    QT_TRANSLATE_NOOP("Engines", "Repetition penalty"),
)
"""Licences in plain words, and labels of parameters."""


def engine_words(text: str) -> str:
    """Return an engine's words in the interface's language, where it has them."""
    return QCoreApplication.translate("Engines", text)

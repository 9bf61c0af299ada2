"""Reasons in words of the program's own."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP

REASONS = (
    QT_TRANSLATE_NOOP("errors", "unknown"),
    QT_TRANSLATE_NOOP("errors", "not found"),
    QT_TRANSLATE_NOOP("errors", "no output device"),
    QT_TRANSLATE_NOOP("errors", "the system lists no output device"),
    QT_TRANSLATE_NOOP("errors", "no answer in time"),
    QT_TRANSLATE_NOOP("errors", "the system's sound does not work or refuses it"),
    QT_TRANSLATE_NOOP("errors", "another program uses it, or it was unplugged"),
    QT_TRANSLATE_NOOP("errors", "it is a file, not a folder of weights"),
)
"""Reasons of errors that come from this program; those of a system or a library are shown as they are."""

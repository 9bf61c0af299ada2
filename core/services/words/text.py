"""Words of the errors of text."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "text_empty": (
        QT_TRANSLATE_NOOP("errors", "There is nothing to speak."),
        QT_TRANSLATE_NOOP("errors", "The text is empty, or has only blanks and invisible characters."),
        QT_TRANSLATE_NOOP("errors", "Write at least one word."),
    ),
    "text_file_empty": (
        QT_TRANSLATE_NOOP("errors", "The text file {path} has nothing to speak."),
        QT_TRANSLATE_NOOP("errors", "It is empty, or has only blanks and invisible characters."),
        QT_TRANSLATE_NOOP("errors", "Write at least one word into it, or choose another file."),
    ),
    "text_unspeakable": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot speak this text: “{sample}”'),
        QT_TRANSLATE_NOOP("errors", "It has no sound for any of its characters."),
        QT_TRANSLATE_NOOP(
            "errors", "Write words in a language of the engine, or choose an engine that has the language."
        ),
    ),
    "document_refused": (
        QT_TRANSLATE_NOOP("errors", "The file {path} was not taken in."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Save it again in the program it was made with, or save its text as plain text and open that.",
        ),
    ),
    "text_file_unreadable": (
        QT_TRANSLATE_NOOP("errors", "The text file {path} cannot be read."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Check the name, or save the text as plain text in UTF-8."),
    ),
    "pronunciation_broken": (
        QT_TRANSLATE_NOOP("errors", "The entry “{written}” of the pronunciation list cannot be used."),
        QT_TRANSLATE_NOOP("errors", "It is no regular expression: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Mend it, or let it be a plain word."),
    ),
    "pronunciation_slow": (
        QT_TRANSLATE_NOOP("errors", "The entry “{written}” of the pronunciation list takes too long."),
        QT_TRANSLATE_NOOP("errors", "A regular expression with repeats inside repeats can search for ever."),
        QT_TRANSLATE_NOOP("errors", "Make it simpler, or let it be a plain word."),
    ),
}

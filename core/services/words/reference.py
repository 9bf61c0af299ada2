"""Words of the errors of references."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

_ANOTHER_REFERENCE = QT_TRANSLATE_NOOP(
    "errors", "Choose another recording: 5 to 15 seconds of one clear voice works best."
)

ERRORS: dict[str, Words] = {
    "reference_missing": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} was not found."),
        QT_TRANSLATE_NOOP("errors", "There is no file of that name."),
        QT_TRANSLATE_NOOP("errors", "Check the name, or choose another recording."),
    ),
    "reference_not_a_file": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is not a file."),
        QT_TRANSLATE_NOOP("errors", "It is a folder or a device."),
        QT_TRANSLATE_NOOP("errors", "Choose an audio file in it."),
    ),
    "reference_empty": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is empty."),
        QT_TRANSLATE_NOOP("errors", "The file holds no audio at all."),
        _ANOTHER_REFERENCE,
    ),
    "reference_unreadable": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} cannot be read."),
        QT_TRANSLATE_NOOP("errors", "It is no audio file, or it is damaged: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Save it anew as WAV, FLAC, Ogg or MP3, or choose another recording."),
    ),
    "reference_silent": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is silent."),
        QT_TRANSLATE_NOOP("errors", "Its level is {level_dbfs:.0f} dBFS: nobody can be heard."),
        _ANOTHER_REFERENCE,
    ),
    "reference_too_short": (
        QT_TRANSLATE_NOOP("errors", "The reference {path} is too short."),
        QT_TRANSLATE_NOOP(
            "errors", "It lasts {duration_s_text} s; the engine needs {minimum_s_text} s at least."
        ),
        _ANOTHER_REFERENCE,
    ),
    "reference_needed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" needs a reference.'),
        QT_TRANSLATE_NOOP("errors", "It speaks in the voice of a recording and was given none."),
        QT_TRANSLATE_NOOP("errors", "Choose a recording of a voice (on the command line: --reference FILE)."),
    ),
    "reference_text_needed": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" needs the words of the reference.'),
        QT_TRANSLATE_NOOP("errors", "It cannot clone without knowing what is said in the recording."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Write down what is said in it, word for word (on the command line: --reference-text TEXT).",
        ),
    ),
    "reference_not_used": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot use a reference.'),
        QT_TRANSLATE_NOOP("errors", "It does not clone; it has voices of its own."),
        QT_TRANSLATE_NOOP("errors", "Choose one of its voices, or an engine that clones."),
    ),
}

"""Words of the errors of the analysis of recordings."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "analysis_failed": (
        QT_TRANSLATE_NOOP("errors", "The recording could not be analysed."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Try again: the analysis starts anew by itself. If it happens again, the log folder says more.",
        ),
    ),
    "recognition_missing": (
        QT_TRANSLATE_NOOP("errors", "The words of the recording were not heard."),
        QT_TRANSLATE_NOOP("errors", "The weights of the speech recognition are not in {path}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Type what is said in the recording, or get the weights of the speech recognition.",
        ),
    ),
    "recognition_broken": (
        QT_TRANSLATE_NOOP("errors", "The weights of the speech recognition cannot be used."),
        QT_TRANSLATE_NOOP("errors", "Those in {path} do not load: {reason}"),
        QT_TRANSLATE_NOOP("errors", "Remove them and get them again, or type what is said in the recording."),
    ),
}

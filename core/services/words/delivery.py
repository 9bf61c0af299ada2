"""Words of the errors of finished files."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "format_unknown": (
        QT_TRANSLATE_NOOP("errors", "The name {name} does not say what kind of file it shall be."),
        QT_TRANSLATE_NOOP("errors", "The end of the name decides, such as .wav or .mp3."),
        QT_TRANSLATE_NOOP("errors", "End it in .wav, .flac, .mp3, .opus, .m4a or .m4b, or choose a format."),
    ),
    "format_clash": (
        QT_TRANSLATE_NOOP("errors", "The name {name} and the format {format} do not go together."),
        QT_TRANSLATE_NOOP("errors", "The end of the name says another kind of file."),
        QT_TRANSLATE_NOOP("errors", "Change the end of the name, or leave the format out."),
    ),
    "template_invalid": (
        QT_TRANSLATE_NOOP("errors", "The pattern for names cannot be used: {template}"),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Use words, and in braces: title, number, line, chapter, voice, text."),
    ),
    "ffmpeg_missing": (
        QT_TRANSLATE_NOOP(
            "errors", "Files of the kind {format} need the program ffmpeg, which was not found."
        ),
        QT_TRANSLATE_NOOP(
            "errors", "Sottovoce does not bring it along; it is looked for on the search path."
        ),
        QT_TRANSLATE_NOOP("errors", "Install ffmpeg, or choose MP3, FLAC, Opus or WAV."),
    ),
    "encoder_failed": (
        QT_TRANSLATE_NOOP("errors", "The {format} file could not be made."),
        QT_TRANSLATE_NOOP("errors", "What makes it said: {reason}"),
        QT_TRANSLATE_NOOP("errors", "Try again, or choose another format."),
    ),
    "cover_unreadable": (
        QT_TRANSLATE_NOOP("errors", "The picture {path} cannot be the cover."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Choose a JPEG or PNG picture of at most 10 MB."),
    ),
}

"""Words of the errors of voices."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "voice_unknown": (
        QT_TRANSLATE_NOOP("errors", 'There is no voice "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "The model brings these: {known}."),
        QT_TRANSLATE_NOOP("errors", "Choose one of these, or give a reference."),
    ),
    "voice_unknown.anywhere": (
        QT_TRANSLATE_NOOP("errors", 'There is no voice "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "Neither the voice library nor an engine has one of that name."),
        QT_TRANSLATE_NOOP("errors", 'Choose another voice; "sottovoce voices list" shows them all.'),
    ),
    "voice_of_other_engine": (
        QT_TRANSLATE_NOOP("errors", 'The engine "{engine}" cannot speak in the voice "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "The voice belongs to another engine."),
        QT_TRANSLATE_NOOP("errors", "Choose a voice of this engine, or the engine of this voice."),
    ),
    "voice_ambiguous": (
        QT_TRANSLATE_NOOP("errors", 'Several voices are called "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "Their ids: {candidates}."),
        QT_TRANSLATE_NOOP("errors", "Say which one by its id."),
    ),
    "last_reference": (
        QT_TRANSLATE_NOOP("errors", 'The recording cannot be removed from "{voice}".'),
        QT_TRANSLATE_NOOP("errors", "It is the only one, and a voice keeps at least one."),
        QT_TRANSLATE_NOOP("errors", "Add another recording first, or remove the whole voice."),
    ),
    "voice_file_refused": (
        QT_TRANSLATE_NOOP("errors", "The voice file {path} was refused; nothing was kept of it."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Ask whoever made it to export the voice once more."),
    ),
}

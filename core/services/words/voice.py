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
}

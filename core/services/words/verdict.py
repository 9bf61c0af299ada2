"""Words of the findings on a recording: what was found, and what to do about it.

The key is the finding's code and level, with its detail where it has one.
"""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP

_RECORD_AGAIN = QT_TRANSLATE_NOOP(
    "errors",
    "Record it again in a quiet room with curtains and cushions, a hand's width from the microphone.",
)
_LONGER = QT_TRANSLATE_NOOP("errors", "Read on: 6 to 12 seconds without a long pause are best.")
_SOFTER = QT_TRANSLATE_NOOP(
    "errors", "Turn the recording level down, or move back a little, and record again."
)
_LOUDER = QT_TRANSLATE_NOOP("errors", "Turn the recording level up, or come closer, and record again.")
_WIDER = QT_TRANSLATE_NOOP(
    "errors", "Use the original recording, not one from a telephone call or a voice message."
)
_WITHOUT_MUSIC = QT_TRANSLATE_NOOP(
    "errors", "Choose a part without music, or a recording of the voice alone."
)
_ONE_VOICE = QT_TRANSLATE_NOOP("errors", "Choose a part in which only the voice that you want is heard.")
_WITH_VOICE = QT_TRANSLATE_NOOP("errors", "Choose a recording in which one person speaks clearly.")
_EXACT_TEXT = QT_TRANSLATE_NOOP("errors", "Correct it to exactly what is said in the part that is used.")

FINDINGS: dict[str, tuple[str, str]] = {
    "length.green": (QT_TRANSLATE_NOOP("errors", "Its length is right: {value} s."), ""),
    "length.amber": (
        QT_TRANSLATE_NOOP("errors", "It is short: {value} s. XTTS likes 6 s and more."),
        _LONGER,
    ),
    "length.red": (
        QT_TRANSLATE_NOOP("errors", "It is too short to know a voice by: {value} s."),
        _LONGER,
    ),
    "clipping.green": (QT_TRANSLATE_NOOP("errors", "Its peaks are whole."), ""),
    "clipping.amber": (
        QT_TRANSLATE_NOOP("errors", "It was recorded too loud: {value} % of it are cut off, which crackles."),
        _SOFTER,
    ),
    "clipping.red": (
        QT_TRANSLATE_NOOP("errors", "It was recorded far too loud: {value} % of it are cut off."),
        _SOFTER,
    ),
    "noise.green": (QT_TRANSLATE_NOOP("errors", "It is quiet behind the voice ({value} dB below it)."), ""),
    "noise.amber": (
        QT_TRANSLATE_NOOP("errors", "There is noise behind the voice, only {value} dB below it."),
        _RECORD_AGAIN,
    ),
    "noise.red": (
        QT_TRANSLATE_NOOP("errors", "The noise is nearly as loud as the voice ({value} dB below it)."),
        _RECORD_AGAIN,
    ),
    "reverberation.green": (QT_TRANSLATE_NOOP("errors", "The room is hardly heard ({value} s)."), ""),
    "reverberation.amber": (
        QT_TRANSLATE_NOOP("errors", "The room is heard: it rings for {value} s, and the new voice will too."),
        _RECORD_AGAIN,
    ),
    "reverberation.red": (
        QT_TRANSLATE_NOOP("errors", "It sounds like a hall: it rings for {value} s."),
        _RECORD_AGAIN,
    ),
    "bandwidth.green": (QT_TRANSLATE_NOOP("errors", "The voice is bright, up to {value} Hz."), ""),
    "bandwidth.amber": (
        QT_TRANSLATE_NOOP("errors", "It is dull, as from a telephone: above {value} Hz no voice is heard."),
        _WIDER,
    ),
    "bandwidth.red": (
        QT_TRANSLATE_NOOP("errors", "It is very dull: above {value} Hz no voice is heard."),
        _WIDER,
    ),
    "music.green": (QT_TRANSLATE_NOOP("errors", "No music is heard."), ""),
    "music.amber": (
        QT_TRANSLATE_NOOP("errors", "Music or a tone is heard, only {value} dB below the voice."),
        _WITHOUT_MUSIC,
    ),
    "music.red": (
        QT_TRANSLATE_NOOP("errors", "Music or a tone is as loud as the voice."),
        _WITHOUT_MUSIC,
    ),
    "speakers.green": (QT_TRANSLATE_NOOP("errors", "One voice is heard."), ""),
    "speakers.amber": (
        QT_TRANSLATE_NOOP(
            "errors", "More than one voice seems to be heard: the new voice would be a mixture."
        ),
        _ONE_VOICE,
    ),
    "speakers.amber.other_part": (
        QT_TRANSLATE_NOOP(
            "errors", "More than one voice seems to be heard in the recording; the part that is used has one."
        ),
        QT_TRANSLATE_NOOP(
            "errors", "Listen to it: is it the voice that you want? If not, choose another part."
        ),
    ),
    "silence.green": (QT_TRANSLATE_NOOP("errors", "Somebody speaks for {value} s."), ""),
    "silence.amber": (QT_TRANSLATE_NOOP("errors", "Somebody speaks for {value} s only."), _LONGER),
    "silence.red": (QT_TRANSLATE_NOOP("errors", "Nobody seems to speak in it."), _WITH_VOICE),
    "loudness.green": (QT_TRANSLATE_NOOP("errors", "Its loudness is right ({value} LUFS)."), ""),
    "loudness.amber": (
        QT_TRANSLATE_NOOP("errors", "It was recorded very softly ({value} LUFS): its noise grows with it."),
        _LOUDER,
    ),
    "loudness.red": (
        QT_TRANSLATE_NOOP("errors", "It was recorded so softly ({value} LUFS) that little of it is left."),
        _LOUDER,
    ),
    "text.green": (QT_TRANSLATE_NOOP("errors", "The words are as long as the sound."), ""),
    "text.amber.too_long": (
        QT_TRANSLATE_NOOP("errors", "There are more words than are spoken: they would leak into the speech."),
        _EXACT_TEXT,
    ),
    "text.amber.too_short": (
        QT_TRANSLATE_NOOP("errors", "There are fewer words than are spoken."),
        _EXACT_TEXT,
    ),
    "text.not_checked": (
        QT_TRANSLATE_NOOP("errors", "What is said in it is not known."),
        QT_TRANSLATE_NOOP("errors", "Write down what is said in it, word for word: F5-TTS needs it."),
    ),
    "not_checked": (QT_TRANSLATE_NOOP("errors", "This cannot be told, because no voice is heard."), ""),
}
"""Message and remedy of each finding."""

VERDICTS: dict[str, str] = {
    "green": QT_TRANSLATE_NOOP("errors", "Good reference"),
    "amber": QT_TRANSLATE_NOOP("errors", "Usable, could be better"),
    "red": QT_TRANSLATE_NOOP("errors", "Bad reference"),
}
"""The whole verdict in two or three words, for a card."""

SUBJECTS: dict[str, str] = {
    "length": QT_TRANSLATE_NOOP("errors", "Length"),
    "clipping": QT_TRANSLATE_NOOP("errors", "Clipping"),
    "noise": QT_TRANSLATE_NOOP("errors", "Noise"),
    "reverberation": QT_TRANSLATE_NOOP("errors", "Reverberation"),
    "bandwidth": QT_TRANSLATE_NOOP("errors", "Bandwidth"),
    "music": QT_TRANSLATE_NOOP("errors", "Music"),
    "speakers": QT_TRANSLATE_NOOP("errors", "Speakers"),
    "silence": QT_TRANSLATE_NOOP("errors", "Speech"),
    "loudness": QT_TRANSLATE_NOOP("errors", "Loudness"),
    "text": QT_TRANSLATE_NOOP("errors", "Words"),
}
"""What each finding is about."""

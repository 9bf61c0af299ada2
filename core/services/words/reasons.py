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
    QT_TRANSLATE_NOOP("errors", "it is no zip archive, or it was cut short"),
    QT_TRANSLATE_NOOP("errors", "it is far larger than a voice"),
    QT_TRANSLATE_NOOP("errors", "it holds far more parts than a voice has"),
    QT_TRANSLATE_NOOP("errors", "it holds bytes that belong to no part"),
    QT_TRANSLATE_NOOP("errors", "it holds something that a voice does not have"),
    QT_TRANSLATE_NOOP("errors", "it holds a part twice"),
    QT_TRANSLATE_NOOP("errors", "it holds a part that is packed, encrypted or a link"),
    QT_TRANSLATE_NOOP("errors", "it is damaged"),
    QT_TRANSLATE_NOOP("errors", "it lacks a part"),
    QT_TRANSLATE_NOOP("errors", "its voice.toml cannot be understood"),
    QT_TRANSLATE_NOOP("errors", "it is no SQLite file"),
    QT_TRANSLATE_NOOP("errors", "it does not say that it is a Sottovoce project"),
    QT_TRANSLATE_NOOP("errors", "it holds parts that a project does not have"),
    QT_TRANSLATE_NOOP("errors", "the audio of a take cannot be read"),
    QT_TRANSLATE_NOOP(
        "errors", "another project of that name was left half written; open it first, or choose another name"
    ),
    QT_TRANSLATE_NOOP("errors", "a recording that is not as long as it says"),
    QT_TRANSLATE_NOOP("errors", "a recording that is no FLAC"),
    QT_TRANSLATE_NOOP("errors", "recordings that are far too long"),
    QT_TRANSLATE_NOOP("errors", "it says nothing any more"),
    QT_TRANSLATE_NOOP("errors", "the connection was lost"),
    QT_TRANSLATE_NOOP("errors", "it sends the file compressed"),
    QT_TRANSLATE_NOOP("errors", "it does not say which part of the file it sends"),
    QT_TRANSLATE_NOOP("errors", "it sent another part of the file than was asked for"),
    QT_TRANSLATE_NOOP("errors", "it has no such part of the file (416)"),
    QT_TRANSLATE_NOOP("errors", "it is not there, or has another size"),
    QT_TRANSLATE_NOOP("errors", "no microphone is connected"),
    QT_TRANSLATE_NOOP("errors", "samples that are no numbers"),
    QT_TRANSLATE_NOOP("errors", "truncated"),
    QT_TRANSLATE_NOOP("errors", "broken or incomplete"),
    QT_TRANSLATE_NOOP("errors", "Format not recognised"),
    QT_TRANSLATE_NOOP("errors", "its format needs ffmpeg, which is not installed"),
    QT_TRANSLATE_NOOP("errors", "it is no text"),
    QT_TRANSLATE_NOOP("errors", "it is longer than any script"),
    QT_TRANSLATE_NOOP("errors", "it is a folder or a device"),
    QT_TRANSLATE_NOOP("errors", "there is no such file"),
    QT_TRANSLATE_NOOP("errors", "it is no folder"),
    QT_TRANSLATE_NOOP("errors", "its name has no letters; give another"),
    QT_TRANSLATE_NOOP("errors", "there are no files in it"),
    QT_TRANSLATE_NOOP("errors", "it is laid out as no engine's weights"),
    QT_TRANSLATE_NOOP("errors", "it holds no weights"),
    QT_TRANSLATE_NOOP("errors", "it was changed while it was converted"),
    QT_TRANSLATE_NOOP("errors", "the file is empty"),
    QT_TRANSLATE_NOOP("errors", "the process ends before it does anything"),
    QT_TRANSLATE_NOOP("errors", "the job ended without an answer"),
    QT_TRANSLATE_NOOP("errors", "the model was closed"),
)
"""Reasons of errors that come from this program, and libsndfile's of what is no sound.

Those of a system or of another library are shown as they are.
"""

"""Words of the errors of weights that are fetched, checked, added and removed."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

_NOT_FETCHED = QT_TRANSLATE_NOOP("errors", 'The weights "{model}" were not fetched.')

ERRORS: dict[str, Words] = {
    "model_unknown": (
        QT_TRANSLATE_NOOP("errors", 'There are no weights called "{model}".'),
        QT_TRANSLATE_NOOP("errors", "The program knows these: {known}."),
        QT_TRANSLATE_NOOP("errors", 'Choose one of them; "sottovoce models list" shows all.'),
    ),
    "model_unknown.none": (
        QT_TRANSLATE_NOOP("errors", 'There are no weights called "{model}".'),
        QT_TRANSLATE_NOOP("errors", "There are none on this computer yet."),
        QT_TRANSLATE_NOOP("errors", 'Fetch some with "sottovoce models get"; "models list" shows all.'),
    ),
    "manifest_broken": (
        QT_TRANSLATE_NOOP("errors", "The description of weights {path} cannot be used."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Mend the file, or delete it."),
    ),
    "licence_not_accepted": (
        _NOT_FETCHED,
        QT_TRANSLATE_NOOP("errors", "Their licence, {licence} ({summary}), was not accepted yet: {url}"),
        QT_TRANSLATE_NOOP(
            "errors", "Read it, and accept it if you agree (on the command line: --accept-licence)."
        ),
    ),
    "room_missing": (
        QT_TRANSLATE_NOOP("errors", 'The disk has no room for the weights "{model}".'),
        QT_TRANSLATE_NOOP("errors", "{path} needs {need_gb:.2f} GB more; {free_gb:.2f} GB are free."),
        QT_TRANSLATE_NOOP("errors", "Free some room and try again: what has come is kept."),
    ),
    "download_failed": (
        _NOT_FETCHED,
        QT_TRANSLATE_NOOP("errors", "{source} did not give {file}: {reason}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Check the internet connection and try again: it goes on where it stopped. Another server can "
            "be set (docs/weights.md).",
        ),
    ),
    "hash_wrong": (
        _NOT_FETCHED,
        QT_TRANSLATE_NOOP(
            "errors", "What {source} gave for {file} is another file, and was deleted: {found}, not {wanted}."
        ),
        QT_TRANSLATE_NOOP("errors", "Try again, or take another source: somebody may have changed the file."),
    ),
    "weights_damaged": (
        QT_TRANSLATE_NOOP("errors", 'The weights "{model}" are damaged.'),
        QT_TRANSLATE_NOOP("errors", "In {path} these files are not as they should be: {files}."),
        QT_TRANSLATE_NOOP("errors", "Fetch them again: only what is damaged is fetched."),
    ),
    "download_busy": (
        QT_TRANSLATE_NOOP("errors", 'The weights "{model}" are being changed by another Sottovoce.'),
        QT_TRANSLATE_NOOP("errors", "It fetches, adds or removes them just now."),
        QT_TRANSLATE_NOOP("errors", "Wait until it is done, then try again."),
    ),
    "layout_unknown": (
        QT_TRANSLATE_NOOP("errors", "{path} cannot be added to your weights."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Choose the folder that holds the weights and what belongs to them."),
    ),
    "model_name_taken": (
        QT_TRANSLATE_NOOP("errors", 'There are weights called "{model}" already.'),
        QT_TRANSLATE_NOOP("errors", "They lie in {path}."),
        QT_TRANSLATE_NOOP("errors", "Give another name (on the command line: --name), or remove those."),
    ),
}
"""Words of each error by code."""

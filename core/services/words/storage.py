"""Words of the errors of files and folders."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

_ANOTHER_FOLDER = QT_TRANSLATE_NOOP("errors", "Choose another folder, or another name.")

ERRORS: dict[str, Words] = {
    "folder_missing": (
        QT_TRANSLATE_NOOP("errors", "The file cannot be saved: the folder {path} is not there."),
        QT_TRANSLATE_NOOP("errors", "There is no folder of that name."),
        QT_TRANSLATE_NOOP("errors", "Make the folder, or choose another one."),
    ),
    "folder_not_writable": (
        QT_TRANSLATE_NOOP("errors", "Nothing can be written into {path}."),
        QT_TRANSLATE_NOOP("errors", "The folder is read-only, or belongs to somebody else."),
        _ANOTHER_FOLDER,
    ),
    "output_exists": (
        QT_TRANSLATE_NOOP("errors", "{path} is there already."),
        QT_TRANSLATE_NOOP("errors", "A file of that name exists and was not to be replaced."),
        QT_TRANSLATE_NOOP("errors", "Choose another name, or delete the file first."),
    ),
    "output_not_regular": (
        QT_TRANSLATE_NOOP("errors", "The file {path} cannot be replaced."),
        QT_TRANSLATE_NOOP("errors", "Something of that name is there that is not a regular file."),
        _ANOTHER_FOLDER,
    ),
    "disk_full": (
        QT_TRANSLATE_NOOP("errors", "The disk is full: {path} was not saved."),
        QT_TRANSLATE_NOOP("errors", "There was not enough room; nothing was left behind."),
        QT_TRANSLATE_NOOP("errors", "Free some room, or choose another disk."),
    ),
    "disk_full.stream": (
        QT_TRANSLATE_NOOP("errors", "The disk is full: {path} was not written to its end."),
        QT_TRANSLATE_NOOP("errors", "There was not enough room; what was written is not complete."),
        QT_TRANSLATE_NOOP("errors", "Delete it, and free some room or choose another disk."),
    ),
    "output_unwritable": (
        QT_TRANSLATE_NOOP("errors", "The file {path} could not be written."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _ANOTHER_FOLDER,
    ),
    "nothing_to_export": (
        QT_TRANSLATE_NOOP("errors", "There is nothing to export."),
        QT_TRANSLATE_NOOP("errors", "No line has been rendered yet."),
        QT_TRANSLATE_NOOP("errors", "Press Generate first."),
    ),
    "lines_not_rendered": (
        QT_TRANSLATE_NOOP("errors", "Lines without audio yet: {missing} of {total}."),
        QT_TRANSLATE_NOOP("errors", "Not rendered so far, or failed."),
        QT_TRANSLATE_NOOP("errors", "Press Generate first, or export the selected lines."),
    ),
}

"""Words of the errors of project files."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "project_missing": (
        QT_TRANSLATE_NOOP("errors", "There is no project {path}."),
        QT_TRANSLATE_NOOP("errors", "It was moved, renamed or deleted, or its drive is not connected."),
        QT_TRANSLATE_NOOP("errors", "Look for it where it was put, and open it from there."),
    ),
    "project_unreadable": (
        QT_TRANSLATE_NOOP("errors", "The project {path} cannot be read."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Try again; if it stays so, copy the file to another folder or disk."),
    ),
    "not_a_project": (
        QT_TRANSLATE_NOOP("errors", "{path} is not opened: it is no Sottovoce project."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Open a file that ends in .sottovoce and was made by this program."),
    ),
    "project_damaged": (
        QT_TRANSLATE_NOOP("errors", "The project {path} is damaged."),
        QT_TRANSLATE_NOOP("errors", "Found: {reason}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "Rescue what can be read into a new file (on the command line: sottovoce project rescue).",
        ),
    ),
    "project_too_new": (
        QT_TRANSLATE_NOOP("errors", "The project {path} cannot be read by this version."),
        QT_TRANSLATE_NOOP("errors", "It has form {version}; this program knows forms up to {known}."),
        QT_TRANSLATE_NOOP("errors", "Install the newest Sottovoce, then open it."),
    ),
    "project_weights_elsewhere": (
        QT_TRANSLATE_NOOP("errors", "A project cannot take weights from {model}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "A project may come from anywhere; it names only weights that were added here, by their name.",
        ),
        QT_TRANSLATE_NOOP(
            "errors",
            'Add the folder ("sottovoce models add FOLDER") and use its name, or name the folder yourself '
            "(on the command line: --model FOLDER).",
        ),
    ),
    "project_read_only": (
        QT_TRANSLATE_NOOP("errors", "The project {path} is open for reading only."),
        QT_TRANSLATE_NOOP("errors", "Nothing can be changed in it."),
        QT_TRANSLATE_NOOP("errors", "Save it under another name, and go on there."),
    ),
    "project_in_use": (
        QT_TRANSLATE_NOOP("errors", "The project {path} is in use."),
        QT_TRANSLATE_NOOP("errors", "Another program writes to it: {owner}."),
        QT_TRANSLATE_NOOP("errors", "Close it there, or use a copy under another name."),
    ),
    "project_locked": (
        QT_TRANSLATE_NOOP("errors", "The project {path} is locked by another program."),
        QT_TRANSLATE_NOOP(
            "errors",
            "A program that synchronises folders, makes backups or looks for viruses may hold it; "
            "some network drives have no locks at all.",
        ),
        QT_TRANSLATE_NOOP(
            "errors", "Try again in a moment; if it stays so, keep it on a disk of this computer."
        ),
    ),
    "project_overwritten": (
        QT_TRANSLATE_NOOP("errors", "Another program has changed the project {path}."),
        QT_TRANSLATE_NOOP(
            "errors",
            "It was written into while it was open here, such as by a program that synchronises folders.",
        ),
        QT_TRANSLATE_NOOP("errors", "Save the project under a name of its own; nothing is lost then."),
    ),
    "project_gone": (
        QT_TRANSLATE_NOOP("errors", "The project {path} is not where it was any more."),
        QT_TRANSLATE_NOOP("errors", "The file was moved, deleted or replaced while it was open."),
        QT_TRANSLATE_NOOP("errors", "Save the project under a name of its own; nothing is lost then."),
    ),
}

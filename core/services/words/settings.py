"""Words of the errors of settings, commands, environments and the program itself."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "setting_invalid": (
        QT_TRANSLATE_NOOP("errors", '{origin} has a value that is not allowed: "{value}".'),
        QT_TRANSLATE_NOOP("errors", "Allowed: {allowed}."),
        QT_TRANSLATE_NOOP("errors", "Set {origin} to one of these, or leave it unset."),
    ),
    "settings_file_broken": (
        QT_TRANSLATE_NOOP("errors", "The settings file {path} cannot be understood."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}. It was kept as {kept_as}."),
        QT_TRANSLATE_NOOP(
            "errors", "Your settings are back at their defaults; set them anew or mend the file."
        ),
    ),
    "installation_failed": (
        QT_TRANSLATE_NOOP("errors", "{what}"),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", "What to do: {remedy}"),
    ),
    "usage_error": (
        QT_TRANSLATE_NOOP("errors", "The command is not right."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        QT_TRANSLATE_NOOP("errors", '"sottovoce --help" shows what there is.'),
    ),
    "unexpected": (
        QT_TRANSLATE_NOOP("errors", "Something went wrong in the program itself."),
        QT_TRANSLATE_NOOP("errors", "{kind}: {reason}."),
        QT_TRANSLATE_NOOP("errors", "Try again. If it happens again, the log folder says more."),
    ),
}

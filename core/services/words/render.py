"""Words of the errors of rendering."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

ERRORS: dict[str, Words] = {
    "render_incomplete": (
        QT_TRANSLATE_NOOP("errors", "{failed} of {total} lines could not be spoken; no file was written."),
        QT_TRANSLATE_NOOP("errors", "Lines: {lines}. The first: {first}"),
        QT_TRANSLATE_NOOP(
            "errors",
            "What was spoken is kept. Mend these lines and render again (on the command line: a text with "
            "--resume; --skip-failed leaves them out).",
        ),
    ),
}

"""What the buttons of notices do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gui.presenters.added_news import WRITE_WORDS_OF
from gui.presenters.advice import ACCEPT_ADVICE
from gui.presenters.export_presenter import CANCEL_EXPORT, EXPORT_RENDERED, GENERATE
from gui.presenters.fit_presenter import GENERATE_ON_CPU
from gui.presenters.readiness import EDIT_REFERENCE, WRITE_WORDS
from gui.teller import START_AGAIN

if TYPE_CHECKING:
    from gui.studio import Studio


def act(studio: Studio, action: str) -> None:
    """Do what a notice's button says; a word that nobody knows does nothing."""
    if any(part.act(action) for part in (studio.removals, studio.project, studio.desk.rescue)):
        return
    if action.startswith(WRITE_WORDS_OF):
        studio.voices.ask_words(action.removeprefix(WRITE_WORDS_OF))
        return
    if studio.fit.act(action):
        if action == GENERATE_ON_CPU:
            studio.generate()
        return
    wishes: Mapping[str, Callable[[], None]] = {
        GENERATE: studio.generate,
        EXPORT_RENDERED: studio.export.ask_for_file,
        CANCEL_EXPORT: studio.export.cancel,
        START_AGAIN: studio.runner.start_hosts,
        WRITE_WORDS: studio.ask_words,
        EDIT_REFERENCE: studio.references.edit,
        ACCEPT_ADVICE: studio.advice.accept,
    }
    wish = wishes.get(action)
    if wish is not None:
        studio.teller.cleared.emit()
        wish()

"""Errors and notices in the user's language, ready for the notice bar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from core.errors import EngineNotInstalled, ModelMissing, SottovoceError
from core.model.events import Notice
from core.services.explain import Explanation, explain, explain_notice
from gui.language_names import language_name
from gui.presenters.readiness import SHOW_WEIGHTS_OF
from gui.presenters.states import NoticeAction, NoticeView, Severity


def translated(template: str) -> str:
    """Translate a template of ``core.services.explain``, without what is of use on the command line only."""
    opening, _, closing = QCoreApplication.translate(
        "Messages", " (on the command line: {option})"
    ).partition("{option}")
    words = QCoreApplication.translate("errors", template)
    return re.sub(f"{re.escape(opening)}[^)]*{re.escape(closing)}", "", words)


_engine_names: dict[str, str] = {}


def know_engines(names: Mapping[str, str]) -> None:
    """Take the engines' names by id: messages call an engine by its name from now on."""
    _engine_names.update(names)


def shown(field: str, text: str) -> str:
    """Return the text of a field as people read it: names in place of ids and tags."""
    match field:
        case "engine" | "alternative":
            return _engine_names.get(text, text)
        case "engines":
            return ", ".join(_engine_names.get(one, one) for one in text.split(", "))
        case "language":
            return language_name(text)
        case "languages":
            return ", ".join(language_name(tag.strip()) for tag in text.split(","))
    return text


def explained(error: SottovoceError) -> Explanation:
    """Say what happened, why, and what to do."""
    return explain(error, translated, shown)


def error_view(error: SottovoceError, actions: tuple[NoticeAction, ...] = ()) -> NoticeView:
    """Make the notice of an error.

    Args:
        error: What happened.
        actions: Buttons that help; none: those that the error itself calls for.
    """
    words = explained(error)
    say = None if actions else partial(error_view, error)
    return NoticeView(Severity.ERROR, words.what, words.why, words.remedy, actions or _steps(error), say)


def _steps(error: SottovoceError) -> tuple[NoticeAction, ...]:
    """Return the buttons for what an error asks to be done."""
    translate = QCoreApplication.translate
    if isinstance(error, ModelMissing) and error.engine:
        return (NoticeAction(SHOW_WEIGHTS_OF + error.engine, translate("Readiness", "Get the weights…")),)
    if isinstance(error, EngineNotInstalled) and error.engine:
        return (NoticeAction(SHOW_WEIGHTS_OF + error.engine, translate("Readiness", "Install…")),)
    return ()


QUIET = frozenset({"engines_left", "subtitle_times", "session_of_another"})
"""Notices of what is no loss: nobody has to do anything."""


def notice_view(notice: Notice, severity: Severity | None = None) -> NoticeView:
    """Make the notice of something that is no error."""
    if severity is None:
        severity = Severity.INFO if notice.code in QUIET else Severity.WARNING
    words = explain_notice(notice, translated, shown)
    return NoticeView(severity, words, say=partial(notice_view, notice, severity))


def lasting(say: Callable[[], NoticeView]) -> NoticeView:
    """Make a notice that can be said again in another language.

    Args:
        say: Makes it; its words and those of its buttons are translated in there.
    """
    return replace(say(), say=partial(lasting, say))


def sentence(error: SottovoceError) -> str:
    """Say an error in one line, for tool tips and screen readers."""
    words = explained(error)
    return " ".join(part for part in (words.what, words.why, words.remedy) if part)

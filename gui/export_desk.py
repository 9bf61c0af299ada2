"""What exports, made and connected."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from core.services.delivering import Standing
from gui.jobs import Lane
from gui.presenters.export_choices import ExportChoices
from gui.presenters.export_presenter import ExportPresenter

if TYPE_CHECKING:
    from gui.studio import Studio


def make_export(studio: Studio, lane: Lane) -> ExportPresenter:
    """Make what exports, and connect it.

    Args:
        studio: Whose lines, choices and notices.
        lane: Where files are made.
    """
    settings = studio.services.settings

    def standing(lines: Collection[int] | None) -> Standing:
        cover = studio.projects.state.cover
        return Standing(studio.script.script, studio.planning.planner, studio.engine.choices, lines, cover)

    choices = ExportChoices(settings, studio.engine, studio.projects, studio)
    export = ExportPresenter(studio.script, settings, lane, choices=choices, standing=standing, parent=studio)
    studio.projects.opened.connect(export.forget_report)
    export.kept.connect(studio.settings_touched)
    choices.kept.connect(studio.settings_touched)
    export.begun.connect(studio.teller.cleared)
    export.noticed.connect(studio.teller.noticed)
    export.withdrawn.connect(studio.teller.withdrawn)
    export.said_anew.connect(studio.teller.changed)
    return export

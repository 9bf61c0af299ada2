"""How finished files shall be: kept with the project, and for new ones in the settings."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.delivery.wishes import Tags, Wishes
from core.projects.state import ProjectSettings
from core.services.delivering import read_kept_wishes, wishes_to_keep
from core.settings import Settings
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.export_state import FORMATS
from gui.projects import Projects

_LONGEST = 4096
"""A setting holds no more characters."""


class ExportChoices(QObject):
    """Reads and keeps `Wishes`; the kind of file is the menu's, the same for all projects."""

    changed = Signal()
    kept = Signal()

    def __init__(
        self, settings: Settings, engine: EnginePresenter, projects: Projects, parent: QObject | None = None
    ) -> None:
        """Listen to whoever may change them.

        Args:
            settings: Those of the program.
            engine: Holds the kind of file, for the export menu.
            projects: The open project.
            parent: Owner.
        """
        super().__init__(parent)
        self._settings = settings
        self._engine = engine
        self._projects = projects
        self._ffmpeg: bool | None = None
        self._wishes = self._read(projects.settings)
        projects.opened.connect(self._follow_project)
        projects.settings_changed.connect(self._follow_settings)
        engine.state_changed.connect(self._follow_format)

    @property
    def wishes(self) -> Wishes:
        """How the files shall be; the kind of file is set."""
        return self._wishes

    @property
    def has_ffmpeg(self) -> bool:
        """Whether ffmpeg was found when it was first asked for."""
        if self._ffmpeg is None:
            from core.delivery.ffmpeg import find_ffmpeg

            self._ffmpeg = find_ffmpeg() is not None
        return self._ffmpeg

    def change(self, wishes: Wishes) -> None:
        """Take and keep other wishes."""
        if wishes == self._wishes:
            return
        if wishes.format != self._wishes.format:
            name = next(name for name, fmt in FORMATS.items() if fmt is wishes.format)
            self._engine.choose_export_format(name)
        self._wishes = wishes
        kept = wishes_to_keep(replace(wishes, replace=False))
        text = json.dumps(wishes_to_keep(replace(wishes, replace=False, tags=Tags(), format=None)))
        if len(text) <= _LONGEST:
            self._settings.click("export_wishes", text)
            self.kept.emit()
        self._projects.change(lambda state: replace(state, settings=replace(state.settings, delivery=kept)))
        self.changed.emit()

    def take_cover(self, name: str, picture: bytes) -> None:
        """Keep a picture with the project.

        Args:
            name: Of its file, to be shown; empty: there is to be none.
            picture: The file's bytes.
        """
        self._projects.change(lambda state: replace(state, cover=picture))
        self.change(replace(self._wishes, tags=replace(self._wishes.tags, cover=name)))

    def _read(self, settings: ProjectSettings) -> Wishes:
        kept = settings.delivery
        if not kept:
            try:
                kept = json.loads(str(self._settings.value("export_wishes") or "{}"))
            except ValueError:
                kept = {}
        wishes = read_kept_wishes(kept if isinstance(kept, dict) else dict(kept))
        if not self._projects.state.cover:
            wishes = replace(wishes, tags=replace(wishes.tags, cover=""))
        return self._with_format(wishes)

    def _with_format(self, wishes: Wishes) -> Wishes:
        return replace(wishes, format=FORMATS.get(self._engine.state.export_format), replace=False)

    def _follow_project(self, _: object) -> None:
        self._follow_settings(self._projects.settings)

    def _follow_settings(self, settings: ProjectSettings) -> None:
        self._show(self._read(settings))

    def _follow_format(self, _: object) -> None:
        self._show(self._with_format(self._wishes))

    def _show(self, wishes: Wishes) -> None:
        if wishes != self._wishes:
            self._wishes = wishes
            self.changed.emit()

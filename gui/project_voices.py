"""Voices that travel inside a project: put in when it is wished, offered where the library lacks them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.voice import Voice
from core.projects.project import Project
from core.projects.state import EmbeddedVoice
from core.text.markup import parse_line
from core.voices.svoice import SUFFIX
from gui.jobs import Lane
from gui.presenters.voices_presenter import VoicesPresenter
from gui.projects import Projects

if TYPE_CHECKING:
    from core.services.voices import VoiceService
    from core.voices.sharing import Imported

log = logging.getLogger(__name__)

KEPT = "voices"
"""Where a project's settings say that it keeps the voices it uses."""


class ProjectVoices(QObject):
    """Keeps the recordings of the voices that a project uses in its file, if that is wished."""

    strangers_found = Signal(object)
    """Names of voices inside that the library does not have."""
    failed = Signal(object)

    def __init__(
        self,
        projects: Projects,
        voices: VoicesPresenter,
        service: VoiceService,
        lane: Lane,
        parent: QObject | None = None,
    ) -> None:
        """Listen to both.

        Args:
            projects: What is open.
            voices: The library as the panel has it.
            service: Packs and unpacks voices.
            lane: Where that is done: after what is done with the project's file.
            parent: Owner.
        """
        super().__init__(parent)
        self._projects = projects
        self._voices = voices
        self._service = service
        self._lane = lane
        self._inside: tuple[EmbeddedVoice, ...] = ()
        self._library_read = False
        projects.opened.connect(self._look_inside)
        projects.saved.connect(self.follow)
        voices.references_read.connect(self._compare)
        voices.renewed.connect(self._pack)

    @property
    def kept(self) -> bool:
        """The project keeps the voices that it uses."""
        return bool(self._projects.settings.extra.get(KEPT))

    @property
    def there(self) -> bool:
        """The project uses voices that can be kept: recordings, not an engine's own."""
        return bool(self._inside or self._used())

    def set_kept(self, kept: bool) -> None:
        """Keep the voices in the file from now on, or not any more."""
        if kept != self.kept:
            self._projects.change(
                lambda state: replace(
                    state,
                    settings=replace(state.settings, extra={**state.settings.extra, KEPT: kept}),
                )
            )
        if kept:
            self.follow()
        elif self._inside and self._projects.project is not None and self._projects.writable:
            self._lane.submit(partial(_drop, self._projects.project, self._inside), None, self.failed.emit)
            self._inside = ()

    def follow(self) -> None:
        """Put in what is used by now and is not inside."""
        if self._projects.loading:
            return
        inside = {voice.id for voice in self._inside}
        for voice in self._used() if self.kept and self._projects.writable else ():
            if voice.id not in inside:
                self._pack(voice)

    def add_strangers(self) -> None:
        """Take the voices inside that the library does not have into it."""
        for voice in self._strangers():
            self._lane.submit(partial(_unpacked, self._service, voice), self._added, self.failed.emit)

    # --- inside -------------------------------------------------------------------------------

    def _used(self) -> list[Voice]:
        """Return the library's voices that the project speaks in, or has takes of."""
        state = self._projects.state
        ids = {state.settings.voice}
        ids.update(take.recipe.voice for line in state.script.lines for take in line.takes)
        own = [voice for voice in self._voices.voices if not voice.is_preset]
        names = {name for voice in own for name in (voice.id, voice.name)}
        for line in state.script.lines:
            if names and line.text.lstrip().startswith("["):
                ids.add(parse_line(line.text, names).voice)
        return [voice for voice in own if {voice.id, voice.name} & ids]

    def _pack(self, voice: Voice) -> None:
        project = self._projects.project
        known = any(one.id == voice.id for one in self._inside)
        if project is None or voice.is_preset or not (self.kept and self._projects.writable):
            return
        if known or any(one.id == voice.id for one in self._used()):
            work = partial(_packed, self._service, project, voice.id, voice.name)
            self._lane.submit(work, partial(self._put, project), self.failed.emit)

    def _put(self, project: Project, voice: EmbeddedVoice) -> None:
        if project is not self._projects.project:
            return  # another has come meanwhile
        self._inside = (*(one for one in self._inside if one.id != voice.id), voice)

    def _look_inside(self, _: object) -> None:
        self._inside = ()
        project = self._projects.project
        if project is not None:
            self._lane.submit(project.embedded_voices, partial(self._found, project), self.failed.emit)

    def _found(self, project: Project, voices: Sequence[EmbeddedVoice]) -> None:
        if project is not self._projects.project:
            return  # another has come meanwhile
        self._inside = tuple(voices)
        self.follow()
        self._tell_strangers()

    def _compare(self) -> None:
        self._library_read = True
        self._tell_strangers()

    def _tell_strangers(self) -> None:
        if self._library_read and (strangers := self._strangers()):
            self.strangers_found.emit([voice.name for voice in strangers])

    def _strangers(self) -> list[EmbeddedVoice]:
        return [voice for voice in self._inside if self._voices.find(voice.id) is None]

    def _added(self, imported: Imported) -> None:
        self._voices.renew(imported.voice)
        if imported.voice.id == self._projects.settings.voice:
            self._voices.choose(imported.voice.id)


def _packed(service: VoiceService, project: Project, voice_id: str, name: str) -> EmbeddedVoice:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"voice{SUFFIX}"
        service.export(voice_id, path)
        voice = EmbeddedVoice(voice_id, name, path.read_bytes())
    project.put_voice(voice)
    return voice


def _unpacked(service: VoiceService, voice: EmbeddedVoice) -> Imported:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{voice.id}{SUFFIX}"
        path.write_bytes(voice.data)
        return service.take_in(path, voice.id)


def _drop(project: Project, voices: Sequence[EmbeddedVoice]) -> None:
    for voice in voices:
        project.remove_voice(voice.id)

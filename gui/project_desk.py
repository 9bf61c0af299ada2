"""The open project with all that follows it: what it holds is shown, heard, told and brought over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import ProjectMissing, SottovoceError
from core.model.events import Notice
from core.projects.known import KnownFiles
from gui.introductions import Introductions
from gui.jobs import Lane
from gui.migration import Migration
from gui.presenters.project_presenter import ProjectPresenter
from gui.presenters.transport_presenter import TransportPresenter
from gui.presenters.voices_presenter import VoicesPresenter
from gui.project_parts import WindowParts
from gui.project_rescue import ProjectRescue
from gui.project_voices import ProjectVoices
from gui.projects import Projects
from gui.release_watch import ReleaseWatch
from gui.session import Session, Slot
from gui.teller import Teller

if TYPE_CHECKING:
    from core.services.voices import VoiceService


class ProjectDesk(QObject):
    """Makes the parts and wires them; decides nothing."""

    def __init__(
        self,
        slot: Slot,
        session: Session,
        lane: Lane,
        parts: WindowParts,
        *,
        transport: TransportPresenter,
        voices: VoicesPresenter,
        library: VoiceService,
        introductions: Introductions,
        teller: Teller,
        parent: QObject,
    ) -> None:
        """Wire everything; no file is opened yet.

        Args:
            slot: The files that this studio has to itself.
            session: The last session.
            lane: Where files are opened, written and closed.
            parts: What shows the project.
            transport: Falls silent before another project comes.
            voices: The voices panel.
            library: Packs and unpacks voices.
            introductions: Choose the project's voice once it is known.
            teller: Tells what there is to tell.
            parent: Owner.
        """
        super().__init__(parent)
        known = KnownFiles(slot.known_projects)
        self.projects = Projects(slot.untitled, lane, parts, known=known, parent=self)
        self.voices = ProjectVoices(self.projects, voices, library, lane, self)
        release = ReleaseWatch(self.projects, lane, self)
        self.presenter = ProjectPresenter(self.projects, self.voices, release, session.recent, self)
        self.rescue = ProjectRescue(self.projects, lane, self)
        self.migration = Migration(slot, self.projects, parts.script, lane, self)
        self._transport = transport
        self._script = parts.script
        self._teller = teller
        self._was_open = False
        self._connect(parts, introductions)
        self._connect_words()

    def _connect(self, parts: WindowParts, introductions: Introductions) -> None:
        """Have each hear of what the others do."""
        self.projects.coming.connect(self._make_way)
        self.projects.wished.connect(introductions.restore_voice)
        parts.engine.choices_changed.connect(self.voices.follow)
        parts.run.ended.connect(self.voices.follow)

    def _connect_words(self) -> None:
        """Have told what the parts have to tell."""
        teller = self._teller
        self.projects.failed.connect(self._tell_failed)
        self.projects.noticed.connect(self._tell)
        self.migration.noticed.connect(teller.tell)
        for failed in (self.voices.failed, self.migration.failed, self.rescue.failed):
            failed.connect(teller.tell_error)
        for part in (self.presenter, self.rescue):
            part.noticed.connect(teller.noticed)
            part.withdrawn.connect(teller.withdrawn)
        self.rescue.file_wanted.connect(self.presenter.file_wanted)

    def _make_way(self) -> None:
        """Another project comes: what is heard and told belongs to the one that goes."""
        self._transport.stop()
        if self._was_open:
            self._teller.cleared.emit()
        self._was_open = True
        self._script.begin_load()

    def _tell_failed(self, error: SottovoceError) -> None:
        if isinstance(error, ProjectMissing):
            self.presenter.forget(Path(error.path))
        if not self.rescue.offer_for(error):
            self._teller.tell_error(error)

    def _tell(self, notice: Notice) -> None:
        if notice.code == "untitled_broken":
            self.rescue.offer_for_untitled(notice)
        else:
            self._teller.tell(notice)

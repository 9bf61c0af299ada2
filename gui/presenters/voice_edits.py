"""What the user changes of voices: names, details, consent, copies, the archive, files to share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.delivery.names import safe_name
from core.model.events import Notice
from core.model.voice import Voice, Whose
from core.services.voices import stated_today
from core.voices.references import order_references, remove_reference, set_style
from core.voices.svoice import SUFFIX
from gui.jobs import Lane
from gui.language_names import offered_languages
from gui.presenters.voice_states import (
    ConsentQuestion,
    RecordingView,
    VoiceDetails,
    VoiceFileQuestion,
    VoiceWish,
)
from gui.presenters.voices_presenter import VoicesPresenter

if TYPE_CHECKING:
    from core.services.voices import VoiceService
    from core.voices.sharing import Imported


class VoiceEdits(QObject):
    """Carries out what is wished of the user's voices; what touches the disk happens on the files lane."""

    noticed = Signal(object)
    failed = Signal(object)
    details_wanted = Signal(object)
    file_wanted = Signal(object)
    recordings_wanted = Signal(str)
    """More recordings of the voice with this id."""
    recording_wanted = Signal(str)
    """A voice's id."""
    question_changed = Signal(object)
    """A ``ConsentQuestion``, or None."""

    def __init__(
        self, service: VoiceService, voices: VoicesPresenter, lane: Lane, parent: QObject | None = None
    ) -> None:
        """Listen to the voices panel.

        Args:
            service: The voice library.
            voices: Shows what it holds.
            lane: The files lane.
            parent: Owner.
        """
        super().__init__(parent)
        self._service = service
        self._voices = voices
        self._lane = lane
        self._question: ConsentQuestion | None = None
        voices.added.connect(self._ask_whose)
        voices.removed.connect(self._ask_no_more)

    # --- wishes of a card ---------------------------------------------------------------------

    def act(self, wish: str, voice_id: str) -> None:
        """Do what a card's menu says."""
        voice = self._voices.find(voice_id)
        if voice is None or voice.is_preset:
            return
        library = self._service.library
        match VoiceWish(wish):
            case VoiceWish.DETAILS:
                self.details_wanted.emit(_details(voice))
            case VoiceWish.ADD:
                self.recordings_wanted.emit(voice_id)
            case VoiceWish.DUPLICATE:
                self._do(partial(library.duplicate, voice_id))
            case VoiceWish.ARCHIVE:
                self._do(partial(library.set_archived, voice_id, True), self._archived)
            case VoiceWish.TAKE_BACK:
                self._do(partial(library.set_archived, voice_id, False))
            case VoiceWish.RECORDING:
                self.recording_wanted.emit(voice_id)
            case VoiceWish.EXPORT:
                self.file_wanted.emit(VoiceFileQuestion(voice_id, safe_name(voice.name) + SUFFIX))

    def rename(self, voice_id: str, name: str) -> None:
        """Call a voice otherwise."""
        voice = self._voices.find(voice_id)
        if voice is not None and name.strip() and name.strip() != voice.name:
            self._do(partial(self._service.library.rename, voice_id, name))

    def keep_details(self, details: VoiceDetails) -> None:
        """Write down what was changed of a voice, and nothing that was not."""
        voice = self._voices.find(details.voice)
        if voice is None:
            return
        library, before = self._service.library, _details(voice)
        changes: list[Callable[[], Voice]] = []
        if details.name.strip() and details.name != before.name:
            changes.append(partial(library.rename, voice.id, details.name))
        if details.language != before.language:
            changes.append(partial(library.set_language, voice.id, details.language))
        if details.tags != before.tags:
            changes.append(partial(library.set_tags, voice.id, details.tags))
        if details.notes != before.notes:
            changes.append(partial(library.set_notes, voice.id, details.notes))
        styles = {one.id: one.style for one in before.recordings}
        changes += [
            partial(set_style, library, voice.id, one.style, one.id)
            for one in details.recordings
            if one.style != styles.get(one.id, one.style)
        ]
        stay = [one.id for one in details.recordings]
        gone = [one.id for one in before.recordings if one.id not in stay]
        changes += [partial(remove_reference, library, voice.id, reference_id) for reference_id in gone]
        if stay != [one.id for one in before.recordings if one.id in stay]:
            changes.append(partial(order_references, library, voice.id, stay))
        said = details.consent
        if (said.whose, said.note) != (voice.consent.whose, voice.consent.note):
            changes.append(partial(library.set_consent, voice.id, stated_today(said.whose, said.note)))
            self._ask_no_more(voice.id)
        if changes:
            self._do(lambda: [change() for change in changes][-1])

    # --- whose voice it is --------------------------------------------------------------------

    @property
    def question(self) -> ConsentQuestion | None:
        """Whose voice it is, of those that were added just now; or None."""
        return self._question

    def answer(self, whose: str, note: str) -> None:
        """Write down whose the voices are that were added; empty: it stays not stated."""
        question, self._question = self._question, None
        self.question_changed.emit(None)
        if question is not None and whose:
            consent = stated_today(Whose(whose), note.strip())
            for voice_id in question.voices:
                self._do(partial(self._service.library.set_consent, voice_id, consent))

    def _ask_whose(self, voice: Voice) -> None:
        if voice.consent.whose is not Whose.NOT_STATED:
            return
        before = self._question or ConsentQuestion((), ())
        self._question = ConsentQuestion((*before.voices, voice.id), (*before.names, voice.name))
        self.question_changed.emit(self._question)

    def _ask_no_more(self, voice_id: str) -> None:
        if self._question is None or voice_id not in self._question.voices:
            return
        left = [
            (id, name)
            for id, name in zip(self._question.voices, self._question.names, strict=True)
            if id != voice_id
        ]
        ids, names = tuple(id for id, _ in left), tuple(name for _, name in left)
        self._question = ConsentQuestion(ids, names) if left else None
        self.question_changed.emit(self._question)

    # --- files --------------------------------------------------------------------------------

    def take_files(self, paths: Sequence[Path]) -> None:
        """Add recordings as voices, and take in voices that were shared."""
        shared = [path for path in paths if path.suffix.lower() == SUFFIX]
        for path in shared:
            self._lane.submit(partial(self._service.take_in, path), self._taken_in, self.failed.emit)
        self._voices.add([path for path in paths if path not in shared])

    def write_file(self, voice_id: str, path: Path) -> None:
        """Write a voice into a file to share."""

        def told(voice: Voice) -> None:
            self.noticed.emit(Notice("voice_exported", {"name": voice.name, "path": str(path)}))

        self._lane.submit(partial(self._service.export, voice_id, path), told, self.failed.emit)

    # --- inside -------------------------------------------------------------------------------

    def _do(self, work: Callable[[], Voice], done: Callable[[Voice], None] | None = None) -> None:
        self._lane.submit(work, done or self._voices.renew, self.failed.emit)

    def _archived(self, voice: Voice) -> None:
        self._voices.renew(voice)
        self.noticed.emit(Notice("voice_archived", {"name": voice.name}))

    def _taken_in(self, imported: Imported) -> None:
        voice = imported.voice
        if imported.was_there:
            self.noticed.emit(Notice("voice_was_there", {"name": voice.name}))
            # One that was removed a moment ago would be deleted with the notice of that.
            self._voices.bring_back(voice.id)
            self._voices.choose(voice.id)
            return
        self.noticed.emit(Notice("reference_added", {"name": voice.name}))
        self._voices.take(voice)


def _details(voice: Voice) -> VoiceDetails:
    tags = dict.fromkeys((voice.language, *offered_languages()))
    return VoiceDetails(
        voice.id,
        voice.name,
        voice.language,
        tuple(tag for tag in tags if tag),
        voice.tags,
        voice.notes,
        voice.consent,
        tuple(RecordingView(one.id, one.duration_s, one.text, one.style) for one in voice.references),
    )

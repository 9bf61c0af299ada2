"""The voices panel: presets of the engines and the user's references."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.engine import EngineDescription
from core.model.events import Notice
from core.model.voice import Voice
from core.services.voices import presets_of
from gui.i18n import number_text
from gui.jobs import Lane
from gui.language_names import short_language_name
from gui.presenters.choices import Choices
from gui.presenters.states import VoiceCard, VoicesState, WordsQuestion
from gui.presenters.transport_presenter import VoiceSound

if TYPE_CHECKING:
    from core.services.voices import AddedReference, VoiceService

LISTEN_LIMIT_S = 60.0
"""So much of a reference is read to be drawn and heard."""

LISTEN_RATE_HZ = 24_000

CARD_BUCKETS = 64


class VoicesPresenter(QObject):
    """Holds one `VoicesState`; what touches the disk happens on the files lane."""

    state_changed = Signal(object)
    chosen = Signal(object)
    removed = Signal(str)
    references_read = Signal()
    sound_ready = Signal(object)
    sample_wanted = Signal(object)
    hidden = Signal(object)
    """A voice was removed from the panel; its recording is still there."""
    words_wanted = Signal(object)
    words_kept = Signal(object)
    noticed = Signal(object)
    warned = Signal(object)
    failed = Signal(object)

    def __init__(self, service: VoiceService, lane: Lane, parent: QObject | None = None) -> None:
        """Begin without voices.

        Args:
            service: The voice library.
            lane: The files lane.
            parent: Owner.
        """
        super().__init__(parent)
        self._service = service
        self._lane = lane
        self._presets: tuple[Voice, ...] = ()
        self._references: tuple[Voice, ...] = ()
        self._descriptions: dict[str, EngineDescription] = {}
        self._choices = Choices()
        self._sounds: dict[str, VoiceSound] = {}
        self._hidden: dict[str, tuple[int, Voice, bool]] = {}
        self._playing = ""
        self._state = VoicesState()

    @property
    def state(self) -> VoicesState:
        """What the panel shows."""
        return self._state

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All voices in the order of the panel."""
        return (*self._references, *self._presets)

    def find(self, voice_id: str) -> Voice | None:
        """Return a voice by its id."""
        return next((voice for voice in self.voices if voice.id == voice_id), None)

    def is_playing(self, voice_id: str) -> bool:
        """Say whether that voice is being heard."""
        return bool(voice_id) and voice_id == self._playing

    # --- what becomes known -------------------------------------------------------------------

    def read_references(self) -> None:
        """Read the library."""
        self._lane.submit(self._service.references, self._show_references, self.failed.emit)

    def introduce(self, descriptions: Sequence[EngineDescription]) -> None:
        """Take the engines' presets."""
        self._descriptions = {description.id: description for description in descriptions}
        self._presets = tuple(voice for each in descriptions for voice in presets_of(each))
        self._refresh()

    def show_choices(self, choices: Choices) -> None:
        """Mark the chosen voice, and those that the chosen engine cannot use."""
        self._choices = choices
        self._refresh()

    def show_playing(self, voice_id: str) -> None:
        """Mark the voice that is heard, or none (empty)."""
        if voice_id != self._playing:
            self._playing = voice_id
            self._refresh()

    def keep_sound(self, sound: VoiceSound) -> None:
        """Keep a voice's audio for its card and for the next time."""
        self._sounds[sound.voice] = sound
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()

    # --- what the user asks -------------------------------------------------------------------

    def choose(self, voice_id: str) -> None:
        """Speak in that voice."""
        voice = self.find(voice_id)
        if voice is not None:
            self.chosen.emit(voice)

    def play(self, voice_id: str) -> None:
        """Hear a voice: a reference's own audio, or a sample that its engine speaks."""
        voice = self.find(voice_id)
        if voice is None:
            return
        sound = self._sounds.get(voice_id)
        if sound is not None:
            self.sound_ready.emit(sound)
        elif voice.reference is not None:
            self._lane.submit(partial(_listen, voice), self._heard, self.failed.emit)
        else:
            self.sample_wanted.emit(voice)

    def add(self, paths: Sequence[Path]) -> None:
        """Add references to the library, each as a voice."""
        for path in paths:
            self._lane.submit(partial(self._service.add_reference, path), self._added, self.failed.emit)

    def remove(self, voice_id: str) -> None:
        """Take a reference out of the panel; what is on the disk stays until ``delete``."""
        voice = self.find(voice_id)
        if voice is None or voice.is_preset:
            return
        chosen = self._choices.voice is not None and self._choices.voice.id == voice_id
        self._hidden[voice_id] = (self._references.index(voice), voice, chosen)
        self._references = tuple(each for each in self._references if each.id != voice_id)
        self._refresh()
        self.removed.emit(voice_id)
        self.hidden.emit(voice)

    def bring_back(self, voice_id: str) -> None:
        """Put a removed reference where it was, chosen if it was."""
        hidden = self._hidden.pop(voice_id, None)
        if hidden is None:
            return
        index, voice, chosen = hidden
        self._references = (*self._references[:index], voice, *self._references[index:])
        self._refresh()
        if chosen:
            self.chosen.emit(voice)

    def delete(self, voice_id: str) -> None:
        """Delete a removed reference from the disk."""
        if self._hidden.pop(voice_id, None) is not None:
            self._sounds.pop(voice_id, None)
            self._lane.submit(partial(self._service.remove, voice_id), None, self.failed.emit)

    def ask_words(self, voice_id: str) -> None:
        """Ask the user what is said in a reference."""
        voice = self.find(voice_id)
        if voice is not None and voice.reference is not None:
            self.words_wanted.emit(WordsQuestion(voice.id, voice.name, voice.reference.text))

    def keep_words(self, voice_id: str, text: str) -> None:
        """Write down what is said in a reference."""
        self._lane.submit(
            partial(self._service.set_reference_text, voice_id, text), self._words_kept, self.failed.emit
        )

    # --- inside -------------------------------------------------------------------------------

    def _added(self, added: AddedReference) -> None:
        voice = added.voice
        self._references = (*self._references, voice)
        self._draw([voice])
        self._refresh()
        self.noticed.emit(Notice("reference_added", {"name": voice.name}))
        for notice in added.notices:
            self.warned.emit(notice)
        if self._can_use(voice):
            self.chosen.emit(voice)

    def _words_kept(self, voice: Voice) -> None:
        self._references = tuple(voice if one.id == voice.id else one for one in self._references)
        self._refresh()
        self.words_kept.emit(voice)

    def _show_references(self, references: Sequence[Voice]) -> None:
        self._references = tuple(references)
        self._draw(self._references)
        self._refresh()
        self.references_read.emit()

    def _draw(self, voices: Sequence[Voice]) -> None:
        for voice in voices:
            self._lane.submit(partial(_listen, voice), self.keep_sound)

    def _heard(self, sound: VoiceSound) -> None:
        self.keep_sound(sound)
        self.sound_ready.emit(sound)

    def _can_use(self, voice: Voice) -> bool:
        if voice.is_preset:
            return True
        description = self._descriptions.get(self._choices.engine)
        return description is None or description.clones

    def _lacks_words(self, voice: Voice) -> bool:
        description = self._descriptions.get(self._choices.engine)
        needed = description is not None and description.needs_reference_text
        return needed and voice.reference is not None and not voice.reference.text

    def _refresh(self) -> None:
        selected = self._choices.voice.id if self._choices.voice else ""
        self._state = VoicesState(tuple(self._card(voice) for voice in self.voices), selected)
        self.state_changed.emit(self._state)

    def _card(self, voice: Voice) -> VoiceCard:
        sound = self._sounds.get(voice.id)
        usable, lacking = self._can_use(voice), self._lacks_words(voice)
        note = ""
        if not usable:
            engine = self._descriptions[self._choices.engine].name
            note = self.tr("{engine} cannot clone it").format(engine=engine)
        elif lacking:
            note = self.tr("Its words are missing")
        return VoiceCard(
            id=voice.id,
            name=voice.name,
            facts=self._facts(voice),
            peaks=sound.peaks if sound else None,
            usable=usable,
            note=note,
            removable=not voice.is_preset,
            playing=voice.id == self._playing,
            lacking=lacking,
        )

    def _facts(self, voice: Voice) -> str:
        parts = [short_language_name(voice.language)]
        if voice.reference is not None:
            parts.append(self.tr("{seconds} s").format(seconds=number_text(voice.reference.duration_s)))
        else:
            description = self._descriptions[voice.engine]
            if not description.sizes.download_bytes:
                return self.tr("Built in · no download")
            parts.append(description.name)
        return " · ".join(part for part in parts if part)


def _listen(voice: Voice) -> VoiceSound:
    from core.audio.peaks import peaks
    from core.audio.read import read_reference

    if voice.reference is None:
        raise ValueError(voice.id)
    clip, _ = read_reference(
        voice.reference.path, sample_rate_hz=LISTEN_RATE_HZ, minimum_s=0.0, maximum_s=LISTEN_LIMIT_S
    )
    return VoiceSound(voice.id, voice.name, clip, peaks(clip.samples, CARD_BUCKETS))

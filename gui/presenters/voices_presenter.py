"""The voices panel: presets of the engines and the user's references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.voices import presets_of
from core.voices.search import matching
from gui.jobs import Lane
from gui.presenters.heard import VoiceSound
from gui.presenters.states import VerdictMark, VoicesState, WordsQuestion
from gui.presenters.voice_cards import VoiceCards

if TYPE_CHECKING:
    from core.services.voices import AddedReference, VoiceService

LISTEN_LIMIT_S = 60.0
"""So much of a reference is read to be drawn and heard."""

LISTEN_RATE_HZ = 24_000

CARD_BUCKETS = 64

FEW_VOICES = 7
"""Up to so many voices are found by looking; with more there is a search."""

SHOWN_AT_ONCE = 24
"""So many cards are shown; others are found by searching, or shown when they are asked for."""


class VoicesPresenter(QObject):
    """Holds one `VoicesState`; what touches the disk happens on the files lane."""

    state_changed = Signal(object)
    chosen = Signal(object)
    removed = Signal(str)
    references_read = Signal()
    """Once, when the library has been read for the first time."""
    given = Signal(object)
    """Recordings that shall become voices: a tuple of ``Path``."""
    added = Signal(object)
    """A voice has come into the library by this window."""
    renewed = Signal(object)
    """Something of a voice has changed, perhaps by another program."""
    sound_ready = Signal(object)
    sample_wanted = Signal(object)
    hidden = Signal(object)
    """A voice was removed from the panel; its recording is still there."""
    brought_back = Signal(str)
    """The id of a removed voice that is in the panel again."""
    words_wanted = Signal(object)
    words_kept = Signal(object)
    noticed = Signal(object)
    told = Signal(object, bool)
    """What was made of a recording (``AddedReference``), and whether its voice is new."""
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
        self._cards = VoiceCards(self)
        self._sounds: dict[str, VoiceSound] = {}
        self._asked: set[str] = set()
        self._was_read = False
        self._query = ""
        self._archived_shown = False
        self._silent: frozenset[str] = frozenset()
        self._shown_at_once = SHOWN_AT_ONCE
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

    def name_of(self, voice_id: str) -> str:
        """Return a voice's name; empty: there is none of that id."""
        voice = self.find(voice_id)
        return voice.name if voice else ""

    def is_playing(self, voice_id: str) -> bool:
        """Say whether that voice is being heard."""
        return bool(voice_id) and voice_id == self._playing

    # --- what becomes known -------------------------------------------------------------------

    def read_references(self) -> None:
        """Read the library."""
        self._lane.submit(self._service.references, self._show_references, self.failed.emit)

    def introduce(self, descriptions: Sequence[EngineDescription]) -> None:
        """Take the engines' presets; those that their models bring follow when the files are read."""
        self._cards.descriptions = {description.id: description for description in descriptions}
        self._show_presets([voice for each in descriptions for voice in presets_of(each)])
        if any(each.voices_file is not None for each in descriptions):
            read = partial(self._service.presets, tuple(descriptions))
            self._lane.submit(read, self._show_presets, self.failed.emit)

    def _show_presets(self, voices: Sequence[Voice]) -> None:
        self._presets = tuple(voices)
        self._refresh()

    def know_silent(self, engines: frozenset[str]) -> None:
        """Take the engines that have no weights: their voices are shown while the engine is chosen."""
        if engines != self._silent:
            self._silent = engines
            self._refresh()

    def show_choices(self, choices: Choices) -> None:
        """Mark the chosen voice, and those that the chosen engine cannot use."""
        self._cards.choices = choices
        self._refresh()

    def show_playing(self, voice_id: str) -> None:
        """Mark the voice that is heard, or none (empty)."""
        if voice_id != self._playing:
            self._playing = voice_id
            self._refresh()

    def show_marks(self, marks: Mapping[str, VerdictMark]) -> None:
        """Show how good the recordings are, by voice."""
        if marks != self._cards.marks:
            self._cards.marks = marks
            self._refresh()

    def take_cut(self, voice: Voice) -> None:
        """Take a voice whose recording was cut anew, and its words with it."""
        self._sounds.pop(voice.id, None)
        self._asked.discard(voice.id)
        self._words_kept(voice)

    def keep_sound(self, sound: VoiceSound) -> None:
        """Keep a voice's audio for its card and for the next time."""
        self._sounds[sound.voice] = sound
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()

    def renew(self, voice: Voice) -> None:
        """Take what a voice of the library is now; one that is new comes last."""
        known = any(one.id == voice.id for one in self._references)
        if known:
            self._references = tuple(voice if one.id == voice.id else one for one in self._references)
            self.renewed.emit(voice)
        elif voice.id not in self._hidden:
            self._references = (*self._references, voice)
        self._refresh()

    def take(self, voice: Voice) -> None:
        """Take a voice that has come into the library; it is chosen where the engine can use it."""
        self.renew(voice)
        self.added.emit(voice)
        if self._cards.can_use(voice):
            self.chosen.emit(voice)

    def take_added(self, added: AddedReference) -> None:
        """Take a voice that was made of a recording, or has got one more."""
        new = self.find(added.voice.id) is None
        if new:
            self.take(added.voice)
        else:
            self.renew(added.voice)
        self.told.emit(added, new)

    # --- what the user asks -------------------------------------------------------------------

    def search(self, query: str) -> None:
        """Show the voices that have these words in name, tags, notes, language or engine."""
        self._query = query
        self._shown_at_once = SHOWN_AT_ONCE
        self._refresh()

    def show_archived(self, shown: bool) -> None:
        """Show the voices too that were put aside."""
        self._archived_shown = shown
        self._refresh()

    def show_more(self) -> None:
        """Show more of many voices."""
        self._shown_at_once += SHOWN_AT_ONCE
        self._refresh()

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
        """Have recordings made voices of, each one."""
        self.given.emit(tuple(paths))

    def remove(self, voice_id: str) -> None:
        """Take a reference out of the panel; what is on the disk stays until ``delete``."""
        voice = self.find(voice_id)
        if voice is None or voice.is_preset:
            return
        chosen = self._selected() == voice_id
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
        self.brought_back.emit(voice_id)
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

    def _words_kept(self, voice: Voice) -> None:
        self.renew(voice)
        self.words_kept.emit(voice)

    def _show_references(self, references: Sequence[Voice]) -> None:
        """Take the library as it is now; another program may have changed it."""
        before = {voice.id: voice for voice in self._references}
        self._references = tuple(voice for voice in references if voice.id not in self._hidden)
        now = {voice.id: voice for voice in self._references}
        if self._was_read and now == before:
            return
        self._refresh()
        for voice_id, voice in before.items():
            if voice_id not in now:
                self.removed.emit(voice_id)
            elif now[voice_id] != voice:
                self._forget_changed_sound(voice, now[voice_id])
                self.renewed.emit(now[voice_id])
        if not self._was_read:
            self._was_read = True
            self.references_read.emit()

    def _forget_changed_sound(self, before: Voice, now: Voice) -> None:
        if before.reference is None or now.reference is None or before.reference.path != now.reference.path:
            self._sounds.pop(now.id, None)
            self._asked.discard(now.id)
            self._refresh()

    def _draw(self, voices: Sequence[Voice]) -> None:
        """Read the sound of cards that are shown for the first time."""
        for voice in voices:
            if voice.reference is not None and voice.id not in self._sounds and voice.id not in self._asked:
                self._asked.add(voice.id)
                self._lane.submit(partial(_listen, voice), self.keep_sound)

    def _heard(self, sound: VoiceSound) -> None:
        self.keep_sound(sound)
        self.sound_ready.emit(sound)

    def _selected(self) -> str:
        voice = self._cards.choices.voice
        return voice.id if voice is not None else ""

    def _showable(self) -> list[Voice]:
        """Return all voices that there are to look for; those that were put aside where they are wanted.

        Dozens of voices that cannot speak yet would hide those that can, and dozens of another language
        those that speak the user's.
        """
        hidden = self._silent - {self._cards.choices.engine}
        there = [
            voice
            for voice in self.voices
            if (self._archived_shown or not voice.archived) and voice.engine not in hidden
        ]
        return sorted(there, key=self._cards.is_foreign)

    def _refresh(self) -> None:
        there, selected = self._showable(), self._selected()
        found = matching(there, self._query, self._cards.said_of)
        shown = found[: self._shown_at_once]
        shown += [voice for voice in found[self._shown_at_once :] if voice.id == selected or voice.is_preset]
        cards = (
            self._cards.card(voice, self._sounds.get(voice.id), playing=voice.id == self._playing)
            for voice in shown
        )
        self._state = VoicesState(
            tuple(cards),
            selected,
            searchable=len(there) > FEW_VOICES,
            query=self._query,
            more=len(found) - len(shown),
            archived=sum(voice.archived for voice in self._references),
            archived_shown=self._archived_shown,
        )
        self.state_changed.emit(self._state)
        self._draw(shown)


def _listen(voice: Voice) -> VoiceSound:
    from core.audio.peaks import peaks
    from core.audio.read import read_reference

    if voice.reference is None:
        raise ValueError(voice.id)
    clip, _ = read_reference(
        voice.reference.path, sample_rate_hz=LISTEN_RATE_HZ, minimum_s=0.0, maximum_s=LISTEN_LIMIT_S
    )
    return VoiceSound(voice.id, voice.name, clip, peaks(clip.samples, CARD_BUCKETS))

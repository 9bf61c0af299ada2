"""The editor of a reference: which part of the recording is used, how good it is, and what is said in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.model.verdict import Survey
from core.model.voice import Reference, Stretch, Voice
from core.services.recut import NewPart, recut
from core.services.verdict_book import source_of
from gui.jobs import Lane
from gui.messages import error_view
from gui.presenters.reference_states import ReferenceState
from gui.presenters.transport_presenter import VoiceSound
from gui.presenters.verdict_words import mark_of, steps_words, views_of

if TYPE_CHECKING:
    from core.audio.reference import Step
    from core.services.app import Services

T = TypeVar("T")

LISTEN_RATE_HZ = 24_000
SHORTEST_S = 0.5
BUCKETS = 1200
LONGEST_S = 600.0
MOST_SAMPLES = 1 << 26


@dataclass(frozen=True, eq=False)
class _Judged:
    """What was found in a part of a recording, and what is done to it for the engines."""

    survey: Survey
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class _Opened:
    """A recording that was read: its sound, and what is known of the part that is used."""

    clip: AudioClip
    start_s: float
    judged: _Judged


class ReferencePresenter(QObject):
    """Holds one `ReferenceState`; reading, judging and saving happen on a lane."""

    state_changed = Signal(object)
    opened = Signal()
    saved = Signal(object)
    """The voice as it is now."""
    sound_ready = Signal(object)

    def __init__(self, services: Services, lane: Lane, parent: QObject | None = None) -> None:
        """Begin without a recording.

        Args:
            services: The use cases.
            lane: Where the work happens.
            parent: Owner.
        """
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._voice: Voice | None = None
        self._reference: Reference | None = None
        self._opened: _Opened | None = None
        self._parts: list[Stretch] = []
        self._place = 0
        self._judged: _Judged | None = None
        self._cancel = CancelToken()
        self._state = ReferenceState()

    @property
    def state(self) -> ReferenceState:
        """What the editor shows."""
        return self._state

    # --- wishes -------------------------------------------------------------------------------

    def open(self, voice: Voice | None) -> None:
        """Open a voice's first reference."""
        if voice is None or voice.reference is None:
            return
        self.close()
        self._voice, self._reference = voice, voice.reference
        path, stretch = source_of(voice.reference)
        self._parts, self._place = [stretch], 0
        self._state = ReferenceState(
            voice.id, voice.name, None, 0.0, stretch, voice.reference.text, busy=True
        )
        self.opened.emit()
        self.state_changed.emit(self._state)
        self._submit(partial(_open, path, self._services, voice.reference), self._show_opened)

    def move(self, stretch: Stretch) -> None:
        """Use another part."""
        if self._opened is None or stretch == self._parts[self._place]:
            return
        self._parts = [*self._parts[: self._place + 1], self._fitted(stretch)]
        self._place += 1
        self._judge()

    def undo(self) -> None:
        """Go back to the part before."""
        self._go(self._place - 1)

    def redo(self) -> None:
        """Go on to the part that was undone."""
        self._go(self._place + 1)

    def find_best(self) -> None:
        """Find the best part of the recording."""
        if self._reference is None:
            return
        path, _ = source_of(self._reference)
        self._cancel.cancel()
        self._cancel = CancelToken()
        self._show(replace(self._state, busy=True, problem=""))
        self._submit(partial(_judge, self._services, path, None, self._cancel), self._take_best, self._cancel)

    def play(self) -> None:
        """Hear the part that is used."""
        if self._opened is None or self._voice is None:
            return
        from core.audio.peaks import peaks

        part, clip = self._parts[self._place], self._opened.clip
        first, last = (
            max(0, round((time_s - self._opened.start_s) * clip.sample_rate_hz))
            for time_s in (part.start_s, part.end_s)
        )
        heard = AudioClip(clip.samples[first:last], clip.sample_rate_hz)
        if len(heard.samples):
            sound = VoiceSound(self._voice.id, self._voice.name, heard, peaks(heard.samples, BUCKETS))
            self.sound_ready.emit(sound)

    def save(self, text: str) -> None:
        """Let engines hear the part that is shown, with these words."""
        if self._voice is None or self._reference is None or self._opened is None:
            return
        self._cancel.cancel()
        part = self._parts[self._place]
        self._show(replace(self._state, busy=True, problem="", text=text))
        services = self._services
        new = NewPart(part, text)
        voices, hearing, book = services.voices, services.hearing, services.verdicts
        work = partial(
            recut, voices, hearing, book, voice_id=self._voice.id, reference=self._reference, part=new
        )
        self._submit(work, self._show_saved)

    def close(self) -> None:
        """Forget the recording."""
        self._cancel.cancel()
        self._cancel = CancelToken()
        self._voice = self._reference = self._opened = self._judged = None
        self._state = ReferenceState()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        if self._voice is not None:
            self._show(self._state)

    # --- inside -------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._parts):
            self._place = place
            self._judge()

    def _fitted(self, stretch: Stretch) -> Stretch:
        """Return a part that lies in the recording and is no shorter than can be heard."""
        start = min(max(0.0, stretch.start_s), max(0.0, self._state.duration_s - SHORTEST_S))
        return Stretch(
            round(start, 3), round(min(max(stretch.end_s, start + SHORTEST_S), self._state.duration_s), 3)
        )

    def _judge(self) -> None:
        """Judge the part that is shown; an older question is dropped."""
        if self._reference is None:
            return
        path, _ = source_of(self._reference)
        self._cancel.cancel()
        self._cancel = CancelToken()
        self._judged = None
        self._show(replace(self._state, busy=True, problem=""))
        part = self._parts[self._place]
        self._submit(
            partial(_judge, self._services, path, part, self._cancel), self._show_judged, self._cancel
        )

    def _submit(
        self, work: Callable[[], T], done: Callable[[T], None], cancel: CancelToken | None = None
    ) -> None:
        """Do something; what comes for another recording, or after it was cancelled, is dropped."""
        voice = self._voice

        def holds() -> bool:
            return self._voice is voice and not (cancel is not None and cancel.cancelled)

        def mine(value: T) -> None:
            if holds():
                done(value)

        def failed(error: SottovoceError) -> None:
            if holds():
                view = error_view(error)
                said = " ".join(filter(None, (view.what, view.why, view.remedy)))
                self._show(replace(self._state, busy=False, problem=said))

        self._lane.submit(work, mine, failed)

    def _show_opened(self, opened: _Opened) -> None:
        from core.audio.peaks import peaks

        self._opened, self._judged = opened, opened.judged
        drawn = peaks(opened.clip.samples, BUCKETS)
        length_s = opened.start_s + opened.clip.duration_s
        self._show(replace(self._state, busy=False, peaks=drawn, duration_s=length_s))

    def _show_judged(self, judged: _Judged) -> None:
        self._judged = judged
        self._show(replace(self._state, busy=False))

    def _take_best(self, judged: _Judged) -> None:
        best = judged.survey.verdict.stretch
        if best != self._parts[self._place]:
            self._parts = [*self._parts[: self._place + 1], best]
            self._place += 1
        self._show_judged(judged)

    def _show_saved(self, voice: Voice) -> None:
        self.close()
        self.state_changed.emit(self._state)
        self.saved.emit(voice)

    def _show(self, state: ReferenceState) -> None:
        """Show a state, with the part and the verdict as they are now."""
        verdict = self._judged.survey.verdict if self._judged is not None else None
        self._state = replace(
            state,
            stretch=self._parts[self._place],
            mark=mark_of(verdict) if verdict is not None else None,
            findings=views_of(verdict) if verdict is not None else (),
            steps=steps_words(self._judged.steps) if self._judged is not None else "",
            can_undo=self._place > 0,
            can_redo=self._place + 1 < len(self._parts),
            changed=self._parts[self._place] != self._parts[0],
        )
        self.state_changed.emit(self._state)


def _open(path: Path, services: Services, reference: Reference) -> _Opened:
    """Read a recording to be drawn and heard, and judge the part that is used."""
    from core.audio.foreign import readable
    from core.audio.mono import to_mono
    from core.audio.peaks import resample
    from core.audio.read import read_frames
    from core.audio.reference import prepare_reference

    with readable(path) as file:
        read = read_frames(file, 0.0, LONGEST_S, MOST_SAMPLES)
    clip = resample(AudioClip(to_mono(read.frames), read.sample_rate_hz), LISTEN_RATE_HZ)
    steps = prepare_reference(path, source_of(reference)[1]).steps
    return _Opened(clip, read.start_s, _Judged(services.verdicts.of(reference), steps))


def _judge(services: Services, path: Path, part: Stretch | None, cancel: CancelToken) -> _Judged:
    """Judge a part of a recording, or the best one (None)."""
    from core.audio.reference import prepare_reference

    survey = services.verdicts.look(path, part, cancel)
    return _Judged(survey, prepare_reference(path, survey.verdict.stretch).steps)

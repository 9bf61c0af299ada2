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
from core.model.work import Work
from core.services.recut import NewPart, recut
from core.services.verdict_book import source_of
from gui.jobs import Lane
from gui.messages import error_view
from gui.presenters.heard import VoiceSound
from gui.presenters.reference_states import ReferenceState
from gui.presenters.verdict_words import mark_of, steps_words, views_of

if TYPE_CHECKING:
    from core.audio.reference import PreparedReference
    from core.services.app import Services
    from core.services.hearing import Hearing

T = TypeVar("T")

LISTEN_RATE_HZ = 24_000
SHORTEST_S = 0.5
BUCKETS = 1200
LONGEST_S = 600.0
MOST_SAMPLES = 1 << 26


@dataclass(frozen=True)
class _Cut:
    """What is made of the recording: which part, and whether steady noise is taken out of it."""

    stretch: Stretch
    denoise: bool = False


@dataclass(frozen=True, eq=False)
class _Judged:
    """What was found in a part of a recording, and what engines would hear of it."""

    survey: Survey
    prepared: PreparedReference


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
        self._cuts: list[_Cut] = []
        self._place = 0
        self._judged: _Judged | None = None
        self._cancel = CancelToken()
        self._state = ReferenceState()

    @property
    def state(self) -> ReferenceState:
        """What the editor shows."""
        return self._state

    # --- wishes -------------------------------------------------------------------------------

    def open(self, voice: Voice | None, reference_id: str = "") -> None:
        """Open one of a voice's references; without an id: the first."""
        if voice is None or voice.reference is None:
            return
        found = (one for one in voice.references if one.id == reference_id)
        reference = next(found, voice.reference)
        self.close()
        self._voice, self._reference = voice, reference
        path, stretch = source_of(reference)
        self._cuts, self._place = [_Cut(stretch, reference.denoised)], 0
        self._state = ReferenceState(
            voice.id,
            voice.name,
            None,
            0.0,
            stretch,
            reference.text,
            busy=True,
            denoise=reference.denoised,
        )
        self.opened.emit()
        self.state_changed.emit(self._state)
        self._submit(partial(_open, path, self._services, reference), self._show_opened)

    def move(self, stretch: Stretch) -> None:
        """Use another part."""
        if self._opened is not None and stretch != self._cut.stretch:
            self._change(replace(self._cut, stretch=self._fitted(stretch)))

    def set_denoise(self, denoise: bool) -> None:
        """Take steady noise out of the part, or leave it in."""
        if self._opened is not None and denoise != self._cut.denoise:
            self._change(replace(self._cut, denoise=denoise))

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
        asked = _Question(path, None, self._cut.denoise)
        work = partial(_judge, self._services, asked, self._cancel)
        self._submit(work, self._take_best, self._cancel)

    def play(self) -> None:
        """Hear the part that is used, as engines hear it where noise is taken out of it."""
        if self._cut.denoise and self._judged is not None:
            self._hear(self._judged.prepared.clip)
        else:
            self.play_before()

    def play_before(self) -> None:
        """Hear the part that is used with its noise, as loud as without it, so that they compare."""
        if self._opened is None:
            return
        part, clip = self._cut.stretch, self._opened.clip
        first, last = (
            max(0, round((time_s - self._opened.start_s) * clip.sample_rate_hz))
            for time_s in (part.start_s, part.end_s)
        )
        gain_db = 0.0
        if self._cut.denoise and self._judged is not None:
            gain_db = sum(step.value for step in self._judged.prepared.steps if step.code == "gain")
        heard = (clip.samples[first:last] * 10 ** (gain_db / 20)).clip(-1, 1)
        self._hear(AudioClip(heard, clip.sample_rate_hz))

    def save(self, text: str) -> None:
        """Let engines hear the part that is shown, with these words."""
        if self._voice is None or self._reference is None or self._opened is None:
            return
        self._cancel.cancel()
        self._show(replace(self._state, busy=True, problem="", text=text))
        services = self._services
        new = NewPart(self._cut.stretch, text, self._cut.denoise)
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

    @property
    def _cut(self) -> _Cut:
        return self._cuts[self._place] if self._cuts else _Cut(Stretch(0.0, 0.0))

    def _hear(self, heard: AudioClip) -> None:
        from core.audio.peaks import peaks

        if self._voice is not None and len(heard.samples):
            sound = VoiceSound(self._voice.id, self._voice.name, heard, peaks(heard.samples, BUCKETS))
            self.sound_ready.emit(sound)

    def _change(self, cut: _Cut) -> None:
        self._cuts = [*self._cuts[: self._place + 1], cut]
        self._place += 1
        self._judge()

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._cuts):
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
        asked = _Question(path, self._cut.stretch, self._cut.denoise)
        work = partial(_judge, self._services, asked, self._cancel)
        self._submit(work, self._show_judged, self._cancel)

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
        if best != self._cut.stretch:
            self._cuts = [*self._cuts[: self._place + 1], replace(self._cut, stretch=best)]
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
            stretch=self._cut.stretch,
            denoise=self._cut.denoise,
            mark=mark_of(verdict) if verdict is not None else None,
            findings=views_of(verdict) if verdict is not None else (),
            steps=steps_words(self._judged.prepared.steps) if self._judged is not None else "",
            can_undo=self._place > 0,
            can_redo=self._place + 1 < len(self._cuts),
            changed=self._cut != self._cuts[0],
        )
        self.state_changed.emit(self._state)


def _open(path: Path, services: Services, reference: Reference) -> _Opened:
    """Read a recording to be drawn and heard, and judge the part that is used."""
    from core.audio.foreign import readable
    from core.audio.mono import to_mono
    from core.audio.peaks import resample
    from core.audio.read import read_frames

    with readable(path) as file:
        read = read_frames(file, 0.0, LONGEST_S, MOST_SAMPLES)
    clip = resample(AudioClip(to_mono(read.frames), read.sample_rate_hz), LISTEN_RATE_HZ)
    survey, (_, stretch) = services.verdicts.of(reference), source_of(reference)
    prepared = _prepared(services.hearing, path, stretch, reference.denoised)
    return _Opened(clip, read.start_s, _Judged(survey, prepared))


@dataclass(frozen=True)
class _Question:
    """A recording to judge: this part of it, or the best one (None)."""

    path: Path
    part: Stretch | None
    denoise: bool


def _judge(services: Services, asked: _Question, cancel: CancelToken) -> _Judged:
    """Judge a part of a recording."""
    survey = services.verdicts.look(asked.path, asked.part, cancel)
    part = survey.verdict.stretch
    return _Judged(survey, _prepared(services.hearing, asked.path, part, asked.denoise, cancel))


def _prepared(
    hearing: Hearing, path: Path, part: Stretch, denoise: bool, cancel: CancelToken | None = None
) -> PreparedReference:
    """Make what engines would hear: in the analysis host where noise is to go, whose libraries are heavy."""
    if denoise:
        return hearing.prepare(path, part, denoise=True, work=Work(cancel=cancel))
    from core.audio.reference import prepare_reference

    return prepare_reference(path, part)

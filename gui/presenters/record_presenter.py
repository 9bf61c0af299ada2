"""Recording a voice from the microphone: countdown, level, stop, listen, use or again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import ReferenceAudioError, SottovoceError
from core.services.prompts import Prompt
from gui.jobs import Lane
from gui.presenters.heard import VoiceSound

if TYPE_CHECKING:
    from core.audio.microphone import Level, Microphone

log = logging.getLogger(__name__)

COUNTDOWN = 3
SECOND_MS = 1000
LEVEL_MS = 50
GOOD_S = 6.0
"""From here on there is enough for every engine."""

LONGEST_S = 120.0
"""Then it stops by itself: more makes no better voice."""

QUIET_DBFS = -35.0
"""A peak below is too quiet for a clean reference."""

SOUND_ID = "recording"
LISTEN_RATE_HZ = 24_000
BUCKETS = 64


class RecordStage(StrEnum):
    """Where a recording is."""

    READY = "ready"
    COUNTDOWN = "countdown"
    STARTING = "starting"
    RECORDING = "recording"
    STOPPING = "stopping"
    DONE = "done"


@dataclass(frozen=True)
class RecordState:
    """What the window shows.

    Attributes:
        prompt: What to read aloud.
        stage: Where the recording is.
        countdown: Seconds until it begins.
        level_dbfs: The loudest of the last moment.
        duration_s: Length so far.
        overloaded: It was too loud for the microphone somewhere.
        quiet: It is too quiet all the time.
        recovered: It was made by a program that has died while it recorded.
        error: What went wrong last, until the next one begins.
    """

    prompt: Prompt
    stage: RecordStage = RecordStage.READY
    countdown: int = 0
    level_dbfs: float = -90.0
    duration_s: float = 0.0
    overloaded: bool = False
    quiet: bool = False
    recovered: bool = False
    error: SottovoceError | None = None


class RecordPresenter(QObject):
    """Makes one recording after another until one is used; what touches the device is on the audio lane."""

    state_changed = Signal(object)
    wanted = Signal(object)
    """The file of a recording that shall become a voice."""
    sound_ready = Signal(object)
    failed = Signal(object)
    _broken = Signal(object)

    def __init__(self, folder: Path, prompt: Prompt, lane: Lane, parent: QObject | None = None) -> None:
        """Prepare; no device is opened yet.

        Args:
            folder: Where recordings are kept until they are used.
            prompt: What to read aloud.
            lane: The audio lane.
            parent: Owner.
        """
        super().__init__(parent)
        self._folder = folder
        self._lane = lane
        self._microphone: Microphone | None = None
        self._file: Path | None = None
        self._loudest_dbfs = -90.0
        self._closed = False
        self._state = RecordState(prompt)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._broken.connect(self._lost)
        lane.submit(partial(_recover, folder), self._offer)

    @property
    def state(self) -> RecordState:
        """What the window shows."""
        return self._state

    def begin(self) -> None:
        """Count down, then record; what was recorded before is dropped."""
        if self._state.stage in (RecordStage.READY, RecordStage.DONE):
            self._drop()
            self._show(
                stage=RecordStage.COUNTDOWN,
                countdown=COUNTDOWN,
                duration_s=0.0,
                overloaded=False,
                quiet=False,
                recovered=False,
                error=None,
            )
            self._timer.start(SECOND_MS)

    def stop(self) -> None:
        """End the countdown, or the recording."""
        if self._state.stage is RecordStage.COUNTDOWN:
            self._timer.stop()
            self._show(stage=RecordStage.READY)
        elif self._state.stage is RecordStage.RECORDING and self._microphone is not None:
            self._timer.stop()
            self._show(stage=RecordStage.STOPPING)
            self._lane.submit(self._microphone.stop, self._done, self._fail)

    def listen(self) -> None:
        """Hear the recording."""
        if self._file is not None:
            self._lane.submit(partial(_listen, self._file), self.sound_ready.emit, self._tell)

    def use(self) -> None:
        """Make a voice of the recording."""
        if self._file is not None:
            file, self._file = self._file, None
            self.wanted.emit(file)

    def close(self) -> None:
        """Let the device go, and drop what is not used."""
        self._closed = True
        self._timer.stop()
        microphone, self._microphone = self._microphone, None
        if microphone is not None and self._state.stage is not RecordStage.DONE:
            self._lane.submit(microphone.discard)
        if not self._state.recovered:  # nobody has said yet that it is not wanted
            self._drop()

    # --- inside -------------------------------------------------------------------------------

    def _offer(self, left: tuple[Path, float] | None) -> None:
        """Offer what a program recorded that has died meanwhile."""
        if left is not None and self._state.stage is RecordStage.READY and not self._closed:
            self._file, duration_s = left
            self._show(stage=RecordStage.DONE, duration_s=duration_s, recovered=True)

    def _tick(self) -> None:
        if self._state.stage is RecordStage.COUNTDOWN:
            self._show(countdown=self._state.countdown - 1)
            if not self._state.countdown:
                self._timer.stop()
                self._start()
        elif self._microphone is not None:
            self._show_level(self._microphone.level())

    def _start(self) -> None:
        from core.audio.microphone import Microphone

        name = self.tr("Recording {time}").format(time=f"{datetime.now():%Y-%m-%d %H.%M.%S}") + ".wav"
        microphone = self._microphone = Microphone(self._folder / name, self._broken.emit)
        self._loudest_dbfs = -90.0
        self._show(stage=RecordStage.STARTING)
        self._lane.submit(microphone.start, lambda _: self._started(microphone), self._fail)

    def _started(self, microphone: Microphone) -> None:
        if self._closed:
            self._lane.submit(microphone.discard)
            return
        self._show(stage=RecordStage.RECORDING)
        self._timer.start(LEVEL_MS)

    def _show_level(self, level: Level) -> None:
        self._loudest_dbfs = max(self._loudest_dbfs, level.peak_dbfs)
        self._show(
            level_dbfs=level.peak_dbfs,
            duration_s=level.duration_s,
            overloaded=level.overloaded,
            quiet=level.duration_s > 2 and self._loudest_dbfs < QUIET_DBFS,
        )
        if level.duration_s >= LONGEST_S:
            self.stop()

    def _done(self, file: Path) -> None:
        self._file = file
        if self._closed:
            self._drop()
        elif self._microphone is not None:
            self._show_level(self._microphone.level())
            self._show(stage=RecordStage.DONE, level_dbfs=-90.0)

    def _fail(self, error: SottovoceError) -> None:
        self._timer.stop()
        self._microphone = None
        self._show(stage=RecordStage.READY, level_dbfs=-90.0)
        self._tell(error)

    def _lost(self, error: SottovoceError) -> None:
        """Keep what there was when the device went away, or the disk filled up."""
        self._tell(error)
        self.stop()

    def _tell(self, error: SottovoceError) -> None:
        self._show(error=error)
        self.failed.emit(error)

    def _drop(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def _show(self, **changes: object) -> None:
        change: Callable[..., RecordState] = replace
        self._state = change(self._state, **changes)
        if not self._closed:
            self.state_changed.emit(self._state)


def _recover(folder: Path) -> tuple[Path, float] | None:
    """Return a recording that was left unfinished, and its length in seconds."""
    from core.audio.microphone import unfinished_recording
    from core.audio.read import probe_reference

    path = unfinished_recording(folder)
    try:
        return None if path is None else (path, probe_reference(path).duration_s)
    except ReferenceAudioError as error:
        log.warning("%s is left alone: %s", path, error)
        return None


def _listen(path: Path) -> VoiceSound:
    from core.audio.peaks import peaks
    from core.audio.read import read_reference

    clip, _ = read_reference(path, sample_rate_hz=LISTEN_RATE_HZ, minimum_s=0.0, maximum_s=LONGEST_S)
    return VoiceSound(SOUND_ID, path.stem, clip, peaks(clip.samples, BUCKETS))

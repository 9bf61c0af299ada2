"""What is heard: lines one after another, as they are finished or as they are being made.

The player of ``core.audio.output`` opens devices, which may take long; so each call to it goes over
the audio lane, and only its position is read from here.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import SottovoceError
from core.model.audio import AudioClip, Samples
from core.services.speak_line import LINE_PAUSE_S
from gui.jobs import Lane

if TYPE_CHECKING:
    from core.audio.output import OutputDevice, Player

log = logging.getLogger(__name__)

POSITION_MS = 33
"""The position is read so often while something plays."""


AHEAD_S = 30.0
"""The player is given so much ahead of what is heard."""


@dataclass(frozen=True, eq=False)
class _Piece:
    """Audio to be heard; one that lies in a project is read when its turn comes, on the audio lane."""

    key: object
    clip: AudioClip


@dataclass(frozen=True)
class Stretch:
    """Where a line lies in what is played: ``key`` is the line, or what else is heard."""

    key: object
    start_s: float
    duration_s: float


@dataclass(frozen=True)
class PlaybackState:
    """What is heard now.

    Attributes:
        active: Something is loaded to be heard, playing or paused.
        playing: Sound is running.
        key: The line under the play position, or None.
        position_s: Position within that line, in seconds.
        duration_s: What is there of that line so far, in seconds.
    """

    active: bool = False
    playing: bool = False
    key: object = None
    position_s: float = 0.0
    duration_s: float = 0.0


class Playback(QObject):
    """Plays stretches of audio in their order; never blocks the window."""

    state_changed = Signal(object)
    failed = Signal(object)
    _finished = Signal(int)
    _broken = Signal(int, object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        """Start silent.

        Args:
            lane: The audio lane.
            parent: Owner.
        """
        super().__init__(parent)
        self._lane = lane
        self._loaded: tuple[int, Player] | None = None
        self._turn = 0
        self._state = PlaybackState()
        self._stretches: list[Stretch] = []
        self._waiting: deque[_Piece] = deque()
        self._last_key: object = None
        self._waiting_s = self._fed_s = 0.0
        self._rate_hz = 0
        self._open_end = False
        self._finished_fed = False
        self._device: str | None = None
        self._level = 1.0
        self._pace = self._next_pace = 1.0
        self._parts: Sequence[tuple[object, AudioClip]] = ()
        self._loop = False
        self._timer = QTimer(self)
        self._timer.setInterval(POSITION_MS)
        self._timer.timeout.connect(self._read_position)
        self._finished.connect(self._on_finished)
        self._broken.connect(self._on_broken)

    @property
    def state(self) -> PlaybackState:
        """What is heard now."""
        return self._state

    @property
    def streaming(self) -> bool:
        """True while more audio is awaited."""
        return self._open_end

    # --- what can be asked --------------------------------------------------------------------

    @property
    def looping(self) -> bool:
        """True while the same is heard again and again."""
        return self._loop

    def play(
        self, parts: Sequence[tuple[object, AudioClip]], start_s: float = 0.0, *, loop: bool = False
    ) -> None:
        """Play finished audio.

        Args:
            parts: Key and audio of each stretch.
            start_s: Where to begin, in seconds from the start of the first.
            loop: Begin again at its end, until it is stopped.
        """
        if not parts:
            return
        self.begin(parts[0][1].sample_rate_hz)
        self._parts, self._loop = parts, loop
        for key, clip in parts:
            self.append_clip(key, clip)
        if start_s:
            self._on_player(partial(_seek, position_s=start_s / self._pace))
        self.finish()

    def begin(self, sample_rate_hz: int) -> None:
        """Open a stream to which audio is appended as it is made; what was playing stops."""
        self._turn += 1
        self._empty()
        self._rate_hz = sample_rate_hz
        self._pace = self._next_pace
        self._open_end = True
        turn = self._turn
        self._lane.submit(
            partial(self._open, turn, sample_rate_hz, self._device, self._level),
            self._opened,
            partial(self._on_broken, turn),
        )
        self._set(PlaybackState(active=True, playing=True))
        self._timer.start()

    def append(self, key: object, samples: Samples, sample_rate_hz: int) -> None:
        """Append audio of a line, after a pause if it is another line than before.

        It is resampled where the stream has another rate.
        """
        self.append_clip(key, AudioClip(samples, sample_rate_hz))

    def append_clip(self, key: object, clip: AudioClip) -> None:
        """Append a whole line in the same way; one that lies in a project is not read yet."""
        if not self._state.active or not self._open_end:
            return
        if self._last_key not in {None, key}:
            pause = np.zeros(round(LINE_PAUSE_S * clip.sample_rate_hz), np.float32)
            self._wait(_Piece(self._last_key, AudioClip(pause, clip.sample_rate_hz)))
        self._last_key = key
        self._wait(_Piece(key, clip))
        self._feed()

    def finish(self) -> None:
        """No more audio will come."""
        if self._open_end:
            self._open_end = False
            self._feed()

    def pause(self) -> None:
        """Hold; `resume` goes on from there."""
        if self._state.playing:
            self._on_player(_pause)
            self._timer.stop()
            self._set(replace(self._state, playing=False))

    def resume(self) -> None:
        """Go on after a pause."""
        if self._state.active and not self._state.playing:
            self._on_player(_play)
            self._set(replace(self._state, playing=True))
            self._timer.start()

    def seek(self, position_s: float) -> None:
        """Go to a position within the line that is heard, in seconds."""
        stretch = self._stretch(self._state.key)
        if stretch is not None:
            position_s = min(max(0.0, position_s), stretch.duration_s * self._pace)
            self._on_player(partial(_seek, position_s=stretch.start_s + position_s / self._pace))
            self._set(replace(self._state, position_s=position_s))

    def stop(self) -> None:
        """Be silent."""
        if self._state.active:
            self._turn += 1
            self._lane.submit(self._close)
            self._silence()

    def set_pace(self, pace: float) -> None:
        """Play faster at the same pitch: what is heard goes on so, a run's audio from the next play on."""
        if pace == self._next_pace:
            return
        self._next_pace = pace
        state, parts, loop = self._state, self._parts, self._loop
        index = next((n for n, (key, _) in enumerate(parts) if key == state.key), None)
        if state.active and index is not None:
            self.play(parts[index:], state.position_s, loop=loop)
            self._parts = parts
            if not state.playing:
                self.pause()

    def set_level(self, level: float) -> None:
        """Set how loud it is, 0 to 1."""
        self._level = level
        self._on_player(partial(_set_level, level=level))

    def set_device(self, device: str) -> None:
        """Use another output device from the next play on; empty: the system's default."""
        self._device = device or None

    def list_devices(self, done: Callable[[Sequence[OutputDevice]], None]) -> None:
        """Ask for the output devices; the list is made anew while nothing plays."""
        self._lane.submit(_list_devices, done, self.failed.emit)

    @property
    def backlog_s(self) -> float:
        """How much has been appended and not been heard yet, in seconds."""
        return self._fed_s + self._waiting_s - self._position_s()

    # --- inside -------------------------------------------------------------------------------

    @property
    def _player(self) -> Player | None:
        """The player of what is heard now; None while it is being opened, and once it was stopped."""
        loaded = self._loaded
        return loaded[1] if loaded is not None and loaded[0] == self._turn else None

    def _position_s(self) -> float:
        player = self._player
        return player.position_s if player is not None else 0.0

    def _wait(self, piece: _Piece) -> None:
        self._waiting.append(piece)
        self._waiting_s += piece.clip.duration_s / self._pace

    def _feed(self) -> None:
        """Give the player what it will need soon, not hours of audio."""
        while self._waiting and self._fed_s - self._position_s() < AHEAD_S:
            piece = self._waiting.popleft()
            added_s = piece.clip.duration_s / self._pace
            self._waiting_s -= added_s
            last = self._stretches[-1] if self._stretches else None
            if last is not None and last.key == piece.key:
                self._stretches[-1] = replace(last, duration_s=last.duration_s + added_s)
            else:
                self._stretches.append(Stretch(piece.key, self._fed_s, added_s))
            self._fed_s += added_s
            self._on_player(partial(_append, piece=piece, to_hz=self._rate_hz, pace=self._pace))
        if not self._waiting and not self._open_end and not self._finished_fed:
            self._finished_fed = True
            self._on_player(_finish)

    def _set(self, state: PlaybackState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _silence(self) -> None:
        self._timer.stop()
        self._empty()
        self._set(PlaybackState())

    def _empty(self) -> None:
        self._open_end = self._finished_fed = False
        self._stretches = []
        self._waiting = deque()
        self._parts, self._loop = (), False
        self._last_key = None
        self._waiting_s = self._fed_s = 0.0

    def _stretch(self, key: object) -> Stretch | None:
        return next((stretch for stretch in self._stretches if stretch.key == key), None)

    def _read_position(self) -> None:
        player = self._player
        if player is None or not self._stretches:
            return
        self._feed()
        position_s = player.position_s
        stretch = next((s for s in reversed(self._stretches) if position_s >= s.start_s), self._stretches[0])
        if stretch.key != self._state.key:
            self._on_player(partial(_forget, position_s=stretch.start_s))
        within_s = min(position_s - stretch.start_s, stretch.duration_s) * self._pace
        duration_s = stretch.duration_s * self._pace
        self._set(replace(self._state, key=stretch.key, position_s=within_s, duration_s=duration_s))

    def _opened(self, _: object) -> None:
        self._read_position()

    def _on_finished(self, turn: int) -> None:
        if turn == self._turn and self._loop:
            self.play(self._parts, loop=True)
        elif turn == self._turn:
            self.stop()

    def _on_broken(self, turn: int, error: SottovoceError) -> None:
        if turn == self._turn:
            self.stop()
            self.failed.emit(error)

    def _on_player(self, call: Callable[[Player], None]) -> None:
        turn = self._turn
        self._lane.submit(partial(self._call, turn, call), None, partial(self._on_broken, turn))

    # What follows runs on the audio lane.

    def _call(self, turn: int, call: Callable[[Player], None]) -> None:
        player = self._player
        if player is not None and turn == self._turn:
            call(player)

    def _open(self, turn: int, sample_rate_hz: int, device: str | None, level: float) -> None:
        from core.audio.output import Player

        self._close()
        if turn != self._turn:
            return
        player = Player(
            on_finished=partial(self._finished.emit, turn), on_error=partial(self._broken.emit, turn)
        )
        player.level = level
        player.open(sample_rate_hz, device)
        self._loaded = (turn, player)
        player.play()

    def _close(self) -> None:
        loaded, self._loaded = self._loaded, None
        if loaded is not None:
            loaded[1].stop()


def _list_devices() -> Sequence[OutputDevice]:
    from core.audio.output import list_output_devices

    return list_output_devices()


def _append(player: Player, *, piece: _Piece, to_hz: int, pace: float) -> None:
    clip = piece.clip
    if pace != 1.0:
        from core.audio.stretch import at_pace

        clip = at_pace(clip, pace)
    if clip.sample_rate_hz != to_hz:
        from core.audio.peaks import resample

        clip = resample(clip, to_hz)
    player.append(clip.samples)


def _finish(player: Player) -> None:
    player.finish()


def _pause(player: Player) -> None:
    player.pause()


def _play(player: Player) -> None:
    player.play()


def _seek(player: Player, *, position_s: float) -> None:
    player.seek(position_s)


def _forget(player: Player, *, position_s: float) -> None:
    player.forget(position_s)


def _set_level(player: Player, *, level: float) -> None:
    player.level = level

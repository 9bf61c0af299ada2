"""The transport: what is heard or would be heard next, and the facts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.audio import AudioClip
from core.model.script import Take
from core.model.voice import Voice
from gui.messages import sentence
from gui.playback import Playback, PlaybackState
from gui.presenters.heard import HeardTake, TakeKey, VoiceKey, VoiceSound
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import Choice, LineState, TransportState
from gui.presenters.take_words import TakeWords, rate_text
from gui.runs import LineAudio, LineRendered, RunEnded

if TYPE_CHECKING:
    from core.audio.output import OutputDevice
    from core.settings import Settings


LATE_S = 60.0
"""When so much waits to be heard, further lines of a run wait as takes, not as pieces in memory."""


class TransportPresenter(QObject):
    """Decides what is played and shows it; holds one `TransportState`.

    A line that is edited or deleted while it is heard stays in sight to its end.
    """

    state_changed = Signal(object)
    playing_voice_changed = Signal(str)
    heard_changed = Signal()
    """Something else is heard, or it is held, or goes on."""
    kept = Signal()
    """Another device or level was chosen; it is among the settings."""

    def __init__(
        self,
        playback: Playback,
        script: ScriptPresenter,
        settings: Settings,
        words: TakeWords,
        parent: QObject | None = None,
    ) -> None:
        """Listen to the playback and the script.

        Args:
            playback: Plays.
            script: Knows the lines and their takes.
            settings: Remembers the device and the level.
            words: Says what there is to say of a take.
            parent: Owner.
        """
        super().__init__(parent)
        self._playback = playback
        self._script = script
        self._settings = settings
        self._words = words
        self._line = 0
        self._start_s = 0.0
        self._voice: VoiceSound | None = None
        self._take: tuple[int, Take] | None = None
        self._heard: tuple[object, bool] = None, False
        self._state = TransportState()
        self._device = ""
        self._following = False
        self._drawn: object = None
        self._heard_line = -1
        self._late = False
        playback.state_changed.connect(self._on_playback)
        playback.failed.connect(self._on_failed)
        script.counts_changed.connect(self._refresh)
        words.changed.connect(self._refresh)

    @property
    def state(self) -> TransportState:
        """What the transport shows."""
        return self._state

    @property
    def follows_run(self) -> bool:
        """True while what a run makes is heard as it comes."""
        return self._following

    # --- what the window tells ----------------------------------------------------------------

    def expect_line(self, number: int) -> None:
        """The cursor will be in this line when the edit that is going on has been followed."""
        if number != self._line:
            self._line = number
            self._start_s = 0.0
            if not self._playback.state.active:
                self._voice = None

    def set_line(self, number: int) -> None:
        """The cursor is in another line."""
        self.expect_line(number)
        self._refresh()

    def choose_device(self, device: str) -> None:
        """Play on another device; empty: the system's default."""
        self._keep("output_device", device)

    def choose_level(self, level: float) -> None:
        """Play louder or softer, 0 to 1."""
        self._keep("output_level", level)

    def _keep(self, key: str, value: object) -> None:
        self._settings.click(key, value)
        self.follow_settings()
        self.kept.emit()

    def follow_settings(self) -> None:
        """Use the device and the level of the settings."""
        device, level = (
            str(self._settings.value("output_device")),
            float(self._settings.value("output_level")),
        )
        self._device = device
        self._playback.set_device(device)
        self._playback.set_level(level)
        devices = self._state.devices or (Choice("", self.tr("System default")),)
        if device and device not in {choice.id for choice in devices}:
            devices = (*devices, Choice(device, device))
        self._set(replace(self._state, device=device, level=level, devices=devices))

    def ask_devices(self) -> None:
        """Make the list of devices anew."""
        self._playback.list_devices(self._on_devices)

    # --- what can be heard --------------------------------------------------------------------

    def play(self) -> None:
        """Go on after a pause, or play from the current line on."""
        if self._playback.state.active:
            self._playback.resume()
        elif self._voice is not None:
            self.play_voice(self._voice)
        else:
            self.play_from(self._line)

    def pause(self) -> None:
        """Hold."""
        self._playback.pause()

    def toggle(self) -> None:
        """Play or pause."""
        if self._playback.state.playing:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Be silent."""
        self._following = False
        self._playback.stop()

    def seek(self, position_s: float) -> None:
        """Go to a position of what is shown, in seconds."""
        if self._playback.state.active:
            self._playback.seek(position_s)
        else:
            self._start_s = position_s
            self._refresh()

    def play_line(self, number: int) -> bool:
        """Play one line alone; False when it has no audio."""
        clip = self._clip(number)
        line = self._script.line(number)
        if clip is None or line is None:
            return False
        self._begin([(line.id, clip)])
        return True

    def play_from(self, number: int) -> bool:
        """Play a line and all that follow; False when none of them has audio."""
        parts: list[tuple[object, AudioClip]] = []
        start_s = self._start_s if self._clip(number) is not None else 0.0
        for index in range(number, len(self._script.script.lines)):
            clip, line = self._clip(index), self._script.line(index)
            if clip is not None and line is not None:
                parts.append((line.id, clip))
        self._begin(parts, start_s)
        return bool(parts)

    @property
    def looping(self) -> bool:
        """True while lines are heard again and again."""
        return self._playback.looping

    def loop_lines(self, numbers: Sequence[int]) -> bool:
        """Play these lines again and again; False when none of them has audio."""
        found = [(self._script.line(number), self._clip(number)) for number in numbers]
        parts = [(line.id, clip) for line, clip in found if line is not None and clip is not None]
        self._begin(parts, loop=True)
        return bool(parts)

    def play_voice(self, sound: VoiceSound) -> None:
        """Play a voice's own audio."""
        self._begin([(VoiceKey(sound.voice), sound.clip)], voice=sound)

    def play_take(self, utterance_id: int, take: Take, start_s: float = 0.0) -> None:
        """Play one take of a line by itself, from a position in seconds."""
        self._begin([(TakeKey(utterance_id, take.id), take.clip)], start_s, take=(utterance_id, take))

    def heard(self, utterance_id: int) -> HeardTake | None:
        """Return the take of a line that is heard or held, or None."""
        playback = self._playback.state
        take: Take | None = None
        if playback.active and self._take is not None and self._take[0] == utterance_id:
            take = self._take[1]
        elif playback.active and playback.key == utterance_id:
            found = self._script.script.index_of(utterance_id)
            made = found is not None and not self._is_being_made(found, playback)
            take = self._script.heard_take(found) if found is not None and made else None
        if take is None:
            return None
        share = playback.position_s / take.clip.duration_s if take.clip.duration_s else 0.0
        return HeardTake(take, min(share, 1.0), playback.playing)

    def forget_voice(self, voice: Voice) -> None:
        """A voice was removed: it is not heard or shown any more."""
        if self._playback.state.key == VoiceKey(voice.id):
            self._playback.stop()
        if self._voice is not None and self._voice.voice == voice.id:
            self._voice = None
            self._refresh()

    def _begin(
        self,
        parts: Sequence[tuple[object, AudioClip]],
        start_s: float = 0.0,
        voice: VoiceSound | None = None,
        take: tuple[int, Take] | None = None,
        *,
        loop: bool = False,
    ) -> None:
        self._following = False
        self._voice, self._take = voice, take
        self._start_s = 0.0
        self._playback.play(parts, start_s, loop=loop)

    # --- a run is heard while it lasts --------------------------------------------------------

    def follow_run(self) -> None:
        """Play what the run makes, from its first audio on."""
        self._playback.stop()
        self._voice = self._take = None
        self._following = True
        self._heard_line = -1

    def hear(self, audio: LineAudio) -> None:
        """Audio of a run has been made: hear it at once, unless hearing is far behind already."""
        line = audio.utterance_id
        if not self._following or line < 0:
            return
        if not self._playback.streaming:
            self._playback.begin(audio.sample_rate_hz)
        if line != self._heard_line:
            self._heard_line = line
            self._late = self._playback.backlog_s > LATE_S
        if not self._late:
            self._playback.append(line, audio.samples, audio.sample_rate_hz)

    def hear_take(self, rendered: LineRendered) -> None:
        """A line of a run is done: where hearing is behind, it waits as a whole, on disk."""
        if self._following and self._late and rendered.utterance_id == self._heard_line:
            self._playback.append_clip(rendered.utterance_id, rendered.take.clip)

    def hear_whole(self, rendered: LineRendered) -> None:
        """A line of a run that was held back comes now, after those that stand above it."""
        if self._following:
            clip = rendered.take.clip
            if not self._playback.streaming:
                self._playback.begin(clip.sample_rate_hz)
            self._playback.append_clip(rendered.utterance_id, clip)

    def end_run(self, _: RunEnded) -> None:
        """The run is over: what it made is played to its end."""
        if self._following:
            self._following = False
            self._playback.finish()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self.follow_settings()
        self._refresh()

    # --- inside -------------------------------------------------------------------------------

    def _clip(self, number: int) -> AudioClip | None:
        take = self._script.heard_take(number)
        if take is not None:
            return take.clip
        failure = self._script.failure(number)
        return failure.clip if failure else None

    def _on_playback(self, state: PlaybackState) -> None:
        key = state.key
        self.playing_voice_changed.emit(key.voice if isinstance(key, VoiceKey) and state.playing else "")
        self._refresh()
        heard = key, state.playing
        if heard != self._heard:
            self._heard = heard
            self.heard_changed.emit()

    def _on_failed(self, _: SottovoceError) -> None:
        if not self._playback.state.active:  # else only the list of devices could not be had
            self._following = False

    def _on_devices(self, devices: Sequence[OutputDevice]) -> None:
        default = Choice("", self.tr("System default"))
        names = tuple(Choice(device.name, device.name) for device in devices)
        if self._device and self._device not in {choice.id for choice in names}:
            missing = self.tr("{device} (not connected)").format(device=self._device)
            names = (*names, Choice(self._device, missing))
        self._set(replace(self._state, devices=(default, *names)))

    def _set(self, state: TransportState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _refresh(self, *_: object) -> None:
        playback = self._playback.state
        number, voice = self._line, self._voice
        line_heard = playback.active and isinstance(playback.key, int)
        gone = False
        if isinstance(playback.key, int) and line_heard:
            found = self._script.script.index_of(playback.key)
            gone = found is None or self._script.heard_take(found) is None
            number, voice = (number if found is None else found), None
        position_s = playback.position_s if playback.active else self._start_s
        if gone and playback.key == self._drawn:
            shown = self._state
        else:
            shown = self._show_sound(number, voice, playback)
            self._drawn = playback.key if line_heard and not gone else None
        if not playback.active or voice is not None:
            position_s = min(position_s, shown.duration_s)
        self._set(replace(shown, position_s=position_s, playing=playback.playing))

    def _show_sound(self, number: int, voice: VoiceSound | None, playback: PlaybackState) -> TransportState:
        if voice is not None:
            return self._show_voice(voice)
        if playback.active and self._take is not None:
            found = self._script.script.index_of(self._take[0])
            return self._show_take(self._line if found is None else found, self._take[1])
        return self._show_line(number, playback)

    def _show_voice(self, sound: VoiceSound) -> TransportState:
        clip = sound.clip
        facts = (rate_text(clip.sample_rate_hz),)
        return replace(
            self._state, title=sound.name, peaks=sound.peaks, duration_s=clip.duration_s, facts=facts, note=""
        )

    def _show_line(self, number: int, playback: PlaybackState) -> TransportState:
        line, take = self._script.line(number), self._script.heard_take(number)
        being_made = self._is_being_made(number, playback)
        title = ""
        if line is not None and not line.is_blank:
            title = self.tr("Line {number}").format(number=self._script.script.ordinal(number))
        if take is None or being_made:
            heard_s = playback.duration_s if playback.active else 0.0
            clip = None if being_made else self._clip(number)
            duration_s = clip.duration_s if clip else heard_s
            failure = self._script.failure(number)
            note = sentence(failure.error) if failure and failure.error else ""
            return replace(self._state, title=title, peaks=None, duration_s=duration_s, facts=(), note=note)
        return self._show_take(number, take)

    def _is_being_made(self, number: int, playback: PlaybackState) -> bool:
        """Say whether a line is heard while it is made: what is heard is none of its takes yet."""
        line = self._script.line(number)
        heard = line is not None and playback.active and playback.key == line.id
        return heard and self._playback.streaming and self._script.views[number].state is LineState.RENDERING

    def _show_take(self, number: int, take: Take) -> TransportState:
        line = self._script.line(number)
        title = self.tr("Line {number}").format(number=self._script.script.ordinal(number)) if line else ""
        place = line.place_of(take.id) if line else None
        return replace(
            self._state,
            title=title,
            peaks=take.peaks,
            duration_s=take.clip.duration_s,
            facts=self._words.short_facts(take, place, len(line.takes) if line else 0),
            note="",
        )

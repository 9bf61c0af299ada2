"""Playback against a sound card that is fast, slow or silent."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from core.audio.stretch import can_stretch
from core.model.audio import AudioClip
from gui.jobs import Lane
from gui.playback import Playback
from tests.gui.fake_sound import RATE_HZ, FakeSound

LONG_MS = 20_000


@pytest.fixture
def sound(monkeypatch) -> FakeSound:
    fake = FakeSound()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


@pytest.fixture
def playback(qtbot, sound):
    lane = Lane("audio")
    made = Playback(lane)
    yield made
    sound.answers.set()
    made.stop()
    assert lane.close(LONG_MS)


def clip(duration_s: float) -> AudioClip:
    return AudioClip(np.full(round(duration_s * RATE_HZ), 0.1, np.float32), RATE_HZ)


def test_lines_are_heard_one_after_the_other_to_the_end(playback, qtbot):
    seen = []
    playback.state_changed.connect(seen.append)
    playback.play([("one", clip(0.3)), ("two", clip(0.3))])
    qtbot.waitUntil(lambda: not playback.state.active, timeout=LONG_MS)
    keys = list(dict.fromkeys(state.key for state in seen if state.playing and state.key))
    assert keys == ["one", "two"]


def test_where_the_last_sound_was_does_not_show_in_the_next(playback, sound, qtbot):
    playback.play([("old", clip(20))], start_s=10.0)
    qtbot.waitUntil(lambda: playback.state.position_s > 10, timeout=LONG_MS)
    sound.answers.clear()
    playback.list_devices(lambda _: None)
    seen = []
    playback.state_changed.connect(seen.append)
    playback.play([("new", clip(15))])
    with qtbot.waitSignal(playback._timer.timeout, timeout=LONG_MS):
        pass
    sound.answers.set()
    qtbot.waitUntil(lambda: playback.state.position_s > 0.05, timeout=LONG_MS)
    assert max(state.position_s for state in seen) < 5


def test_what_was_asked_for_before_is_not_opened_any_more(playback, sound, qtbot):
    sound.answers.clear()
    for number in range(5):
        playback.play([(number, clip(5))])
    sound.answers.set()
    qtbot.waitUntil(lambda: playback.state.position_s > 0, timeout=LONG_MS)
    assert playback.state.key == 4
    assert sound.opened <= 2


def test_seek_pause_and_go_on(playback, qtbot):
    playback.play([("line", clip(20))])
    qtbot.waitUntil(lambda: playback.state.position_s > 0, timeout=LONG_MS)
    playback.seek(12.0)
    qtbot.waitUntil(lambda: playback.state.position_s > 12.1, timeout=LONG_MS)
    playback.pause()
    assert not playback.state.playing
    playback.resume()
    qtbot.waitUntil(lambda: playback.state.position_s > 12.3, timeout=LONG_MS)
    assert playback.state.position_s < 20


def test_of_the_lines_before_nothing_is_kept_and_the_one_that_is_heard_can_be_sought_in(playback, qtbot):
    playback.play([("one", clip(0.3)), ("two", clip(30))])
    qtbot.waitUntil(lambda: playback.state.key == "two" and playback.state.position_s > 0.1, timeout=LONG_MS)
    player = playback._player
    player.seek(0.0)
    assert player.position_s > 0.3
    playback.seek(20.0)
    qtbot.waitUntil(lambda: playback.state.position_s > 20, timeout=LONG_MS)
    playback.seek(0.0)
    qtbot.waitUntil(lambda: playback.state.position_s < 5, timeout=LONG_MS)
    assert playback.state.key == "two"


def test_a_loop_begins_again_until_it_is_stopped(playback, qtbot):
    starts = []
    playback.state_changed.connect(lambda state: starts.append(state) if state.key is None else None)
    playback.play([("one", clip(0.2)), ("two", clip(0.2))], loop=True)
    assert playback.looping
    qtbot.waitUntil(lambda: sum(state.playing for state in starts) >= 3, timeout=LONG_MS)
    playback.stop()
    assert not playback.looping
    assert not playback.state.active


@pytest.mark.skipif(not can_stretch(), reason="no wheel of python-stretch for this system")
def test_at_another_pace_positions_are_those_of_the_line(playback, qtbot):
    seen = []
    playback.state_changed.connect(seen.append)
    playback.set_pace(2.0)
    playback.play([("one", clip(4)), ("two", clip(4))], start_s=3.0)
    qtbot.waitUntil(lambda: not playback.state.active, timeout=LONG_MS)
    heard = [state for state in seen if state.key == "two"]
    assert {state.duration_s for state in heard} == {4.0}
    assert max(state.position_s for state in heard) > 2.5


def test_another_pace_goes_on_where_it_was_and_stays_paused(playback, qtbot):
    playback.play([("one", clip(20)), ("two", clip(20))], start_s=1.0)
    qtbot.waitUntil(lambda: playback.state.position_s > 1, timeout=LONG_MS)
    playback.pause()
    paused = playback.state
    playback.set_pace(1.5)
    assert playback.state.active
    assert not playback.state.playing
    playback.resume()
    qtbot.waitUntil(lambda: playback.state.position_s > paused.position_s, timeout=LONG_MS)
    playback.set_pace(1.5)
    assert playback.state.playing

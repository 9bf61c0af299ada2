"""Playback for real: on a private sound server, whose monitor records what a person would hear."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio_fixtures import Pulse
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

SCRIPT = [sys.executable, "-m", "tests.core.audio.player_script"]


def play(pulse: Pulse, *steps: str) -> dict:
    call = subprocess.run(
        [*SCRIPT, *steps], env=pulse.environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert call.returncode == 0, call.stderr
    return json.loads(call.stdout.splitlines()[-1])


def tone_s(path: Path) -> float:
    """Return for how long a tone is heard, in seconds (sum of the 10 ms frames that are not silent)."""
    return float(np.count_nonzero(frame_levels(path) > 0.01)) / 100


def frame_levels(path: Path) -> np.ndarray:
    samples, rate = soundfile.read(path, dtype="float32")
    count = len(samples) // (rate // 100)
    return np.abs(samples[: count * (rate // 100)]).reshape(count, -1).max(axis=1)


def test_all_is_heard_to_the_end(pulse: Pulse):
    with pulse.record() as heard:
        report = play(pulse, "devices", "open=24000", "tone=1", "tone=0.5", "finish", "play", "wait")
    assert "pulse" in report["devices"]
    assert report["finished_at_s"] == 1.5
    assert tone_s(heard) == pytest.approx(1.5, abs=0.06)
    samples, rate = soundfile.read(heard)
    pitch_hz = np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples)
    assert pitch_hz == pytest.approx(220, abs=2)


def test_a_rate_that_the_device_does_not_take_is_resampled(pulse: Pulse):
    with pulse.record() as heard:
        report = play(pulse, "open=700000", "tone=0.5", "tone=0.5", "finish", "play", "wait")
    assert report["finished_at_s"] == pytest.approx(1.0, abs=0.01)
    assert tone_s(heard) == pytest.approx(1.0, abs=0.06)


def test_while_more_is_to_come_there_is_silence_and_not_the_end(pulse: Pulse):
    with pulse.record() as heard:
        report = play(
            pulse, "open=24000", "tone=0.4", "play", "until=0.4", "rest=0.5", "tone=0.4", "finish", "wait"
        )
    assert report["finished_at_s"] == 0.8
    levels = frame_levels(heard) > 0.01
    assert tone_s(heard) == pytest.approx(0.8, abs=0.06)
    first, last = np.flatnonzero(levels)[[0, -1]]
    assert 0.3 < np.count_nonzero(~levels[first:last]) / 100 < 0.9


def test_pause_holds_and_play_goes_on(pulse: Pulse):
    with pulse.record() as heard:
        report = play(
            pulse,
            *("open=24000", "tone=2", "finish", "play", "until=0.8", "pause", "note=paused"),
            *("rest=0.5", "note=still", "play", "wait"),
        )
    assert report["still"] == report["paused"] == pytest.approx(0.8, abs=0.15)
    assert tone_s(heard) == pytest.approx(2.0, abs=0.15)


def test_seek_jumps_while_playing(pulse: Pulse):
    with pulse.record() as heard:
        report = play(pulse, "open=24000", "tone=5", "finish", "play", "until=0.3", "seek=4.5", "wait")
    assert report["finished_at_s"] == 5.0
    assert tone_s(heard) == pytest.approx(0.9, abs=0.2)


def test_after_the_end_play_starts_again(pulse: Pulse):
    with pulse.record() as heard:
        play(pulse, "open=24000", "tone=0.5", "finish", "play", "wait", "play", "wait")
    assert tone_s(heard) == pytest.approx(1.0, abs=0.1)


def test_the_level_is_a_factor(pulse: Pulse):
    with pulse.record() as heard:
        play(pulse, "open=24000", "level=0.25", "tone=0.5", "finish", "play", "wait")
    assert np.median(frame_levels(heard)[frame_levels(heard) > 0.01]) == pytest.approx(0.3 * 0.25, abs=0.01)


def test_a_device_that_goes_away_in_mid_play_is_said_at_once(pulse: Pulse):
    player = subprocess.Popen(
        [*SCRIPT, "open=24000", "tone=60", "finish", "play", "until=0.3", "say=playing", "wait"],
        env=pulse.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert player.stdout is not None
    with player:
        assert player.stdout.readline() == "playing\n"
        pulse.unplug()
        report = json.loads(player.stdout.readline())
        player.wait(20)
    assert report == {"error": "audio_device_lost"}


def test_a_sound_server_that_dies_in_mid_play_is_said_at_once(pulse: Pulse):
    player = subprocess.Popen(
        [*SCRIPT, "open=24000", "tone=60", "finish", "play", "until=0.3", "say=playing", "wait"],
        env=pulse.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert player.stdout is not None
    with player:
        assert player.stdout.readline() == "playing\n"
        os.kill(pulse.pid, signal.SIGKILL)
        report = json.loads(player.stdout.readline())
        player.wait(20)
    assert report == {"error": "audio_device_lost"}


def test_a_sound_server_that_hangs_freezes_nobody(pulse: Pulse):
    os.kill(pulse.pid, signal.SIGSTOP)
    try:
        report = play(pulse, "open=24000")
    finally:
        os.kill(pulse.pid, signal.SIGCONT)
    assert report["raised"] == "audio_device_missing"
    assert "no answer" in report["reason"]


def test_a_device_that_is_not_there_is_said_by_name(pulse: Pulse):
    report = play(pulse, "open=24000,No such speaker")
    assert report["raised"] == "audio_device_missing"
    assert report["reason"] == "not found"


def test_a_device_is_found_by_its_name(pulse: Pulse):
    with pulse.record() as heard:
        play(pulse, "open=24000,pulse", "tone=0.5", "finish", "play", "wait")
    assert tone_s(heard) == pytest.approx(0.5, abs=0.06)


def test_the_list_is_made_anew_only_while_nothing_is_open(pulse: Pulse):
    with pulse.record() as heard:
        report = play(
            pulse, "open=24000", "tone=1", "finish", "play", "until=0.3", "devices", "wait", "devices"
        )
    assert report["finished_at_s"] == 1.0
    assert tone_s(heard) == pytest.approx(1.0, abs=0.06)
    wait_until(lambda: pulse.players == 0, "the device to be let go")

"""Recording for real: the monitor of a private sound server's output is the microphone."""

import json
import math
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.microphone import UNFINISHED, unfinished_recording
from core.audio.read import probe_reference, read_reference
from tests.audio_fixtures import Pulse
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

SCRIPT = [sys.executable, "-m", "tests.core.audio.recorder_script"]


@pytest.fixture
def microphone(pulse: Pulse) -> Pulse:
    """Return a sound server whose output's monitor is the default microphone."""
    pulse.pactl("set-default-source", "out.monitor")
    return pulse


def record(pulse: Pulse, path: Path, seconds: float, *device: str) -> dict:
    call = subprocess.run(
        [*SCRIPT, str(path), str(seconds), *device],
        env=pulse.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert call.returncode == 0, call.stderr
    return json.loads(call.stdout.splitlines()[-1])


@contextmanager
def sounding(pulse: Pulse, folder: Path, level: float = 0.25) -> Iterator[None]:
    """Let a tone sound on the output for the time of the block."""
    path = folder / "tone.wav"
    time_s = np.arange(48_000 * 30) / 48_000
    soundfile.write(path, (level * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32), 48_000, "FLOAT")
    player = subprocess.Popen(["paplay", str(path)], env=pulse.environ)
    try:
        wait_until(lambda: pulse.players == 1, "the tone")
        yield
    finally:
        player.kill()
        player.wait()


def test_what_sounds_is_recorded_with_its_level(microphone: Pulse, tmp_path: Path):
    path = tmp_path / "gravação ✓.wav"
    with sounding(microphone, tmp_path):
        report = record(microphone, path, 1.5)
    assert report["path"] == str(path)
    assert report["peak_dbfs"] == pytest.approx(20 * math.log10(0.25), abs=0.5)
    assert report["overloaded"] is False
    facts = probe_reference(path)
    assert (facts.channels, facts.format) == (1, "WAV PCM_24")
    assert facts.duration_s >= 1.5
    samples, rate = soundfile.read(path)
    middle = samples[rate // 2 : rate]
    assert np.argmax(np.abs(np.fft.rfft(middle))) * rate / len(middle) == pytest.approx(440, abs=3)
    assert not (tmp_path / (path.name + UNFINISHED)).exists()


def test_an_overload_is_seen(microphone: Pulse, tmp_path: Path):
    with sounding(microphone, tmp_path, level=1.6):
        report = record(microphone, tmp_path / "loud.wav", 1.0)
    assert report["overloaded"] is True
    assert report["peak_dbfs"] == pytest.approx(0.0, abs=0.1)


def test_silence_is_recorded_as_silence(microphone: Pulse, tmp_path: Path):
    report = record(microphone, tmp_path / "silence.wav", 0.5)
    assert report["peak_dbfs"] < -80
    assert soundfile.info(tmp_path / "silence.wav").duration >= 0.5


def test_a_recording_that_is_killed_is_whole_so_far(microphone: Pulse, tmp_path: Path):
    path = tmp_path / "recordings" / "killed.wav"
    with sounding(microphone, tmp_path):
        recorder = subprocess.Popen(
            [*SCRIPT, str(path), "60"], env=microphone.environ, stdout=subprocess.PIPE, text=True
        )
        with recorder:
            assert recorder.stdout.readline() == "recording\n"
            part = path.with_name(path.name + UNFINISHED)
            wait_until(lambda: part.exists() and part.stat().st_size > 48_000 * 3, "a second of sound")
            recorder.send_signal(signal.SIGKILL)
    assert not path.exists()
    assert unfinished_recording(path.parent) is None, "it may be another window's, under way"
    os.utime(part, (part.stat().st_mtime - 60,) * 2)
    assert unfinished_recording(path.parent) == part
    clip, _ = read_reference(part, sample_rate_hz=24_000, minimum_s=0.5, maximum_s=60)
    assert clip.peak == pytest.approx(0.25, abs=0.02)


def test_a_microphone_that_goes_away_is_told_and_what_there_was_is_kept(microphone: Pulse, tmp_path: Path):
    path = tmp_path / "lost.wav"
    recorder = subprocess.Popen(
        [*SCRIPT, str(path), "60"], env=microphone.environ, stdout=subprocess.PIPE, text=True
    )
    with recorder:
        assert recorder.stdout.readline() == "recording\n"
        part = path.with_name(path.name + UNFINISHED)
        wait_until(lambda: part.exists() and part.stat().st_size > 48_000, "some sound")
        os.kill(microphone.pid, signal.SIGKILL)
        report = json.loads(recorder.stdout.readline())
        recorder.wait(20)
    assert report["error"]["code"] == "microphone_lost"
    assert report["error"]["kept_s"] > 0.2
    assert soundfile.info(path).duration == pytest.approx(report["error"]["kept_s"], abs=0.2)


def test_no_microphone_is_said(tmp_path: Path):
    nowhere = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(tmp_path)}
    call = subprocess.run(
        [*SCRIPT, str(tmp_path / "none.wav"), "1"], env=nowhere, capture_output=True, text=True, check=True
    )
    report = json.loads(call.stdout.splitlines()[-1])
    assert report["raised"]["code"] == "microphone_missing"
    assert report["raised"]["reason"]
    assert list(tmp_path.glob("*.wav*")) == []


def test_a_microphone_that_is_not_there_is_said_by_name(microphone: Pulse, tmp_path: Path):
    report = record(microphone, tmp_path / "none.wav", 1.0, "No such microphone")
    assert report["raised"] == {
        "code": "microphone_missing",
        "device": "No such microphone",
        "reason": "not found",
    }


def test_a_folder_that_cannot_be_written_is_said(microphone: Pulse, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    report = record(microphone, tmp_path / "file" / "a.wav", 1.0)
    assert report["raised"]["code"] in {"output_unwritable", "folder_not_writable"}


def test_a_full_disk_ends_the_recording_and_keeps_what_was_written(microphone: Pulse, tmp_path: Path):
    path = tmp_path / "full.wav"

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    call = subprocess.run(
        [*SCRIPT, str(path), "60"],
        env=microphone.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        preexec_fn=full,
    )
    report = json.loads(call.stdout.splitlines()[-1])
    assert report["error"]["code"] in {"output_unwritable", "disk_full"}
    assert report["path"] == str(path)
    assert soundfile.info(path).frames > 20_000


def test_without_a_folder_nothing_is_unfinished(tmp_path: Path):
    assert unfinished_recording(tmp_path / "none") is None

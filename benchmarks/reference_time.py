"""How long a reference takes: a file of two minutes is dropped, until it can be used; no recognition.

    .environments/test/bin/python -m benchmarks.reference_time

The file is the starter voice reading ten sentences over and over with pauses, as 48 kHz stereo FLAC with
noise 30 dB below. It is dropped on the real window (on no screen) time and again; a 4 ms timer tells how late
the window's thread is meanwhile, and while the recording's window is opened. The first drop starts the
analysis host.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from PySide6.QtCore import QTimer

from benchmarks.measure import Spread, percentile, print_table
from benchmarks.spoil import RATE_HZ, Sound, mixed, white
from benchmarks.window import Lateness, studio
from core.audio.peaks import resample
from core.model.audio import AudioClip
from core.model.voice import Voice

if TYPE_CHECKING:
    from gui.app import Program
    from gui.presenters.reference_states import ReferenceState

LENGTH_S = 120
RUNS = 5
SENTENCES = (
    "The ferry leaves at noon, but the captain waits for nobody.",
    "Six sharp knives lay beside the fish.",
    "Why would anybody paint a kitchen purple?",
    "She measured each slice twice, then wrapped the pieces in wet paper.",
    "My neighbour says that it helps her to think clearly.",
    "Nine boats came home before the storm.",
    "The red fox sleeps under an old tree.",
    "Take a warm coat and something to read.",
    "He keeps his letters in a blue box on the highest shelf.",
    "Nobody remembers who rang the bell first.",
)


def two_minutes(rng: np.random.Generator) -> Sound:
    from hibari import Hibari

    speak = Hibari()
    parts: list[Sound] = []
    length = 0
    while length < LENGTH_S * RATE_HZ:
        for number, sentence in enumerate(SENTENCES):
            spoken = np.asarray(speak(sentence, speed=1.0, seed=number), np.float32)
            parts += [spoken, np.zeros(int(rng.uniform(0.3, 1.2) * RATE_HZ), np.float32)]
            length += len(parts[-2]) + len(parts[-1])
    sound = np.concatenate(parts)[: LENGTH_S * RATE_HZ]
    return mixed(sound, white(len(sound), rng), 30)


def drops(path: Path) -> None:
    """Drop the file on the window, `RUNS` times; then open the last recording; print the figures."""
    figures: dict[str, list[float]] = {"ready_s": [], "drop_late_ms": [], "open_late_ms": []}

    def begin(program: Program) -> None:
        voices, editor = program.studio.voices, program.studio.references.editor
        late = Lateness(program)
        dropped = [0.0]

        def drop() -> None:
            late.take()
            dropped[0] = time.perf_counter()
            program.window.voices_panel.files_dropped.emit((path,))

        def added(voice: Voice) -> None:
            figures["ready_s"].append(time.perf_counter() - dropped[0])
            figures["drop_late_ms"] += late.take()
            if len(figures["ready_s"]) < RUNS:
                QTimer.singleShot(500, drop)
            else:
                editor.state_changed.connect(shown)
                program.studio.references.edit(voice.id)

        def shown(state: ReferenceState) -> None:
            if state.peaks is not None and not state.busy:
                editor.state_changed.disconnect(shown)
                QTimer.singleShot(200, end)

        def end() -> None:
            figures["open_late_ms"] += late.take()
            print(json.dumps(figures), flush=True)
            program.window.close()

        voices.added.connect(added)
        program.studio.runner.hosts_ready.connect(lambda *_: QTimer.singleShot(1500, drop))

    studio(begin)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "two-minutes.flac"
        clip = resample(AudioClip(two_minutes(np.random.default_rng(1)), RATE_HZ), 48_000)
        soundfile.write(path, np.stack((clip.samples, clip.samples), axis=1), clip.sample_rate_hz)
        command = [sys.executable, "-m", "benchmarks.reference_time", str(path)]
        environ = {**os.environ, "SOTTOVOCE_HOME": str(Path(name) / "home")}
        call = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    found = json.loads(call.stdout.splitlines()[-1])
    first, *later = found["ready_s"]
    rows = [
        ("2-minute file dropped until its voice is there", Spread.of(later).text(2) + " s", "≤ 3 s"),
        ("the same, the first time: the analysis host starts", f"{first:.2f} s", ""),
    ]
    for key, what in (("drop_late_ms", "meanwhile"), ("open_late_ms", "while the recording is opened")):
        late = found[key]
        text = f"p99 {percentile(late, 0.99):.1f} ms, max {max(late):.1f} ms"
        rows.append((f"the window's thread {what}", text, "p99 < 16 ms, max < 50 ms"))
    print_table("A recording becomes a reference", ("", "measured", "target"), rows)


if __name__ == "__main__":
    drops(Path(sys.argv[1])) if len(sys.argv) > 1 else main()

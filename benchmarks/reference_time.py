"""How long a reference takes, from a file of two minutes until it can be used; without recognition.

    .environments/test/bin/python -m benchmarks.reference_time

The file is the starter voice reading ten sentences over and over with pauses, as 48 kHz stereo FLAC with
noise 30 dB below. What is timed is what the window does off its thread: read, find the best part, judge,
cut, level, and put original and reference into the library. The first run starts the analysis host.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.spoil import RATE_HZ, Sound, mixed, white
from core.audio.peaks import resample
from core.model.audio import AudioClip
from core.paths import Paths
from core.services.app import Services
from core.settings import Settings

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


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "two-minutes.flac"
        clip = resample(AudioClip(two_minutes(np.random.default_rng(1)), RATE_HZ), 48_000)
        soundfile.write(path, np.stack((clip.samples, clip.samples), axis=1), clip.sample_rate_hz)
        environ = {"SOTTOVOCE_HOME": str(Path(name) / "home")}
        paths = Paths.find(environ)
        paths.ensure()
        services = Services.create(paths, Settings.load(paths, environ, {}))
        try:
            print("| run | reference ready after | stretch |\n|---|---|---|")
            for run in range(RUNS):
                start = time.perf_counter()
                voice = services.voices.add_reference(path).voice
                ready_s = time.perf_counter() - start
                assert voice.reference is not None
                stretch = voice.reference.stretch
                assert stretch is not None
                shown = f"{stretch.start_s:.1f} to {stretch.end_s:.1f} s"
                print(
                    f"| {run + 1}{', starts the host' * (not run)} | {ready_s:.2f} s | {shown} |", flush=True
                )
        finally:
            services.close()


if __name__ == "__main__":
    main()

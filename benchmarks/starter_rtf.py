"""Measure the starter engine beside bare hibari-tts, in interleaved pairs of one run.

    python3 packaging/bootstrap.py python benchmarks/starter_rtf.py [--pairs 15]

Real-time factor: synthesis time / audio time (lower is faster). Prints a markdown table.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable

import hibari
import numpy as np
from measure import Spread, interleaved, print_table, ratio

from core.engines.base import JobContext, LoadOptions
from core.engines.starter.engine import make_engine
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, RenderEvent
from core.model.request import SynthesisRequest
from core.paths import Paths
from core.services.app import Services
from core.services.order import Order
from core.settings import Settings

TEXT = (
    "The train leaves the station at seven in the morning. By noon it has crossed three rivers and a range of"
    " hills, and the passengers have finished their sandwiches. Nobody speaks much; the windows are wide, and"
    " there is a lot to see. In the evening, when the lamps are lit, an old man tells a story about a ship. "
) * 3


def nothing(_: object) -> None:
    """Take a report and do nothing with it."""


class Runs:
    """Times one way to speak the text.

    Attributes:
        first_s: Time to the first audio of each run, in seconds.
        audio_s: Length of the audio, in seconds.
    """

    def __init__(self, pieces: Callable[[], Iterable[np.ndarray]]) -> None:
        self._pieces = pieces
        self.first_s: list[float] = []
        self.audio_s = 0.0

    def factor(self) -> float:
        """Speak once and return the real-time factor."""
        start = time.perf_counter()
        ends, samples = [], 0
        for piece in self._pieces():
            ends.append(time.perf_counter())
            samples += len(piece)
        self.first_s.append(ends[0] - start)
        self.audio_s = samples / hibari.SAMPLE_RATE
        return (ends[-1] - start) / self.audio_s


def spoken(services: Services) -> list[np.ndarray]:
    """Speak the text through services, client, pipe and host; each piece is kept as it comes."""
    pieces: list[np.ndarray] = []

    def keep(event: RenderEvent) -> None:
        if isinstance(event, AudioPiece):
            pieces.append(event.samples)

    services.synthesizer.render(Order(TEXT, "starter", seed=1), on_event=keep, cancel=CancelToken())
    return pieces


def measure(pairs: int, services: Services) -> None:
    """Run the pairs and print the table."""
    job = JobContext(CancelToken(), nothing, nothing)
    voice, model = hibari.Hibari(), make_engine().load(LoadOptions("cpu"), job)
    request = SynthesisRequest("starter", TEXT, seed=1)
    bare = Runs(lambda: voice.stream(TEXT, seed=1))
    engine = Runs(lambda: model.synthesize(request, job))
    studio = Runs(lambda: spoken(services))
    actions = {"bare": bare.factor, "engine": engine.factor, "studio": studio.factor}
    interleaved(actions, 1)  # warm up
    factors = interleaved(actions, pairs)
    print_table(
        f"Starter voice beside bare hibari-tts {hibari.__version__}: {pairs} rounds of {engine.audio_s:.0f} s"
        f" of audio, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        ("what", "bare hibari-tts", "engine", "through the studio", "studio / bare", "target"),
        [
            (
                "real-time factor",
                *(Spread.of(values).text(4) for values in factors.values()),
                f"{ratio(factors['studio'], factors['bare']):.2f}",
                "≤ 1.15",
            ),
            (
                "first audio",
                Spread.of(bare.first_s[1:]).text(3, "s"),
                Spread.of(engine.first_s[1:]).text(3, "s"),
                "-",
                "-",
                "-",
            ),
        ],
    )


def main() -> None:
    """Read the options, start a host, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths.find({"SOTTOVOCE_HOME": folder})
        services = Services.create(paths, Settings.load(paths, {}))
        try:
            measure(pairs, services)
        finally:
            services.close()


if __name__ == "__main__":
    main()

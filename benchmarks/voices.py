"""A thousand voices: how long until they are listed and searched, in the library and in the window.

    python3 packaging/bootstrap.py python benchmarks/voices.py [ROUNDS]

The library's figures are taken beside a plain look at as many files. In the window (offscreen platform) each
is what it takes until the panel is drawn. All are processor time of the whole process, all threads together,
so that what else the machine does changes little.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import soundfile
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.measure import Spread, interleaved, print_table
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.paths import Paths
from core.services.voices import VoiceService
from core.voices import VoiceLibrary
from core.voices.facts import FORMAT, OriginalFacts, ReferenceFacts, VoiceFacts, dump_facts
from core.voices.search import matching
from gui.jobs import Lane
from gui.presenters.voices_presenter import VoicesPresenter
from gui.theme import install
from gui.widgets.voices_panel import VoicesPanel

VOICES = 1000
TARGET_MS = 100.0
WORDS = "It was long past midnight when the radio woke by itself, and a voice came through, calm and close."


def make_library(folder: Path) -> None:
    """Write a thousand voices with one short recording each."""
    clip = folder.parent / "clip.flac"
    folder.mkdir(parents=True)
    soundfile.write(clip, 0.2 * np.sin(np.arange(24_000) / 9), 24_000)
    for n in range(VOICES):
        own = folder / f"voice-{n:06x}"
        own.mkdir()
        shutil.copyfile(clip, own / "reference-abc.flac")
        original = OriginalFacts("reference-abc.flac", "b" * 64)
        reference = ReferenceFacts("reference-abc.flac", "abc", WORDS, 1.0, "", "a" * 64, original)
        tags = ("narração",) if n % 2 else ("calm", "low")
        facts = VoiceFacts(FORMAT, f"Vóz número {n}", (reference,), "pt-BR", 1.79e9 + n, tags, "Some notes.")
        (own / "voice.toml").write_bytes(dump_facts(facts))


class Bench:
    """A library on the disk, and the ways to look at it; each gives milliseconds."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.known = VoiceLibrary(paths.voices_dir, paths.voices_index)
        self.voices = self.known.all()
        self.turn = 0

    def look(self) -> float:
        """Ask the system about as many files."""
        names = os.listdir(self.paths.voices_dir)  # noqa: PTH208
        folder = str(self.paths.voices_dir)
        return _ms(lambda: [os.stat(f"{folder}/{name}/voice.toml") for name in names if name[0] != "."])  # noqa: PTH116

    def first_ever(self) -> float:
        """Read every file."""
        return _ms(VoiceLibrary(self.paths.voices_dir).all)

    def next_start(self) -> float:
        """List by what was read in an earlier run."""
        return _ms(VoiceLibrary(self.paths.voices_dir, self.paths.voices_index).all)

    def again(self) -> float:
        """List once more."""
        return _ms(self.known.all)

    def search(self) -> float:
        """Search by words that were not searched for before."""
        self.turn += 1
        return _ms(lambda: matching(self.voices, f"narracao {self.turn}"))


class Window:
    """The voices panel with its presenter, as the studio has them."""

    def __init__(self, app: QApplication, paths: Paths) -> None:
        self.app = app
        self.lane = Lane("files")
        hosts = HostPool([], HostOptions())
        self.presenter = VoicesPresenter(VoiceService(paths, hosts), self.lane)
        self.panel = VoicesPanel()
        self.panel.resize(228, 620)
        self.presenter.state_changed.connect(self.panel.render)
        self.panel.show()
        self.turn = 0

    def list(self) -> float:
        """From the wish to see the library to its cards."""

        def shown() -> None:
            self.presenter.read_references()
            while not self.presenter.state.cards:
                self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self._draw()

        elapsed = _ms(shown)
        self.settle()
        return elapsed

    def key(self) -> float:
        """A letter of a search that many voices fit."""
        self.turn += 1
        elapsed = _ms(lambda: (self.presenter.search("nar" if self.turn % 2 else "narr"), self._draw()))
        self.settle()
        return elapsed

    def rare(self) -> float:
        """A search that few voices fit, from one that many do."""
        self.presenter.search("")
        self.settle()
        self.turn += 1
        return _ms(lambda: (self.presenter.search(f"numero {500 + self.turn}"), self._draw()))

    def settle(self) -> None:
        """Let the waveforms of the cards come."""
        while self.lane.busy:
            self.app.processEvents()
        self.app.processEvents()

    def close(self) -> None:
        """End its thread."""
        self.panel.close()
        self.lane.close(5000)

    def _draw(self) -> None:
        self.app.processEvents()
        self.panel.repaint()


def first_list(app: QApplication, paths: Paths) -> float:
    """Open a panel of its own, as a start of the studio does, and list."""
    window = Window(app, paths)
    elapsed = window.list()
    window.close()
    return elapsed


def _ms(action: Callable[[], object]) -> float:
    begin = time.process_time()
    action()
    return 1000 * (time.process_time() - begin)


def main(rounds: int) -> None:
    """Measure and print."""
    app = QApplication([])
    install(app)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        paths = Paths(home, home, home / "cache", home / "logs")
        make_library(paths.voices_dir)
        bench = Bench(paths)
        ways = {
            "ask the system about 1,000 files": bench.look,
            "list, files never read before": bench.first_ever,
            "list, at the next start": bench.next_start,
            "list again": bench.again,
            "search": bench.search,
        }
        found = interleaved(ways, rounds)
        base = Spread.of(found["ask the system about 1,000 files"]).median
        rows = [
            [what, Spread.of(times).text(1, "ms"), f"{Spread.of(times).median / base:.1f}"]
            for what, times in found.items()
        ]
        print_table(
            "1,000 voices, the library", ["what", "median (least to greatest)", "of the bare look"], rows
        )
        window = Window(app, paths)
        window.list()
        shown = {
            "list, from the start of the panel": lambda: first_list(app, paths),
            "a letter of a search, half of the voices fit": window.key,
            "a search that few fit": window.rare,
        }
        rows = [
            [what, Spread.of(times).text(1, "ms"), f"< {TARGET_MS:.0f} ms"]
            for what, times in interleaved(shown, rounds).items()
        ]
        print_table("1,000 voices, the window", ["what", "median (least to greatest)", "target"], rows)
        window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)

"""Rows of vram.py: the estimate of the peak, and jobs of two engines on cards of 4, 3 and 2 GB.

``fitting`` is a measure of ``vram.py``. The cards' side runs in environment ``torch``:

    .environments/torch/bin/python benchmarks/vram_fit.py FOLDER_OF_F5 FOLDER_OF_XTTS

The manager, the room it makes and the ladder are the product's; the nets are the packages' own code on tiny
weights, which speak truly; the card only counts, and counts them as full-size nets: the weights as they were
measured, the peak as it is estimated for each request (row ``estimate`` says how true that is).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.vram_row import Row

if TYPE_CHECKING:
    from benchmarks.vram import Bench

GB = 1000**3
OTHERS_BYTES = 600_000_000
PAIRS = 10
PASCAL, TURING = (6, 1), (7, 5)


def fitting(bench: Bench) -> Sequence[Row]:
    """The estimate against full-size nets; jobs on small cards."""
    from benchmarks.peaks import HELD_OUT, measure, outside

    measured = measure(HELD_OUT)
    off = [one.ratio - 1 for one in measured]
    note = (
        f"{len(measured)} parts held out, peak above the weights {min(off):+.1%} to {max(off):+.1%};"
        " true: MemTracker over fake tensors"
    )
    tiny = [bench.weights(engine, "tiny") for engine in ("f5", "xtts")]
    return [Row("estimate", outside(measured), 0, "share", "<=", note), *bench.in_torch("vram_fit.py", *tiny)]


# --- in environment torch --------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What became of some jobs.

    Attributes:
        peaks_bytes: The greatest that the card held in each, by engine.
        refused: Jobs that were refused with numbers, by engine.
        crashed: Jobs that ended in any other way.
        ways: How often each way of speaking was taken.
    """

    peaks_bytes: dict[str, list[int]] = field(default_factory=lambda: {"f5": [], "xtts": []})
    refused: Counter[str] = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)

    @property
    def peak_bytes(self) -> int:
        """The greatest of all."""
        return max((peak for peaks in self.peaks_bytes.values() for peak in peaks), default=0)

    def words(self) -> str:
        """Return it in words."""
        refused = ", ".join(f"{name} ×{count}" for name, count in sorted(self.refused.items())) or "none"
        return f"{dict(sorted(self.ways.items()))}, refused with numbers: {refused}"


class SmallCard:
    """The product's simulated card, with others' use and a compute capability of our choice."""

    @staticmethod
    def make(total_bytes: int, others_bytes: int, capability: tuple[int, int]) -> Any:
        """Make it."""
        from core.vram.device import SimulatedCard

        class Small(SimulatedCard):
            def look(self, device: str) -> Any:
                return replace(super().look(device), capability=capability)

        card = Small(total_bytes)
        card.other_bytes = others_bytes
        return card


class Jobs:
    """Both engines behind one manager."""

    def __init__(self, card: Any, folders: dict[str, Path], reference: Path) -> None:
        """Take tiny weights, and the recording that is cloned."""
        from core.engines.base import JobContext
        from core.engines.f5.engine import F5Engine
        from core.engines.xtts.engine import XttsEngine
        from core.host.loadables import loadable_of
        from core.model.cancel import CancelToken
        from core.vram.manager import VramManager

        self._folders, self._reference = folders, reference
        self._job = lambda part=1.0: JobContext(CancelToken(), lambda _: None, lambda _: None, part)
        engines = {"f5": F5Engine(), "xtts": XttsEngine()}
        loadables = {name: loadable_of(engine, lambda _: self._job()) for name, engine in engines.items()}
        self.manager = VramManager(card, loadables, owns_process=False)

    def speak(self, engine: str, mode: Any, seed: int, outcome: Outcome) -> None:
        """Speak once; note what came of it."""
        from core.errors import OutOfMemory
        from core.model.request import SynthesisRequest
        from core.vram.manager import Need

        request = SynthesisRequest(
            engine,
            "The lamps go out one by one and nobody is left to see the last train leave. " * (1 + seed % 3),
            reference=self._reference,
            reference_text="Some words that somebody says in a quiet room.",
            language="en",
            seed=seed,
            parameters={"steps": 4} if engine == "f5" else {},
            model_dir=self._folders[engine],
        )
        need = Need(model_dir=request.model_dir, low_vram=mode, request=request)
        try:
            with self.manager.lease(engine, need) as leased:
                job = self._job(leased.way.part)
                samples = sum(len(piece) for piece in leased.model.synthesize(request, job))
                outcome.peaks_bytes[engine].append(self.manager.job_peak_bytes())
                part = "" if leased.way.part == 1 else ", short parts"
                outcome.ways[f"{engine} {leased.way.precision}{part}"] += 1
                del leased
            if not samples:
                outcome.crashed.append(f"{engine}: no audio")
        except OutOfMemory as error:
            numbers = error.need_bytes > error.free_bytes > 0
            outcome.refused[engine] += 1 if numbers else 0
            outcome.crashed += [] if numbers else [f"{engine}: {error}"]
        except Exception as error:  # noqa: BLE001 - any other end is what is counted
            outcome.crashed.append(f"{engine}: {error!r}")
        self.manager.settle_releases()

    def close(self) -> None:
        """Give all memory back."""
        self.manager.release()


def run(card: Any, folders: dict[str, Path], reference: Path, mode: Any, pairs: int = PAIRS) -> Outcome:
    """Let both engines speak in turn."""
    jobs, outcome = Jobs(card, folders, reference), Outcome()
    for number in range(pairs):
        for engine in ("f5", "xtts"):
            jobs.speak(engine, mode, number, outcome)
    jobs.close()
    return outcome


def rows(folders: dict[str, Path], reference: Path) -> list[Row]:
    """Return the cards' rows."""
    from core.model.policy import LowVram, LowVramPolicy
    from core.model.sourced import Source, Sourced

    on = LowVram(True, Sourced(LowVramPolicy.ON, Source.COMMAND_LINE, "--low-vram"))
    off = LowVram(False, Sourced(LowVramPolicy.OFF, Source.COMMAND_LINE, "--no-low-vram"))
    alone = run(SmallCard.make(16 * GB, 0, PASCAL), folders, reference, on, pairs=3)
    found = run(SmallCard.make(4 * GB, OTHERS_BYTES, PASCAL), folders, reference, off)
    value = found.peak_bytes / alone.peak_bytes if not found.crashed and not found.refused else float("inf")
    note = f"{found.peak_bytes / GB:.2f} of {alone.peak_bytes / GB:.2f} GB; {found.words()}"
    made = [Row("peak_4gb", value, 1.05, "times", "<=", note)]
    for total in (3, 2):
        ends = {
            f"{'Low VRAM' if mode.value else 'Normal'}, capability {capability[0]}.{capability[1]}": run(
                SmallCard.make(total * GB, OTHERS_BYTES, capability), folders, reference, mode, pairs=3
            )
            for mode in (off, on)
            for capability in (PASCAL, TURING)
        }
        crashed = [word for end in ends.values() for word in end.crashed]
        note = "; ".join([*(f"{name}: {end.words()}" for name, end in ends.items()), *crashed[:3]])
        made.append(Row(f"peak_{total}gb", len(crashed), 0, "jobs", "<=", note))
    return made


def main() -> None:
    """Read the folders, run the jobs, print the rows as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("f5", type=Path)
    parser.add_argument("xtts", type=Path)
    options = parser.parse_args()
    from core.engines.trial import write_reference

    with tempfile.TemporaryDirectory() as folder:
        reference = write_reference(Path(folder) / "reference.wav", 3.0)
        found = rows({"f5": options.f5, "xtts": options.xtts}, reference)
    print(json.dumps([asdict(row) for row in found]))


if __name__ == "__main__":
    main()

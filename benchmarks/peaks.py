"""Peaks of F5 and XTTS, measured without a card, beside the estimates that jobs are admitted by.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/peaks.py [--fit]

Full-size nets as fake tensors under MemTracker, in environment ``torch`` (``peak_nets.py`` says how): what is
"true" here is MemTracker's sum of live tensors, not a card's figure; a card adds its context, its kernels'
workspaces and what the allocator rounds. ``--fit`` also measures the points that the coefficients in
``core/engines/*/peak.py`` were fitted on; without it only those held out: lengths, references and precisions
that no coefficient was taken from. About 3 minutes on 2 cores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.torch_side import HERE, machine_words, torch_environment
from core.engines.f5 import peak as f5_peak
from core.engines.xtts import peak as xtts_peak
from core.model.need import FULL, FUSED, HALF, MATH, MemoryNeed, Way

MIB = 1024 * 1024
GREATEST_RATIO = 1.2


@dataclass(frozen=True)
class Point:
    """One job's longest part.

    Attributes:
        engine: ``f5`` or ``xtts``.
        precision: ``full`` or ``half``.
        attention: ``fused`` or ``math``.
        frames: F5: mel frames of reference and speech.
        generated: F5: those of the speech.
        steps: F5: of the flow.
        tokens: XTTS: of the speech.
        text: XTTS: of the text.
        reference_s: XTTS: seconds that are heard first; 0: the latents are known.
    """

    engine: str
    precision: str = FULL
    attention: str = FUSED
    frames: int = 0
    generated: int = 0
    steps: int = 32
    tokens: int = 0
    text: int = 100
    reference_s: float = 0.0

    @property
    def way(self) -> Way:
        """How it is spoken."""
        return Way(self.precision, self.attention)

    @property
    def words(self) -> str:
        """It in words for a table."""
        kind = f"{self.engine} {'fp16' if self.precision == HALF else 'fp32'}, {self.attention}"
        if self.engine == "f5":
            seconds, new_s = self.frames / 93.75, self.generated / 93.75
            return f"{kind}: {seconds:.1f} s ({new_s:.1f} s new), {self.steps} steps"
        heard = f"{self.reference_s:g} s heard" if self.reference_s else "latents known"
        return (
            f"{kind}: {self.tokens} tokens ({self.tokens * 1024 / 22_050:.1f} s), text {self.text}, {heard}"
        )

    def estimate(self) -> MemoryNeed:
        """Return what the engine's module says."""
        if self.engine == "f5":
            return f5_peak.need_of(self.frames, self.way, self.steps)
        return xtts_peak.need_of(self.tokens, self.text, self.reference_s, self.way)

    def line(self) -> str:
        """Return it as ``peak_nets.py`` reads it."""
        fields = {name: value for name, value in vars(self).items() if name != "precision"}
        return json.dumps({**fields, "half": self.precision == HALF})


FITTED = [
    *(
        Point("f5", precision, attention, frames=frames, generated=frames - 90)
        for precision in (FULL, HALF)
        for attention in (FUSED, MATH)
        for frames in (600, 1200, 2064)
    ),
    *(
        Point("xtts", precision, tokens=tokens)
        for precision in (FULL, HALF)
        for tokens in (60, 200, 400, 602)
    ),
    *(Point("xtts", precision, tokens=200, text=300) for precision in (FULL, HALF)),
    *(
        Point("xtts", precision, tokens=10, text=20, reference_s=seconds)
        for precision in (FULL, HALF)
        for seconds in (3.0, 12.0, 30.0)
    ),
]

HELD_OUT = [
    Point("f5", FULL, FUSED, frames=411, generated=130),
    Point("f5", FULL, FUSED, frames=937, generated=470, steps=16),
    Point("f5", FULL, FUSED, frames=1733, generated=1100, steps=64),
    Point("f5", FULL, FUSED, frames=2700, generated=1575),
    Point("f5", FULL, MATH, frames=777, generated=333),
    Point("f5", FULL, MATH, frames=1650, generated=525, steps=7),
    Point("f5", HALF, FUSED, frames=350, generated=200, steps=7),
    Point("f5", HALF, FUSED, frames=1490, generated=1200),
    Point("f5", HALF, FUSED, frames=2010, generated=885, steps=48),
    Point("f5", HALF, MATH, frames=912, generated=700),
    Point("f5", HALF, MATH, frames=1888, generated=763, steps=20),
    Point("xtts", FULL, tokens=33, text=25, reference_s=7.5),
    Point("xtts", FULL, tokens=111, text=61, reference_s=9.0),
    Point("xtts", FULL, tokens=287, text=180),
    Point("xtts", FULL, tokens=350, text=370, reference_s=22.0),
    Point("xtts", FULL, tokens=555, text=240),
    Point("xtts", FULL, tokens=24, text=12, reference_s=27.0),
    Point("xtts", HALF, tokens=45, text=30, reference_s=5.0),
    Point("xtts", HALF, tokens=70, text=350),
    Point("xtts", HALF, tokens=305, text=140, reference_s=17.0),
    Point("xtts", HALF, tokens=480, text=222),
    Point("xtts", HALF, tokens=15, text=10, reference_s=25.0),
    Point("xtts", FULL, MATH, tokens=444, text=150),
]


@dataclass(frozen=True)
class Measured:
    """A point with what was measured and what is estimated."""

    point: Point
    true: MemoryNeed
    estimate: MemoryNeed

    @property
    def ratio(self) -> float:
        """The estimated peak by the true one, both above the weights."""
        return self.estimate.peak_bytes / self.true.peak_bytes

    @property
    def total_ratio(self) -> float:
        """The same with the weights counted in."""
        return self.estimate.total_bytes / self.true.total_bytes

    @property
    def within(self) -> bool:
        """True between the truth and 20 % above it, by both counts."""
        return 1.0 <= self.ratio <= GREATEST_RATIO and 1.0 <= self.total_ratio <= GREATEST_RATIO


def measure(points: Sequence[Point]) -> list[Measured]:
    """Measure points in environment ``torch``."""
    lines = "".join(f"{point.line()}\n" for point in points)
    run = subprocess.run(
        [torch_environment().python, "-W", "ignore", HERE / "peak_nets.py"],
        input=lines,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    found: list[dict[str, Any]] = [json.loads(line) for line in run.stdout.splitlines()]
    return [
        Measured(point, MemoryNeed(**one), point.estimate()) for point, one in zip(points, found, strict=True)
    ]


def outside(measured: Sequence[Measured]) -> float:
    """Return the share of points that are not within."""
    return sum(not one.within for one in measured) / len(measured)


def show(title: str, measured: Sequence[Measured]) -> None:
    """Print a table."""
    rows = [
        [
            one.point.words,
            f"{one.true.peak_bytes / MIB:.1f}",
            f"{one.estimate.peak_bytes / MIB:.1f}",
            f"{one.ratio - 1:+.1%}",
            f"{one.true.total_bytes / MIB:.0f}",
            f"{one.total_ratio - 1:+.1%}",
            "" if one.within else "outside",
        ]
        for one in measured
    ]
    heads = ("part", "peak above weights, MiB", "estimate", "off", "in all, MiB", "off", "")
    print_table(title, heads, rows)


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fit", action="store_true", help="measure what the coefficients were fitted on, too"
    )
    options = parser.parse_args()
    if options.fit:
        show(f"Fitted on ({machine_words()})", measure(FITTED))
    held_out = measure(HELD_OUT)
    show(f"Held out: MemTracker over fake tensors, no card ({machine_words()})", held_out)
    print(f"\nOutside −0/+20 % (above the weights, and in all): {outside(held_out):.0%}; target 0.")


if __name__ == "__main__":
    main()

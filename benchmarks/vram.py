"""What the VRAM manager promises, measured: one table, each row beside its target.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/vram.py [--json FILE] [--only NAMES]
        [--size full]

Paired in one run with the naive road: the package's own load, and ``del`` + ``gc.collect`` +
``empty_cache``. Without a GPU the card is an arena of memory, taken and touched once before anything is
timed, as a card's memory is; "held" is what the arena has handed out. FILE is a JSON array of rows:
name, value, target, unit, compare (``<=`` or ``>=``), met. The exit code is 0 only if all are met.

A measure is a function from ``Bench`` to rows; ``MEASURES`` lists them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.torch_side import HERE, OFFLINE, machine_words, torch_environment, write_weights
from benchmarks.vram_first_sound import first_sound_rows
from benchmarks.vram_fit import fitting
from benchmarks.vram_row import Row
from core.install.environments import Environment

NOT_MET_EXIT = 1


@dataclass
class Bench:
    """What measures share: weights, written once, and the environment of the engines.

    Attributes:
        folder: For files; deleted afterwards.
        size: Of the random weights: ``full``, ``wide`` or ``tiny``.
        given: Folders of weights that exist already, by engine.
    """

    folder: Path
    size: str = "full"
    given: Mapping[str, Path] = field(default_factory=dict)

    @cached_property
    def environment(self) -> Environment:
        """The environment of F5 and XTTS."""
        return torch_environment()

    def weights(self, engine: str, size: str = "") -> Path:
        """Return a folder of random weights, written at the first call."""
        size = size or self.size
        if size == self.size and engine in self.given:
            return self.given[engine]
        folder = self.folder / f"{engine}-{size}"
        if not folder.exists():
            write_weights(self.environment, engine, size, folder)
        return folder

    def in_torch(self, script: str, *arguments: str | Path) -> list[Row]:
        """Run a script of this folder by that environment's Python; its last line is rows as JSON."""
        done = subprocess.run(
            [self.environment.python, "-W", "ignore", HERE / script, *arguments],
            stdout=subprocess.PIPE,
            env=os.environ | OFFLINE,
            text=True,
            check=True,
        )
        return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


Measure = Callable[[Bench], Sequence[Row]]


def switching(bench: Bench) -> list[Row]:
    """Both engines released and loaded again; what is held; from the disk."""
    return bench.in_torch("vram_switch.py", bench.weights("f5"), bench.weights("xtts"))


def leasing(bench: Bench) -> list[Row]:
    """A resident lease; many cycles of loading and releasing."""
    return bench.in_torch("vram_lease.py", bench.weights("f5", "tiny"), bench.weights("xtts", "tiny"))


def first_sound(bench: Bench) -> list[Row]:
    """How soon an engine is heard after an idle exit."""
    return first_sound_rows(bench.weights, bench.folder)


MEASURES: Mapping[str, Measure] = {
    "switching": switching,
    "leasing": leasing,
    "first_sound": first_sound,
    "fitting": fitting,
}
"""By name, for ``--only``."""


def main() -> int:
    """Read the options, measure, print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--only", default=",".join(MEASURES), help="names, by comma")
    parser.add_argument("--size", choices=("full", "wide", "tiny"), default="full")
    parser.add_argument("--weights", type=Path, default=None, help="a folder with f5 and xtts in it, to keep")
    options = parser.parse_args()
    given = {name: options.weights / name for name in ("f5", "xtts")} if options.weights else {}
    words = machine_words()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.size, given)
        for name in options.only.split(","):
            rows += MEASURES[name](bench)
    print_table(
        f"The VRAM manager, random weights of size `{options.size}`; the card is an arena in RAM ({words})",
        ("row", "value", "target", "met", "figures"),
        [row.cells() for row in rows],
    )
    if options.json is not None:
        options.json.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")
    return 0 if all(row.met for row in rows) else NOT_MET_EXIT


if __name__ == "__main__":
    sys.exit(main())

"""Measure what aligned safetensors spare a load for the CPU; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/random_weights.py f5 wide FOLDER
    .environments/torch/bin/python benchmarks/aligned_load.py FOLDER [--rounds 5]

F5 loads the folder as the library wrote it, and a twin whose safetensors were written as conversions are
now, each load in a process of its own, in turn. Memory is what the process alone holds (USS) more after it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Spread, interleaved, print_table, ratio_interval

ROOT = Path(__file__).resolve().parent.parent
LOAD = """
import json, sys, time, psutil
from pathlib import Path
from core.engines.base import LoadOptions
from core.engines.f5.engine import F5Engine
from tests.checkpoints.jobs import Asker
engine = F5Engine()
engine.prepare()
before, began = psutil.Process().memory_full_info().uss, time.perf_counter()
model = engine.load(LoadOptions("cpu", Path(sys.argv[1])), Asker().job)
seconds = time.perf_counter() - began
print(json.dumps([seconds, (psutil.Process().memory_full_info().uss - before) / 1e6]))
"""


def make_twin(folder: Path, twin: Path) -> None:
    """Copy a folder, its safetensors written anew, aligned."""
    from safetensors.torch import load_file

    from core.engines.aligned import save_aligned

    shutil.copytree(folder, twin)
    for path in twin.rglob("*.safetensors"):
        source = folder / path.relative_to(twin)
        save_aligned(load_file(str(source)), path)


def main() -> None:
    """Load by turns and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    memory_mb: dict[str, list[float]] = {"library": [], "aligned": []}

    def load(name: str, folder: Path) -> float:
        words = [sys.executable, "-W", "ignore", "-c", LOAD, str(folder.resolve())]
        done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
        seconds, grown_mb = json.loads(done.stdout.splitlines()[-1])
        memory_mb[name].append(grown_mb)
        return float(seconds)

    with tempfile.TemporaryDirectory() as scratch:
        twin = Path(scratch) / "twin"
        make_twin(options.folder, twin)
        places = {"library": options.folder, "aligned": twin}
        actions = {name: lambda name=name, place=place: load(name, place) for name, place in places.items()}
        took = interleaved(actions, options.rounds)
    rows = [
        [name, Spread.of(took[name]).text(2, "s"), Spread.of(memory_mb[name]).text(0, "MB")]
        for name in places
    ]
    rows.append(["ratio", ratio_interval(took["library"], took["aligned"]).text(2), ""])
    print_table("F5 loaded for the CPU", ["safetensors", "load", "memory of its own"], rows)


if __name__ == "__main__":
    main()

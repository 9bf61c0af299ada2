"""Measure what comes before the studio: a second start by the bootstrap, and each engine's description.

Run: ``python3 packaging/bootstrap.py python benchmarks/start.py``
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import Spread, interleaved, print_table, seconds

from core.install.environments import own_engine_ids

ROUNDS = 15
BOOTSTRAP = Path(__file__).resolve().parent.parent / "packaging" / "bootstrap.py"
NOTHING = ["-c", "pass"]
DESCRIBE = """
import time
import numpy  # as in every host
from core.engines.base import Engine
begin = time.perf_counter()
from core.engines.{0}.engine import make_engine
make_engine().description
print(time.perf_counter() - begin)
"""


def run(*words: str | Path) -> float:
    return seconds(lambda: subprocess.run([*words], check=True, stdin=subprocess.DEVNULL))


def describe(engine: str) -> float:
    """Return how long an engine takes to import its entry point and describe itself, in milliseconds."""
    command = [sys.executable, "-c", DESCRIBE.format(engine)]
    return 1000 * float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    bare = [sys.executable, *NOTHING]
    figures = interleaved(
        {
            "by the bootstrap": lambda: run(sys._base_executable, BOOTSTRAP, "python", *NOTHING),
            "bare Python": lambda: run(*bare),
        },
        ROUNDS,
    )
    added = [ours - bare_s for ours, bare_s in zip(*figures.values(), strict=True)]
    rows = [[name, Spread.of(values).text(3, "s")] for name, values in figures.items()]
    rows.append(["added", Spread.of(added).text(3, "s")])
    print_table(
        "A second start, up to the program's own first line (target: < 0.3 s added)", ["what", ""], rows
    )

    engines = {name: lambda name=name: describe(name) for name in own_engine_ids()}
    rows = [[name, Spread.of(values).text(1, "ms")] for name, values in interleaved(engines, ROUNDS).items()]
    print_table("An engine describes itself (target: < 50 ms)", ["engine", ""], rows)


if __name__ == "__main__":
    main()

"""Measure how long each engine takes to import its entry point and describe itself.

Run: ``python3 packaging/bootstrap.py python benchmarks/descriptions.py``
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import Spread, interleaved, print_table

from core.install.environments import own_engine_ids

ROUNDS = 15
DESCRIBE = """
import time
import numpy  # as in every host
from core.engines.base import Engine
begin = time.perf_counter()
from core.engines.{0}.engine import make_engine
make_engine().description
print(time.perf_counter() - begin)
"""


def describe(engine: str) -> float:
    """Return how long an engine takes to import its entry point and describe itself, in milliseconds."""
    command = [sys.executable, "-c", DESCRIBE.format(engine)]
    return 1000 * float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    engines = {name: lambda name=name: describe(name) for name in own_engine_ids()}
    rows = [[name, Spread.of(values).text(1, "ms")] for name, values in interleaved(engines, ROUNDS).items()]
    print_table("An engine describes itself (target: < 50 ms)", ["engine", ""], rows)


if __name__ == "__main__":
    main()

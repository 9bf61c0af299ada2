"""What a second start of packaging/bootstrap.py adds, beside bare Python.

    python3 packaging/bootstrap.py python benchmarks/second_start.py [--rounds 15]

"runs a file" is `bootstrap.py python FILE` with an empty file, beside the studio's Python with the same
file. "up to the studio" is the road of `bootstrap.py` alone, which looks for system libraries too: it
ends where it would become the studio, beside a bare Python that ends at once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Spread, interleaved, print_table, seconds
from benchmarks.torch_side import machine_words

ROOT = Path(__file__).resolve().parent.parent
TARGET_S = 0.3
UP_TO_THE_STUDIO = """
import os, sys
sys.path.insert(0, {root!r})
import core.install.commands as commands
commands._hand_over = lambda command: os._exit(0)
commands.main([], {root!r})
os._exit(1)
"""


def run(command: Sequence[str], cpu_s: list[float]) -> float:
    """Run a program and return its time; it must end well. Its processor time is put into a list."""
    before = os.times()
    wall_s = seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    after = os.times()
    cpu_s.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return wall_s


def main() -> None:
    """Read the options, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    outside = getattr(sys, "_base_executable", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        empty, studio = Path(folder) / "empty.py", Path(folder) / "studio.py"
        empty.touch()
        studio.write_text(UP_TO_THE_STUDIO.format(root=str(ROOT)))
        bootstrap = str(ROOT / "packaging" / "bootstrap.py")
        os.chdir(folder)
        pairs = {
            "runs a file": (
                [outside, bootstrap, "python", str(empty)],
                [sys.executable, str(empty)],
            ),
            "up to the studio": ([outside, str(studio)], [outside, str(empty)]),
        }
        rows = []
        for name, (ours, bare) in pairs.items():
            cpu_s: dict[str, list[float]] = {"ours": [], "bare": []}
            actions = {
                "ours": partial(run, ours, cpu_s["ours"]),
                "bare": partial(run, bare, cpu_s["bare"]),
            }
            interleaved(actions, 2)  # warm up
            figures = interleaved(actions, rounds)
            added = Spread.of([a - b for a, b in zip(figures["ours"], figures["bare"], strict=True)])
            computed = Spread.of([a - b for a, b in zip(cpu_s["ours"], cpu_s["bare"], strict=True)])
            word = "met" if added.median < TARGET_S else "missed"
            bare_text = Spread.of(figures["bare"]).text(3, "s")
            ours_text = Spread.of(figures["ours"]).text(3, "s")
            rows.append(
                [
                    name,
                    bare_text,
                    ours_text,
                    added.text(3, "s"),
                    computed.text(3, "s"),
                    f"< {TARGET_S} s: {word}",
                ]
            )
    print_table(
        f"A second start of bootstrap.py, {rounds} rounds ({machine_words()})",
        ("what", "bare Python", "bootstrap.py", "adds", "of it processor time", "target"),
        rows,
    )


if __name__ == "__main__":
    main()

"""Check the engines' memory on a real card, in independent stages: ok, failed, or SKIPPED with the reason.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/gpu_check.py [--device cuda:0]
        [--json FILE]
    python3 benchmarks/gpu_check.py                                     with whatever this Python has

The rows are those of ``vram.py``, and more: cancel, leak, half precision. Where this Python has no torch and
the checkout has environment `torch`, its Python goes on. Without f5-tts or coqui-tts plain nets of the same
sizes are loaded, which is said, and their peaks are not compared. Random weights are written to a temporary
folder (3.3 GB). It takes 8 minutes: a stage that would begin after 7 is skipped. It says "pass", and ends
with 0, only when every stage ran and was ok; 1 when one failed, 3 when one was skipped. ``--rehearse`` runs
the stages' code on the CPU with small nets; that is never a pass.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.gpu_first_sound import first_sound_stage
from benchmarks.gpu_half import half_stage
from benchmarks.gpu_machine import (
    Check,
    build_stage,
    computations_stage,
    driver_stage,
    kernels_stage,
)
from benchmarks.gpu_parked import memcpy_stage, parked_stage
from benchmarks.gpu_product import leak_stage, lease_stage, meter_stage, switches_stage
from benchmarks.gpu_report import FAILED_EXIT, INCOMPLETE_EXIT, Result, Skipped, run_stage, table, verdict
from benchmarks.gpu_small_cards import peak_4gb_stage, peak_small_stage
from benchmarks.gpu_speech import cancel_stage, estimate_stage, net_name, net_stage
from benchmarks.measure import print_table

HERE = Path(__file__).resolve().parent
Stage = tuple[str, Callable[[Check], str]]


def stages(check: Check) -> list[Stage]:
    """Return all stages; fp16 is one only where it is valid, or where that is not known.

    A CPU takes F5 in fp16 ten times as slowly: a rehearsal leaves it out.
    """
    try:
        half = check.takes_half()
    except Skipped:
        half = True  # named among the stages that were skipped
    rehearsed = half or check.rehearsal
    nets = [
        ("f5", False),
        *([("f5", True)] if half else []),
        ("xtts", False),
        *([("xtts", True)] if rehearsed else []),
    ]
    return [
        ("driver and card", driver_stage),
        ("torch's build", build_stage),
        ("kernels for the card", kernels_stage),
        ("small computations", computations_stage),
        *(
            (
                f"{net_name(engine, half=in_half)}: load, speak, release",
                partial(net_stage, engine=engine, half=in_half),
            )
            for engine, in_half in nets
        ),
        ("estimates against the peaks", estimate_stage),
        ("switches through the manager", switches_stage),
        *((f"{engine}: parked and back", partial(parked_stage, engine=engine)) for engine in ("f5", "xtts")),
        ("the switches beside one copy", memcpy_stage),
        ("meter against the driver", meter_stage),
        ("a card of 4 GB", peak_4gb_stage),
        *((f"a card of {size} GB", partial(peak_small_stage, total_gb=size)) for size in (3, 2)),
        ("cancel", cancel_stage),
        ("leaks over fifty cycles", leak_stage),
        *([("xtts: half precision against full", half_stage)] if rehearsed else []),
        ("leases, and many cycles", lease_stage),
        ("first sound after an idle exit", first_sound_stage),
    ]


def run(check: Check) -> list[Result]:
    """Run all stages, telling each as it ends."""
    results = []
    for name, action in stages(check):

        def stage(action: Callable[[Check], str] = action) -> str:
            check.must_have_time()
            return action(check)

        result = run_stage(name, stage)
        print(result.line(), file=sys.stderr, flush=True)
        results.append(result)
    return results


def other_python() -> Path | None:
    """Return the Python of environment `torch`, where this one has no torch and that one is there."""
    python = HERE.parent / ".environments" / "torch"
    python /= "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    return python if importlib.util.find_spec("torch") is None and python.exists() else None


def device_of(word: str) -> str:
    """Read a CUDA device; ``cuda`` is the first.

    Raises:
        argparse.ArgumentTypeError: When it is none.
    """
    kind, _, number = word.partition(":")
    if kind != "cuda" or not (number or "0").isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is no CUDA device such as cuda:0")
    return f"cuda:{int(number or 0)}"


def show(results: list[Result], check: Check) -> None:
    """Print both tables."""
    print(f"\n### GPU check, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n")
    print(table(results))
    rehearsed = ", rehearsed on the CPU with small nets: no figure says anything" if check.rehearsal else ""
    if check.rows:
        heads = ("row", "value", "target", "met", "figures")
        print_table(f"Rows{rehearsed}", heads, [row.cells() for row in check.rows])
    if not any("fp16" in result.name for result in results):
        print("\nHalf precision is slow on this card, and the product does not use it there.")


def main() -> int:
    """Read the options, run the stages, print tables and verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--device", type=device_of, default="cuda:0")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--rehearse", action="store_true")
    options = parser.parse_args()
    python = other_python()
    if python is not None:
        sys.stdout.flush()
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix="sottovoce-gpu-check-") as folder:
        check = Check("cpu" if options.rehearse else options.device, options.rehearse, Path(folder))
        results = run(check)
    show(results, check)
    words, code = verdict(results)
    if options.rehearse:
        words, code = f"A rehearsal on the CPU, no verdict on any card. {words}", code or INCOMPLETE_EXIT
    print(f"\n{words}")
    if options.json is not None:
        try:
            options.json.write_text(json.dumps([row.as_json() for row in check.rows], indent=1) + "\n")
        except OSError as error:
            print(f"{options.json} cannot be written: {error.strerror}")
            return code or FAILED_EXIT
    return code


if __name__ == "__main__":
    sys.exit(main())

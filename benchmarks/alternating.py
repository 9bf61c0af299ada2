"""Jobs of F5 and XTTS in turn, in Low VRAM, through the host: how its resident memory grows.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/alternating.py [--jobs 50]

Tiny checkpoints with random weights; each job loads its engine, speaks, and releases it. The first jobs
import the packages and fill their tables; growth is counted from the end of the warm-up (``--warm-up
10``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.spoken import REFERENCE_S, request_of
from benchmarks.torch_side import MB, ON, host_of, machine_words, torch_environment, write_weights
from core.model.cancel import CancelToken
from tests.checkpoints.sounds import write_reference

ENGINES = ("f5", "xtts")
TARGET_MB = 20


def main() -> None:
    """Read the options, run the jobs, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=50)
    parser.add_argument("--warm-up", type=int, default=10)
    options = parser.parse_args()
    environment = torch_environment()
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference = write_reference(folder / "reference.wav", REFERENCE_S)
        weights = {engine: write_weights(environment, engine, "tiny", folder / engine) for engine in ENGINES}
        with host_of(environment, folder / "host.log") as client:

            def job(number: int) -> None:
                engine = ENGINES[number % len(ENGINES)]
                request = request_of(engine, weights[engine], reference, seed=number)
                client.synthesize(request, ON, on_event=lambda event: None, cancel=CancelToken())

            def resident() -> int:
                return client.sample().host_rss_bytes

            rows.append(["host started, nothing loaded", f"{resident() / MB:.1f} MB", "-", "-"])
            for number in range(options.warm_up):
                job(number)
            start = last = resident()
            rows.append([f"after {options.warm_up} jobs of warm-up", f"{start / MB:.1f} MB", "0.0 MB", "-"])
            begin = time.perf_counter()
            for number in range(1, options.jobs + 1):
                job(number)
                if number % 10 == 0 or number == options.jobs:
                    last, elapsed_s = resident(), time.perf_counter() - begin
                    growth = f"{(last - start) / MB:+.1f} MB"
                    rows.append([f"{number} jobs", f"{last / MB:.1f} MB", growth, f"{elapsed_s:.0f} s"])
    print_table(
        f"{options.jobs} alternating Low VRAM jobs of F5 and XTTS, tiny weights, through the host"
        f" ({machine_words()})",
        ("state", "resident memory of the host", "growth", "time"),
        rows,
    )
    growth_mb = (last - start) / MB
    word = "met" if growth_mb < TARGET_MB else "missed"
    print(f"\nTarget: growth < {TARGET_MB} MB: {growth_mb:+.1f} MB, {word}.")


if __name__ == "__main__":
    main()

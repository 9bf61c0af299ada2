"""What stays behind after a Low VRAM job, of what both engines hold, in the product's own host.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/low_vram.py [--size full] [--rounds 3]

Live tensors and resident memory are counted in the host by a thread beside it (probed_host.py). The
context, which goes only with the process, is what the host holds after two jobs of each engine with tiny
weights: its packages' code, kernels and tables; it is taken off. `full` needs 3.4 GB of disk for random
weights and 6 GB of memory; `wide` and `tiny` are for a try.
"""

from __future__ import annotations

import argparse
import json
import shlex
import socket
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.spoken import REFERENCE_S, request_of
from benchmarks.torch_side import HERE, MB, ON, host_of, machine_words, torch_environment, write_weights
from core.install.environments import Environment
from core.model.cancel import CancelToken
from tests.checkpoints.sounds import write_reference

TARGET = 0.01
ENGINES = ("f5", "xtts")


@dataclass(frozen=True)
class Held:
    """What the host's process holds, in bytes."""

    tensor_bytes: int
    rss_bytes: int

    def minus(self, other: Held) -> Held:
        """Return what there is more than in another state."""
        return Held(self.tensor_bytes - other.tensor_bytes, self.rss_bytes - other.rss_bytes)


def probed(environment: Environment, folder: Path) -> tuple[Environment, Path]:
    """Return the environment with an interpreter that starts the probed host, and the probe's socket."""
    probe, python = folder / "probe", folder / "python"
    script = [str(environment.python), "-I", "-u", "-X", "utf8", str(HERE / "probed_host.py"), str(probe)]
    python.write_text(f'#!/bin/sh\nexec {shlex.join(script)} "$@"\n')
    python.chmod(0o700)
    return replace(environment, python=python), probe


def count(probe: Path) -> Held:
    """Ask the host what it holds."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(probe))
        with connection.makefile() as answer:
            return Held(**json.loads(answer.readline()))


def measure(size: str, rounds: int, folder: Path) -> list[tuple[str, Held]]:
    """Return states in order: imported, the context, each engine loaded, released, after each job."""
    environment = torch_environment()
    reference = write_reference(folder / "reference.wav", REFERENCE_S)
    weights = {engine: write_weights(environment, engine, size, folder / engine) for engine in ENGINES}
    tiny = {
        engine: write_weights(environment, engine, "tiny", folder / f"tiny-{engine}") for engine in ENGINES
    }
    started, probe = probed(environment, folder)
    with host_of(started, folder / "host.log") as client:
        states = [("packages imported, nothing loaded yet", count(probe))]

        def speak(engine: str, folder: Path, seed: int) -> None:
            request = request_of(engine, folder, reference, seed=seed)
            client.synthesize(request, ON, on_event=lambda event: None, cancel=CancelToken())

        for seed in range(2):
            for engine in ENGINES:
                speak(engine, tiny[engine], seed)
        states.append(("after two Low VRAM jobs each with tiny weights: the context", count(probe)))
        for engine in ENGINES:
            client.load(engine, "cpu", weights[engine])
            states.append((f"{engine} loaded" + (" too" if len(states) > 2 else ""), count(probe)))
        client.release()
        states.append(("both released", count(probe)))
        for number in range(1, rounds + 1):
            for engine in ENGINES:
                speak(engine, weights[engine], number)
                states.append((f"after Low VRAM job {number} of {engine}", count(probe)))
    return states


def row(name: str, held: Held, both: Held) -> list[str]:
    """Return a state's row."""
    share = [held.tensor_bytes / both.tensor_bytes, held.rss_bytes / both.rss_bytes]
    return [
        name,
        f"{held.tensor_bytes / MB:,.2f} MB",
        f"{share[0]:.2%}",
        f"{held.rss_bytes / MB:,.1f} MB",
        f"{share[1]:.2%}",
    ]


def main() -> None:
    """Read the options, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("full", "wide", "tiny"), default="full")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        states = measure(options.size, options.rounds, Path(folder))
    (_, context), (_, both) = states[1], states[3]
    both = both.minus(context)
    print_table(
        f"Low VRAM, random weights of size `{options.size}`, context of {context.rss_bytes / MB:,.0f} MB"
        f" taken off ({machine_words()})",
        ("state", "live tensors", "of both engines", "resident memory", "of both engines"),
        [row(name, held.minus(context), both) for name, held in states],
    )
    last = [held.minus(context) for _, held in states[-2:]]
    tensors = max(held.tensor_bytes for held in last) / both.tensor_bytes
    resident = max(held.rss_bytes for held in last) / both.rss_bytes
    print(
        f"\nTarget ≤ {TARGET:.0%} after a job. Tensors: {tensors:.2%}, {met(tensors)}; resident memory:"
        f" {resident:.2%}, {met(resident)}."
    )


def met(share: float) -> str:
    """Say whether the target is met."""
    return "met" if share <= TARGET else "missed"


if __name__ == "__main__":
    main()

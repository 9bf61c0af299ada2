"""F5 and XTTS through the host beside the bare packages' calls, in interleaved pairs of one run.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/engines_host.py [--bare-spins]

Random weights of full width: F5 with 2 blocks in place of 22, XTTS with 4 layers in place of 30 and 14
tokens of speech, so that a call takes a second or two and whatever the host adds weighs more than it
would in full. ``bare`` is the package's call in a process that loaded by the package's own loader; ours
is the road of the studio: client, pipe, host. The same seed: it is checked that both give the same
samples. ``--inside`` adds the product's engine in the bare process, to tell what of a difference is the
engine's and what the host's. Both processes have the environment variables of a host; ``--bare-spins``
leaves the bare one as its package comes, whose idle threads keep a busy machine's processors. Prints a
markdown table.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import psutil

from benchmarks.measure import Interval, Spread, interleaved, print_table, ratio_interval
from benchmarks.spoken import REFERENCE_S, request_of
from benchmarks.torch_side import (
    OFF,
    BareProcess,
    host_of,
    load_words,
    machine_words,
    torch_environment,
    write_weights,
)
from core.host.client import HostClient
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, RenderEvent
from core.model.request import SynthesisRequest
from tests.checkpoints.sounds import write_reference

TARGET = 1.03


class Ways:
    """The ways to speak one request, each giving wall seconds; processor seconds are kept beside."""

    def __init__(self, bare: BareProcess, client: HostClient, request: SynthesisRequest) -> None:
        self._bare = bare
        self._client = client
        self._request = request
        self._host = psutil.Process(client.hello().pid)
        self.cpu_s: dict[str, list[float]] = {"bare": [], "engine": [], "host": []}
        self.digests: dict[str, str] = {}
        self.audio_s = 0.0

    def actions(self, *, inside: bool) -> dict[str, Callable[[], float]]:
        """Return what is to be run in turn; with ``inside`` also the engine without its host."""
        actions = {"bare": lambda: self._in_process("bare"), "host": self._through_host}
        return actions | ({"engine": lambda: self._in_process("engine")} if inside else {})

    def _in_process(self, way: str) -> float:
        figures = self._bare.call(way)
        self.cpu_s[way].append(figures["cpu_s"])
        self.digests[way] = figures["digest"]
        self.audio_s = figures["samples"] / 24_000
        return float(figures["wall_s"])

    def _through_host(self) -> float:
        pieces: list[np.ndarray] = []

        def keep(event: RenderEvent) -> None:
            if isinstance(event, AudioPiece):
                pieces.append(event.samples)

        times = self._host.cpu_times()
        begin = time.perf_counter()
        self._client.synthesize(self._request, OFF, on_event=keep, cancel=CancelToken())
        wall_s = time.perf_counter() - begin
        now = self._host.cpu_times()
        self.cpu_s["host"].append(now.user + now.system - times.user - times.system)
        self.digests["host"] = hashlib.sha256(np.concatenate(pieces).astype("<f4")).hexdigest()
        return wall_s


def measure(
    engine: str, pairs: int, folder: Path, reference: Path, *, inside: bool, spins: bool
) -> list[list[str]]:
    """Run one engine's pairs and return its rows."""
    environment = torch_environment()
    weights = write_weights(environment, engine, "wide", folder / engine)
    bare = BareProcess(environment, engine, weights, reference, like_the_host=not spins)
    try:
        with host_of(environment, folder / "host.log") as client:
            ways = Ways(bare, client, request_of(engine, weights, reference))
            interleaved(ways.actions(inside=inside), 1)  # warm up
            for kept in ways.cpu_s.values():
                kept.clear()
            figures = interleaved(ways.actions(inside=inside), pairs)
    finally:
        bare.close()
    assert len(set(ways.digests.values())) == 1, f"the ways speak differently: {ways.digests}"
    rows = []
    for way, name in (("host", "through the host"), ("engine", "the engine without its host")):
        if way not in figures:
            continue
        found = ratio_interval(figures[way], figures["bare"])
        rows.append(
            [
                f"{engine}, {name}",
                f"{ways.audio_s:.1f} s",
                Spread.of(figures["bare"]).text(2, "s"),
                Spread.of(figures[way]).text(2, "s"),
                found.text(3),
                ratio_interval(ways.cpu_s[way], ways.cpu_s["bare"]).text(3),
                f"≤ {TARGET}: {verdict(found)}" if way == "host" else "-",
            ]
        )
    return rows


def verdict(interval: Interval) -> str:
    """Say whether the target is met, and whether the interval leaves that open."""
    if interval.median > TARGET:
        return "missed"
    return "met" if interval.high <= TARGET else "met by the median; the interval reaches above"


def main() -> None:
    """Read the options, measure both engines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--engines", default="f5,xtts")
    parser.add_argument("--inside", action="store_true", help="the engine in the bare process too")
    parser.add_argument("--bare-spins", action="store_true", help="the bare process as its package comes")
    options = parser.parse_args()
    before = load_words()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference = write_reference(folder / "reference.wav", REFERENCE_S)
        rows = [
            row
            for engine in options.engines.split(",")
            for row in measure(
                engine, options.pairs, folder, reference, inside=options.inside, spins=options.bare_spins
            )
        ]
    print_table(
        f"F5 and XTTS through the host beside the bare packages, {options.pairs} interleaved rounds,"
        f" {'the bare process as it comes' if options.bare_spins else 'equal variables of environment'}"
        f" ({machine_words()} at the end, {before} at the start)",
        (
            "engine",
            "audio",
            "bare package",
            "ours",
            "ours / bare, 95 % interval",
            "processor time, ours / bare",
            "target",
        ),
        rows,
    )


if __name__ == "__main__":
    main()

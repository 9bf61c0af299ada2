"""Cancels of a full-size F5 on the CPU, at random moments: how long until the engine is free.

    python3 packaging/bootstrap.py --engines f5 python benchmarks/cancel_f5.py [--cancels 8] [--seed N]

Random weights of the published size (337 M parameters), written to a temporary folder (1.4 GB) and
deleted afterwards. A cancel is asked for at a random moment of the speaking; "cancelled" is when the
client has the host's answer, "free" when a further job on the same engine has been done (to load it,
which it is). No audio may come after the cancel, the host must stay the same process, and a last job that
nobody cancels must go on speaking.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Spread, print_table
from benchmarks.spoken import request_of
from benchmarks.torch_side import OFF, host_of, machine_words, torch_environment, write_weights
from core.errors import JobCancelled
from core.host.client import HostClient
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress, RenderEvent
from core.model.request import SynthesisRequest
from tests.checkpoints.sounds import write_reference

TARGET_S = 2.0
LONGEST_WAIT_S = 8.0
LENGTHS = {
    "a short sentence, 5 s with its reference": (3.0, "Good evening to all of you."),
    "the longest piece, 22 s with its reference": (
        12.0,
        "The lamps went out one by one, and the last train had left an hour ago; whoever was still waiting"
        " sat down.",
    ),
}
"""Name → length of the reference in seconds, text."""


@dataclass
class Cancelled:
    """What one cancel did.

    Attributes:
        at_s: When it was asked for, from the beginning of the speaking.
        answered_s: From there to the client's return.
        free_s: From there to the end of a further job on the engine.
        computed_s: Processor time that the host used from there to the return.
        late_pieces: Pieces of audio after it.
    """

    at_s: float
    answered_s: float
    free_s: float
    computed_s: float
    late_pieces: int


@dataclass
class Listener:
    """Cancels some time after the speaking began, and counts the audio after that."""

    wait_s: float
    host: psutil.Process
    token: CancelToken = field(default_factory=CancelToken)
    asked_at: float = 0.0
    computed_at_s: float = 0.0
    late_pieces: int = 0
    speaking: bool = False

    def __call__(self, event: RenderEvent) -> None:
        """Take an event."""
        if isinstance(event, Progress) and event.stage == "speaking" and not self.speaking:
            self.speaking = True
            threading.Timer(self.wait_s, self._cancel).start()
        if isinstance(event, AudioPiece) and self.asked_at:
            self.late_pieces += 1

    def computed_s(self) -> float:
        """Return the processor time that the host has used since the cancel."""
        times = self.host.cpu_times()
        return times.user + times.system - self.computed_at_s

    def _cancel(self) -> None:
        self.computed_at_s = self.computed_s()
        self.asked_at = time.perf_counter()
        self.token.cancel()


def cancel_once(client: HostClient, request: SynthesisRequest, wait_s: float) -> Cancelled:
    """Start a job, cancel it, and see that the engine is free."""
    listener = Listener(wait_s, psutil.Process(client.pid))
    try:
        client.synthesize(request, OFF, on_event=listener, cancel=listener.token)
    except JobCancelled:
        answered_at, computed_s = time.perf_counter(), listener.computed_s()
    else:
        sys.exit("The job ended before its cancel: this machine is too quick for the waits.")
    client.load(request.engine, request.device, request.model_dir)
    free_at = time.perf_counter()
    asked_at = listener.asked_at
    return Cancelled(wait_s, answered_at - asked_at, free_at - asked_at, computed_s, listener.late_pieces)


def goes_on(client: HostClient, request: SynthesisRequest) -> bool:
    """Tell whether the next job gets its work done up to a fiftieth; then it is cancelled."""
    token, fractions = CancelToken(), [0.0]

    def follow(event: RenderEvent) -> None:
        if isinstance(event, Progress) and event.stage == "speaking":
            fractions.append(event.fraction)
            if event.fraction >= 0.02:
                token.cancel()

    try:
        client.synthesize(request, OFF, on_event=follow, cancel=token)
    except JobCancelled:
        return fractions[-1] >= 0.02
    return False


def main() -> None:
    """Read the options, cancel, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cancels", type=int, default=8)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    draw = random.Random(options.seed)
    environment = torch_environment()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        weights = write_weights(environment, "f5", "full", folder / "f5")
        with host_of(environment, folder / "host.log") as client:
            pid = client.hello().pid
            client.load("f5", "cpu", weights)
            for what, (reference_s, text) in LENGTHS.items():
                reference = write_reference(folder / f"{reference_s}.wav", reference_s)
                plain = request_of("f5", weights, reference)
                words = plain.reference_text if reference_s < 5 else " ".join([plain.reference_text] * 4)
                request = replace(plain, text=text, reference_text=words, parameters={"steps": 32})
                found = [
                    cancel_once(client, request, draw.uniform(0.2, LONGEST_WAIT_S))
                    for _ in range(options.cancels)
                ]
                slowest = max(one.free_s for one in found)
                rows.append(
                    [
                        what,
                        ", ".join(f"{one.at_s:.1f}" for one in found),
                        Spread.of([one.answered_s for one in found]).text(2, "s"),
                        Spread.of([one.free_s for one in found]).text(2, "s"),
                        Spread.of([one.computed_s for one in found]).text(2, "s"),
                        str(sum(one.late_pieces for one in found)),
                        "yes" if goes_on(client, request) and client.hello().pid == pid else "NO",
                        f"≤ {TARGET_S:.0f} s: {'met' if slowest <= TARGET_S else 'missed'}",
                    ]
                )
    print_table(
        f"Cancel of a full-size F5 on the CPU, 32 steps, {options.cancels} cancels each, seed {options.seed}"
        f" ({machine_words()})",
        (
            "what",
            "cancelled after, s",
            "cancel to answer",
            "cancel to engine free",
            "processor time used after it",
            "audio pieces after it",
            "same host, next job speaks",
            "target",
        ),
        rows,
    )


if __name__ == "__main__":
    main()

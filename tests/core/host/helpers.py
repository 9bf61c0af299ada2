"""Ask a host for speech, and look at processes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import numpy as np
import psutil

from core.host.client import Done, HostClient
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, MemorySample, Notice, Progress, RenderEvent
from core.model.policy import LowVram, LowVramPolicy
from core.model.request import SynthesisRequest
from core.model.sourced import Source, Sourced

NORMAL = LowVram(False, Sourced(LowVramPolicy.OFF, Source.WINDOW))
LOW = LowVram(True, Sourced(LowVramPolicy.ON, Source.ENVIRONMENT, "LOW_VRAM"))


class Take:
    """The events of one job."""

    def __init__(self, on_event: Callable[[RenderEvent], None] | None = None) -> None:
        self.events: list[RenderEvent] = []
        self.cancel = CancelToken()
        self.done: Done | None = None
        self._on_event = on_event

    def __call__(self, event: RenderEvent) -> None:
        self.events.append(event)
        if self._on_event is not None:
            self._on_event(event)

    @property
    def pieces(self) -> list[AudioPiece]:
        return [event for event in self.events if isinstance(event, AudioPiece)]

    @property
    def samples(self) -> np.ndarray:
        pieces = [piece.samples for piece in self.pieces]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    @property
    def progress(self) -> list[Progress]:
        return [event for event in self.events if isinstance(event, Progress)]

    @property
    def notices(self) -> list[Notice]:
        return [event for event in self.events if isinstance(event, Notice)]


def speak(
    client: HostClient,
    text: str = "one two three",
    *,
    take: Take | None = None,
    low_vram: LowVram = NORMAL,
    wanted_next: Collection[str] = (),
    engine: str = "echo",
    device: str = "auto",
    model_dir: Path | None = None,
    reference: Path | None = None,
    seed: int = 0,
    **parameters: float,
) -> Take:
    """Let the echo engine speak and return what came."""
    take = take or Take()
    request = SynthesisRequest(
        engine,
        text,
        device=device,
        model_dir=model_dir,
        reference=reference,
        seed=seed,
        parameters=parameters,
    )
    take.done = client.synthesize(
        request, low_vram, wanted_next=wanted_next, on_event=take, cancel=take.cancel
    )
    return take


def states(sample: MemorySample) -> dict[str, str]:
    """Return each engine's state."""
    return {one.engine: one.state for one in sample.engines}


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended; one that nobody has waited for counts as ended."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

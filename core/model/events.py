"""What happens while an engine works, as values that any thread may keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.model.audio import Samples


@dataclass(frozen=True)
class Notice:
    """Something worth telling that is no error.

    Attributes:
        code: Stable name; ``core.services.explain`` has its words.
        fields: Values for the words.
    """

    code: str
    fields: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """How far a job is.

    Attributes:
        stage: ``starting`` (the host), ``loading`` (weights) or ``speaking``.
        fraction: 0 to 1 of the stage, never falling within it.
    """

    stage: str
    fraction: float


@dataclass(frozen=True, eq=False)
class AudioPiece:
    """Audio that has just been made: mono float32, shape ``(samples,)``."""

    samples: Samples
    sample_rate_hz: int


RenderEvent = Notice | Progress | AudioPiece


@dataclass(frozen=True)
class EngineMemory:
    """What one engine holds on the device.

    Attributes:
        engine: Engine id.
        size_bytes: Its weights there.
        state: ``absent``, ``loading``, ``resident``, ``busy`` or ``releasing``.
    """

    engine: str
    size_bytes: int
    state: str


@dataclass(frozen=True)
class MemorySample:
    """Memory figures read in the host, in bytes.

    Attributes:
        time_s: When they were read (seconds since the epoch).
        device: Device name for people (``NVIDIA GTX 1050 Ti``, ``CPU``).
        device_kind: ``cuda``, ``mps`` or ``cpu``.
        simulated: True where the device's figures are simulated.
        total_bytes: The device's memory; 0 without a card.
        free_bytes: What is free there.
        allocated_bytes: What our tensors hold.
        reserved_bytes: What our allocator holds (allocated + its cache).
        peak_bytes: Greatest ``allocated_bytes`` since the host started.
        engines: What each engine holds.
        host_rss_bytes: Resident memory of the host process.
        ram_total_bytes: The system's memory.
        ram_used_bytes: What all programs use of it.
    """

    time_s: float
    device: str
    device_kind: str
    simulated: bool
    total_bytes: int
    free_bytes: int
    allocated_bytes: int
    reserved_bytes: int
    peak_bytes: int
    engines: tuple[EngineMemory, ...]
    host_rss_bytes: int
    ram_total_bytes: int
    ram_used_bytes: int

    @property
    def has_card(self) -> bool:
        """True where there is a card, real or simulated."""
        return self.device_kind != "cpu"

    @property
    def other_bytes(self) -> int:
        """What other programs (and our context) hold on the device."""
        return max(0, self.total_bytes - self.free_bytes - self.reserved_bytes)

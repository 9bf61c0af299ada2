"""What happens while an engine works, as values that any thread may keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.model.audio import Samples

STALE_S = 3.0
"""While a host runs, figures older than this are called old; it sends new ones more often."""


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
        state: ``absent``, ``on_disk``, ``parked``, ``loading``, ``resident``, ``busy``, ``releasing`` or
            ``poisoned``: `docs/vram.md` says what each means.
        parked_bytes: Its weights that are parked in the host's RAM.
        activation_bytes: What its run holds there beyond its weights, now.
        peak_bytes: Greatest ``activation_bytes`` since the host started.
    """

    engine: str
    size_bytes: int
    state: str
    parked_bytes: int = 0
    activation_bytes: int = 0
    peak_bytes: int = 0

    @property
    def in_memory(self) -> bool:
        """True where it holds memory of its host."""
        return self.state not in {"absent", "on_disk"}

    @property
    def on_device(self) -> bool:
        """True where it may hold memory of its device: parked weights are in RAM only."""
        return self.in_memory and self.state != "parked"


@dataclass(frozen=True)
class Neighbour:
    """Another running Sottovoce that holds memory on the card.

    Attributes:
        program: ``studio``, ``command line``, or how a third party's client calls itself.
        size_bytes: What it holds there.
    """

    program: str
    size_bytes: int


@dataclass(frozen=True)
class MemoryMark:
    """Something that happened to a device's memory.

    Attributes:
        time_s: When (seconds since the epoch).
        kind: ``load``, ``release``, ``eviction`` or ``out_of_memory``.
        engine: Engine id.
        size_bytes: The weights that came or went; for a lack of memory, what was needed.
    """

    time_s: float
    kind: str
    engine: str
    size_bytes: int


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
        context_bytes: What the device's runtime took when we first came there.
        activation_bytes: What our tensors hold beyond the engines' weights.
        device_reason: Why a card that is there is not used: ``no_kernels`` or ``failed``; else empty.
        device_detail: The card's name, or what went wrong there.
        neighbours: Other running Sottovoces on the card, counted in ``other_bytes``.
        marks: The last things that happened to the device's memory, the newest last.
        good_until_s: When the host will have sent new figures: after that these are old. 0: ``STALE_S``
            after ``time_s``.
        card_id: What tells the card from every other here: a real one's UUID; empty without one.
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
    context_bytes: int = 0
    activation_bytes: int = 0
    device_reason: str = ""
    device_detail: str = ""
    neighbours: tuple[Neighbour, ...] = ()
    marks: tuple[MemoryMark, ...] = ()
    good_until_s: float = 0.0
    card_id: str = ""

    @property
    def has_card(self) -> bool:
        """True where there is a card, real or simulated."""
        return self.device_kind != "cpu"

    @property
    def other_bytes(self) -> int:
        """What other programs hold on the device."""
        return max(0, self.total_bytes - self.free_bytes - self.reserved_bytes - self.context_bytes)

    @property
    def cache_bytes(self) -> int:
        """What our allocator keeps for later."""
        return max(0, self.reserved_bytes - self.allocated_bytes)

    @property
    def parked_bytes(self) -> int:
        """What all engines have parked in RAM."""
        return sum(engine.parked_bytes for engine in self.engines)

    @property
    def expires_s(self) -> float:
        """When the figures are old, whatever has come since from other hosts."""
        return self.good_until_s or self.time_s + STALE_S

    def is_stale(self, now_s: float) -> bool:
        """Tell whether the figures are old; a clock that was set back makes them so too."""
        return not self.time_s - STALE_S <= now_s <= self.expires_s

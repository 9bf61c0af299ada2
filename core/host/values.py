"""What the client side hands in and out: options, the host's hello, a job's end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.model.engine import EngineDescription
from core.model.need import MemoryNeed


def no_choice() -> str:
    """Name no card: the first one is used."""
    return ""


@dataclass(frozen=True)
class HostOptions:
    """How hosts are started and watched.

    Attributes:
        simulate_gpu_bytes: Size of a simulated card, or of several, or None for what the machine has.
        gpu: Names the card to use by its UUID; asked whenever a host starts, and empty for the first one.
        cards_folder: Where hosts of all programs take turns on the cards, or None: with nobody.
        converted_folder: Where safetensors that were made of pickles are kept, or None: nowhere.
        program: Name of this program, for others that use the card: ``studio``, ``command line``…
        log_file: Where the host's output goes, or None for nowhere. A pool keeps the folder and names
            the file ``host-ENVIRONMENT.log``.
        log_file_limit_bytes: Size at which the log file is rotated.
        log_files_kept: Rotated files kept beside it.
        start_limit_s: Longest wait for the hello.
        silence_limit_s: Longest silence of a host that speaks; its memory samples are its heartbeat.
        loading_silence_limit_s: Longest silence while it loads: the system's loader lets no other thread
            run, and takes long to bring gigabytes of libraries from a slow disk.
        speaking_limit_s: Longest time without progress while an engine speaks.
        loading_limit_s: Longest time without progress while it loads.
        cancel_grace_s: Least time that an engine is given to heed a cancel before its host is killed.
    """

    simulate_gpu_bytes: int | tuple[int, ...] | None = None
    gpu: Callable[[], str] = no_choice
    cards_folder: Path | None = None
    converted_folder: Path | None = None
    program: str = ""
    log_file: Path | None = None
    log_file_limit_bytes: int = 1_000_000
    log_files_kept: int = 3
    start_limit_s: float = 60.0
    silence_limit_s: float = 10.0
    loading_silence_limit_s: float = 60.0
    speaking_limit_s: float = 120.0
    loading_limit_s: float = 300.0
    cancel_grace_s: float = 3.0


@dataclass(frozen=True)
class Hello:
    """How a host introduces itself.

    Attributes:
        protocol_version: Version of the wire format.
        version: Version of the distribution in the host's environment.
        pid: The host's process id.
        engines: Descriptions of the engines of its environment.
        broken: Engines that cannot be used, with the reason.
        device: Name of the device for people.
        card_total_bytes: The card's memory, or None without a usable card.
        simulated: True where the card is simulated.
        card_id: What tells the card from every other here: a real one's UUID; empty without one.
        needs: What each engine's longest part is estimated to need on that card, at its best.
    """

    protocol_version: int
    version: str
    pid: int
    engines: tuple[EngineDescription, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    device: str = ""
    card_total_bytes: int | None = None
    simulated: bool = False
    card_id: str = ""
    needs: Mapping[str, MemoryNeed] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """The end of a job that went well.

    Attributes:
        device: Where it ran: ``cpu``, ``cuda``, ``cuda (simulated)``.
        synthesis_s: Time the model worked, without loading.
        load_s: Time to load the model; 0 when it was resident.
        sample_rate_hz: Rate of the audio handed over.
        samples: Number of samples handed over.
        peak_bytes: Greatest memory on the device during the job; without a card, of the host process.
    """

    device: str
    synthesis_s: float
    load_s: float
    sample_rate_hz: int
    samples: int
    peak_bytes: int

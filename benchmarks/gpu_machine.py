"""The machine that gpu_check.py runs on: card, torch, what is on the device; and the stages that name them.

Imports torch and the product inside only: any of it may be missing.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_report import MIB, Failed, Skipped, kernel_for
from benchmarks.vram_row import Row
from core.driver import DriverCard, read_cards

LIMIT_S = 7 * 60.0
"""Stages that would begin later are skipped, so that the whole check takes 8 minutes."""
REHEARSED_TIMES = 2


def torch_or_skip() -> Any:
    """Import torch.

    Raises:
        Skipped: When it does not import.
    """
    try:
        return importlib.import_module("torch")
    except (ImportError, OSError, RuntimeError) as error:
        raise Skipped(f"torch does not import: {error}") from error


@dataclass
class Check:
    """One run: where, and what stages leave for later ones.

    Attributes:
        device: ``cuda:N``, or ``cpu`` in a rehearsal.
        rehearsal: On the CPU with small nets.
        folder: For random weights.
        rows: What was measured, for the table and the file.
        points: Net in a precision → the peak above its weights, as estimated and as measured, in bytes.
        folders: Engine and size → its folder of random weights.
        began_s: When the run began, by the monotonic clock.
    """

    device: str
    rehearsal: bool
    folder: Path
    rows: list[Row] = field(default_factory=list)
    points: dict[str, tuple[int, int]] = field(default_factory=dict)
    folders: dict[tuple[str, str], Path] = field(default_factory=dict)
    began_s: float = field(default_factory=time.monotonic)
    _card: Any = None

    def must_have_time(self) -> None:
        """See that the run may go on; a rehearsal may take as long as it does.

        Raises:
            Skipped: When its time is over.
        """
        if not self.rehearsal and time.monotonic() - self.began_s > LIMIT_S:
            raise Skipped(f"the check has taken {LIMIT_S / 60:.0f} minutes already")

    def often(self, times: int) -> int:
        """Return how often something is done: a rehearsal does it a few times only."""
        return min(times, REHEARSED_TIMES) if self.rehearsal else times

    def torch(self) -> Any:
        """Return torch, where it can use the device.

        Raises:
            Skipped: When it cannot.
        """
        torch = torch_or_skip()
        if not self.rehearsal and not torch.cuda.is_available():
            raise Skipped(f"no CUDA device for torch {torch.__version__}")
        if not self.rehearsal and self.index >= torch.cuda.device_count():
            raise Skipped(f"torch sees {torch.cuda.device_count()} CUDA devices, and no {self.device}")
        return torch

    @property
    def index(self) -> int:
        """The device's number."""
        return int(self.device.partition(":")[2] or 0)

    def capability(self) -> tuple[int, int]:
        """Return the card's compute capability."""
        major, minor = self.torch().cuda.get_device_capability(self.index)
        return int(major), int(minor)

    def takes_half(self) -> bool:
        """Tell whether the product speaks in half precision there; never in a rehearsal."""
        if self.rehearsal:
            return False
        need: Any = importlib.import_module("core.model.need")
        name = self.torch().cuda.get_device_name(self.index)
        return bool(need.half_is_fast(name, self.capability()))

    def wait(self) -> None:
        """Wait until the card has done all its work."""
        if not self.rehearsal:
            self.torch().cuda.synchronize(self.index)

    def allocated(self) -> int:
        """Return the bytes of live tensors on the device."""
        if self.rehearsal:
            audit: Any = importlib.import_module("core.vram.audit")
            return int(audit.live_tensor_bytes())
        return int(self.torch().cuda.memory_allocated(self.index))

    def begin_peak(self) -> None:
        """Measure the peak from now."""
        if not self.rehearsal:
            self.torch().cuda.reset_peak_memory_stats(self.index)

    def peak(self) -> int:
        """Return the greatest bytes of live tensors since then; a rehearsal knows those of now only."""
        if self.rehearsal:
            return self.allocated()
        return int(self.torch().cuda.max_memory_allocated(self.index))

    def give_back(self) -> None:
        """Free what nobody holds."""
        gc.collect()
        self.wait()
        self.empty_cache()

    def empty_cache(self) -> None:
        """Give all programs what torch keeps unused."""
        if not self.rehearsal:
            self.torch().cuda.empty_cache()

    def card(self) -> DriverCard:
        """Return what the driver says of the device now.

        Raises:
            Skipped: When there is no driver, or it does not know the device.
        """
        cards = read_cards()
        if not cards:
            raise Skipped("no NVIDIA driver answers, or it sees no card")
        if self.rehearsal or importlib.util.find_spec("torch") is None:
            return cards[0]
        if not torch_or_skip().cuda.is_available():
            return cards[0]
        torch = self.torch()
        nvml: Any = importlib.import_module("core.vram.nvml")
        found = nvml.card_of(torch.cuda.get_device_properties(self.index), cards)
        if found is None:
            raise Skipped(f"the driver does not know {self.device} by UUID or bus")
        return found

    def product_card(self) -> Any:
        """Return the card that the product finds, the same at each call: it knows its context's size.

        Raises:
            Skipped: When it finds none.
        """
        if self._card is None:
            cards: Any = importlib.import_module("core.vram.cards")
            self._card = cards.find_card(None)
        if self._card is None:
            raise Skipped("the product sees no card")
        return self._card

    def engine_folder(self, engine: str, size: str = "") -> Path:
        """Return the engine's random weights, written once."""
        size = size or ("tiny" if self.rehearsal else "full")
        key = engine, size
        if key not in self.folders:
            self.folders[key] = gpu_nets.write_folder(engine, size, self.folder / f"{engine}-{size}")
        return self.folders[key]

    def keep(self, rows: Sequence[Row]) -> str:
        """Keep rows and return them in words.

        Raises:
            Failed: When one of them is not met; a rehearsal holds none to its target.
        """
        self.rows.extend(rows)
        words = "; ".join(f"{row.name} {' '.join(row.cells()[1:4])} ({row.note})" for row in rows)
        if not self.rehearsal and not all(row.met for row in rows):
            raise Failed(words)
        return words


def driver_stage(check: Check) -> str:
    """Name the card."""
    card = check.card()
    return (
        f"{card.name}, {card.total_bytes / MIB:,.0f} MiB, {card.free_bytes / MIB:,.0f} free,"
        f" {len(read_cards())} card(s)"
    )


def build_stage(check: Check) -> str:
    """Name torch's build and what of the engines' packages is there."""
    torch = torch_or_skip()
    packages = {
        name: gpu_nets.package_trouble(engine) or "there"
        for engine, name in (("f5", "f5-tts"), ("xtts", "coqui-tts"))
    }
    words = ", ".join(f"{name}: {state}" for name, state in packages.items())
    cuda = torch.version.cuda or getattr(torch.version, "hip", None) or "none"
    return f"torch {torch.__version__}, CUDA {cuda}, Python {platform.python_version()}; {words}"


def kernels_stage(check: Check) -> str:
    """Compare the build's kernels with the card, and the product's opinion with ours.

    The product's look at the card makes torch's context there, and takes its size: nothing may have made it
    before.
    """
    torch = check.torch()
    if check.rehearsal:
        raise Skipped("a rehearsal has no card")
    card = check.product_card()
    finding = card.look(check.device)
    capability, architectures = check.capability(), torch.cuda.get_arch_list()
    kernel = kernel_for(capability, architectures)
    words = f"capability {capability[0]}.{capability[1]}, build has {' '.join(architectures)}"
    choice: Any = importlib.import_module("core.vram.choice")
    if choice.has_kernels(capability, architectures) != bool(kernel):
        raise Failed(f"{words}: the product thinks otherwise than {kernel or 'none fits'}")
    if not kernel:
        raise Failed(f"{words}: none fits")
    if choice.judge(finding) != ("", ""):
        raise Failed(f"{words}: {kernel} fits, and the product says: {' '.join(choice.judge(finding))}")
    context_mib = card.figures({}, check.device).context_bytes / MIB
    return f"{words}: {kernel} fits; torch's context takes {context_mib:.0f} MiB"


def computations_stage(check: Check) -> str:
    """Run a product and a convolution in fp32 and, where valid, fp16, beside the CPU's results."""
    torch = check.torch()
    done = []
    for dtype in [torch.float32, *([torch.float16] if check.takes_half() else [])]:
        with torch.inference_mode():
            generator = torch.Generator().manual_seed(1)
            square = torch.randn(64, 64, generator=generator)
            kernel = torch.randn(64, 64, 3, generator=generator)
            right = (square @ square, torch.nn.functional.conv1d(square[None], kernel))
            there, weights = (one.to(check.device, dtype) for one in (square, kernel))
            found = (there @ there, torch.nn.functional.conv1d(there[None], weights))
        for name, ours, theirs in zip(("product", "convolution"), found, right, strict=True):
            far = float((ours.float().cpu() - theirs).abs().max() / theirs.abs().max())
            if not far < 0.01:
                raise Failed(f"the {name} in {dtype} is off by {far:.2%}")
        done.append(str(dtype).removeprefix("torch."))
    check.give_back()
    return f"product and convolution right in {' and '.join(done)}"

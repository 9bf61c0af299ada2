"""The stages of gpu_check.py on small cards: the real one, capped to 4, 3 and 2 GB, 0.6 GB used by others.

The cap is torch's own: its allocator gives no more than the card would have, so that an estimate that says
too little ends in a lack of memory here as there. The figures that the manager reads are those of such a
card.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_machine import Check
from benchmarks.gpu_product import ENGINES, Product
from benchmarks.vram_row import Row

GB = 1000**3
OTHERS_BYTES = 600_000_000
PAIRS = 10
SMALL_PAIRS = 1
MOST_TRIES = 3
"""As in a host."""
PASCAL = (6, 1)
"""Half precision is slow there, so that both engines speak in fp32: a GTX 10 of 4 GB."""


class SmallCard:
    """A card with the figures of a smaller one, on which others hold something, of any generation."""

    def __init__(
        self, card: Any, total_bytes: int, others_bytes: int, capability: tuple[int, int] | None
    ) -> None:
        """Stand before a card; one that is no larger is left as it is.

        Args:
            card: The product's.
            total_bytes: The size of the smaller one.
            others_bytes: What others hold there.
            capability: Its compute capability, or None for the card's own.
        """
        self._card = card
        self.total_bytes = min(total_bytes, card.total_bytes)
        self._others_bytes = others_bytes
        self._capability = capability
        self.name = f"{card.name} as one of {self.total_bytes / GB:.1f} GB"
        self.kind, self.simulated = card.kind, card.simulated

    def identity(self, device: str) -> str:
        """Return another identity than the card's own: what is learned here holds here only."""
        return f"{self._card.identity(device)}-{self.total_bytes}"

    def look(self, device: str) -> Any:
        """Try the device; tell the capability of our choice."""
        return self._as_chosen(self._card.look(device))

    def peek(self, device: str) -> Any:
        """Tell what the card expects of the device, with the capability of our choice."""
        return self._as_chosen(self._card.peek(device))

    def figures(self, usage: Mapping[str, Any], device: str) -> Any:
        """Read the card, and tell what would be free on the smaller one."""
        real = self._card.figures(usage, device)
        used = self._others_bytes + real.context_bytes + real.reserved_bytes
        free = min(real.free_bytes, max(0, self.total_bytes - used))
        return replace(real, total_bytes=self.total_bytes, free_bytes=free)

    def limit_bytes(self, device: str) -> int:
        """Return what an allocator of ours could have there: all but the others' and the context."""
        now = self._card.figures({}, device)
        return max(0, self.total_bytes - self._others_bytes - int(now.context_bytes))

    def trim(self) -> None:
        """Do as the card does."""
        self._card.trim()

    def cap(self, device: str) -> None:
        """Do nothing: ``capped`` holds torch to less."""

    def begin_peak(self, device: str) -> None:
        """Measure the peak from now."""
        self._card.begin_peak(device)

    def peak_bytes(self, device: str) -> int | None:
        """Return the greatest bytes allocated since then."""
        peak: int | None = self._card.peak_bytes(device)
        return peak

    def _as_chosen(self, found: Any) -> Any:
        """Return a finding with the capability of our choice, for which the build need have no kernels."""
        if self._capability is None or not found.present:
            return found
        return replace(found, capability=self._capability, architectures=None)


@dataclass
class Ends:
    """What became of some jobs.

    Attributes:
        peak_bytes: The greatest that was allocated in one of them.
        spoken: How many spoke, by engine and way.
        refused: How many were refused with numbers, by engine.
        again: Tries that ran out of memory and were followed by another, a rung further down.
        crashed: How the others ended.
        whose: Said where plain nets stand for an engine.
    """

    peak_bytes: int = 0
    spoken: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    again: int = 0
    crashed: list[str] = field(default_factory=list)
    whose: str = ""

    def words(self) -> str:
        """Return it in words."""
        told = [f"{name} {count} times" for name, count in sorted(self.spoken.items())]
        told += [f"{name} refused {count} times" for name, count in sorted(self.refused.items())]
        told += [f"{self.again} tries ran out of memory"] if self.again else []
        return ", ".join(told + self.crashed[:2]) + self.whose


def card_of(check: Check, total_gb: int, others_bytes: int, capability: tuple[int, int] | None) -> SmallCard:
    """Return a smaller card before the real one; before a simulated one of 16 GB in a rehearsal."""
    devices: Any = importlib.import_module("core.vram.device")
    card = devices.SimulatedCard(16 * GB) if check.rehearsal else check.product_card()
    return SmallCard(card, total_gb * GB, others_bytes, capability)


@contextmanager
def capped(check: Check, card: SmallCard) -> Iterator[None]:
    """Let torch's allocator have no more than the smaller card would give, for a block."""
    if check.rehearsal:
        yield
        return
    cuda = check.torch().cuda
    card.look(check.device)  # the context is there from now on
    check.give_back()
    _, total = cuda.mem_get_info(check.index)
    cuda.set_per_process_memory_fraction(min(1.0, card.limit_bytes(check.device) / total), check.index)
    try:
        yield
    finally:
        cuda.set_per_process_memory_fraction(1.0, check.index)


def speak(
    check: Check, card: SmallCard, *, saves: bool, pairs: int, engines: tuple[str, ...] = ENGINES
) -> Ends:
    """Let engines speak in turn on a card."""
    ends = Ends()
    with capped(check, card):
        product = Product(check, card)
        ends.whose = product.plain_words
        for number in range(pairs):
            for engine in engines:
                _do(product, engine, number, ends, saves=saves)
        product.manager.release()
        check.give_back()
    return ends


def _do(product: Product, engine: str, seed: int, ends: Ends, *, saves: bool) -> None:
    """Do a job as a host does: one that runs out of memory is tried again, further down the ladder."""
    for tries in range(MOST_TRIES):
        again = _try(product, engine, seed, ends, saves=saves, tries=tries)
        product.manager.settle_releases()  # the error is gone, and with it what it held
        if not again:
            return
        product.manager.release()
        ends.again += 1


def _try(product: Product, engine: str, seed: int, ends: Ends, *, saves: bool, tries: int) -> bool:
    """Speak once and note how it ended; tell whether it is to be tried again."""
    poison: Any = importlib.import_module("core.vram.poison")
    errors: Any = importlib.import_module("core.errors")
    try:
        _speak_once(product, engine, seed, ends, saves=saves, rung=max(0, tries - 1))
    except errors.OutOfMemory as error:
        if error.need_bytes > error.free_bytes:
            ends.refused[engine] = ends.refused.get(engine, 0) + 1
        else:
            ends.crashed.append(f"{engine}: refused without need: {error!r}")
    except Exception as error:  # noqa: BLE001 - any other end is what is counted
        if tries + 1 < MOST_TRIES and poison.is_out_of_memory(error):
            return True
        ends.crashed.append(f"{engine}: {error!r}"[:300])
    return False


def _speak_once(product: Product, engine: str, seed: int, ends: Ends, *, saves: bool, rung: int) -> None:
    request = gpu_nets.request_of(engine, product.folder(engine), seed=seed)
    with product.lease(engine, saves=saves, request=request, rung=rung) as leased:
        name = f"{engine} {leased.way.precision}" + (" in short parts" if leased.way.part < 1 else "")
        job = gpu_nets.job_of(part=leased.way.part)
        samples = sum(len(piece) for piece in leased.model.synthesize(request, job))
        del leased
        ends.peak_bytes = max(ends.peak_bytes, product.manager.job_peak_bytes())
    if not samples:
        raise ValueError("no audio")
    ends.spoken[name] = ends.spoken.get(name, 0) + 1


def peak_4gb_stage(check: Check) -> str:
    """Let both speak in turn in Normal on a Pascal card of 4 GB: never more than the larger one alone."""
    pairs = check.often(PAIRS)
    alone = speak(check, card_of(check, 16, 0, PASCAL), saves=True, pairs=1)
    found = speak(check, card_of(check, 4, OTHERS_BYTES, PASCAL), saves=False, pairs=pairs)
    rows = [_peak_row("peak_4gb", found, alone, "fp32 as on Pascal, Normal")]
    if check.takes_half():
        alone = speak(check, card_of(check, 16, 0, None), saves=True, pairs=1)
        found = speak(check, card_of(check, 4, OTHERS_BYTES, None), saves=True, pairs=pairs)
        rows.append(_peak_row("peak_4gb_half", found, alone, "as the card likes it, Low VRAM"))
    return check.keep(rows)


def peak_small_stage(check: Check, total_gb: int) -> str:
    """Let both speak on a smaller card: by the ladder, or refused with numbers; never a crash."""
    kinds = {"fp32 as on Pascal": PASCAL} | ({"as the card likes it": None} if check.takes_half() else {})
    notes, crashed = [], 0
    for name, capability in kinds.items():
        for saves in (False, True):
            card = card_of(check, total_gb, OTHERS_BYTES, capability)
            ends = speak(check, card, saves=saves, pairs=SMALL_PAIRS)
            crashed += len(ends.crashed)
            notes.append(f"{name}, {'Low VRAM' if saves else 'Normal'}: {ends.words()}")
    return check.keep([Row(f"peak_{total_gb}gb", crashed, 0, "jobs", "<=", "; ".join(notes))])


def _peak_row(name: str, found: Ends, alone: Ends, how: str) -> Row:
    spoke = not found.crashed and not found.refused and not alone.crashed
    value = found.peak_bytes / max(1, alone.peak_bytes) if spoke else float("inf")
    note = f"{how}: {found.peak_bytes / GB:.2f} of {alone.peak_bytes / GB:.2f} GB; {found.words()}"
    return Row(name, value, 1.05, "times", "<=", note)

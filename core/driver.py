"""NVIDIA's cards by the driver's own library, without a context and without torch; both sides may ask."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

VISIBLE_VARIABLE = "CUDA_VISIBLE_DEVICES"
OTHER_PROGRAMS_BYTES = 500_000_000
"""What a simulated card's "other programs" hold (an eighth of a card under 4 GB)."""

_TEXT_BYTES = 96


@dataclass(frozen=True)
class DriverCard:
    """A card as the driver tells.

    Attributes:
        name: For people.
        uuid: ``GPU-…``.
        total_bytes: Its memory.
        free_bytes: What was free when it was asked.
        bus: Domain, bus and device on the PCI bus.
        capability: Its compute capability, or None where the driver does not tell.
    """

    name: str
    uuid: str
    total_bytes: int
    free_bytes: int
    bus: tuple[int, int, int] = (0, 0, 0)
    capability: tuple[int, int] | None = None


class _Memory(ctypes.Structure):
    _fields_ = (
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("used", ctypes.c_ulonglong),
    )


class _Pci(ctypes.Structure):
    _fields_ = (
        ("bus_id_legacy", ctypes.c_char * 16),
        ("domain", ctypes.c_uint),
        ("bus", ctypes.c_uint),
        ("device", ctypes.c_uint),
        ("pci_device_id", ctypes.c_uint),
        ("pci_subsystem_id", ctypes.c_uint),
        ("bus_id", ctypes.c_char * 32),
    )


def read_cards() -> list[DriverCard]:
    """Return all cards in the driver's order, which is that of the PCI bus; none without a driver."""
    try:
        nvml = ctypes.CDLL("nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1")
    except OSError:
        return []
    if nvml.nvmlInit_v2() != 0:
        return []
    try:
        count = ctypes.c_uint()
        if nvml.nvmlDeviceGetCount_v2(ctypes.byref(count)):
            return []
        cards = [_read_card(nvml, index) for index in range(count.value)]
        return [card for card in cards if card is not None]
    finally:
        nvml.nvmlShutdown()


def _read_card(nvml: ctypes.CDLL, index: int) -> DriverCard | None:
    device, memory, pci = ctypes.c_void_p(), _Memory(), _Pci()
    name, uuid = ctypes.create_string_buffer(_TEXT_BYTES), ctypes.create_string_buffer(_TEXT_BYTES)
    if nvml.nvmlDeviceGetHandleByIndex_v2(index, ctypes.byref(device)):
        return None
    failures = (
        nvml.nvmlDeviceGetName(device, name, _TEXT_BYTES),
        nvml.nvmlDeviceGetUUID(device, uuid, _TEXT_BYTES),
        nvml.nvmlDeviceGetMemoryInfo(device, ctypes.byref(memory)),
    )
    if any(failures):
        return None
    nvml.nvmlDeviceGetPciInfo_v3(device, ctypes.byref(pci))
    major, minor = ctypes.c_int(), ctypes.c_int()
    untold = nvml.nvmlDeviceGetCudaComputeCapability(device, ctypes.byref(major), ctypes.byref(minor))
    return DriverCard(
        name.value.decode(errors="replace"),
        uuid.value.decode(errors="replace"),
        int(memory.total),
        int(memory.free),
        (int(pci.domain), int(pci.bus), int(pci.device)),
        None if untold else (int(major.value), int(minor.value)),
    )


def visible_cards(cards: Sequence[DriverCard], environ: Mapping[str, str] = os.environ) -> list[DriverCard]:
    """Return the cards that CUDA shows to this process, the likely first one first.

    ``CUDA_VISIBLE_DEVICES`` is read as CUDA reads it: numbers or beginnings of UUIDs, up to the first that
    names no card. CUDA's own numbers go by speed, the driver's by the bus: which card is CUDA's first is
    known for sure only once torch was asked (``card_of``); until then the one with the most memory is taken.
    """
    by_speed = sorted(cards, key=lambda card: -card.total_bytes)
    if environ.get("CUDA_DEVICE_ORDER", "").upper() == "PCI_BUS_ID":
        by_speed = list(cards)
    value = environ.get(VISIBLE_VARIABLE)
    if value is None:
        return by_speed
    found: list[DriverCard] = []
    for word in (part.strip() for part in value.split(",")):
        card = _named(word, by_speed)
        if card is None or card in found:
            break
        found.append(card)
    return found


def _named(word: str, cards: Sequence[DriverCard]) -> DriverCard | None:
    if word.isdecimal():
        return cards[int(word)] if int(word) < len(cards) else None
    matching = [card for card in cards if word and card.uuid.startswith(word)]
    return matching[0] if len(matching) == 1 else None


def card_named(uuid: str, cards: Sequence[DriverCard]) -> DriverCard | None:
    """Return the card of that UUID, or of the one UUID that begins so; None where none does, or several."""
    wanted = uuid.strip().lower()
    exact = [card for card in cards if card.uuid.lower() == wanted]
    matching = exact or [card for card in cards if wanted and card.uuid.lower().startswith(wanted)]
    return matching[0] if len(matching) == 1 else None


def most_free(cards: Sequence[DriverCard]) -> DriverCard | None:
    """Return the card with the most free memory, of equals the larger one; None where there is none."""
    return max(cards, key=lambda card: (card.free_bytes, card.total_bytes), default=None)


def simulated_cards(sizes_bytes: Sequence[int]) -> list[DriverCard]:
    """Return simulated cards as a driver would tell of them; their UUIDs count: ``SIM-1``, ``SIM-2``."""
    several = len(sizes_bytes) > 1
    return [
        DriverCard(
            name=f"Simulated GPU {number if several else ''}".strip() + f" ({size / 1000**3:.1f} GB)",
            uuid=f"SIM-{number}",
            total_bytes=size,
            free_bytes=size - min(OTHER_PROGRAMS_BYTES, size // 8),
        )
        for number, size in enumerate(sizes_bytes, 1)
    ]

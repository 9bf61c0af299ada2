"""NVIDIA's cards by the driver's own library, without a context and without torch; both sides may ask."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

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

"""How long speaking will take: by what was measured here last, else by what an engine says of itself.

The file holds one real-time factor for each engine and kind of device, with the engine's parameters at their
defaults. It lies in the cache: without it the estimates are those of the descriptions.
"""

from __future__ import annotations

import logging
import math
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.atomic import atomic_file
from core.errors import StorageError
from core.model.engine import EngineDescription
from core.paths import Paths, make_folder

if TYPE_CHECKING:
    from core.host.values import Hello

log = logging.getLogger(__name__)

LONG_S = 30.0
"""What takes longer is told before it begins."""

MOST_CORES = 8
"""More cores than this are not counted: an estimate should rather be too long than too short."""

SHORTEST_S = 0.5
"""Audio shorter than this says little about the speed."""

TELLING_CHANGE = 0.1
"""The file is written anew when a speed differs by this part from what it holds."""


class SpeedBook:
    """Keeps the last measured speeds; may be used from any thread."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Args:
            path: The file; its folder need not exist yet.
        """
        self._path = path
        self._lock = threading.Lock()
        self._rtfs = _read(path)
        self._written = dict(self._rtfs)

    @classmethod
    def of(cls, paths: Paths) -> SpeedBook:
        """Return the user's."""
        return cls(paths.cache / "speeds.json")

    def note(
        self,
        description: EngineDescription,
        device: str,
        parameters: Mapping[str, float],
        *,
        synthesis_s: float,
        duration_s: float,
    ) -> None:
        """Keep how fast an engine has just been.

        Args:
            description: The engine.
            device: Where it ran, as the host says it.
            parameters: What it was given.
            synthesis_s: Time that the model worked.
            duration_s: Length of the audio.
        """
        if duration_s < SHORTEST_S or synthesis_s <= 0:
            return
        key = f"{description.id} {device_kind(device)}"
        rtf = synthesis_s / duration_s / _share(description, parameters)
        with self._lock:
            self._rtfs[key] = rtf
            written = self._written.get(key, 0.0)
            if abs(rtf - written) <= TELLING_CHANGE * written:
                return
            self._written[key] = rtf
            data = msgspec.json.encode(self._rtfs)
            try:
                make_folder(self._path.parent)
                with atomic_file(self._path, replace=True) as file:
                    file.write(data)
            except StorageError as error:
                log.warning("the measured speeds were not kept: %s", error)

    def rtf(
        self, description: EngineDescription, device: str, parameters: Mapping[str, float]
    ) -> float | None:
        """Return the real-time factor to expect, or None where nothing is known.

        Args:
            description: The engine.
            device: Kind of device: ``cpu``, ``cuda`` or ``mps``.
            parameters: What it will be given.
        """
        with self._lock:
            measured = self._rtfs.get(f"{description.id} {device}")
        if measured is None:
            expected = description.speed_on(device)
            if expected is None:
                return None
            measured = expected.rtf
            if expected.cores:
                measured *= expected.cores / min(core_count(), MOST_CORES)
        return measured * _share(description, parameters)


def rounded(seconds: float) -> tuple[int, int, int]:
    """Return hours, minutes and seconds as an estimate says them: no finer than it can be known.

    Under a minute tens of seconds, under an hour minutes, above that tens of minutes.
    """
    if seconds < 55:
        return 0, 0, max(10, round(seconds / 10) * 10)
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return 0, minutes, 0
    hours, minutes = divmod(round(minutes / 10) * 10, 60)
    return hours, minutes, 0


def about(seconds: float) -> str:
    """Return an estimate in English, such as ``9 min`` or ``1 h 20 min``."""
    parts = zip(rounded(seconds), ("h", "min", "s"), strict=True)
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def device_kind(device: str) -> str:
    """Return the kind of device that a job really ran on, from how the host says it (``cuda:1``)."""
    return "cpu" if "simulated" in device else device.partition(":")[0].strip()


def expected_device(wanted: str, description: EngineDescription, hello: Hello | None) -> str:
    """Return the kind of device that a job will run on.

    Args:
        wanted: The setting: ``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``.
        description: The engine.
        hello: Of its host, or None while it has not introduced itself.
    """
    kind = device_kind(wanted)
    if kind == "auto":
        has_card = hello is not None and hello.card_total_bytes is not None and not hello.simulated
        kind = ("mps" if sys.platform == "darwin" else "cuda") if has_card else "cpu"
    return kind if kind in description.devices else "cpu"


def core_count() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return max(1, len(affinity(0)) if affinity is not None else os.cpu_count() or 1)


def _share(description: EngineDescription, parameters: Mapping[str, float]) -> float:
    """Return how much longer than with the defaults it takes with these parameters."""
    name = next((speed.parameter for speed in description.speeds if speed.parameter), "")
    spec = description.parameter(name)
    if spec is None or spec.default <= 0:
        return 1.0
    return max(parameters.get(name, spec.default), 0.0) / spec.default or 1.0


def _read(path: Path) -> dict[str, float]:
    try:
        rtfs = msgspec.json.decode(path.read_bytes(), type=dict[str, float])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("the measured speeds %s cannot be read: %s", path, error)
        return {}
    return {key: rtf for key, rtf in rtfs.items() if math.isfinite(rtf) and rtf > 0}

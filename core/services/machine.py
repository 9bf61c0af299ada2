"""What the machine has, for the doctor: cards and driver, output devices. Nothing heavy is imported."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

from core.processes import NO_WINDOW

_QUERY = "name,memory.total,memory.used,driver_version,compute_cap,uuid"
_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Card:
    """A graphics card as its driver tells.

    Attributes:
        name: Name for people.
        total_bytes: Its memory.
        used_bytes: What all programs hold of it.
        driver: Version of the driver.
        compute_capability: Such as ``8.6``, or empty.
        uuid: What the setting ``gpu`` calls it.
    """

    name: str
    total_bytes: int
    used_bytes: int
    driver: str
    compute_capability: str
    uuid: str


def find_cards() -> tuple[list[Card], str]:
    """Ask ``nvidia-smi`` for the cards.

    Returns:
        The cards, and why there are none (empty where there are some).
    """
    program = shutil.which("nvidia-smi")
    if program is None:
        return [], "nvidia-smi is not there: no NVIDIA driver"
    command = [program, f"--query-gpu={_QUERY}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
            errors="replace",
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [], f"nvidia-smi did not answer: {error}"
    if done.returncode:
        why = (done.stderr or done.stdout).strip().splitlines()
        return [], f"nvidia-smi failed: {why[0] if why else done.returncode}"
    cards = [card for line in done.stdout.splitlines() if (card := _card(line)) is not None]
    return cards, "" if cards else "nvidia-smi lists no card"


def _card(line: str) -> Card | None:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != len(_QUERY.split(",")):
        return None
    name, total, used, driver, capability, uuid = parts
    return Card(name, _mib(total), _mib(used), driver, capability if "." in capability else "", uuid)


def _mib(text: str) -> int:
    return int(text) * 1024**2 if text.isdecimal() else 0

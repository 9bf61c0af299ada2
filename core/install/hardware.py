"""What this machine is, as far as the choice of packages goes: system, processor, NVIDIA cards and driver.

Standard library only. ``nvidia-smi`` is asked once, with a time limit; reading its answer is a pure function.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LINUX, WINDOWS, MACOS = "linux", "windows", "macos"
TIME_LIMIT_S = 20.0
"""A driver that has to wake its card, or to be loaded, may take several seconds."""

_FIELDS = ("name", "driver_version", "memory.total", "compute_cap")
_SYSTEMS = {"linux": LINUX, "win32": WINDOWS, "darwin": MACOS}
_PROCESSORS = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
_UNKNOWN_FIELD = re.compile(r'field "?compute_cap"? is not a valid field', re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_DRIVER = re.compile(r"\d{3}\.\d+(?:\.\d+)?", re.ASCII)
_CAPABILITY = re.compile(r"(\d+)\.(\d+)", re.ASCII)

_WSL_PROGRAM = Path("/usr/lib/wsl/lib/nvidia-smi")
_WINDOWS_PROGRAMS = (
    Path(r"C:\Windows\System32\nvidia-smi.exe"),
    Path(r"C:\Program Files\NVIDIA Corporation\NVSMI\nvidia-smi.exe"),
)


@dataclass(frozen=True)
class Card:
    """An NVIDIA card.

    Attributes:
        name: Name for people.
        capability: Compute capability, such as ``(6, 1)``; None where the driver is too old to tell it.
        memory_bytes: Its memory; 0 where the driver does not tell it.
    """

    name: str
    capability: tuple[int, int] | None
    memory_bytes: int = 0


@dataclass(frozen=True)
class Nvidia:
    """What ``nvidia-smi`` said.

    Attributes:
        cards: The cards, in the driver's order.
        driver: Version of the driver, such as ``(535, 129, 3)``; None when it is not known.
        failure: Why it told nothing though it is there; empty when it answered, or is not there.
    """

    cards: tuple[Card, ...] = ()
    driver: tuple[int, ...] | None = None
    failure: str = ""


@dataclass(frozen=True)
class Answer:
    """What a program wrote, and its exit code."""

    code: int
    output: str
    errors: str = ""


@dataclass(frozen=True)
class Machine:
    """The facts that the choice of packages rests on.

    Attributes:
        system: ``linux``, ``windows``, ``macos``, or as ``sys.platform`` says.
        processor: ``x86_64``, ``arm64``, or as the system says, of the running Python.
        nvidia: Cards and driver.
        wsl: Linux inside Windows: the driver is the one of Windows.
        translated: A Python for Intel runs on a Mac with Apple's processor.
    """

    system: str
    processor: str
    nvidia: Nvidia = Nvidia()
    wsl: bool = False
    translated: bool = False

    @property
    def platform(self) -> str:
        """System and processor, such as ``linux-x86_64``."""
        return f"{self.system}-{self.processor}"

    @property
    def driver_system(self) -> str:
        """The system whose driver version counts."""
        return WINDOWS if self.wsl else self.system


def query(fields: Sequence[str] = _FIELDS) -> tuple[str, ...]:
    """Return the arguments that ask ``nvidia-smi`` for one line a card."""
    return (f"--query-gpu={','.join(fields)}", "--format=csv,noheader,nounits")


def read_answer(answer: Answer) -> Nvidia:
    """Read the answer to ``query()``, or to ``query()`` without ``compute_cap``.

    Lines that are no cards (warnings, a card that has fallen off the bus) are passed over.
    """
    cards: list[Card] = []
    driver: tuple[int, ...] | None = None
    for line in answer.output.splitlines():
        row = _read_line(line)
        if row is not None:
            cards.append(row[0])
            driver = driver or row[1]
    if cards:
        return Nvidia(tuple(cards), driver)
    said = (answer.errors + "\n" + answer.output).strip()
    if "no devices were found" in said.casefold():
        return Nvidia()
    first = next((line.strip() for line in said.splitlines() if line.strip()), "")
    return Nvidia(failure=first[:300] or f"nvidia-smi ended with exit code {answer.code}")


def _read_line(line: str) -> tuple[Card, tuple[int, ...]] | None:
    """Read ``name, driver, MiB[, capability]``; None when it is something else."""
    parts = [part.strip() for part in line.split(",")]
    at = next((i for i, part in enumerate(parts) if i and _DRIVER.fullmatch(part)), None)
    if at is None or not any(parts[:at]) or not 1 <= len(parts) - at - 1 <= 2:
        return None
    memory, capability = (*parts[at + 1 :], "")[:2]
    match = _CAPABILITY.fullmatch(capability)
    card = Card(
        name=", ".join(parts[:at]),
        capability=(int(match[1]), int(match[2])) if match else None,
        memory_bytes=int(float(memory) * 1024**2) if _NUMBER.fullmatch(memory) else 0,
    )
    return card, tuple(int(number) for number in parts[at].split("."))


def ask_nvidia(program: str | None, time_limit_s: float = TIME_LIMIT_S) -> Nvidia:
    """Ask the driver for its cards.

    Args:
        program: Path of ``nvidia-smi``; None where there is none.
        time_limit_s: For each of the two questions that may be needed, in seconds.
    """
    if program is None:
        return Nvidia()
    answer = _run([program, *query()], time_limit_s)
    if _UNKNOWN_FIELD.search(answer.output + answer.errors):
        answer = _run([program, *query(_FIELDS[:-1])], time_limit_s)
    return read_answer(answer)


def _run(command: Sequence[str], time_limit_s: float) -> Answer:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=time_limit_s,
            creationflags=flags,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer(-1, "", f"nvidia-smi gave no answer within {time_limit_s:g} s")
    except OSError as error:
        return Answer(-1, "", f"{command[0]}: {error.strerror}")
    return Answer(done.returncode, *(part.decode("utf-8", "replace") for part in (done.stdout, done.stderr)))


def find_program() -> str | None:
    """Return the path of ``nvidia-smi``, or None; it is not always on the PATH."""
    places = _WINDOWS_PROGRAMS if sys.platform == "win32" else (_WSL_PROGRAM,)
    found = shutil.which("nvidia-smi")
    return found or next((str(place) for place in places if place.is_file()), None)


def is_wsl(kernel_version: str) -> bool:
    """Tell Linux inside Windows by the text of ``/proc/version``."""
    return "microsoft" in kernel_version.casefold()


def this_machine() -> Machine:
    """Look at the running machine. Takes as long as ``nvidia-smi``, 40 s at most."""
    system = _SYSTEMS.get(sys.platform, sys.platform)
    processor = platform.machine()
    try:
        kernel = Path("/proc/version").read_text(encoding="utf-8") if system == LINUX else ""
    except OSError:
        kernel = ""
    return Machine(
        system=system,
        processor=_PROCESSORS.get(processor.casefold(), processor),
        nvidia=Nvidia() if system == MACOS else ask_nvidia(find_program()),
        wsl=is_wsl(kernel),
        translated=system == MACOS and _is_translated(),
    )


def _is_translated() -> bool:
    """Tell whether macOS translates this process from Intel's instructions."""
    command = ["/usr/sbin/sysctl", "-n", "sysctl.proc_translated"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == b"1"

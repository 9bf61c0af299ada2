"""System libraries and programs that no package brings: which are missing, and what has them."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

INSTALL_COMMANDS = {
    "debian": "sudo apt install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
}


@dataclass(frozen=True)
class SystemPart:
    """A library or a program of the system.

    Attributes:
        name: File name of the library, or the program.
        is_program: Whether it is a program.
        purpose: ``window``, ``x11``, ``sound``, ``test`` or ``test-weights``.
        packages: What has it, by family of systems: ``debian``, ``fedora``, ``arch``.
        folders: Patterns of the folders of a library that another one loads by itself.
    """

    name: str
    is_program: bool
    purpose: str
    packages: Mapping[str, str]
    folders: tuple[str, ...] = ()

    def is_missing(self) -> bool:
        """Tell whether it cannot be loaded, or found on the PATH."""
        if self.is_program:
            return shutil.which(self.name) is None
        if self.folders:
            return not any(any(Path("/").glob(f"{folder[1:]}/{self.name}")) for folder in self.folders)
        import ctypes

        try:
            ctypes.CDLL(self.name)
        except OSError:
            return True
        return False


def load_parts(path: Path) -> list[SystemPart]:
    """Read the table of parts, ``packaging/system_libraries.toml``."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        SystemPart(
            name=row["name"],
            is_program=row.get("program", False),
            purpose=row["purpose"],
            packages={family: row[family] for family in INSTALL_COMMANDS},
            folders=tuple(row.get("folders", ())),
        )
        for row in data["part"]
    ]


def purposes_of_the_studio(environ: Mapping[str, str]) -> set[str]:
    """Return for what the window needs parts here: X11's only when it will be shown by X11."""
    platform = environ.get("QT_QPA_PLATFORM", "")
    by_wayland = platform.startswith("wayland") or (not platform and bool(environ.get("WAYLAND_DISPLAY")))
    if by_wayland or (platform and not platform.startswith("xcb")):
        return {"window"}
    return {"window", "x11"}


def missing_parts(
    parts: Iterable[SystemPart], purposes: Iterable[str], platform: str = sys.platform
) -> list[SystemPart]:
    """Return the parts of those purposes that are missing; none on systems other than Linux.

    Args:
        parts: The table.
        purposes: Which of them count.
        platform: As ``sys.platform``.
    """
    if not platform.startswith("linux"):
        return []
    wanted = set(purposes)
    return [part for part in parts if part.purpose in wanted and part.is_missing()]


def family_of_this_system(os_release: Path = Path("/etc/os-release")) -> str:
    """Return ``debian``, ``fedora`` or ``arch``; the first where it cannot be told."""
    try:
        lines = os_release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return "debian"
    fields = dict(line.split("=", 1) for line in lines if "=" in line)
    names = " ".join(shlex.split(fields.get("ID", "")) + shlex.split(fields.get("ID_LIKE", ""))).split()
    related = {"rhel": "fedora", "centos": "fedora", "ubuntu": "debian"}
    for name in names:
        family = related.get(name, name)
        if family in INSTALL_COMMANDS:
            return family
    return "debian"


def words_for(missing: Iterable[SystemPart], family: str) -> str:
    """Return the message about missing parts: each with its package, and a command to copy."""
    rows = [f"  {part.name:26} {part.packages[family]}" for part in missing]
    wanted = " ".join(sorted({part.packages[family] for part in missing}))
    return "\n".join([*rows, "To install them:", f"  {_as_root(INSTALL_COMMANDS[family])} {wanted}"])


def _as_root(command: str) -> str:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return command.removeprefix("sudo ") if is_root else command

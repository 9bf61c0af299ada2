"""Where an environment's parts lie on disk.

::

    CHECKOUT/.environments/
        sottovoce-environments.txt     the marker: this folder is ours
        studio/                        one environment
            sottovoce-stamp.json       what it was made from
            sottovoce-locked.txt       the packages that it was made of
        studio.partial-4242/           one in the making, or left by an interrupted start
        test-weights/                  what only tests fetch
        install.lock                   held while something is made or removed
        install-studio.log             what the installer said
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENTS_FOLDER = ".environments"
MARKER_NAME = "sottovoce-environments.txt"
STAMP_NAME = "sottovoce-stamp.json"
LOCKED_NAME = "sottovoce-locked.txt"
LOCK_NAME = "install.lock"
STUDIO = "studio"
TEST = "test"
TEST_WEIGHTS = "test-weights"

MARKER_TEXT = """\
This folder holds the private environments of Sottovoce, made by packaging/bootstrap.py.
Nothing of yours is in here. "python3 packaging/bootstrap.py uninstall" removes it.
"""


def environments_root(checkout: Path) -> Path:
    """Return the folder of a checkout's environments; it may not exist yet."""
    return checkout / ENVIRONMENTS_FOLDER


def environment_python(environment: Path) -> Path:
    """Return the interpreter of an environment; it may not exist."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def environment_scripts(environment: Path) -> Path:
    """Return the folder of an environment's programs."""
    return environment / ("Scripts" if sys.platform == "win32" else "bin")


def site_packages(environment: Path) -> list[Path]:
    """Return the folders of an environment's packages, none when it is no environment."""
    if sys.platform == "win32":
        candidates = [environment / "Lib" / "site-packages"]
    else:
        candidates = sorted((environment / "lib").glob("python3*/site-packages"))
    return [folder for folder in candidates if folder.is_dir()]


def is_for_tests(name: str) -> bool:
    """Tell whether an environment of that name is for tests: never used by the studio."""
    return name == TEST or name.endswith("-test")


def is_leftover(name: str) -> bool:
    """Tell whether a folder's name is that of an unfinished or replaced environment."""
    return ".partial-" in name or ".old-" in name


def read_stamp(environment: Path) -> Mapping[str, object]:
    """Return what an environment's stamp says; empty when it has none that can be read."""
    try:
        stamp = json.loads((environment / STAMP_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(environment: Path, stamp: Mapping[str, object]) -> None:
    """Write an environment's stamp, whole or not at all."""
    path = environment / STAMP_NAME
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)

"""Remove the environments that were made, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TextIO

from core.install.build import say_waiting
from core.install.failures import InstallFailed
from core.install.installers import private_environ
from core.install.layout import (
    LOCK_NAME,
    MARKER_NAME,
    STUDIO,
    TEST_WEIGHTS,
    environment_python,
    environments_root,
    is_leftover,
    read_stamp,
)
from core.install.lock import InstallLock
from core.install.sets import load_sets

ASK_FOR_PATHS = (
    "from core.paths import Paths; p = Paths.find(); print(p.config, p.data, p.cache, p.logs, sep='\\n')"
)


def uninstall(checkout: Path, stream: TextIO) -> int:
    """Remove the environments of a checkout, and tell where the user's data stay.

    Args:
        checkout: The checkout's root.
        stream: Where to tell.

    Returns:
        The exit code.

    Raises:
        InstallFailed: When something of ours cannot be removed.
    """
    root = environments_root(checkout)
    if not (root / MARKER_NAME).is_file():
        stream.write("There is nothing to remove: no environment was made here.\n")
        return 0
    user_folders = _user_folders(environment_python(root / STUDIO))
    ours = {*load_sets(checkout), TEST_WEIGHTS}
    kept = []
    with InstallLock(root / LOCK_NAME, say_waiting(stream)) as lock:
        for path in sorted(root.iterdir()):
            if path.name in {LOCK_NAME, MARKER_NAME}:
                continue
            if path.name in ours or read_stamp(path) or is_leftover(path.name):
                _remove_environment(path)
                stream.write(f"Removed {path}\n")
            elif path.name.startswith("install-") and path.suffix == ".log":
                path.unlink()
            else:
                kept.append(path)
        if not kept:
            (root / MARKER_NAME).unlink()
            lock.remove_on_exit()
    if kept:
        stream.write(f"Left, as this program did not make it: {', '.join(map(str, kept))}\n")
    else:
        root.rmdir()
    stream.write("Your voices, models and settings were not touched.")
    if user_folders:
        stream.write(" They are in:\n" + "\n".join(f"  {folder}" for folder in user_folders))
    stream.write("\n")
    return 0


def _remove_environment(path: Path) -> None:
    """Remove a folder of ours; one that is half removed bears a name that says so."""
    try:
        if path.is_dir() and not path.is_symlink():
            gone = (
                path
                if is_leftover(path.name)
                else path.with_name(f"{path.name}.partial-{os.getpid()}-removed")
            )
            path.rename(gone)
            shutil.rmtree(gone)
        else:
            path.unlink()
    except OSError as error:
        raise InstallFailed(
            f"{path} could not be removed.",
            f"{error.filename}: {error.strerror}.",
            "Close Sottovoce, then run the same command again.",
            "in_use",
        ) from error


def _user_folders(python: Path) -> list[str]:
    """Ask the installed program where the user's data are; empty when it cannot say."""
    try:
        answer = subprocess.run(
            [python, "-P", "-c", ASK_FOR_PATHS],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=30,
            env=private_environ() | {"PYTHONUTF8": "1"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return list(dict.fromkeys(answer.stdout.splitlines())) if answer.returncode == 0 else []

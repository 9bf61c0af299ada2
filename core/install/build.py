"""Make an environment: build a new folder, test it, then put it in its place by a rename.

Whatever interrupts it, the environment that was there before stays whole.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from core.install.failures import WORTH_ANOTHER_INSTALLER, InstallFailed
from core.install.installers import Installer, Runner, installers
from core.install.layout import (
    LOCK_NAME,
    LOCKED_NAME,
    MARKER_NAME,
    MARKER_TEXT,
    environment_python,
    environment_scripts,
    environments_root,
    is_leftover,
    read_stamp,
    write_stamp,
)
from core.install.lock import InstallLock, LockTaken
from core.install.packages import Packages, packages_for
from core.install.progress import Progress
from core.install.prune import prune
from core.install.sets import EnvironmentSet, digest
from core.install.torch_index import TorchIndex

STEPS = 5
SCRIPT_MAX_BYTES = 100_000


def is_current(environment: EnvironmentSet, checkout: Path, packages: Packages | None = None) -> bool:
    """Tell whether an environment stands and is what its set asks for.

    Args:
        environment: Its set.
        checkout: The checkout's root.
        packages: What this machine would get; None: do not look whether the machine has changed.
    """
    folder = environments_root(checkout) / environment.name
    stamp = read_stamp(folder)
    if stamp.get("digest") != digest(environment, checkout) or not environment_python(folder).exists():
        return False
    return packages is None or stamp.get("torch_build", "") == packages.build


def ensure(
    environment: EnvironmentSet,
    checkout: Path,
    *,
    anew: bool = False,
    for_this_machine: bool = False,
    torch_index: TorchIndex | None = None,
    stream: TextIO | None = None,
) -> None:
    """Make an environment unless it is there and up to date.

    Args:
        environment: What to make.
        checkout: The checkout's root.
        anew: Make it in any case.
        for_this_machine: Make it also when the machine has changed, such as by another graphics card.
        torch_index: Where PyTorch's builds come from; None: what the environment variable says.
        stream: Where to tell about it; standard error by default.

    Raises:
        InstallFailed: With the reason; what was there before still is.
        KeyboardInterrupt: When the user stopped it; what was there before still is.
    """
    packages = packages_for(environment, index=torch_index) if for_this_machine else None
    root = environments_root(checkout)
    if not anew and is_current(environment, checkout, packages):
        _tidy(root)
        return
    stream = sys.stderr if stream is None else stream
    make_root(root)
    with InstallLock(root / LOCK_NAME, say_waiting(stream)):
        sweep(root)
        if anew or not is_current(environment, checkout, packages):
            _build(environment, checkout, packages or packages_for(environment, index=torch_index), stream)


def say_waiting(stream: TextIO) -> Callable[[str], None]:
    """Return what tells the user that another start is at work."""

    def say(owner: str) -> None:
        stream.write(f"Another start of Sottovoce (process {owner}) is installing; waiting for it to end.\n")
        stream.flush()

    return say


def make_root(root: Path) -> None:
    """Make the folder of the environments, with its marker.

    Raises:
        InstallFailed: When it cannot be written.
    """
    try:
        root.mkdir(exist_ok=True)
        marker = root / MARKER_NAME
        if not marker.exists():
            marker.write_text(MARKER_TEXT, encoding="utf-8")
    except OSError as error:
        raise InstallFailed(
            "The folder for the private environments could not be made.",
            f"{error.filename}: {error.strerror}.",
            "Keep the folder of Sottovoce where you may write, with free space.",
            "not_permitted",
        ) from error


def _tidy(root: Path) -> None:
    """Sweep what an interrupted start left, unless somebody is at work."""
    if any(is_leftover(path.name) for path in root.iterdir()):
        try:
            with InstallLock(root / LOCK_NAME):
                sweep(root)
        except (LockTaken, OSError):
            return


def sweep(root: Path) -> None:
    """Tidy up after interrupted starts. What cannot be removed now is left for the next time."""
    for folder in sorted(root.iterdir()):
        place = root / folder.name.partition(".old-")[0]
        if ".old-" in folder.name and not place.exists():
            folder.rename(place)
        elif is_leftover(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _build(environment: EnvironmentSet, checkout: Path, packages: Packages, stream: TextIO) -> None:
    root = environments_root(checkout)
    _check_space(environment, root)
    stream.write(
        f"Sottovoce: making a private environment for {environment.about}, in {root / environment.name}.\n"
        f"It takes about {environment.size_mb:,} MB of disk space{_beside(packages)}.\n"
        "This is done once and may take some minutes; it is safe to interrupt and to start again.\n"
    )
    log_path = root / f"install-{environment.name}.log"
    with (
        Progress(STEPS, stream) as progress,
        log_path.open("w", encoding="utf-8", errors="backslashreplace") as log,
    ):
        runner = Runner(log, _PackageNews(environment, progress))
        candidates = installers(runner)
        first_failure: InstallFailed | None = None
        for number, installer in enumerate(candidates):
            folder = root / f"{environment.name}.partial-{os.getpid()}-{number}"
            try:
                _fill(
                    folder,
                    environment,
                    checkout,
                    packages=packages,
                    installer=installer,
                    progress=progress,
                )
                _try_out(folder, environment, runner, progress)
                _switch(folder, root / environment.name)
                break
            except InstallFailed as failure:
                last = number == len(candidates) - 1
                if last or failure.kind not in WORTH_ANOTHER_INSTALLER:
                    raise (
                        first_failure if first_failure and failure.kind == "no_venv" else failure
                    ) from None
                first_failure = failure
                progress.restart(f"{installer.name} did not manage ({failure.kind}); trying pip")
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        elapsed_s = progress.elapsed_s
    stream.write(f"Sottovoce: done in {elapsed_s:.0f} s.\n")
    stream.flush()


def _fill(
    folder: Path,
    environment: EnvironmentSet,
    checkout: Path,
    *,
    packages: Packages,
    installer: Installer,
    progress: Progress,
) -> None:
    made_from = digest(environment, checkout)
    progress.step(f"making an environment with Python {sys.version.split()[0]}, by {installer.name}")
    installer.create(folder)
    progress.step("fetching packages")
    locked = folder / LOCKED_NAME
    locked.write_text(packages.locked, encoding="utf-8")
    installer.install_locked(folder, locked)
    if packages.index_url is not None:
        progress.detail("fetching PyTorch")
        installer.install_from_index(folder, packages.from_index, packages.index_url)
    progress.step("installing Sottovoce")
    installer.install_checkout(folder, checkout)
    progress.step("leaving out what is not needed")
    try:
        prune(folder, environment.keep)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}."
        raise InstallFailed("A file could not be removed.", why, "Run the same command again.") from error
    write_stamp(
        folder,
        {
            "digest": made_from,
            "engines": list(environment.engines),
            "python": sys.version.split()[0],
            "installer": installer.name,
            "torch_build": packages.build,
            "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        },
    )


def _try_out(folder: Path, environment: EnvironmentSet, runner: Runner, progress: Progress) -> None:
    progress.step("trying the packages")
    what = "The packages were installed but do not work here."
    command: list[str | Path] = [environment_python(folder), "-P", "-m", "core.host.self_test"]
    runner.run([*command, ",".join(environment.engines), *environment.self_test], what)


def _switch(new: Path, place: Path) -> None:
    """Put a finished environment in its place; the one before it goes only then."""
    _move_scripts(new, place)
    old = place.with_name(f"{place.name}.old-{os.getpid()}")
    try:
        if place.exists():
            place.rename(old)
        try:
            new.rename(place)
        except BaseException:
            if old.exists() and not place.exists():
                old.rename(place)
            raise
    except OSError as error:
        raise InstallFailed(
            "The new environment could not be put in its place; the one before it stays.",
            f"{error.filename}: {error.strerror}.",
            "Close Sottovoce, then run the same command again.",
            "in_use",
        ) from error
    shutil.rmtree(old, ignore_errors=True)


def _move_scripts(new: Path, place: Path) -> None:
    """Let the environment's programs name its final folder instead of the one it was built in.

    (On Windows they are binary launchers and keep the old name: there only ``python -m`` is used.)
    """
    if sys.platform == "win32":
        return
    for path in [new / "pyvenv.cfg", *environment_scripts(new).iterdir()]:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > SCRIPT_MAX_BYTES:
            continue
        content = path.read_bytes()
        if os.fsencode(new) in content:
            path.write_bytes(content.replace(os.fsencode(new), os.fsencode(place)))


def _beside(packages: Packages) -> str:
    return f", with PyTorch's build {packages.build}" if packages.build else ""


def _check_space(environment: EnvironmentSet, root: Path) -> None:
    free_mb = shutil.disk_usage(root).free // 1_000_000
    if free_mb < environment.needs_mb:
        raise InstallFailed(
            "The private environment was not made.",
            f"It needs {environment.needs_mb:,} MB of free disk space; {root} has {free_mb:,} MB.",
            "Free some space, then run the same command again.",
            "disk_full",
        )


class _PackageNews:
    """Turns an installer's lines into progress: which package of how many."""

    def __init__(self, environment: EnvironmentSet, progress: Progress) -> None:
        self._expected = len(environment.locked())
        self._progress = progress
        self._seen = 0

    def __call__(self, line: str) -> None:
        if line.startswith("Ignoring "):
            self._expected -= 1
        elif match := re.match(r"Collecting ([A-Za-z0-9._-]+)==", line):
            self._seen += 1
            self._progress.detail(f"fetching packages: {match[1]} ({self._seen} of {self._expected})")
        elif line.startswith("Installing collected packages: ") and "," in line:
            self._progress.detail(f"unpacking {self._expected} packages")
        elif re.match(r"(Resolved|Prepared|Installed|Bytecode compiled) \d+", line):
            self._progress.detail(line.strip().lower())

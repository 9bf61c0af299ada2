"""Install and remove engines: plan, make and remove the environments that they live in."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from core.install.build import ensure, is_current, say_waiting, sweep
from core.install.failures import InstallFailed
from core.install.hardware import Machine, this_machine
from core.install.in_use import users_of
from core.install.layout import LOCK_NAME, MARKER_NAME, STUDIO, environments_root, is_for_tests, read_stamp
from core.install.lock import InstallLock
from core.install.packages import packages_for, torch_plan_here
from core.install.sets import EnvironmentSet, sets_for_engines
from core.install.torch_dry_run import as_json, as_text
from core.install.torch_index import TorchIndex, index_of_environment


@dataclass(frozen=True)
class Step:
    """An environment that would be made.

    Attributes:
        name: Its name.
        engines: Its engines.
        state: ``make``, ``current`` (nothing to do) or ``impossible``.
        size_mb: What it takes, in 10^6 bytes.
        needs_mb: Free disk space to make it, in 10^6 bytes.
        packages: How many packages are locked for it.
        why: Why it is impossible, or empty.
    """

    name: str
    engines: tuple[str, ...]
    state: str
    size_mb: int
    needs_mb: int
    packages: int
    why: str = ""


@dataclass(frozen=True)
class Plans:
    """What installing would do.

    Attributes:
        steps: In order.
        torch: The choice of PyTorch's build, as values for JSON; None where it is not asked for.
        torch_text: The same for people.
    """

    steps: tuple[Step, ...]
    torch: Mapping[str, object] | None
    torch_text: str

    @property
    def possible(self) -> bool:
        """True when all can be installed here."""
        return all(step.state != "impossible" for step in self.steps)

    def as_json(self) -> str:
        """Return one JSON object."""
        return (
            json.dumps({"environments": [asdict(step) for step in self.steps], "torch": self.torch}, indent=2)
            + "\n"
        )

    def as_text(self) -> str:
        """Return lines for people."""
        words = {"make": "would be made", "current": "is there already", "impossible": "is not possible here"}
        lines = []
        for step in self.steps:
            engines = f" ({', '.join(step.engines)})" if step.engines else ""
            lines.append(
                f"{step.name}{engines}: {words[step.state]}; about {step.size_mb:,} MB,"
                f" {step.needs_mb:,} MB free while it is made, {step.packages} packages"
            )
            lines += [f"  {step.why}"] if step.why else []
        return "\n".join(lines) + "\n" + self.torch_text


def plan_for(
    sets: Mapping[str, EnvironmentSet], names: Sequence[str], checkout: Path, index: TorchIndex | None = None
) -> Plans:
    """Say what making environments would do; nothing is made.

    Args:
        sets: All that can be made.
        names: Of the environments.
        checkout: The checkout's root.
        index: Where PyTorch's builds come from; None: what the environment variable says.

    Raises:
        WrongIndex: When that is no package index.
    """
    index = index_of_environment() if index is None else index
    machine = this_machine() if any(sets[name].torch for name in names) else None
    steps = tuple(_step(sets[name], checkout, machine, index) for name in names)
    if machine is None:
        return Plans(steps, None, "")
    chosen = torch_plan_here(machine, index)
    return Plans(steps, as_json(machine, chosen, index), as_text(machine, chosen, index))


def _step(environment: EnvironmentSet, checkout: Path, machine: Machine | None, index: TorchIndex) -> Step:
    count, state, why = len(environment.locked()), "make", ""
    try:
        packages = packages_for(environment, machine, index)
    except InstallFailed as failure:
        state, why = "impossible", failure.why
    else:
        if is_current(environment, checkout, packages):
            state = "current"
    return Step(
        environment.name, environment.engines, state, environment.size_mb, environment.needs_mb, count, why
    )


def environments_of(sets: Mapping[str, EnvironmentSet], names: Iterable[str]) -> list[str]:
    """Return the environments of engines, the studio's own left out.

    Raises:
        UnknownEngines: With all the unknown names.
    """
    return [name for name in sets_for_engines(sets, names) if name != STUDIO]


def install(
    sets: Mapping[str, EnvironmentSet],
    names: Iterable[str],
    checkout: Path,
    stream: TextIO,
    index: TorchIndex | None = None,
) -> None:
    """Make the environments of engines, as this machine needs them; for ``index`` see ``plan_for``.

    Raises:
        UnknownEngines: With all the unknown names; nothing is made then.
        InstallFailed: With the reason; what was there before still is.
    """
    for name in environments_of(sets, names):
        ensure(sets[name], checkout, for_this_machine=True, torch_index=index, stream=stream)


def remove(sets: Mapping[str, EnvironmentSet], names: Iterable[str], checkout: Path, stream: TextIO) -> None:
    """Remove the environments of engines; weights stay.

    Raises:
        UnknownEngines: With all the unknown names; nothing is removed then.
        InstallFailed: When one is in use, or is the studio's own.
    """
    names = list(names)
    if any(name == STUDIO or name in sets[STUDIO].engines for name in names):
        raise InstallFailed(
            "Nothing was removed.",
            "The starter engine belongs to the studio itself",
            "To remove all of Sottovoce: python3 packaging/bootstrap.py uninstall",
            "not_permitted",
        )
    root = environments_root(checkout)
    places = [root / name for name in environments_of(sets, names)]
    if not (root / MARKER_NAME).is_file():
        places = []
    for place in places:
        with InstallLock(root / LOCK_NAME, say_waiting(stream)):
            sweep(root)
            if not read_stamp(place):
                stream.write(f"{place.name} is not installed.\n")
                continue
            shutil.rmtree(_put_aside(place), ignore_errors=True)
        stream.write(
            f"Removed {place.name} ({', '.join(sets[place.name].engines)}). Weights were not touched.\n"
        )
    stream.flush()


def _put_aside(place: Path) -> Path:
    """Rename an environment that nobody uses, so that nothing can start from it any more.

    Raises:
        InstallFailed: When a process runs from it; it is in its place then.
    """
    _check_unused(place)
    gone = place.with_name(f"{place.name}.partial-{os.getpid()}-removed")
    try:
        place.rename(gone)
    except OSError as error:
        raise _in_use(place, f"{error.filename}: {error.strerror}") from error
    try:
        _check_unused(place)  # one may have started between the look and the rename
    except BaseException:
        gone.rename(place)
        raise
    return gone


def _check_unused(place: Path) -> None:
    users = users_of(place)
    if users:
        raise _in_use(place, f"It is in use by {', '.join(map(str, users))}")


def _in_use(place: Path, why: str) -> InstallFailed:
    return InstallFailed(
        f"The environment {place.name} was not removed.",
        why,
        "Close Sottovoce, then run the same command again.",
        "in_use",
    )


def installable(sets: Mapping[str, EnvironmentSet]) -> list[EnvironmentSet]:
    """Return the environments of engines that can be installed and removed."""
    return [one for one in sets.values() if one.name != STUDIO and one.engines and not is_for_tests(one.name)]

"""Which environments there are, and which engines each holds.

Nothing is imported from an environment: only the metadata of its packages are read.
"""

from __future__ import annotations

import importlib.metadata
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.install.layout import (
    MARKER_NAME,
    STUDIO,
    environment_python,
    is_for_tests,
    is_leftover,
    read_stamp,
    site_packages,
)

ENGINE_GROUP = "sottovoce.engines"
OWN_DISTRIBUTION = "sottovoce"


@dataclass(frozen=True)
class Environment:
    """A Python environment that holds engines.

    Attributes:
        name: ``studio`` for the running one, else its folder's name.
        python: Its interpreter.
        engine_ids: Entry point names of group ``sottovoce.engines``, sorted.
    """

    name: str
    python: Path
    engine_ids: tuple[str, ...]


def find_environments(prefix: Path | None = None) -> list[Environment]:
    """Return the running environment, called ``studio``, and the engines' environments beside it.

    Siblings count only if the folder around them has the marker that ``packaging/bootstrap.py``
    writes, and not beside an environment of tests: what those find must not hang on what else is installed.
    More than one environment may name an engine: the hosts know where it lives.

    Args:
        prefix: Folder of the environment to take for the running one; None for the true one.
    """
    running = Path(sys.prefix) if prefix is None else prefix
    python = Path(sys.executable) if prefix is None else environment_python(prefix)
    found = [Environment(STUDIO, python, _engine_ids(_folders(python), running))]
    for sibling in _siblings(running):
        python = environment_python(sibling)
        found.append(Environment(sibling.name, python, _engine_ids(_folders(python), sibling)))
    return found


def own_engine_ids() -> list[str]:
    """Return the ids of all engines of this distribution, installed or not, sorted."""
    points = importlib.metadata.distribution(OWN_DISTRIBUTION).entry_points
    return sorted({point.name for point in points if point.group == ENGINE_GROUP})


def packages(environment: Environment) -> list[tuple[str, str]]:
    """Return name and version of each package in an environment, sorted by name."""
    rows: dict[str, tuple[str, str]] = {}
    for distribution in _distributions(_folders(environment.python)):
        name = _name_of(distribution)
        if name:
            rows.setdefault(name.lower(), (name, distribution.version))
    return [rows[key] for key in sorted(rows)]


def _folders(python: Path) -> list[Path]:
    """Return where an interpreter's packages lie."""
    if python == Path(sys.executable):
        paths = sysconfig.get_paths()
        return [Path(folder) for folder in dict.fromkeys((paths["purelib"], paths["platlib"]))]
    return site_packages(python.parent.parent)


def _siblings(running: Path) -> list[Path]:
    root = running.parent
    if not (root / MARKER_NAME).is_file() or is_for_tests(running.name):
        return []
    return [
        folder
        for folder in sorted(root.iterdir())
        if folder.name not in {STUDIO, running.name}
        and not is_for_tests(folder.name)
        and not is_leftover(folder.name)
        and environment_python(folder).exists()
    ]


def _distributions(folders: Iterable[Path]) -> Iterable[importlib.metadata.Distribution]:
    return importlib.metadata.distributions(path=[str(folder) for folder in folders])


def _name_of(distribution: importlib.metadata.Distribution) -> str:
    """Return a package's name; empty for a broken one."""
    return "".join(distribution.metadata.get_all("Name") or [])


def _engine_ids(folders: Iterable[Path], environment: Path) -> tuple[str, ...]:
    """List the engines of an environment.

    This distribution is in every environment and brings the entry points of all its engines; the stamp
    says which of them an environment was made for.
    """
    made_for = read_stamp(environment).get("engines")
    ids: set[str] = set()
    for distribution in _distributions(folders):
        names = {point.name for point in distribution.entry_points if point.group == ENGINE_GROUP}
        # The metadata are long: those of a hundred packages take longer to read than a window to open.
        if names and isinstance(made_for, list) and _name_of(distribution).lower() == OWN_DISTRIBUTION:
            names.intersection_update(made_for)
        ids |= names
    return tuple(sorted(ids))

"""The environments that can be made, as data: ``packaging/environments.toml``."""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.install.layout import STUDIO, is_for_tests
from core.install.torch_builds import TABLE

PROJECT_TABLES = ("build-system", "project", "tool.hatch")


class UnknownEngines(Exception):
    """``--engines`` names what is not known.

    Attributes:
        unknown: The names that are not known.
        known: Those that are.
    """

    def __init__(self, unknown: list[str], known: list[str]) -> None:
        super().__init__(", ".join(unknown))
        self.unknown = unknown
        self.known = known


@dataclass(frozen=True)
class EnvironmentSet:
    """What an environment holds.

    Attributes:
        name: Its folder's name.
        about: Shown while it is made.
        engines: Ids of its engines.
        requirements: File of locked packages.
        needs_mb: Free disk space to make it, in 10^6 bytes.
        self_test: Modules that must import.
        keep: For each pruned package its kept files, as patterns relative to the package's folder.
        size_mb: What it takes on the disk when it is made, in 10^6 bytes; 0: not known.
        more: Files of locked packages that are installed too.
        torch: The machine decides on the build of PyTorch (``core.install.torch_plan``), and with it on
            the file in the place of ``requirements``.
    """

    name: str
    about: str
    engines: tuple[str, ...]
    requirements: Path
    needs_mb: int
    self_test: tuple[str, ...]
    keep: Mapping[str, tuple[str, ...]]
    size_mb: int = 0
    more: tuple[Path, ...] = ()
    torch: bool = False

    def locked(self) -> list[str]:
        """Return the requirement lines, ``name==version ; marker``, without hashes."""
        lines = self.text().splitlines()
        return [line.rstrip(" \\") for line in lines if line and line[0] not in " #\t-"]

    def text(self) -> str:
        """Return the contents of its files of locked packages."""
        return "".join(path.read_text(encoding="utf-8") for path in (self.requirements, *self.more))


def load_sets(checkout: Path) -> dict[str, EnvironmentSet]:
    """Read the sets of a checkout, by name."""
    folder = checkout / "packaging"
    data = tomllib.loads((folder / "environments.toml").read_text(encoding="utf-8"))
    kept = data.pop("keep")
    return {name: _set_from(name, table, kept, folder) for name, table in data.items()}


def _set_from(name: str, table: dict[str, Any], kept: dict[str, Any], folder: Path) -> EnvironmentSet:
    return EnvironmentSet(
        name=name,
        about=table["about"],
        engines=tuple(table["engines"]),
        requirements=folder / table["requirements"],
        needs_mb=table["needs_mb"],
        self_test=tuple(table["self_test"]),
        keep={
            package: tuple(_expand(rule["files"], rule["modules"])) + tuple(table["keep"])
            for package, rule in kept.items()
            if name in rule.get("sets", (name,))
        },
        size_mb=table.get("size_mb", 0),
        more=tuple(folder / path for path in table.get("more", ())),
        torch=table.get("torch", False),
    )


def _expand(patterns: Iterable[str], modules: list[str]) -> Iterable[str]:
    for pattern in patterns:
        if "{modules}" in pattern:
            yield from (pattern.replace("{modules}", module) for module in modules)
        else:
            yield pattern


def sets_for_engines(sets: Mapping[str, EnvironmentSet], names: Iterable[str]) -> list[str]:
    """Return the names of the environments that hold the engines, the studio's first.

    Args:
        sets: All that can be made.
        names: Ids of engines, or names of environments.

    Raises:
        UnknownEngines: With all the unknown names.
    """
    places = dict.fromkeys(sets[STUDIO].engines, STUDIO)
    for name, environment in sets.items():
        if not is_for_tests(name):
            places[name] = name
            for engine in environment.engines:
                places.setdefault(engine, name)
    unknown = [name for name in names if name not in places]
    if unknown:
        raise UnknownEngines(unknown, sorted(places))
    return list(dict.fromkeys([STUDIO, *(places[name] for name in names)]))


def digest(environment: EnvironmentSet, checkout: Path) -> str:
    """Return what an environment's stamp must hold to be up to date.

    It covers the locked packages, what the project itself declares, the Python it is made with, and the
    checkout's place (an editable installation points there).
    """
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    project["tool.hatch"] = project.get("tool", {}).get("hatch")
    made_from = {
        "project": {name: project.get(name) for name in PROJECT_TABLES},
        "version": (checkout / "sottovoce" / "__init__.py").read_text(encoding="utf-8"),
        "requirements": environment.text() + (_builds() if environment.torch else ""),
        "engines": environment.engines,
        "keep": dict(environment.keep),
        "python": sys.version_info[:2],
        "place": str(checkout),
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def _builds() -> str:
    """Return the table that PyTorch's build is chosen from."""
    return TABLE.read_text(encoding="utf-8")

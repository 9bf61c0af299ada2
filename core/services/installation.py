"""Install and remove engines from within the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import core
from core.errors import EngineUnknown, InstallationFailed
from core.install import engines
from core.install.failures import InstallFailed
from core.install.sets import EnvironmentSet, UnknownEngines, load_sets
from core.install.torch_index import TorchIndex
from core.model.sourced import Sourced

Work = Callable[[dict[str, EnvironmentSet], Path], None]


def checkout() -> Path:
    """Return the checkout that the program runs from.

    Raises:
        InstallationFailed: When it was installed in another way.
    """
    root = Path(core.__file__).parents[1]
    if not (root / "packaging" / "environments.toml").is_file():
        raise InstallationFailed(
            what="Engines cannot be installed or removed here.",
            reason=f"{root} is not a folder of Sottovoce's sources",
            remedy="Install them into this Python yourself, or start from a folder of Sottovoce.",
        )
    return root


def install(names: Sequence[str], stream: TextIO, torch_index: Sourced[str]) -> None:
    """Make the environments of engines, and tell about it.

    Args:
        names: Ids of engines.
        stream: Where to tell.
        torch_index: The setting of that name.

    Raises:
        EngineUnknown: For the first unknown name.
        InstallationFailed: With the reason; what was there before still is.
    """
    _do(lambda sets, root: engines.install(sets, names, root, stream, _index(torch_index)))


def remove(names: Sequence[str], stream: TextIO) -> None:
    """Remove the environments of engines, and tell about it; weights stay.

    Raises:
        EngineUnknown: For the first unknown name.
        InstallationFailed: With the reason.
    """
    _do(lambda sets, root: engines.remove(sets, names, root, stream))


def plan(names: Sequence[str], torch_index: Sourced[str]) -> engines.Plans:
    """Say what installing engines would do; for ``torch_index`` see ``install``.

    Raises:
        EngineUnknown: For the first unknown name.
    """
    found: list[engines.Plans] = []

    def look(sets: dict[str, EnvironmentSet], root: Path) -> None:
        wanted = engines.environments_of(sets, names)
        found.append(engines.plan_for(sets, wanted, root, _index(torch_index)))

    _do(look)
    return found[0]


def size_bytes(engine: str) -> int:
    """Return what the environment of an engine takes on the disk; 0 when it is not known."""
    try:
        sets = engines.installable(load_sets(checkout()))
    except InstallationFailed:
        return 0
    return next((one.size_mb * 1_000_000 for one in sets if engine in one.engines), 0)


def torch_engines() -> list[str]:
    """Return the ids of the engines whose environment holds PyTorch."""
    sets = load_sets(checkout())
    return [engine for one in engines.installable(sets) if one.torch for engine in one.engines]


def _index(torch_index: Sourced[str]) -> TorchIndex:
    return TorchIndex(torch_index.value, str(torch_index.source), torch_index.detail)


def _do(work: Work) -> None:
    root = checkout()
    try:
        work(load_sets(root), root)
    except UnknownEngines as error:
        raise EngineUnknown(engine=error.unknown[0][:60], known=", ".join(error.known)) from error
    except InstallFailed as failure:
        raise InstallationFailed(what=failure.what, reason=failure.why, remedy=failure.remedy) from failure

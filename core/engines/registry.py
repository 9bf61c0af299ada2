"""Find the engines that are installed in this environment."""

from __future__ import annotations

import logging
from importlib.metadata import EntryPoint, entry_points

from core.engines.base import ENTRY_POINT_GROUP, OWN_DISTRIBUTION, Engine
from core.model.engine import EngineDescription

_logger = logging.getLogger(__name__)


def load_engines(environment: str = "") -> tuple[dict[str, Engine], dict[str, str]]:
    """Load every engine that an entry point names, in order of their ids.

    This distribution is in every environment, and names all its engines in each: one of its engines lives
    only in the environment that its description names. A third party's lives where it is installed.

    Args:
        environment: Name of this environment; empty: take this distribution's engines, wherever they live.

    Returns:
        The engines by id, and for each that could not be loaded or described the reason by id. A broken
        engine does not hurt the others.
    """
    engines: dict[str, Engine] = {}
    broken: dict[str, str] = {}
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: (point.name, point.value)):
        if point.name in engines or point.name in broken:
            engines.pop(point.name, None)
            broken[point.name] = f"two packages name an engine {point.name!r}"
            continue
        try:
            engine = _load(point)
        except (Exception, SystemExit) as error:
            _logger.exception("engine %s is broken", point.name)
            broken[point.name] = f"{type(error).__name__}: {error}"
            continue
        if not environment or not _is_own(point) or engine.description.environment == environment:
            engines[point.name] = engine
    return engines, broken


def _is_own(point: EntryPoint) -> bool:
    return point.dist is not None and point.dist.name.lower() == OWN_DISTRIBUTION


def _load(point: EntryPoint) -> Engine:
    """Make one engine and see that it describes itself.

    Raises:
        TypeError: When it gives no description.
        ValueError: When it describes itself under another id.
    """
    engine: Engine = point.load()()
    description = engine.description
    if not isinstance(description, EngineDescription):
        raise TypeError(f"its description is a {type(description).__name__}, not an EngineDescription")
    if description.id != point.name:
        raise ValueError(f"it calls itself {description.id!r}, its entry point {point.name!r}")
    return engine

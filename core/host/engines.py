"""The engines of this environment, with descriptions that are sure to cross the pipe."""

from __future__ import annotations

import logging

from core.engines.base import Engine
from core.engines.registry import load_engines
from core.errors import WireBroken
from core.host.messages import decode, encode
from core.model.engine import EngineDescription

log = logging.getLogger(__name__)


def find_engines(environment: str = "") -> tuple[dict[str, Engine], dict[str, str]]:
    """Return the usable engines of this environment by id, and the broken ones with the reason.

    A description with a wrong type in it, or a number that JSON has not, would break the hello; such an
    engine counts as broken.

    Args:
        environment: Name of this environment; empty: take all engines that are named here.
    """
    engines, broken = load_engines(environment)
    for name, engine in list(engines.items()):
        try:
            decode(encode(engine.description), EngineDescription)
        except (WireBroken, TypeError, ValueError) as error:
            log.warning("engine %s describes itself wrongly: %s", name, error)
            broken[name] = f"its description cannot be read: {error}"
            del engines[name]
    return engines, broken

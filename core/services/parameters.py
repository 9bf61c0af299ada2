"""Check numbers that a user gave against what the engine allows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

from core.errors import ParameterInvalid, ParameterUnknown
from core.model.engine import EngineDescription, ParameterKind, ParameterSpec
from core.model.events import Notice
from core.model.request import SEED_LIMIT
from core.model.sourced import Source, Sourced

_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,6})?", re.ASCII)
_BOOLEANS = {"true": 1.0, "on": 1.0, "yes": 1.0, "false": 0.0, "off": 0.0, "no": 0.0}
_SHOWN_CHARS = 60


def check_number(name: str, value: object, minimum: float, maximum: float, *, whole: bool = False) -> float:
    """Return the number, checked.

    Args:
        name: What to call it in an error.
        value: A number, or its text.
        minimum: Least value allowed.
        maximum: Greatest value allowed.
        whole: Only whole numbers are allowed.

    Raises:
        ParameterInvalid: When it is no number, not finite, out of range, or not whole.
    """
    number = _as_number(value)
    if not minimum <= number <= maximum or (whole and not number.is_integer()):
        shown = str(value)
        shown = shown if len(shown) <= _SHOWN_CHARS else f"{shown[:_SHOWN_CHARS]}…"
        raise ParameterInvalid(name=name, value=shown, minimum=minimum, maximum=maximum)
    return number


def check_seed(value: object, name: str = "seed") -> int:
    """Return a seed, checked.

    Raises:
        ParameterInvalid: When it is none.
    """
    return int(check_number(name, value, 0, SEED_LIMIT - 1, whole=True))


def speed_beyond(kept: Sourced[float], description: EngineDescription, file: Path) -> Notice | None:
    """Return what is worth telling of a speed that was kept and that an engine does not go to, or None.

    Args:
        kept: The setting.
        description: The engine.
        file: The settings file, which is named where the speed stands in it.
    """
    minimum, maximum = description.speed_minimum, description.speed_maximum
    if kept.source is Source.DEFAULT or minimum <= kept.value <= maximum:
        return None
    fields: dict[str, str | int | float] = {
        "speed": kept.value,
        "origin": str(file) if kept.source is Source.FILE else kept.detail,
        "engine": description.id,
        "used": min(max(kept.value, minimum), maximum),
    }
    return Notice("speed_beyond", fields)


def check_parameters(description: EngineDescription, given: Mapping[str, object]) -> dict[str, float]:
    """Return the engine's parameters that were given, checked.

    Raises:
        ParameterUnknown: When the engine has none of that name.
        ParameterInvalid: When a value is not allowed.
    """
    checked = {}
    for name, value in given.items():
        spec = description.parameter(name)
        if spec is None:
            known = ", ".join(one.name for one in description.parameters)
            raise ParameterUnknown(engine=description.id, name=name[:_SHOWN_CHARS], known=known)
        checked[name] = _check(spec, value)
    return checked


def _check(spec: ParameterSpec, value: object) -> float:
    if spec.kind is ParameterKind.BOOLEAN:
        if isinstance(value, str):
            value = _BOOLEANS.get(value.strip().casefold(), value)
        return check_number(spec.name, value, 0, 1, whole=True)
    whole = spec.kind is ParameterKind.INTEGER
    return check_number(spec.name, value, spec.minimum, spec.maximum, whole=whole)


def _as_number(value: object) -> float:
    """Return a float; NaN for what is no number."""
    try:
        if isinstance(value, str):
            return float(value) if _NUMBER.fullmatch(value.strip()) else math.nan
        return float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return math.inf

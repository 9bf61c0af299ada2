"""Check numbers that a user gave against what the engine allows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from core.errors import ParameterInvalid, ParameterUnknown
from core.model.engine import EngineDescription, ParameterKind, ParameterSpec
from core.model.request import SEED_LIMIT

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

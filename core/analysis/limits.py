"""From a measured value to green, amber or red, by the table in ``limits.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from core.model.verdict import Finding, Level


@dataclass(frozen=True)
class Limit:
    """Where a finding becomes amber and red.

    Attributes:
        amber: From here on it is amber.
        red: From here on it is red.
        worse_below: Less is worse; else more is.
    """

    amber: float
    red: float
    worse_below: bool

    def level(self, value: float) -> Level:
        """Return how bad a value is."""
        sign = 1 if self.worse_below else -1
        if sign * value <= sign * self.red:
            return Level.RED
        return Level.AMBER if sign * value <= sign * self.amber else Level.GREEN


UNITS = {
    "length": "s",
    "clipping": "%",
    "noise": "dB",
    "reverberation": "s",
    "bandwidth": "Hz",
    "music": "dB",
    "speakers": "",
    "silence": "s",
    "loudness": "LUFS",
    "text": "",
}


@functools.cache
def limits() -> dict[str, Limit]:
    """Return the table, by code."""
    table = tomllib.loads(files("core.analysis").joinpath("limits.toml").read_text(encoding="utf-8"))
    return {
        code: Limit(float(bounds["amber"]), float(bounds["red"]), side == "below")
        for code, row in table.items()
        for side, bounds in row.items()
    }


def judged(code: str, value: float | None, digits: int = 1) -> Finding:
    """Return the finding of a measured value; None: it could not be measured."""
    unit = UNITS[code]
    if value is None:
        return Finding(code, Level.NOT_CHECKED, None, unit)
    return Finding(code, limits()[code].level(value), round(value, digits), unit)

"""The program's own engines as they describe themselves, installed or not; no host is asked.

The file is written from the engines' descriptions by ``packaging/catalogue.py``.
"""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec

from core.model.engine import EngineDescription


@functools.cache
def own_engines() -> tuple[EngineDescription, ...]:
    """Return the descriptions, the least demanding engine first; the versions are empty."""
    data = files("core.services").joinpath("engines.json").read_bytes()
    return msgspec.json.decode(data, type=tuple[EngineDescription, ...])

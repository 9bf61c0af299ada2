"""Faults of the program itself."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


@dataclass(eq=False)
class Unexpected(SottovoceError):
    """Something went wrong that the program did not foresee; the log has the traceback."""

    code = "unexpected"
    kind: str
    reason: str

"""What all errors have in common: a code and typed fields."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

FieldValue = str | int | float | bool

BY_CODE: dict[str, type[SottovoceError]] = {}
"""Every class of error that has a code of its own."""


class JobCancelled(Exception):
    """The user asked for the work to stop."""


@dataclass(eq=False)
class SottovoceError(Exception):
    """Base of every error that a user may meet."""

    code: ClassVar[str] = ""
    misuse: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Register the class by its code."""
        if cls.code and "code" in vars(cls):
            BY_CODE[cls.code] = cls

    def fields(self) -> dict[str, FieldValue]:
        """Return the typed fields by name."""
        return {spec.name: getattr(self, spec.name) for spec in fields(self)}

    def __str__(self) -> str:
        """Return code and fields, for the log."""
        return f"{self.code}: " + ", ".join(f"{k}={v!r}" for k, v in self.fields().items())

"""A row of vram.py. Both sides import it: the studio's and torch's."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One promise, and what was measured.

    Attributes:
        name: Stable name.
        value: The figure.
        target: What it is held against.
        unit: ``times``, ``s``, ``ms``, ``MB``, ``share``, ``jobs``.
        compare: ``<=`` or ``>=``: how the value has to be to the target.
        note: More figures, for people.
    """

    name: str
    value: float
    target: float
    unit: str
    compare: str
    note: str = ""

    @property
    def met(self) -> bool:
        """True where the promise is kept."""
        return self.value <= self.target if self.compare == "<=" else self.value >= self.target

    def as_json(self) -> dict[str, object]:
        """Return the row for the file."""
        return asdict(self) | {"met": self.met}

    def cells(self) -> list[str]:
        """Return the row for the table."""
        target = f"{self.compare.replace('<=', '≤').replace('>=', '≥')} {self.target:g}"
        return [
            self.name,
            f"{self.value:.4g} {self.unit}",
            f"{target} {self.unit}",
            "met" if self.met else "MISSED",
            self.note,
        ]

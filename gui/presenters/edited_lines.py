"""Which lines an edit has touched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EditedLines:
    """Lines ``first`` to ``first + removed`` gave way to ``added`` lines."""

    first: int
    removed: int
    added: int

    def then(self, later: EditedLines) -> EditedLines:
        """Return both changes as one; the later one counts lines as this one has left them."""
        first = min(self.first, later.first)
        end = max(self.first + self.added, later.first + later.removed)
        removed = end - first - self.added + self.removed
        return EditedLines(first, removed, end - first - later.removed + later.added)

"""How a piece of work is watched and stopped by whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.model.cancel import CancelToken
from core.model.events import Progress


def _nothing(_: Progress) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Work:
    """How a piece of work is watched and stopped.

    Attributes:
        on_progress: Told how far it is, on the thread that does the work.
        cancel: Ends it when set; None: nobody will.
    """

    on_progress: Callable[[Progress], None] = _nothing
    cancel: CancelToken | None = None


UNWATCHED = Work()
"""Nobody is told, and nobody ends it."""

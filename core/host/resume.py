"""Hand on the events of a job that is done twice, so that no audio is handed on twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.model.events import AudioPiece, RenderEvent


class Resumed:
    """Passes events on; after ``again`` it leaves out as much audio as was passed on before.

    The same request gives the same samples, so that what follows fits on.
    """

    def __init__(self, on_event: Callable[[RenderEvent], None]) -> None:
        """Take where events go."""
        self._on_event = on_event
        self._passed = 0
        self._left_out = 0

    def again(self) -> None:
        """Take note that the job begins once more."""
        self._left_out = self._passed

    def __call__(self, event: RenderEvent) -> None:
        """Pass an event on."""
        if isinstance(event, AudioPiece) and self._left_out:
            count = min(self._left_out, len(event.samples))
            self._left_out -= count
            event = replace(event, samples=event.samples[count:])
            if not len(event.samples):
                return
        if isinstance(event, AudioPiece):
            self._passed += len(event.samples)
        self._on_event(event)

"""Ctrl+C and a polite kill, from the outside in."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from core.model.cancel import CancelToken


class Interrupted(KeyboardInterrupt):
    """Somebody asked for the end.

    A class of its own: a plain KeyboardInterrupt that passes through ``exec`` (every dataclass is made
    by it) is remembered by Python 3.11 to 3.13, which ends by the signal however it was handled.
    """


class Interrupts:
    """Remembers the first signal that asked for the end.

    Attributes:
        cancel: Set by the signal.
        number: The signal's number, 0 while there was none.
    """

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.cancel = CancelToken()
        self.number = 0
        self._held = False

    @property
    def exit_code(self) -> int:
        """What a shell expects: 128 and the signal's number."""
        return 128 + (self.number or signal.SIGINT)

    def take(self, number: int, frame: FrameType | None) -> None:
        """Ask for the end, once: what cleans up is not disturbed.

        Raises:
            Interrupted: On the first signal, unless it is held back.
        """
        del frame
        if not self.number:
            self.number = number
            if not self._held:
                self._raise()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let what is in the block come to its end first.

        Raises:
            Interrupted: At the end of the block, when a signal came within.
        """
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before
        if self.number and not self._held:
            self._raise()

    def hold(self) -> None:
        """Let everything that follows come to its end: the work is done, or is being undone."""
        self._held = True

    def _raise(self) -> None:
        self.cancel.cancel()
        raise Interrupted


@contextmanager
def interrupts(*, to_the_end: bool) -> Iterator[Interrupts]:
    """Turn SIGINT and SIGTERM into one ``Interrupted``, for as long as the block lasts.

    Args:
        to_the_end: The process ends after the block: what was done is not undone by a signal that
            comes while Python clears up.
    """
    taken = Interrupts()
    old = {number: signal.signal(number, taken.take) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield taken
    finally:
        for number, handler in old.items():
            later = signal.SIG_IGN if to_the_end else handler
            signal.signal(number, later if later is not None else signal.SIG_DFL)

"""Undo and redo: one line of steps for the text, the takes and the settings, in the order they were made."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument, QUndoCommand, QUndoStack

STEPS = 1_000
"""So many steps can be taken back."""

MERGE_S = 1.5
"""Changes of one control that follow each other so soon are one step: a slider that is drawn."""


class Step(QUndoCommand):
    """One step: how it is done, taken back, and called."""

    def __init__(
        self,
        say: Callable[[], str],
        do: Callable[[], None],
        undo: Callable[[], None],
        *,
        done: bool = False,
        kind: str = "",
    ) -> None:
        """Describe it.

        Args:
            say: Gives its name in the interface's language of then: ``voice``, ``star``.
            do: Does it.
            undo: Takes it back.
            done: It has happened already; ``do`` is for redo alone.
            kind: Steps of one kind that follow each other at once become one; empty: never.
        """
        super().__init__()
        self.say = say
        self._do = do
        self._undo = undo
        self._done = done
        self.kind = kind
        self.at_s = time.monotonic()

    def redo(self) -> None:
        """Do it, unless it has just happened."""
        if self._done:
            self._done = False
        else:
            self._do()

    def undo(self) -> None:
        """Take it back."""
        self._undo()

    def id(self) -> int:
        """Return whether it may be merged at all, in Qt's manner."""
        return 1 if self.kind else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a later step of the same kind into this one."""
        if not isinstance(other, Step) or other.kind != self.kind or other.at_s - self.at_s > MERGE_S:
            return False
        self._do, self.at_s = other._do, other.at_s
        return True


class History(QObject):
    """Holds the steps; the text's own come from its document, which merges keystrokes as Qt does."""

    changed = Signal()
    """What can be undone or redone is another."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with nothing to undo."""
        super().__init__(parent)
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(STEPS)
        self._stack.indexChanged.connect(self.changed)
        self._document: QTextDocument | None = None
        self._undo_text: Callable[[], None] | None = None
        self._redo_text: Callable[[], None] | None = None
        self._stepping = False

    def follow(self, document: QTextDocument, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Take the steps of a text among the others.

        Args:
            document: The text; nobody else may call its ``undo`` and ``redo``.
            undo: Takes its last step back.
            redo: Does it again.
        """
        self._document = document
        self._undo_text, self._redo_text = undo, redo
        document.undoCommandAdded.connect(self._text_changed)

    def push(self, step: Step) -> None:
        """Do a step and remember it; what was undone before cannot be redone any more.

        What a step sets in motion, done, undone or redone, is part of it and no step of its own.
        """
        if self._stepping:
            return
        if self._document is not None:
            self._document.setModified(False)  # Qt merges no keystroke into what was typed before this
        self._stepping = True
        try:
            self._stack.push(step)
        finally:
            self._stepping = False

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self._step(self._stack.undo)

    def redo(self) -> None:
        """Do the last undone step again, if there is one."""
        self._step(self._stack.redo)

    def clear(self) -> None:
        """Forget all steps: another text has come."""
        self._stack.clear()

    @property
    def undoes(self) -> str | None:
        """What undo would take back, in the interface's language; None: nothing."""
        return self._name(self._stack.index() - 1)

    @property
    def redoes(self) -> str | None:
        """What redo would do again; None: nothing."""
        return self._name(self._stack.index())

    def _step(self, step: Callable[[], None]) -> None:
        self._stepping = True
        try:
            step()
        finally:
            self._stepping = False
        if self._document is not None:
            self._document.setModified(False)

    def _name(self, index: int) -> str | None:
        step = self._stack.command(index) if 0 <= index < self._stack.count() else None
        return step.say() if isinstance(step, Step) else None

    def _text_changed(self) -> None:
        if self._undo_text is not None and self._redo_text is not None:
            self._stack.push(Step(self._say_text, self._redo_text, self._undo_text, done=True))

    def _say_text(self) -> str:
        return self.tr("text")

"""The play and regenerate buttons at the right of the script's lines, reused from line to line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.presenters.states import LineState, LineView
from gui.widgets.controls import HIT_PX, IconButton
from gui.widgets.script_rows import Row

BUTTON_PX = HIT_PX + 2
ACTIONS_PX = 2 * BUTTON_PX + 18
"""Right of the text."""


class LinePair:
    """The two buttons of one line in sight."""

    def __init__(self, parent: QWidget, *, focusable: bool) -> None:
        self.play = IconButton("play", parent)
        self.play.icon_width = 13
        self.render = IconButton("regenerate", parent)
        self.render.icon_width = 15
        for button in (self.play, self.render):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if focusable else Qt.FocusPolicy.NoFocus)
            button.hide()

    def hide(self) -> None:
        """Take both away."""
        self.play.hide()
        self.render.hide()


class LineButtons(QObject):
    """Keeps a pair for every row in sight.

    The current line has a pair of its own that Tab reaches from the editor; the others are for the mouse.
    """

    play_requested = Signal(int)
    render_requested = Signal(int)

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self.current = self._make(focusable=True)
        self._pool: list[LinePair] = []

    def place(self, rows: Sequence[Row], current: int, left: float, top: float, bottom: float) -> None:
        """Put buttons at the rows.

        Args:
            rows: The rows in sight.
            current: The line with the caret.
            left: Where the buttons' column begins.
            top: Top of the text's viewport, in the editor's pixels.
            bottom: Its bottom.
        """
        used = 0
        current_shown = False
        for row in rows:
            is_current = row.line == current
            playable, renderable = offered(row.view, is_current=is_current)
            if not (playable or renderable):
                continue
            y = max(row.top + (row.text_top + 20 - BUTTON_PX) / 2, top + 2)
            if y + BUTTON_PX > min(row.top + row.height, bottom):
                continue
            if is_current:
                pair = self.current
                current_shown = True
            else:
                if used == len(self._pool):
                    self._pool.append(self._make(focusable=False))
                pair = self._pool[used]
                used += 1
            for button, offer, x in (
                (pair.play, playable, left),
                (pair.render, renderable, left + BUTTON_PX),
            ):
                button.move(round(x), round(y))
                if offer:
                    self._name(button, row)
                button.setVisible(offer)
        for pair in self._pool[used:]:
            pair.hide()
        if not current_shown:
            self.current.hide()

    def retranslate(self) -> None:
        """Forget the names; the next ``place`` gives new ones."""
        for pair in (self.current, *self._pool):
            pair.play.setProperty("line", None)
            pair.render.setProperty("line", None)

    def _name(self, button: IconButton, row: Row) -> None:
        key = (row.line, row.ordinal, row.view.state)
        if button.property("line") == key:
            return
        button.setProperty("line", key)
        number = row.ordinal
        if button.icon_name == "play":
            button.set_words(self.tr("Play line {number}").format(number=number))
        elif row.view.state is LineState.TODO:
            button.set_words(self.tr("Generate line {number}").format(number=number))
        else:
            button.set_words(self.tr("Regenerate line {number}").format(number=number))

    def _make(self, *, focusable: bool) -> LinePair:
        pair = LinePair(self._editor, focusable=focusable)
        pair.play.clicked.connect(self._play)
        pair.render.clicked.connect(self._render)
        return pair

    def _play(self) -> None:
        self.play_requested.emit(self._line_of_sender())

    def _render(self) -> None:
        self.render_requested.emit(self._line_of_sender())

    def _line_of_sender(self) -> int:
        sender = self.sender()
        key = sender.property("line") if sender is not None else None
        return int(key[0])


def offered(view: LineView, *, is_current: bool) -> tuple[bool, bool]:
    """Say which buttons a line has: play, regenerate.

    A line that is to do is rendered by Generate; its own button shows only where the caret is.
    """
    playable = view.playable and view.state is not LineState.BLANK
    done = view.state in (LineState.RENDERED, LineState.FAILED)
    return playable, done or (is_current and view.state is LineState.TODO)

"""The play, regenerate and takes buttons at the right of the script's lines, reused from line to line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from gui.presenters.states import LineState, LineView
from gui.widgets.controls import HIT_PX, IconButton
from gui.widgets.script_rows import Row

BUTTON_PX = HIT_PX + 2
TAKES_PX = 62
"""Width of ``12 takes``."""
ACTIONS_PX = 2 * BUTTON_PX + TAKES_PX + 16
"""Right of the text."""


class LineTrio:
    """The three buttons of one line in sight."""

    def __init__(self, parent: QWidget, *, focusable: bool) -> None:
        self.play = IconButton("play", parent)
        self.play.icon_width = 13
        self.render = IconButton("regenerate", parent)
        self.render.icon_width = 15
        self.takes = QPushButton(parent)
        self.takes.setProperty("kind", "takes")
        self.takes.setFixedSize(TAKES_PX, HIT_PX)
        for button in (self.play, self.render, self.takes):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if focusable else Qt.FocusPolicy.NoFocus)
            button.hide()

    def hide(self) -> None:
        """Take all away."""
        for button in (self.play, self.render, self.takes):
            button.hide()


class LineButtons(QObject):
    """Keeps three for every row in sight.

    The current line has three of its own that Tab reaches from the editor; the others are for the mouse.
    """

    play_requested = Signal(int)
    render_requested = Signal(int)
    takes_requested = Signal(int)

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self.current = self._make(focusable=True)
        self._pool: list[LineTrio] = []

    def place(self, rows: Sequence[Row], current: int, left: float, top: float, bottom: float) -> None:
        """Put buttons at the rows.

        Args:
            rows: The rows in sight.
            current: The line with the caret.
            left: Where the buttons' column begins.
            top: Top of the text's viewport, in the editor's pixels.
            bottom: Its bottom.
        """
        pool = self._pooled()
        used: set[LineTrio] = set()
        for row in rows:
            is_current = row.line == current
            offers = offered(row.view, is_current=is_current)
            y = max(row.shown_top + (row.text_top + 20 - BUTTON_PX) / 2, top + 2)
            if not any(offers) or y + BUTTON_PX > min(row.top + row.height, bottom):
                continue
            trio = self.current if is_current else next(pool)
            used.add(trio)
            self._show(trio, row, offers, left, y)
        for trio in (self.current, *self._pool):
            if trio not in used:
                trio.hide()

    def _pooled(self) -> Iterator[LineTrio]:
        """Yield those for the mouse, more when they are all in use."""
        yield from self._pool
        while True:
            self._pool.append(self._make(focusable=False))
            yield self._pool[-1]

    def _show(self, trio: LineTrio, row: Row, offers: tuple[bool, bool, bool], left: float, y: float) -> None:
        xs = (left, left + BUTTON_PX, left + 2 * BUTTON_PX)
        for button, offer, x in zip((trio.play, trio.render, trio.takes), offers, xs, strict=True):
            button.move(round(x), round(y))
            if offer:
                self._name(button, row)
            button.setVisible(offer)

    def retranslate(self) -> None:
        """Forget the names; the next ``place`` gives new ones."""
        for trio in (self.current, *self._pool):
            for button in (trio.play, trio.render, trio.takes):
                button.setProperty("line", None)

    def _name(self, button: QAbstractButton, row: Row) -> None:
        key = (row.line, row.ordinal, row.view.state, row.view.takes)
        if button.property("line") == key:
            return
        button.setProperty("line", key)
        number = row.ordinal
        if not isinstance(button, IconButton):
            count = self.tr("%n take(s)", "", row.view.takes)
            button.setText(count)
            words = self.tr("Takes of line {number}").format(number=number)
            button.setAccessibleName(f"{words}: {count}")
            button.setToolTip(words)
        elif button.icon_name == "play":
            button.set_words(self.tr("Play line {number}").format(number=number))
        elif row.view.state is LineState.TODO:
            button.set_words(self.tr("Generate line {number}").format(number=number))
        else:
            button.set_words(self.tr("Regenerate line {number}").format(number=number))

    def _make(self, *, focusable: bool) -> LineTrio:
        trio = LineTrio(self._editor, focusable=focusable)
        trio.play.clicked.connect(self._play)
        trio.render.clicked.connect(self._render)
        trio.takes.clicked.connect(self._show_takes)
        return trio

    def _play(self) -> None:
        self.play_requested.emit(self._line_of_sender())

    def _render(self) -> None:
        self.render_requested.emit(self._line_of_sender())

    def _show_takes(self) -> None:
        self.takes_requested.emit(self._line_of_sender())

    def _line_of_sender(self) -> int:
        sender = self.sender()
        key = sender.property("line") if sender is not None else None
        return int(key[0])


def offered(view: LineView, *, is_current: bool) -> tuple[bool, bool, bool]:
    """Say which buttons a line has: play, regenerate, takes.

    A line that is to do is rendered by Generate; its own button shows only where the caret is.
    """
    playable = view.playable and view.state not in (LineState.BLANK, LineState.SILENT)
    done = view.state in (LineState.RENDERED, LineState.STALE, LineState.FAILED)
    return playable, done or (is_current and view.state is LineState.TODO), view.takes > 0

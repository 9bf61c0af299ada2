"""The script: a plain text editor that is also a list of lines with states and buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from gui.presenters.states import LineState, LineView
from gui.theme import theme
from gui.widgets.markup_marks import unknown_marks
from gui.widgets.passive import Retranslated
from gui.widgets.plain_input import PlainInput
from gui.widgets.script_buttons import ACTIONS_PX, LineButtons
from gui.widgets.script_layout import RowMetrics, ScriptLayout, is_blank
from gui.widgets.script_marks import ScriptMarks
from gui.widgets.script_mouse import Wheel, snapped
from gui.widgets.script_rows import GUTTER_PX, META_GAP_PX, Row, RowsLayer
from gui.widgets.script_sight import show_caret_whole, show_line_whole
from gui.widgets.script_text import LinesChange, lines_change, piles_up, plain

_BLANK = LineView()
_TODO = LineView(LineState.TODO)


class ScriptEditor(Retranslated, PlainInput):
    """Edits the script; each non-blank line of it is an utterance.

    Lines are the document's blocks, numbered from 0.
    """

    text_edited = Signal()
    """The text has changed; comes after every ``lines_changed`` of the edit, before the caret is told."""
    lines_changed = Signal(int, int, int)
    """first, removed, added: see ``LinesChange``."""
    current_line_changed = Signal(int)
    selection_changed = Signal()
    line_play_requested = Signal(int)
    line_render_requested = Signal(int)
    line_takes_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        document = QTextDocument(self)
        self._layout = ScriptLayout(document)
        document.setDocumentLayout(self._layout)
        document.setDocumentMargin(0)
        self.setDocument(document)
        self._views: list[LineView] = [_BLANK]
        self._counts: dict[int, int] = {}
        self._block_count = document.blockCount()
        self._pending: list[LinesChange] = []
        self._current = 0
        self._caret_moved = self._telling = self._piles_up = False
        self._wheel = Wheel()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setCursorWidth(2)
        self.marks = ScriptMarks(self)
        self._layer = RowsLayer(self, self.rows, self.current_line, self._placeholder, self.marks.dims)
        self._layer.line_pressed.connect(self._take_line)
        self._layer.actions_px = ACTIONS_PX
        self.buttons = LineButtons(self)
        self.buttons.play_requested.connect(self.line_play_requested)
        self.buttons.render_requested.connect(self.line_render_requested)
        self.buttons.takes_requested.connect(self.line_takes_requested)
        document.contentsChange.connect(self._note_change)
        self.textChanged.connect(self._tell_change)
        self.cursorPositionChanged.connect(self._follow_caret)
        self.selectionChanged.connect(self.selection_changed)
        self.updateRequest.connect(self._follow_update)
        theme().changed.connect(self._restyle)
        self._words = ""
        self._restyle()
        self.retranslate()

    # --- text ---------------------------------------------------------------------------------

    def plain_text(self) -> str:
        r"""Return the whole text; lines end in ``\n``, no-break spaces are kept."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_plain_text(self, text: str) -> None:
        """Replace the whole text; undo does not bring the old one back."""
        cleaned, dropped = plain(text)
        self.setPlainText(cleaned)
        if dropped:
            self.characters_dropped.emit(dropped)

    def line_text(self, line: int) -> str:
        """Return one line's text; empty when there is no such line."""
        return self.document().findBlockByNumber(line).text()

    # --- lines --------------------------------------------------------------------------------

    def set_line_views(self, views: Sequence[LineView]) -> None:
        """Show these states, one for each block from the first; blocks beyond them are to do."""
        count = self.document().blockCount()
        self._views = [*views[:count], *([_TODO] * (count - len(views)))]
        self._counts = {}
        self._describe_current()
        self._sync()

    def set_line_view(self, line: int, view: LineView) -> None:
        """Show the state of one line; a line that is not there is passed over."""
        if 0 <= line < len(self._views) and self._views[line] != view:
            if LineState.BLANK in (self._views[line].state, view.state):
                self._forget_counts(line)
            self._views[line] = view
            if line == self._current:
                self._describe_current()
            self._sync()

    def line_view(self, line: int) -> LineView:
        """Return what is shown with a line."""
        return self._views[line]

    def current_line(self) -> int:
        """Return the line with the caret."""
        return self._current

    def selected_lines(self) -> tuple[int, ...]:
        """Return the lines that the selection touches; the caret's when nothing is selected.

        While a filter dims lines, those of several that do not stand out are left alone.
        """
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        end = document.findBlock(cursor.selectionEnd())
        last = end.blockNumber()
        if last > first and cursor.selectionEnd() == end.position():
            last -= 1
        lines = tuple(range(first, last + 1))
        stands_out = self.marks.stands_out
        if stands_out is None or len(lines) == 1:
            return lines
        return tuple(filter(stands_out, lines)) or (self._current,)

    def go_to_line(self, line: int) -> None:
        """Put the caret at the beginning of a line and show it."""
        block = self.document().findBlockByNumber(line)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.show_caret()
            show_line_whole(self)

    def rows(self) -> list[Row]:
        """Return the blocks in sight, from the top."""
        found: list[Row] = []
        block = self.firstVisibleBlock()
        area = self.viewport().geometry()
        text = self.blockBoundingGeometry(block).translated(self.contentOffset()).top() + area.top()
        if text > self._layout.above(block) and block.previous().isValid():
            block = block.previous()
            text -= self.blockBoundingRect(block).height()
        number = block.blockNumber()
        ordinal = self._spoken_before(number)
        above = self._layout.above(block)
        top = text - above
        while block.isValid() and top <= area.bottom():
            text += self.blockBoundingRect(block).height()
            blank = is_blank(block)
            view = _BLANK if blank else self._views[number] if number < len(self._views) else _TODO
            if not blank and view.state is LineState.BLANK:
                view = _TODO
            ordinal += not blank
            block = block.next()
            next_above = self._layout.above(block) if block.isValid() else 0.0
            found.append(Row(number, ordinal, top, text - next_above - top, above, view))
            above, top = next_above, text - next_above
            number += 1
        return found

    def _forget_counts(self, line: int) -> None:
        self._counts = {known: count for known, count in self._counts.items() if known <= line}

    def _spoken_before(self, line: int) -> int:
        """Return how many lines above are spoken; the count is kept while none becomes blank or comes."""
        if line not in self._counts:
            near = max((known for known in self._counts if known < line), default=0)
            between = self._views[near:line]
            spoken = sum(view.state is not LineState.BLANK for view in between)
            self._counts[line] = self._counts.get(near, 0) + spoken
        return self._counts[line]

    # --- events -------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setAccessibleName(self.tr("Script"))
        self._words = self.tr("Type or paste your script here, or drop a text file.")
        self.buttons.retranslate()
        self._describe_current()
        self._sync()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say over a line's text too why it failed."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._layer.show_note(event)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text and what marks it; where its own marks pile up, keep them out of the small rows."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.marks.paint_under(painter)
        painter.end()
        super().paintEvent(event)
        if self._piles_up:
            area = self.viewport().geometry()
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-area.left() + self._layer.x(), -area.top() + self._layer.y())
            self._layer.cover(painter)
            painter.end()
        painter = QPainter(self.viewport())
        self.marks.paint_over(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the layer under the text, the buttons at the right, and the caret in sight if it was."""
        caret = self.cursorRect()
        was_in_sight = caret.top() >= 0 and caret.bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if was_in_sight:
            self.show_caret()
        self._sync()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep one line one block, and show the current line before Tab goes to its buttons."""
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            self.textCursor().insertBlock()
            self.show_caret()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Tab and not event.modifiers():
            self.show_caret()
        super().keyPressEvent(event)
        show_caret_whole(self, self._layout.metrics.leading)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by text lines, fewer at a time than elsewhere."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - self._wheel.lines(event))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret in the text line nearest to the mouse."""
        super().mousePressEvent(self._snapped(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to the text line nearest to the mouse."""
        super().mouseMoveEvent(self._snapped(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word in the text line nearest to the mouse."""
        super().mouseDoubleClickEvent(self._snapped(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell screen readers about the current line anew."""
        self._describe_current()
        super().focusInEvent(event)

    # --- inside -------------------------------------------------------------------------------

    def _note_change(self, position: int, _removed: int, added: int) -> None:
        document = self.document()
        end = min(position + added, max(0, document.characterCount() - 1))
        first = document.findBlock(position).blockNumber()
        last = document.findBlock(end).blockNumber()
        count = document.blockCount()
        change = lines_change(max(first, 0), max(last, first, 0), self._block_count, count)
        self._block_count = count
        self._piles_up = self._piles_up or self._has_piles(change)
        self._pending.append(change)
        if change.removed != change.added:
            old = self._views
            end_of_old = change.first + change.removed
            self._views = [*old[: change.first], *([_TODO] * change.added), *old[end_of_old:]]
            self._forget_counts(change.first)

    def _has_piles(self, change: LinesChange) -> bool:
        block = self.document().findBlockByNumber(change.first)
        for _ in range(change.added):
            if piles_up(block.text()):
                return True
            block = block.next()
        return False

    def _tell_change(self) -> None:
        pending, self._pending = self._pending, []
        self._telling = True
        for change in pending:
            self.lines_changed.emit(change.first, change.removed, change.added)
        if pending:
            self.text_edited.emit()
            self._tell_caret()
        self._telling = False
        self._sync()

    def _follow_caret(self) -> None:
        line = self.textCursor().blockNumber()
        if line != self._current:
            self._current = line
            self._caret_moved = True
            self._describe_current()
            self._sync()
            if not self._pending:  # an edit moves the caret before it has been told
                self._tell_caret()

    def _tell_caret(self) -> None:
        moved, self._caret_moved = self._caret_moved, False
        if moved:
            self.current_line_changed.emit(self._current)

    def _follow_update(self, rect: QRect, scrolled: int) -> None:
        if scrolled or rect.height() >= self.viewport().height():
            self._sync()

    def show_caret(self) -> None:
        """Bring the caret into sight, the whole of its line."""
        self.ensureCursorVisible()
        show_caret_whole(self, self._layout.metrics.leading)

    def redraw(self) -> None:
        """Draw all that is in sight anew."""
        self.viewport().update()
        self._layer.update()

    def _sync(self) -> None:
        """Draw what stands beside the text anew, and put the buttons where the current line is."""
        if self._pending or self._telling:
            return  # once for the whole of an edit
        area = self.viewport().geometry()
        width = area.width() + GUTTER_PX + ACTIONS_PX
        whole = QRect(area.left() - GUTTER_PX, 0, width, area.bottom() + 1)
        if self._layer.geometry() != whole:
            self._layer.setGeometry(whole)
            self._layer.lower()
        self._layer.update()
        left = area.right() + 10
        self.buttons.place(self.rows(), self._current, left, 0, area.bottom())

    def _restyle(self) -> None:
        look = theme()
        small = QFontMetricsF(look.font("small")).height()
        above = round(11 + small + META_GAP_PX)
        self._layout.metrics = RowMetrics(above=above, below=13, leading=4, blank=3)
        self.setViewportMargins(GUTTER_PX, above, ACTIONS_PX, 0)
        self.setFont(look.font("script"))
        self._sync()

    def _take_line(self, line: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go_to_line(line)

    def _placeholder(self) -> str:
        return self._words if self.document().isEmpty() else ""

    def _describe_current(self) -> None:
        view = self._views[self._current] if self._current < len(self._views) else _BLANK
        names = {
            LineState.TODO: self.tr("to do"),
            LineState.RENDERING: self.tr("rendering"),
            LineState.RENDERED: self.tr("rendered"),
            LineState.STALE: self.tr("to check"),
            LineState.SILENT: self.tr("not spoken"),
            LineState.FAILED: self.tr("failed"),
        }
        if view.state is LineState.BLANK:
            words = self.tr("Blank line")
        else:
            number = self._spoken_before(self._current) + 1
            words = self.tr("Line {number}: {state}").format(number=number, state=names[view.state])
        marks = ", ".join(unknown_marks(self.line_text(self._current), self.marks.voices))
        as_text = self.tr("Spoken as text: {marks}").format(marks=marks) if marks else ""
        parts = (words, view.voice, view.note or view.meta, as_text)
        self.setAccessibleDescription(". ".join(part for part in parts if part))

    def _snapped(self, event: QMouseEvent) -> QMouseEvent:
        return snapped(event, self.document(), self.rows(), self.viewport().geometry().top())

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QHelpEvent, QInputMethodEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget

from gui.presenters.states import LineState, LineView
from gui.widgets.script_editor import ScriptEditor
from gui.widgets.script_panel import ScriptPanel
from gui.widgets.script_rows import RowsLayer

RENDERED = LineView(LineState.RENDERED, "0:03.8", "Elena", True)


@pytest.fixture
def editor(qtbot):
    made = ScriptEditor()
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


class Follower:
    """Keeps a list of lines by ``lines_changed`` alone, as the presenter keeps its ids."""

    def __init__(self, editor):
        self.editor = editor
        self.lines = editor.plain_text().split("\n")
        self.changes = []
        self.edits = 0
        editor.lines_changed.connect(self.follow)
        editor.text_edited.connect(self.edited)

    def follow(self, first, removed, added):
        self.changes.append((first, removed, added))
        assert first + removed <= len(self.lines)
        new = [self.editor.line_text(first + index) for index in range(added)]
        self.lines[first : first + removed] = new

    def edited(self):
        self.edits += 1
        assert self.lines == self.editor.plain_text().split("\n")


def press(editor, position):
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def test_text_comes_back_as_it_was(editor):
    text = "One\n\nno-break\u00a0space — “quotes”\n\tשלום"
    editor.set_plain_text(text)
    assert editor.plain_text() == text


def test_typing_in_a_line_changes_that_line_only(editor, qtbot):
    editor.set_plain_text("one\ntwo\nthree")
    follower = Follower(editor)
    press(editor, 5)
    qtbot.keyClicks(editor, "x")
    assert follower.changes == [(1, 1, 1)]
    assert editor.plain_text() == "one\ntxwo\nthree"


def test_enter_and_shift_enter_both_make_a_new_line(editor, qtbot):
    editor.set_plain_text("onetwo")
    follower = Follower(editor)
    press(editor, 3)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert follower.changes == [(0, 1, 2), (1, 1, 2)]
    assert editor.document().blockCount() == 3
    assert editor.plain_text() == "one\n\ntwo"


def test_a_removed_selection_over_lines(editor, qtbot):
    editor.set_plain_text("one\ntwo\nthree\nfour")
    follower = Follower(editor)
    cursor = editor.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(12, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert follower.changes == [(1, 2, 1)]
    editor.undo()
    assert editor.plain_text() == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize("seed", range(6))
def test_lines_follow_any_edits(editor, seed):
    chance = random.Random(seed)
    editor.set_plain_text("\n".join(f"line {n}" for n in range(12)))
    follower = Follower(editor)
    for _ in range(120):
        cursor = editor.textCursor()
        length = editor.document().characterCount() - 1
        cursor.setPosition(chance.randint(0, length))
        if chance.random() < 0.6:
            cursor.setPosition(chance.randint(0, length), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        action = chance.randrange(6)
        if action == 0:
            editor.insertPlainText(chance.choice(["x", "\n", "a\nb\nc", "\n\n", "word "]))
        elif action == 1:
            cursor.removeSelectedText()
        elif action == 2:
            editor.undo()
        elif action == 3:
            editor.redo()
        elif action == 4:
            mime = QMimeData()
            mime.setText("pasted\r\nlines\n")
            editor.insertFromMimeData(mime)
        else:
            cursor.deletePreviousChar()
        assert follower.lines == editor.plain_text().split("\n")
    assert follower.edits > 20


def test_states_stay_with_their_lines(editor):
    editor.set_plain_text("one\ntwo\nthree")
    editor.set_line_views([LineView(LineState.TODO, voice="a"), RENDERED, LineView(LineState.FAILED)])
    press(editor, 0)
    editor.insertPlainText("zero\n")
    assert editor.line_view(2) == RENDERED
    assert editor.line_view(3).state is LineState.FAILED


def test_a_theme_or_a_font_edits_nothing(editor, look):
    editor.set_plain_text("one\ntwo")
    follower = Follower(editor)
    look.set_scheme("light")
    look.set_text_scale(1.25)
    look.set_text_scale(1.0)
    assert follower.edits == 0
    assert follower.changes == []


def text_top(editor, line):
    """Return where a line's text begins, in the editor's pixels."""
    cursor = QTextCursor(editor.document().findBlockByNumber(line))
    return editor.cursorRect(cursor).top() + editor.viewport().y()


def test_each_line_has_room_for_its_small_row(editor):
    editor.set_plain_text("one\n\nthree")
    rows = editor.rows()
    assert [row.line for row in rows] == [0, 1, 2]
    line = editor.fontMetrics().height()
    assert rows[0].height >= line + 30
    assert rows[1].height < line + 10
    assert rows[1].top == rows[0].top + rows[0].height
    for row in rows:
        assert text_top(editor, row.line) == pytest.approx(row.top + row.text_top, abs=1)


def test_a_blank_line_that_gets_text_grows(editor):
    editor.set_plain_text("one\n\nthree")
    before = editor.rows()
    press(editor, 4)
    editor.insertPlainText("two")
    after = editor.rows()
    assert after[1].height > before[1].height
    assert after[2].top > before[2].top
    assert text_top(editor, 1) == pytest.approx(after[1].top + after[1].text_top, abs=1)
    assert text_top(editor, 2) == pytest.approx(after[2].top + after[2].text_top, abs=1)


def names(editor):
    return {
        button.accessibleName()
        for button in editor.findChildren(QWidget)
        if button.isVisible() and "line" in button.accessibleName()
    }


def test_buttons_of_the_rows(editor, qtbot):
    editor.set_plain_text("one\ntwo\nthree\nfour")
    editor.set_line_views(
        [LineView(LineState.TODO), RENDERED, LineView(LineState.RENDERING), LineView(LineState.FAILED)]
    )
    editor.go_to_line(0)
    assert names(editor) == {
        "Generate line 1",
        "Play line 2",
        "Regenerate line 2",
        "Regenerate line 4",
    }
    button = next(
        b for b in editor.findChildren(QWidget) if b.accessibleName() == "Play line 2" and b.isVisible()
    )
    with qtbot.waitSignal(editor.line_play_requested) as played:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert played.args == [1]
    button = next(b for b in editor.findChildren(QWidget) if b.accessibleName() == "Regenerate line 4")
    with qtbot.waitSignal(editor.line_render_requested) as rendered:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert rendered.args == [3]
    assert button.width() >= 24
    assert button.height() >= 24


def test_buttons_follow_the_scroll(editor):
    editor.set_plain_text("\n".join(f"line {n}" for n in range(300)))
    editor.set_line_views([RENDERED] * 300)
    editor.verticalScrollBar().setValue(100)
    rows = {row.line + 1 for row in editor.rows()}
    shown = {int(name.rsplit(" ", 1)[1]) for name in names(editor)}
    assert shown <= rows
    assert len(shown) >= len(rows) - 2
    assert min(shown) >= 100


def test_tab_goes_to_the_current_lines_buttons_and_on(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    before, editor, after = QLineEdit(), ScriptEditor(), QLineEdit()
    for widget in (before, editor, after):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(700, 400)
    editor.set_plain_text("one\ntwo\nthree")
    editor.set_line_views([RENDERED] * 3)
    window.show()
    window.activateWindow()
    editor.setFocus()
    editor.go_to_line(1)
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "Play line 2"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "Regenerate line 2"
    with qtbot.waitSignal(editor.line_render_requested) as rendered:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert rendered.args == [1]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after
    assert editor.plain_text() == "one\ntwo\nthree"


def test_paste_is_plain_text_and_says_what_it_dropped(editor, qtbot):
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("nul\x00 and\r\nlines")
    with qtbot.waitSignal(editor.characters_dropped) as dropped:
        editor.insertFromMimeData(mime)
    assert dropped.args == [1]
    assert editor.plain_text() == "nul and\nlines"
    editor.undo()
    assert editor.plain_text() == ""


def test_a_dropped_file_is_handed_on(editor, qtbot):
    mime = QMimeData()
    path = Path("/tmp/script.txt")
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(editor.files_dropped) as dropped:
        editor.dropEvent(event)
    assert dropped.args == [(path,)]
    assert event.isAccepted()
    assert editor.plain_text() == ""


def test_selected_lines(editor):
    editor.set_plain_text("one\ntwo\nthree\nfour")
    editor.go_to_line(2)
    assert editor.selected_lines() == (2,)
    cursor = editor.textCursor()
    cursor.setPosition(1)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    assert editor.selected_lines() == (0, 1, 2)
    cursor.setPosition(0)
    cursor.setPosition(8, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    assert editor.selected_lines() == (0, 1)


def test_current_line(editor, qtbot):
    editor.set_plain_text("one\ntwo")
    with qtbot.waitSignal(editor.current_line_changed) as changed:
        editor.go_to_line(1)
    assert changed.args == [1]
    assert editor.current_line() == 1
    editor.set_line_view(1, RENDERED)
    assert "Line 2: rendered" in editor.accessibleDescription()
    editor.go_to_line(77)
    assert editor.current_line() == 1


def test_a_click_in_the_small_row_goes_to_the_nearest_letter(editor, qtbot):
    editor.set_plain_text("some words that stand here\nother words that stand here")
    row = editor.rows()[1]
    at = QPoint(60, int(row.top) + 6 - editor.viewport().y())
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert editor.current_line() == 1
    assert 2 < editor.textCursor().positionInBlock() < 20


def test_a_click_in_the_gutter_takes_the_line(editor, qtbot):
    editor.set_plain_text("one\ntwo\nthree")
    layer = editor.findChild(RowsLayer)
    row = editor.rows()[2]
    qtbot.mousePress(layer, Qt.MouseButton.LeftButton, pos=QPoint(8, int(row.top + row.height / 2)))
    assert editor.current_line() == 2


def test_an_empty_script_has_a_whole_line(editor):
    empty = editor.rows()[0]
    editor.insertPlainText("x")
    assert editor.rows()[0].height == empty.height


def test_an_input_method_composes(editor):
    editor.set_plain_text("one")
    press(editor, 3)
    editor.inputMethodEvent(QInputMethodEvent("に", []))
    assert editor.plain_text() == "one"
    event = QInputMethodEvent()
    event.setCommitString("日本")
    editor.inputMethodEvent(event)
    assert editor.plain_text() == "one日本"


def test_right_to_left_lines_stand_at_the_right(editor):
    editor.set_plain_text("left\nשלום עולם\nleft again")
    assert editor.document().defaultTextOption().textDirection() is Qt.LayoutDirection.LayoutDirectionAuto
    assert not editor.document().defaultTextOption().alignment() & Qt.AlignmentFlag.AlignAbsolute
    assert editor.wordWrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    editor.rows()
    lines = [editor.document().findBlockByNumber(n).layout().lineAt(0) for n in range(3)]
    edge = editor.viewport().width()
    assert lines[0].naturalTextRect().left() < 5
    assert lines[1].naturalTextRect().right() > edge - 8
    assert lines[2].naturalTextRect().left() < 5


def test_language_switches_live(editor, longer_language):
    QApplication.sendEvent(editor, QEvent(QEvent.Type.LanguageChange))
    assert editor.accessibleName().startswith("¿")


def test_a_megabyte_in_one_line(editor):
    editor.set_plain_text("x")
    mime = QMimeData()
    text = "word and more " * 75_000
    mime.setText(text)
    editor.insertFromMimeData(mime)
    assert len(editor.plain_text()) == len(text) + 1


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_why_a_line_failed_is_said_over_its_text_and_over_its_small_row(editor, qapp):
    editor.set_plain_text("one\ntwo")
    editor.set_line_views(
        [LineView(LineState.TODO), LineView(LineState.FAILED, "failed", note="It is gone.")]
    )
    row = editor.rows()[1]
    edge = editor.viewport().y()
    for y in (row.top + 8, row.top + row.text_top + 5):
        QToolTip.hideText()
        at = QPoint(60, int(y) - edge)
        event = QHelpEvent(QEvent.Type.ToolTip, at, editor.viewport().mapToGlobal(at))
        QApplication.sendEvent(editor.viewport(), event)
        assert QToolTip.text() == "It is gone."
    QToolTip.hideText()


def test_why_the_current_line_failed_is_said_once_to_screen_readers(editor):
    editor.set_plain_text("one")
    editor.set_line_views([LineView(LineState.FAILED, "failed: gone", note="It is gone. Try again.")])
    assert editor.accessibleDescription() == "Line 1: failed. It is gone. Try again."


def test_marks_that_pile_up_stay_out_of_the_small_rows(qtbot, qapp):
    panel = ScriptPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 400)
    panel.show()
    qtbot.waitExposed(panel)
    editor = panel.editor

    def small_rows(letter):
        editor.set_plain_text(f"one\n{letter}xxx\nthree")
        editor.set_line_views([LineView(LineState.TODO, "meta", "Voice")] * 3)
        editor.go_to_line(0)
        qapp.processEvents()
        picture = editor.grab().toImage()
        return [picture.copy(40, int(row.top) + 2, 300, int(row.text_top) - 5) for row in editor.rows()[1:]]

    assert small_rows("x" + "\u0300\u0301\u0302\u0303" * 6) == small_rows("x")

"""The caret's line stays in sight, whatever the height of the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from gui.widgets.script_editor import ScriptEditor

SHORT = "\n".join(f"line {n}" for n in range(40))
LONG = "\n".join(
    f"Line {n} is wrapped: nobody had touched it in years, and yet a voice came through. " * (n % 4 + 1)
    for n in range(20)
)
GAPS = "\n\n".join(f"line {n}" for n in range(25))


@pytest.fixture
def editor(qtbot):
    made = ScriptEditor()
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def resized(editor, qapp, height):
    editor.resize(700, height)
    qapp.processEvents()
    return editor.viewport().height()


def in_sight(editor):
    caret = editor.cursorRect()
    return caret.top() >= 0 and caret.bottom() <= editor.viewport().height()


@pytest.mark.parametrize("text", [SHORT, LONG, GAPS], ids=["short", "long", "gaps"])
def test_the_end_key_shows_the_last_line_at_every_height(editor, qtbot, qapp, text):
    editor.set_plain_text(text)
    hidden = []
    for height in range(200, 700, 7):
        resized(editor, qapp, height)
        editor.go_to_line(0)
        qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        if not in_sight(editor):
            hidden.append(height)
    assert hidden == []


@pytest.mark.parametrize("text", [SHORT, LONG, GAPS], ids=["short", "long", "gaps"])
def test_scrolling_reaches_the_last_line_and_goes_no_further(editor, qapp, text):
    editor.set_plain_text(text)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    bar = editor.verticalScrollBar()
    hidden, beyond = [], []
    for height in range(200, 700, 7):
        room = resized(editor, qapp, height)
        bar.setValue(bar.maximum())
        qapp.processEvents()
        if not in_sight(editor):
            hidden.append(height)
        if editor.cursorRect().bottom() < room - 130:
            beyond.append(height)
    assert hidden == []
    assert beyond == []


def test_every_line_is_in_sight_as_it_is_typed(editor, qtbot, qapp):
    hidden = []
    for height in range(300, 520, 11):
        editor.set_plain_text("")
        resized(editor, qapp, height)
        for line in range(15):
            qtbot.keyClicks(editor, "words")
            if not in_sight(editor):
                hidden.append((height, line))
            qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert hidden == []


def test_going_up_shows_the_small_row_too(editor, qtbot):
    editor.set_plain_text(SHORT)
    editor.go_to_line(39)
    for _ in range(30):
        qtbot.keyClick(editor, Qt.Key.Key_Up)
    row = next(row for row in editor.rows() if row.line == editor.current_line())
    assert row.top > -1
    assert in_sight(editor)


def test_the_caret_stays_in_sight_when_the_editor_gets_lower(editor, qapp):
    editor.set_plain_text(SHORT)
    for line in range(3, 40):
        resized(editor, qapp, 400)
        editor.go_to_line(line)
        resized(editor, qapp, 300)
        assert in_sight(editor), line


def test_a_caret_that_was_scrolled_away_does_not_pull_the_text_back(editor, qapp):
    editor.set_plain_text(SHORT)
    editor.go_to_line(0)
    editor.verticalScrollBar().setValue(20)
    resized(editor, qapp, 300)
    assert editor.verticalScrollBar().value() == 20


def test_a_line_that_is_gone_to_is_in_sight_to_its_end(editor):
    editor.set_plain_text(LONG)
    cut = []
    for line in range(20):
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        editor.go_to_line(line)
        end = QTextCursor(editor.document().findBlockByNumber(line))
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if not in_sight(editor) or editor.cursorRect(end).bottom() > editor.viewport().height():
            cut.append(line)
    assert cut == []


def test_the_small_row_of_a_line_that_is_scrolled_off_in_part_stays_by_its_text(editor, qapp):
    editor.set_plain_text(LONG)
    bar = editor.verticalScrollBar()
    bar.setValue(1)
    qapp.processEvents()
    row, *others = editor.rows()
    assert row.top < 0 == row.shown_top
    assert [other.shown_top for other in others] == [other.top for other in others]
    bar.setValue(2)
    qapp.processEvents()
    gone = editor.rows()[0]
    assert gone.line == row.line
    assert gone.shown_top == gone.top

"""One line of undo for text and all else, in the order it was done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from gui.history import STEPS, History, Step
from gui.widgets.script_editor import ScriptEditor


@pytest.fixture
def editor(qtbot) -> ScriptEditor:
    made = ScriptEditor()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def history(editor) -> History:
    made = History(editor)
    made.follow(editor.document(), editor.undo, editor.redo)
    editor.undo_requested.connect(made.undo)
    editor.redo_requested.connect(made.redo)
    return made


class Dial:
    """Something that is set in steps."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.value = 0

    def turn(self, value: int, kind: str = "") -> None:
        before = self.value
        self.history.push(Step(lambda: "dial", lambda: self.set(value), lambda: self.set(before), kind=kind))

    def set(self, value: int) -> None:
        self.value = value


def test_keystrokes_are_one_step_as_in_any_editor(editor, history, qtbot):
    qtbot.keyClicks(editor, "Good morning")
    assert (history.undoes, history.redoes) == ("text", None)
    history.undo()
    assert (editor.plain_text(), history.undoes, history.redoes) == ("", None, "text")
    history.redo()
    assert editor.plain_text() == "Good morning"


def test_text_and_the_rest_are_undone_in_their_order(editor, history, qtbot):
    dial = Dial(history)
    qtbot.keyClicks(editor, "one")
    dial.turn(1)
    qtbot.keyClicks(editor, " two")
    dial.turn(2)
    seen = []
    while history.undoes:
        history.undo()
        seen.append((editor.plain_text(), dial.value))
    assert seen == [("one two", 1), ("one", 1), ("one", 0), ("", 0)]
    while history.redoes:
        history.redo()
    assert (editor.plain_text(), dial.value) == ("one two", 2)


def test_typing_after_an_undo_is_a_step_of_its_own(editor, history, qtbot):
    dial = Dial(history)
    qtbot.keyClicks(editor, "one")
    dial.turn(1)
    history.undo()
    qtbot.keyClicks(editor, "!")
    assert history.redoes is None
    history.undo()
    assert editor.plain_text() == "one"


def test_the_editors_keys_ask_the_history(editor, history, qtbot):
    qtbot.keyClicks(editor, "one")
    Dial(history).turn(1)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(editor, Qt.Key.Key_Z, control)
    assert (editor.plain_text(), history.redoes) == ("one", "dial")
    qtbot.keyClick(editor, Qt.Key.Key_Z, control)
    assert editor.plain_text() == ""
    qtbot.keyClick(editor, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Y, control)
    assert (editor.plain_text(), history.redoes) == ("one", None)


def test_a_slider_that_is_drawn_is_one_step(history):
    dial = Dial(history)
    for value in range(1, 50):
        dial.turn(value, "speed")
    dial.turn(99, "quality")
    history.undo()
    assert dial.value == 49
    history.undo()
    assert (dial.value, history.undoes) == (0, None)
    history.redo()
    assert dial.value == 49


def test_a_thousand_steps_can_be_taken_back(editor, history, qtbot):
    dial = Dial(history)
    for value in range(1, STEPS + 101):
        if value % 2:
            dial.turn(value)
        else:
            editor.insertPlainText(f"{value}\n")
    count = 0
    while history.undoes:
        history.undo()
        count += 1
    assert count == STEPS == 1_000
    assert dial.value == 99
    assert editor.plain_text().split("\n")[-2] == "100"


def test_what_undo_itself_changes_is_no_step(history):
    dial = Dial(history)
    history.push(Step(lambda: "outer", lambda: dial.turn(1), lambda: dial.turn(2)))
    history.undo()
    assert (history.undoes, history.redoes) == (None, "outer")


def test_another_text_forgets_all_steps(editor, history, qtbot):
    qtbot.keyClicks(editor, "one")
    editor.set_plain_text("another")
    history.clear()
    history.undo()
    assert (editor.plain_text(), history.undoes) == ("another", None)


def test_the_context_menu_has_the_windows_undo(editor, qtbot):
    undo = QAction("Undo: star", editor)
    editor.menu_actions = (undo,)
    menu = editor.context_menu(editor.rect().center())
    names = [action.objectName() for action in menu.actions()]
    assert menu.actions()[0] is undo
    assert "edit-undo" not in names
    assert "edit-paste" in names
    menu.deleteLater()

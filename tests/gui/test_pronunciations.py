"""The window of pronunciations: what will be spoken, corrections, and the project's list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.text.lexicon import Entry
from gui.presenters.states import LineState
from gui.widgets.pronunciations_dialog import PronunciationsDialog

RENDERED, STALE, TODO = LineState.RENDERED, LineState.STALE, LineState.TODO


@pytest.fixture
def dialog(studio):
    studio.write("It costs $5.\nMr Nguyen has 2 cats.\n")
    studio.editor.go_to_line(0)
    return opened(studio)


def opened(studio) -> PronunciationsDialog:
    studio.window.actions_.pronunciations.trigger()
    (found,) = studio.window.findChildren(PronunciationsDialog)
    return found


def lexicon(studio) -> tuple[Entry, ...]:
    return studio.studio.projects.state.lexicon


def test_what_will_be_spoken_follows_the_caret(studio, dialog):
    assert dialog.spoken.toPlainText() == "It costs five dollars."
    assert dialog.line_label.text() == "Spoken in line 1"
    studio.editor.go_to_line(1)
    assert dialog.spoken.toPlainText() == "Mister Nguyen has two cats."
    studio.editor.go_to_line(2)
    assert dialog.line_label.text() == "The current line is blank"
    dialog.normalise.click()
    studio.editor.go_to_line(0)
    assert dialog.spoken.toPlainText() == "It costs $5."
    assert studio.services.settings.value("normalise") is False


def test_a_correction_is_for_the_line_alone_and_can_be_undone(studio, dialog):
    assert not dialog.here_button.isEnabled()
    dialog.spoken.setPlainText("It costs a fiver.")
    dialog.here_button.click()
    assert studio.editor.line_text(0) == "It costs [say $5 as a fiver]."
    assert dialog.spoken.toPlainText() == "It costs a fiver."
    studio.studio.history.undo()
    assert studio.editor.line_text(0) == "It costs $5."


def test_a_correction_for_the_project_marks_only_the_lines_it_touches(studio, dialog):
    studio.generate()
    assert studio.states()[:2] == [RENDERED, RENDERED]
    studio.editor.go_to_line(1)
    dialog.spoken.setPlainText("Mister Win has two cats.")
    dialog.everywhere_button.click()
    assert lexicon(studio) == (Entry("Nguyen", "Win", "en"),)
    assert studio.states()[:2] == [RENDERED, STALE]
    studio.studio.history.undo()
    assert lexicon(studio) == ()
    assert studio.states()[:2] == [RENDERED, RENDERED]


def test_what_is_no_correction_is_told_in_the_window(studio, dialog):
    studio.write("Wait [pause 1s] now")
    dialog.spoken.setPlainText("Wait [pause 2.000s] now")
    dialog.here_button.click()
    assert "markup" in dialog.problem_label.text()
    assert studio.editor.line_text(0) == "Wait [pause 1s] now"


def test_entries_are_added_changed_and_removed(studio, dialog, qtbot):
    studio.editor.go_to_line(1)
    dialog.written.setText("Nguyen")
    dialog.said.setText("win")
    dialog.add_button.click()
    assert lexicon(studio) == (Entry("Nguyen", "win"),)
    assert dialog.spoken.toPlainText() == "Mister win has two cats."
    assert dialog.table.row() == 0
    dialog.add_button.click()
    assert (dialog.table.row(), dialog.written.text(), dialog.said.text()) == (None, "", "")
    dialog.table.selectRow(0)
    assert dialog.written.text() == "Nguyen"
    dialog.said.setText("when")
    dialog.said.editingFinished.emit()
    dialog.match_case.click()
    assert lexicon(studio) == (Entry("Nguyen", "when", match_case=True),)
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert lexicon(studio) == ()
    assert dialog.table.rowCount() == 0
    studio.studio.history.undo()
    assert lexicon(studio) == (Entry("Nguyen", "when", match_case=True),)


def test_a_broken_expression_is_told_and_harms_nothing(studio, dialog):
    dialog.written.setText("(cats")
    dialog.said.setText("dogs")
    dialog.regex.setChecked(True)
    dialog.add_button.click()
    assert "(cats" in dialog.fault_label.text()
    studio.editor.go_to_line(1)
    assert dialog.spoken.toPlainText() == "Mister Nguyen has two cats."
    dialog.written.setText("(cats)")
    dialog.written.editingFinished.emit()
    assert not dialog.fault_label.isVisible()
    assert dialog.spoken.toPlainText() == "Mister Nguyen has two dogs."


def test_an_expression_that_takes_too_long_is_tried_once(studio, dialog):
    presenter = studio.studio.pronunciations
    studio.write("a" * 5000 + "c")
    presenter.add(Entry("(a|aa|b*)+$", "b", regex=True))
    assert "too long" in presenter.state.rows[0].fault
    studio.write("It costs $5.")
    assert "too long" in presenter.state.rows[0].fault
    presenter.change(0, Entry("(a|b)+$", "b", regex=True))
    assert presenter.state.rows[0].fault == ""


def test_a_selected_word_begins_an_entry(studio):
    studio.write("Mr Nguyen has 2 cats.")
    cursor = studio.editor.textCursor()
    cursor.setPosition(studio.editor.plain_text().index("Nguyen"))
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    studio.editor.setTextCursor(cursor)
    dialog = opened(studio)
    assert dialog.written.text() == "Nguyen"
    assert dialog.focusWidget() is dialog.said


def test_an_entry_is_spoken_by_the_chosen_voice(studio, dialog, qtbot):
    dialog.written.setText("Nguyen")
    dialog.said.setText("win")
    with qtbot.waitSignal(studio.studio.pronunciations.sound_ready, timeout=60_000) as heard:
        dialog.play_button.click()
    assert heard.args[0].name == "win"
    assert heard.args[0].clip.duration_s > 0.1


def test_of_an_expression_what_it_makes_of_the_script_is_spoken(studio, dialog, qtbot):
    presenter = studio.studio.pronunciations
    presenter.add(Entry(r"(\d) cats", r"\1 dogs", regex=True))
    with qtbot.waitSignal(presenter.sound_ready, timeout=60_000) as heard:
        presenter.play(0)
    assert heard.args[0].name == "2 dogs"
    presenter.change(0, Entry("(horse)", "x", regex=True))
    presenter.play(0)
    assert "nothing to play" in dialog.problem_label.text()


def test_the_list_comes_back_with_the_project(studio, dialog, open_studio):
    dialog.written.setText("Nguyen")
    dialog.said.setText("win")
    dialog.add_button.click()
    dialog.close()
    path = studio.studio.projects.path
    studio.studio.projects.keep()
    studio.studio.projects.project.flush()
    from core.projects.project import Project

    with_list = Project.open(path, read_only=True)
    assert with_list.state.lexicon == (Entry("Nguyen", "win"),)
    with_list.close()


def test_a_line_too_long_to_read_at_once_is_told_so(studio, dialog):
    studio.write("It costs $5. " * 10_000)
    studio.editor.go_to_line(0)
    assert dialog.spoken.toPlainText() == ""
    assert "too long" in dialog.problem_label.text()
    studio.write("It costs $5.")
    assert dialog.spoken.toPlainText() == "It costs five dollars."
    assert dialog.problem_label.text() == ""

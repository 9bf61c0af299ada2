"""The menu offers what can be done, and keys that can do nothing say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QToolButton

from core.delivery.trim import trimmed
from gui.file_dialog import file_dialog
from gui.presenters.states import LineState


@pytest.fixture
def offered(studio):
    """Open the menu and tell which of its actions can be chosen."""

    def look() -> dict[str, bool]:
        actions = studio.window.actions_
        studio.window.top_bar.settings_menu.aboutToShow.emit()
        names = ("undo", "redo", "play_line", "play_from_here", "render_line", "export_selection")
        found = {name: getattr(actions, name).isEnabled() for name in names}
        studio.window.top_bar.settings_menu.aboutToHide.emit()
        return found

    return look


def test_undo_and_redo_are_offered_when_they_do_something(studio, offered, qtbot):
    actions = studio.window.actions_
    assert [actions.undo.shortcut().isEmpty(), actions.redo.shortcut().isEmpty()] == [False, False]
    assert (offered()["undo"], offered()["redo"]) == (False, False)
    qtbot.keyClicks(studio.editor, "x")
    assert (offered()["undo"], offered()["redo"]) == (True, False)
    actions.undo.trigger()
    assert (offered()["undo"], offered()["redo"]) == (False, True)
    actions.redo.trigger()
    assert studio.editor.plain_text().startswith("x")


def test_items_of_lines_are_offered_where_there_is_something_to_do(studio, offered):
    studio.write("Good morning.\n\n— … —")
    found = offered()
    assert (found["play_line"], found["play_from_here"], found["render_line"]) == (False, False, True)
    assert not found["export_selection"]
    studio.generate()
    studio.editor.go_to_line(0)
    found = offered()
    assert (found["play_line"], found["play_from_here"], found["export_selection"]) == (True, True, True)
    studio.editor.go_to_line(1)
    assert not any(offered()[name] for name in ("play_line", "play_from_here", "render_line"))


@pytest.mark.parametrize("name", ["play_line", "play_from_here"])
def test_to_play_a_line_without_audio_says_so(studio, name):
    studio.write("Good morning.\nGood night.")
    studio.editor.go_to_line(1)
    getattr(studio.window.actions_, name).trigger()
    assert studio.notices() == [
        "Line 2 has no audio yet. Press Generate, or render this line alone with Ctrl+R."
    ]


def test_why_the_current_line_failed_stands_in_the_window(studio):
    studio.write("Good morning.\n🙂🙂")
    studio.generate()
    assert studio.states() == [LineState.RENDERED, LineState.FAILED]
    studio.editor.go_to_line(1)
    note = studio.window.transport.note_label
    assert note.isVisible()
    assert "cannot speak this text: “🙂🙂”" in note.text()
    assert studio.editor.line_view(1).meta.startswith('failed: The engine "Starter" cannot speak')
    studio.editor.go_to_line(0)
    assert not note.isVisible()
    assert studio.window.transport.title_label.full_text == "Line 1"


def test_export_of_selected_lines_keeps_to_the_lines(studio, tmp_path):
    studio.write("Good morning.\nGood night to you all, wherever you are.")
    studio.generate()
    studio.editor.go_to_line(0)
    studio.studio.export.ask([0])
    studio.editor.insertPlainText("First of all.\n")
    studio.studio.export.write(tmp_path / "one.wav")
    studio.until(lambda: any("Exported" in notice for notice in studio.notices()))
    assert (tmp_path / "one.wav").stat().st_size == pytest.approx(
        2 * len(trimmed(studio.studio.script.take(1).clip.samples, 24_000)), abs=2_000
    )


def test_the_name_of_an_export_ends_with_a_whole_word(studio):
    asked = []
    studio.studio.export.file_wanted.connect(asked.append)
    studio.write("The quick brown fox jumps over the lazydogs and runs.")
    studio.studio.export.ask_for_file()
    studio.write("x" * 60)
    studio.studio.export.ask_for_file()
    assert [question.name for question in asked] == [
        "The quick brown fox jumps over the.wav",
        "x" * 40 + ".wav",
    ]


def test_the_file_dialogs_speak_portuguese(studio):
    studio.program.choose_language("pt_BR")
    try:
        studio.window.actions_.open_text.trigger()
        dialog = studio.window.findChild(QFileDialog)
        words = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
        assert {"&Procurar em:", "Arquivos do &tipo:"} <= words
        dialog.close()
    finally:
        studio.program.choose_language("en")


def test_the_arrows_of_the_file_dialog_can_be_seen_on_dark(studio, qapp):
    studio.window.theme_selected.emit("dark")
    dialog = file_dialog(studio.window, "Open", QFileDialog.FileMode.ExistingFile, Path.home())
    image = dialog.findChild(QToolButton, "toParentButton").icon().pixmap(16).toImage()
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    drawn = [colour for colour in colours if colour.alpha() > 200]
    assert drawn
    assert all(colour.lightness() > 150 for colour in drawn)
    dialog.close()
    studio.window.theme_selected.emit("system")


@pytest.mark.qt_log_ignore("This plugin does not support (grabbing|raise)", extend=True)
def test_the_scripts_own_menu_is_of_the_line_that_was_clicked_at(studio, qtbot):
    """A right click on another line than the cursor's, and not on what is selected."""
    studio.write("Good morning.\nGood evening.\nGood night.")
    editor, viewport = studio.editor, studio.editor.viewport()
    editor.go_to_line(0)
    at = editor.cursorRect().center()
    editor.go_to_line(2)

    def click(point):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, event)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        names = [action.text() for action in QApplication.activePopupWidget().actions()]
        QApplication.activePopupWidget().close()
        return names

    assert click(at)[:4] == ["Play line", "Render line again", "Takes of the line", "Pronunciations…"]
    assert editor.current_line() == 0
    editor.selectAll()
    click(at)
    assert editor.textCursor().hasSelection()

"""Finding, replacing, filtering, splitting and going to lines in the real window."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from core.text.search import Spot
from gui.presenters.line_filter import LineFilter
from gui.widgets.script_edits import replace_lines, select_spot, selected_spot
from gui.widgets.script_text import code_points, units
from tests.gui.fake_sound import FakeSound

TEXT = "The fox ran.\n\nA Fox slept. It dreamt.\n👩\u200d👧 saw the fox."
LONG_LINE = "[speed 1.2] " + "The fox ran home. " * 20


@pytest.fixture
def opened(open_studio):
    """A window whose engines are not waited for."""
    one = open_studio()
    one.program.window.show()
    one.editor.set_plain_text(TEXT)
    return one


def actions(one):
    return one.window.actions_


def bar(one):
    return one.window.script_panel.find_bar


def look_for(one, words: str) -> None:
    actions(one).replace.trigger()
    bar(one).find_field.setText(words)


def test_places_are_found_one_after_the_other_and_around_the_end(opened):
    look_for(opened, "fox")
    assert bar(opened).status_label.text() == "1 of 3"
    assert selected_spot(opened.editor) == Spot(0, 4, 7)
    actions(opened).find_next.trigger()
    assert selected_spot(opened.editor) == Spot(2, 2, 5)
    actions(opened).find_next.trigger()
    assert selected_spot(opened.editor) == Spot(3, 12, 15)
    assert opened.editor.textCursor().selectedText() == "fox"
    actions(opened).find_next.trigger()
    actions(opened).find_previous.trigger()
    assert bar(opened).status_label.text() == "3 of 3"
    bar(opened).case_button.click()
    assert bar(opened).status_label.text().endswith("of 2")
    bar(opened).regex_button.click()
    bar(opened).find_field.setText("(")
    opened.until(lambda: bar(opened).status_label.text() == "This is no regular expression yet.")
    bar(opened).find_field.setText("(f)ox")
    actions(opened).find_next.trigger()
    opened.until(lambda: bar(opened).status_label.text().endswith("of 2"))
    bar(opened).replace_field.setText(r"\1ax")
    bar(opened).replace_all_button.click()
    opened.until(lambda: bar(opened).status_label.text() == "Replaced: 2")
    assert opened.editor.plain_text() == TEXT.replace("fox", "fax")


def test_a_narrow_bar_leaves_its_fields_readable(opened):
    actions(opened).replace.trigger()
    for width in (250, 640, 250):
        bar(opened).resize(width, 200)
        QTest.qWait(0)
        assert min(bar(opened).find_field.width(), bar(opened).replace_field.width()) > 150
        assert bar(opened).close_button.geometry().right() < bar(opened).width()


def test_tab_goes_from_what_is_found_to_what_replaces_it(opened):
    look_for(opened, "fox")
    bar(opened).find_field.setFocus()
    QTest.keyClick(bar(opened).find_field, Qt.Key.Key_Tab)
    assert bar(opened).replace_field.hasFocus()


def test_replace_all_is_one_step_and_changes_no_other_line(opened):
    ids = [line.id for line in opened.studio.script.script.lines]
    look_for(opened, "fox")
    bar(opened).replace_field.setText("hen")
    bar(opened).replace_all_button.click()
    assert opened.editor.plain_text() == TEXT.replace("fox", "hen").replace("Fox", "hen")
    assert bar(opened).status_label.text() == "Replaced: 3"
    assert [line.id for line in opened.studio.script.script.lines] == ids
    actions(opened).undo.trigger()
    assert opened.editor.plain_text() == TEXT
    actions(opened).redo.trigger()
    assert "fox" not in opened.editor.plain_text()


def test_one_place_is_replaced_and_the_next_selected(opened):
    look_for(opened, "fox")
    bar(opened).replace_field.setText("foxes and fox")
    QTest.keyClick(bar(opened).replace_field, Qt.Key.Key_Return)
    assert opened.editor.line_text(0) == "The foxes and fox ran."
    assert selected_spot(opened.editor).line == 2
    opened.editor.set_plain_text("foxfox fox")
    opened.editor.go_to_line(0)
    for _ in range(3):
        actions(opened).find_next.trigger()
        bar(opened).replace_requested.emit("ox")
    assert opened.editor.plain_text() == "oxox ox"


def test_escape_closes_the_bars_and_cancels_nothing(opened):
    panel = opened.window.script_panel
    for action, one in (
        (actions(opened).find, panel.find_bar),
        (actions(opened).filter_lines, panel.filter_bar),
        (actions(opened).go_to_line, panel.go_bar),
    ):
        action.trigger()
        assert one.isVisible()
        QTest.keyClick(one.window().focusWidget(), Qt.Key.Key_Escape)
        assert not one.isVisible()
        assert opened.editor.hasFocus()


def test_a_line_is_gone_to_by_the_number_that_people_know(opened):
    actions(opened).go_to_line.trigger()
    opened.window.script_panel.go_bar.field.setText("3")
    opened.window.script_panel.go_bar.go_button.click()
    assert opened.editor.current_line() == 3
    actions(opened).go_to_line.trigger()
    opened.window.script_panel.go_bar.field.setText("99999")
    QTest.keyClick(opened.window.script_panel.go_bar.field, Qt.Key.Key_Return)
    assert opened.editor.current_line() == 3
    assert opened.editor.hasFocus()


def test_a_long_line_is_offered_to_be_split_and_is_in_one_step(opened):
    offer = opened.window.script_panel.long_line_bar
    assert not offer.isVisible()
    opened.editor.set_plain_text(LONG_LINE)
    assert offer.isVisible()
    offer.button.click()
    lines = opened.editor.plain_text().split("\n")
    assert lines == ["[speed 1.2] The fox ran home."] * 20
    assert not offer.isVisible()
    actions(opened).undo.trigger()
    assert opened.editor.plain_text() == LONG_LINE


def brightest_mark(opened) -> int:
    """Return how far the mark and the small row of the first line stand off from what is behind them."""
    opened.editor.verticalScrollBar().setValue(0)
    row = opened.editor.rows()[0]
    image = opened.editor.grab(QRect(0, 0, 120, round(row.top + row.text_top) - 2)).toImage()
    levels = [image.pixelColor(x, y).lightness() for x in range(120) for y in range(4, image.height())]
    return max(levels) - min(levels)


def test_lines_that_do_not_stand_out_are_dimmed_and_keep_their_text(opened):
    opened.editor.set_plain_text(f"Short.\n{LONG_LINE}\nShort.\n{LONG_LINE}")
    opened.editor.go_to_line(1)
    before = brightest_mark(opened)
    actions(opened).filter_lines.trigger()
    filter_bar = opened.window.script_panel.filter_bar
    filter_bar.choice.setCurrentIndex(filter_bar.choice.findData(LineFilter.LONG.value))
    filter_bar.choice.activated.emit(filter_bar.choice.currentIndex())
    assert filter_bar.count_label.full_text == "Lines: 2"
    stands_out = opened.editor.marks.stands_out
    assert [stands_out(number) for number in range(4)] == [False, True, False, True]
    assert 0 < brightest_mark(opened) < before / 2, "the mark and the small row of the topmost line too"
    opened.editor.go_to_line(0)
    visited = []
    for _ in range(3):
        actions(opened).next_of_filter.trigger()
        visited.append(opened.editor.current_line())
    assert visited == [1, 3, 1]
    actions(opened).previous_of_filter.trigger()
    assert opened.editor.current_line() == 3
    opened.editor.selectAll()
    assert opened.editor.selected_lines() == (1, 3), "what is done to selected lines spares the dimmed ones"
    filter_bar.close_button.click()
    assert opened.editor.marks.stands_out is None
    assert opened.editor.selected_lines() == (0, 1, 2, 3)


def test_only_what_differs_is_edited(opened):
    select_spot(opened.editor, Spot(3, 12, 15))
    replace_lines(opened.editor, [(0, "The fox ran off."), (9, "gone")])
    assert selected_spot(opened.editor) == Spot(3, 12, 15)
    assert opened.editor.line_text(0) == "The fox ran off."


def test_markup_is_drawn_and_changes_nothing(opened):
    plain = opened.editor.viewport().grab().toImage()
    opened.editor.set_plain_text("[pause 1s] a [nobody] b")
    assert opened.editor.viewport().grab().toImage() != plain
    assert not opened.editor.document().isUndoAvailable()


def test_places_are_counted_in_qts_units_and_back():
    text = "a👩b"
    assert [units(text, n) for n in range(4)] == [0, 1, 3, 4]
    assert [code_points(text, n) for n in (0, 1, 3, 4)] == [0, 1, 2, 3]


def test_selected_lines_are_heard_again_and_again_until_the_key_comes_again(monkeypatch, studio):
    monkeypatch.setitem(sys.modules, "sounddevice", FakeSound())
    studio.write("One.\nTwo.")
    with studio._qtbot.waitSignal(studio.studio.run.ended, timeout=60_000):
        studio.studio.generate()
    studio.studio.transport.stop()
    studio.editor.go_to_line(1)
    loop = studio.window.actions_.loop_lines
    loop.trigger()
    assert studio.studio.transport.looping
    lines = {line.id: number for number, line in enumerate(studio.studio.script.script.lines)}
    studio.until(lambda: lines.get(studio.studio.playback.state.key) == 1)
    loop.trigger()
    assert not studio.studio.transport.looping
    assert not studio.studio.playback.state.active

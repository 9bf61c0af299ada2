"""What holds for all widgets together: names, focus, hit areas, tab order, small windows, other words."""

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from gui.presenters.states import VoicesState
from gui.widgets.controls import HIT_PX, ElidedLabel
from tests.gui.widgets.sample_window import NOTICES, SampleWindow, voices

CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)


@pytest.fixture
def window(qtbot):
    made = SampleWindow(busy=False)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def controls(window):
    found = [widget for widget in window.findChildren(QWidget) if isinstance(widget, CONTROLS)]
    return [w for w in found if w.isVisible() and not w.objectName().startswith("qt_") and not scroll_bar(w)]


def scroll_bar(widget):
    return widget.metaObject().className() == "QScrollBar" or "QComboBox" in type(widget.parent()).__name__


def test_every_control_has_a_name(window):
    nameless = [
        widget
        for widget in controls(window)
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_hit_areas(window):
    small = [
        (widget.accessibleName(), widget.width(), widget.height())
        for widget in controls(window)
        if min(widget.width(), widget.height()) < HIT_PX
    ]
    assert small == []


def tab_chain(window):
    first = window.top_bar.open_button
    chain, widget = [], first
    while True:
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget.accessibleName() or widget.text())
        widget = widget.nextInFocusChain()
        if widget is first:
            return chain


def test_tab_order_is_the_reading_order(window, qtbot):
    for notice in NOTICES[1:]:
        window.notice_bar.show_notice(notice)
    window.voices.show_state(VoicesState(voices().cards[2:], "starter:heart"))
    qtbot.waitUntil(window.notice_bar.lines()[0].buttons[0].isVisible)
    qtbot.waitUntil(window.voices.card("starter:heart").play_button.isVisible)
    chain = tab_chain(window)
    assert chain == [
        "Open a project or a text",
        "Settings",
        "More for Dona Lúcia",
        "Play Dona Lúcia",
        "Starter",
        "Play Starter",
        "Add a recording",
        "Record from the microphone",
        "Script",
        "Play line 2",
        "Regenerate line 2",
        "Open the log",
        "Dismiss",
        "Dismiss",
        "Engine",
        "Language",
        "Speed",
        "Seed",
        "Keep this seed",
        "Low VRAM",
        "Generate",
        "Export WAV",
        "Export options",
        "Play",
        "Position in Line 2",
        "Output device",
        "Output level",
        "Memory",
        "Low VRAM on",
    ]


def changed_colours(before, after):
    return {
        after.pixelColor(x, y).name()
        for x in range(after.width())
        for y in range(0, after.height(), 2)
        if before.pixel(x, y) != after.pixel(x, y)
    }


def test_focus_is_seen(window, qtbot, look):
    """Each control looks different with the focus, and shows the ring's colour."""
    ring = {look.color("focus").name(), look.color("on-accent").name()}
    for widget in controls(window):
        if not (widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
            continue
        window.top_bar.setFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(widget.hasFocus)
        after = widget.grab().toImage()
        if widget is window.script.editor:
            continue  # its caret
        assert changed_colours(before, after) & ring, widget.accessibleName()


def cut_texts(window):
    """Return the texts that do not fit where they stand (labels that elide say it in their tool tip)."""
    cut = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QLabel) and widget.text():
            room = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            if widget.height() < room - 1:
                cut.append(("low", widget.text()))
            if not widget.wordWrap() and widget.width() < widget.fontMetrics().horizontalAdvance(
                widget.text()
            ):
                cut.append(("narrow", widget.text()))
        elif isinstance(widget, QAbstractButton) and widget.width() < widget.minimumSizeHint().width():
            cut.append(("button", widget.text()))
    return cut


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (3840, 2160)])
@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.usefixtures("longer_language")
def test_longer_words_and_larger_text_fit(window, look, size, scale):
    look.set_text_scale(scale)
    try:
        for widget in [window, *window.findChildren(QWidget)]:
            QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
        state = window.engine._state
        longer = state.low_vram_note + " " + state.low_vram_note[:24]
        window.engine.show_state(dataclasses.replace(state, low_vram_note=longer, generating=True))
        window.resize(*size)
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        assert cut_texts(window) == []
    finally:
        look.set_text_scale(1.0)


def test_the_least_window_is_1024_by_700_or_smaller(window):
    least = window.minimumSizeHint()
    assert least.width() <= 1024
    assert least.height() <= 700


def test_both_themes_draw(window, look):
    pictures = []
    for scheme in ("dark", "light"):
        look.set_scheme(scheme)
        QApplication.processEvents()
        image = window.grab().toImage()
        pictures.append(image)
        assert image.pixelColor(600, 560) == look.color("background")
        assert image.pixelColor(120, 620) == look.color("surface")
    assert pictures[0] != pictures[1]


def settle(window):
    """Wait until a new size has had all its consequences: words that wrap elsewhere are laid out anew."""
    before = None
    while before != (before := places(window)):
        QApplication.processEvents()


def places(window):
    """Return where each control is, and each of the script's first lines."""
    found = {widget: (widget.mapTo(window, QPoint(0, 0)), widget.size()) for widget in controls(window)}
    return found, [(row.line, row.top) for row in window.script.editor.rows()]


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_a_notice_moves_neither_a_control_nor_a_line_nor_another_notice(window, qtbot, size):
    window.resize(*size)
    settle(window)
    before, lines = places(window)
    for notice in NOTICES:
        window.notice_bar.show_notice(notice)
        qtbot.waitUntil(window.notice_bar.lines()[0].close_button.isVisible)
        QApplication.processEvents()
        after, lines_after = places(window)
        gone = before.keys() - after.keys()
        assert all(window.script.editor.isAncestorOf(widget) for widget in gone), "lines below the edge"
        assert {widget: after[widget] for widget in before.keys() - gone} == {
            widget: before[widget] for widget in before.keys() - gone
        }
        assert lines_after == lines[: len(lines_after)]
        before = after
    assert cut_texts(window) == []
    current = window.script.editor.cursorRect()
    assert window.script.editor.viewport().rect().contains(current)

"""Keyboard all the way: every control of the real window has a name, and Tab goes as one reads."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QSplitterHandle, QWidget


def takes_focus(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    )


def chain(window) -> list[QWidget]:
    """Return what Tab visits, once around, from the top."""
    found = []
    widget = window.nextInFocusChain()
    while widget is not window:
        if takes_focus(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")


@pytest.fixture
def rendered(studio):
    studio.window.resize(1280, 800)
    studio.write("Good morning.\nGood night.")
    studio.generate()
    studio.window.notice_bar.clear()
    return studio


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_every_control_has_an_accessible_name(rendered, language):
    rendered.program.choose_language(language)
    try:
        controls = [
            widget
            for widget in rendered.window.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisibleTo(rendered.window)
            and not widget.size().isEmpty()
            and not isinstance(widget, QLabel | QScrollArea | QSplitterHandle)
            and widget.focusProxy() is None
        ]
        assert len(controls) > 15
        assert [widget.metaObject().className() for widget in controls if not name(widget).strip()] == []
    finally:
        rendered.program.choose_language("en")


def test_tab_goes_through_the_panels_as_one_reads(rendered):
    window = rendered.window
    panels = [
        window.top_bar,
        window.voices_panel,
        window.script_panel,
        window.engine_panel,
        window.transport,
        window.status_bar,
    ]
    visited = [
        next(i for i, panel in enumerate(panels) if panel.isAncestorOf(widget)) for widget in chain(window)
    ]
    assert set(visited) == set(range(len(panels)))
    assert visited == sorted(visited)


def test_tab_within_a_panel_goes_down_and_to_the_right(rendered):
    panel = rendered.window.engine_panel
    places = [
        widget.mapTo(panel, QPoint(0, 0)).y() + widget.height() // 2
        for widget in chain(rendered.window)
        if panel.isAncestorOf(widget)
    ]
    assert all(later >= earlier - 12 for earlier, later in itertools.pairwise(places))


def test_tab_really_leaves_the_editor(rendered, qtbot):
    rendered.editor.setFocus()
    qtbot.keyClick(rendered.editor, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not rendered.editor
    assert rendered.editor.plain_text() == "Good morning.\nGood night."


def test_space_types_in_the_editor_and_plays_elsewhere(rendered, qtbot):
    rendered.editor.go_to_line(0)
    qtbot.keyClick(rendered.editor, Qt.Key.Key_Space)
    assert rendered.editor.line_text(0).startswith(" ")
    rendered.window.actions_.undo.trigger()
    heard = []
    rendered.studio.playback.state_changed.connect(heard.append)
    qtbot.keyClick(rendered.window, Qt.Key.Key_Space)
    assert any(state.active for state in heard)

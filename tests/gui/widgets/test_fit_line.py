"""The line above Generate."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.presenters.states import FitView, NoticeAction
from gui.widgets.fit_line import FitLine

FITS = FitView("Fits on the GPU: needs 2.1 of 3.4 GB free · about 20 s")
REFUSED = FitView(
    "Does not fit on the GPU: needs 2.4 GB, 2.3 GB free.", True, NoticeAction("use_cpu", "Use the CPU")
)


@pytest.fixture
def line(qtbot):
    made = FitLine()
    qtbot.addWidget(made)
    return made


def test_what_fits_is_said_calmly(line):
    line.show_fit(FITS)
    line.show()
    assert line.words.text() == FITS.text
    assert not line.mark.isVisible()
    assert not line.button.isVisible()


def test_what_does_not_fit_is_marked_and_helped(line, qtbot):
    line.show_fit(REFUSED)
    line.show()
    assert line.mark.isVisible()
    assert line.button.accessibleDescription() == REFUSED.text
    with qtbot.waitSignal(line.action_requested) as asked:
        qtbot.keyClick(line.button, Qt.Key.Key_Space)
    assert asked.args == ["use_cpu"]


def test_with_nothing_to_say_it_takes_no_room(line):
    line.show_fit(FITS)
    line.show_fit(FitView())
    assert line.isHidden()

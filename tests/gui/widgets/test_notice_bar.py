import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.presenters.states import NoticeAction, NoticeView, Severity
from gui.widgets.notice_bar import MOST_NOTICES, NoticeBar

CRASH = NoticeView(
    Severity.ERROR,
    "The engine ended.",
    "It was killed.",
    "Press Generate again.",
    (NoticeAction("log", "Open the log"),),
)


def notice(words):
    return NoticeView(Severity.INFO, words)


@pytest.fixture
def bar(qtbot):
    made = NoticeBar()
    qtbot.addWidget(made)
    made.resize(900, 40)
    return made


def test_takes_no_room_when_empty(bar):
    assert not bar.isVisible()
    assert bar.sizeHint().height() == 0


def test_says_what_why_and_what_to_do(bar):
    bar.show_notice(CRASH)
    assert bar.isVisible()
    line = bar.lines()[0]
    assert line.what_label.text() == "The engine ended."
    assert line.rest_label.text() == "It was killed. Press Generate again."
    assert line.accessibleName() == "The engine ended. It was killed. Press Generate again."
    assert line.close_button.accessibleName() == "Dismiss"


def test_text_is_never_markup(bar):
    bar.show_notice(notice("<b>a.txt</b> & <img src=x>"))
    assert bar.lines()[0].what_label.textFormat() is Qt.TextFormat.PlainText


def test_newest_first_and_no_more_than_three(bar):
    for words in ("one", "two", "three", "four"):
        bar.show_notice(notice(words))
    assert [shown.what for shown in bar.notices()] == ["four", "three", "two"]
    bar.show_notice(notice("two"))
    assert [shown.what for shown in bar.notices()] == ["two", "four", "three"]
    assert len(bar.lines()) == MOST_NOTICES


def test_good_news_never_push_an_error_out(bar):
    bar.show_notice(NoticeView(Severity.ERROR, "lost"))
    bar.show_notice(NoticeView(Severity.WARNING, "odd"))
    for number in range(5):
        bar.show_notice(NoticeView(Severity.INFO, f"done {number}"))
    assert [notice.what for notice in bar.notices()] == ["done 4", "odd", "lost"]


def test_actions_and_close(bar, qtbot):
    bar.show_notice(CRASH)
    bar.show_notice(notice("later"))
    with qtbot.waitSignal(bar.action_requested) as acted:
        qtbot.mouseClick(bar.lines()[1].buttons[0], Qt.MouseButton.LeftButton)
    assert acted.args == ["log"]
    with qtbot.waitSignal(bar.dismissed) as dismissed:
        qtbot.mouseClick(bar.lines()[1].close_button, Qt.MouseButton.LeftButton)
    assert dismissed.args == [CRASH]
    assert bar.notices() == (notice("later"),)
    bar.clear()
    assert not bar.isVisible()


def test_render_replaces_all(bar):
    bar.show_notice(notice("old"))
    bar.render((CRASH, notice("new")))
    assert bar.notices() == (CRASH, notice("new"))
    bar.render(())
    assert bar.notices() == ()


def test_a_long_notice_wraps_instead_of_widening_the_window(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    bar = NoticeBar()
    column.addWidget(bar)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    bar.show_notice(NoticeView(Severity.WARNING, "word " * 60, "why " * 60))
    qtbot.waitUntil(lambda: bar.lines()[0].what_label.height() > 40)
    assert window.width() == 500
    assert bar.minimumSizeHint().width() <= 500


@pytest.mark.parametrize(("width", "below"), [(900, False), (360, True)])
def test_the_buttons_leave_the_words_enough_room(bar, qtbot, width, below):
    bar.show_notice(CRASH)
    bar.resize(width, 300)
    bar.show()
    qtbot.waitExposed(bar)
    (line,) = bar.lines()
    (button,) = line.buttons
    qtbot.waitUntil(lambda: (button.y() > line.rest_label.geometry().bottom()) is below)
    assert line.what_label.width() > width / 2

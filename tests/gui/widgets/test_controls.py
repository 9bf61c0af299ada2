import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from gui.widgets.controls import CheckBox, ColumnScroll, ElidedLabel, IconButton, Picker, Slider, label

CHOICES = (("a", "Alpha"), ("b", "Beta"))


def wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_picker_shows_choices_without_a_signal(qtbot):
    picker = Picker()
    qtbot.addWidget(picker)
    said = []
    picker.currentIndexChanged.connect(said.append)
    picker.activated.connect(said.append)
    picker.show_choices(CHOICES, "b")
    assert picker.currentData() == "b"
    picker.show_choices(CHOICES, "gone")
    assert picker.currentIndex() == -1
    assert said == []


def test_the_wheel_changes_no_value(qtbot):
    picker, slider = Picker(), Slider()
    for widget in (picker, slider):
        qtbot.addWidget(widget)
    picker.show_choices(CHOICES, "a")
    slider.setRange(0, 10)
    slider.setValue(5)
    wheel(picker)
    wheel(slider)
    assert picker.currentData() == "a"
    assert slider.value() == 5


def test_check_box_takes_a_click_on_its_text(qtbot):
    box = CheckBox("Low VRAM")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 4, 8))
    assert box.isChecked()
    assert QAccessible.queryAccessibleInterface(box).role() == QAccessible.Role.CheckBox


def test_a_label_gives_way_and_keeps_its_words(qtbot):
    shown = ElidedLabel("muted")
    qtbot.addWidget(shown)
    shown.set_text("A long line of words <b>that</b> has to give way")
    shown.resize(80, 20)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == shown.full_text == shown.accessibleName()
    shown.resize(600, 20)
    assert shown.text() == shown.full_text
    assert shown.toolTip() == ""


def test_labels_are_plain_text(qtbot):
    made = label("small")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_icon_button_shows_another_icon(qtbot):
    button = IconButton("play", role="text")
    qtbot.addWidget(button)
    before = button.grab().toImage()
    button.set_icon("pause")
    assert button.grab().toImage() != before
    assert button.icon_name == "pause"


@pytest.mark.parametrize("room", [120, 900])
def test_column_scroll_is_as_tall_as_its_content_or_as_there_is_room(qtbot, room):
    content = QWidget()
    column = QVBoxLayout(content)
    for n in range(12):
        column.addWidget(QLabel(f"line {n}"))
    outer = QWidget()
    rows = QVBoxLayout(outer)
    scroll = ColumnScroll(content, 40)
    rows.addWidget(scroll)
    rows.addStretch(1)
    qtbot.addWidget(outer)
    outer.resize(200, room)
    outer.show()
    qtbot.waitExposed(outer)
    if room == 900:
        assert scroll.height() == content.sizeHint().height()
        assert not scroll.verticalScrollBar().isVisible()
    else:
        qtbot.waitUntil(scroll.verticalScrollBar().isVisible)
        assert outer.height() == room
        assert scroll.height() < content.height()


def test_a_label_shows_its_short_form_where_there_is_no_room_for_all(qtbot):
    made = ElidedLabel("muted")
    qtbot.addWidget(made)
    made.show()
    made.set_text("40 lines · 400 words · 12 rendered", "40 lines · 12 rendered")
    made.resize(made.sizeHint().width() + 4, 20)
    assert made.text() == "40 lines · 400 words · 12 rendered"
    made.resize(made.sizeHint().width() - 10, 20)
    assert made.text() == "40 lines · 12 rendered"
    assert made.toolTip() == made.full_text == "40 lines · 400 words · 12 rendered"


def test_a_column_is_as_tall_as_its_words_at_the_width_that_it_has_now(qtbot):
    outer, content = QWidget(), QWidget()
    column, rows = QVBoxLayout(content), QVBoxLayout(outer)
    column.addWidget(label("muted", wrap=True))
    column.itemAt(0).widget().setText("many words " * 12)
    scroll = ColumnScroll(content, 20)
    rows.addWidget(scroll)
    rows.addStretch(1)
    qtbot.addWidget(outer)
    outer.resize(160, 700)
    outer.show()
    qtbot.waitExposed(outer)
    for width in (160, 600, 160):
        outer.resize(width, 700)
        qtbot.waitUntil(lambda: scroll.height() == scroll.sizeHint().height() == _tall(content))


def _tall(content):
    return content.layout().heightForWidth(content.width())

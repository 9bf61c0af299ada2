import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from gui.presenters.states import Choice
from gui.widgets.transport import Transport
from gui.widgets.waveform import bar_heights
from tests.gui.widgets.sample_window import transport

STATE = transport(playing=False)


@pytest.fixture
def panel(qtbot):
    made = Transport()
    qtbot.addWidget(made)
    made.resize(1200, 120)
    made.render(STATE)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_shows_the_state(panel):
    assert panel.position_label.text() == "0:06.2"
    assert panel.duration_label.text() == "of 0:16.9"
    assert [label.full_text for label in panel.fact_labels if label.isVisible()] == list(STATE.facts)
    assert panel.play_button.accessibleName() == "Play"
    assert panel.waveform.accessibleName() == "Position in Line 2"
    assert panel.waveform.accessibleDescription() == "0:06 of 0:16.9"
    assert panel.level_slider.value() == 80


def test_play_and_pause(panel, qtbot):
    with qtbot.waitSignal(panel.play_requested):
        qtbot.mouseClick(panel.play_button, Qt.MouseButton.LeftButton)
    panel.render(dataclasses.replace(STATE, playing=True))
    assert panel.play_button.accessibleName() == "Pause"
    with qtbot.waitSignal(panel.pause_requested):
        qtbot.mouseClick(panel.play_button, Qt.MouseButton.LeftButton)


def test_nothing_to_play(panel):
    said = []
    tall = panel.sizeHint().height()
    panel.seek_requested.connect(said.append)
    panel.render(dataclasses.replace(STATE, duration_s=0.0, peaks=None, title="", note="No sound device"))
    assert not panel.play_button.isEnabled()
    assert panel.waveform.accessibleDescription() == "Nothing to play"
    assert panel.note_label.isVisible()
    assert panel.note_label.text() == "No sound device"
    assert not panel.waveform.isVisible()
    assert panel.sizeHint().height() == tall, "a note moves nothing"
    panel.render(STATE)
    assert panel.waveform.isVisible()
    assert not panel.note_label.isVisible()
    assert said == []


def test_roles_for_screen_readers(panel):
    assert QAccessible.queryAccessibleInterface(panel.waveform).role() == QAccessible.Role.Slider
    assert QAccessible.queryAccessibleInterface(panel.play_button).role() == QAccessible.Role.Button


@pytest.mark.parametrize(
    ("key", "modifier", "target"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 7.2),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 5.2),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 11.2),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 1.2),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 16.9),
    ],
)
def test_seeking_by_keyboard(panel, qtbot, key, modifier, target):
    with qtbot.waitSignal(panel.seek_requested) as sought:
        qtbot.keyClick(panel.waveform, key, modifier)
    assert sought.args[0] == pytest.approx(target)


def test_seeking_by_mouse(panel, qtbot):
    wave = panel.waveform
    said = []
    panel.seek_requested.connect(said.append)
    qtbot.mousePress(wave, Qt.MouseButton.LeftButton, pos=QPoint(wave.width() // 2, 20))
    qtbot.mouseMove(wave, QPoint(wave.width() + 50, 20))
    qtbot.mouseRelease(wave, Qt.MouseButton.LeftButton, pos=QPoint(wave.width() + 50, 20))
    assert said[0] == pytest.approx(16.9 / 2, abs=0.1)
    assert max(said) <= 16.9


def test_seeking_by_a_screen_reader(panel, qtbot):
    with qtbot.waitSignal(panel.seek_requested) as sought:
        panel.waveform.triggerAction(panel.waveform.SliderAction.SliderSingleStepAdd)
    assert sought.args[0] == pytest.approx(7.2)


def test_the_played_part_has_the_accent_colour(panel, look):
    image = panel.waveform.grab().toImage()
    accent, wave = look.color("accent").name(), look.color("wave").name()
    middle = image.height() // 2

    def colours(xs):
        return {image.pixelColor(x, y).name() for x in xs for y in range(middle - 6, middle + 6)}

    played = int(image.width() * 6.2 / 16.9)
    assert accent in colours(range(5, played - 8))
    assert accent not in colours(range(played + 8, image.width()))
    assert wave in colours(range(played + 8, image.width()))


def test_level(panel, qtbot):
    with qtbot.waitSignal(panel.level_changed) as changed:
        qtbot.keyClick(panel.level_slider, Qt.Key.Key_Left)
    assert changed.args == [0.79]
    panel.render(dataclasses.replace(STATE, level=0.0))
    assert panel.device_button.icon_name == "speaker-off"


def test_devices(panel, qtbot):
    with qtbot.waitSignal(panel.devices_wanted):
        panel.device_menu.aboutToShow.emit()
    panel.render(dataclasses.replace(STATE, devices=(*STATE.devices, Choice("b", "HDMI")), device="a"))
    actions = panel.device_menu.actions()
    assert [action.text() for action in actions] == ["System default", "Headphones", "HDMI"]
    assert [action.isChecked() for action in actions] == [False, True, False]
    with qtbot.waitSignal(panel.device_selected) as chosen:
        actions[2].trigger()
    assert chosen.args == ["b"]


def test_bar_heights():
    assert bar_heights(None, 10) == []
    assert bar_heights(np.zeros((0, 2), np.float32), 10) == []
    peaks = np.array([[-0.1, 0.1], [-0.5, 0.2], [0.0, 0.25], [0.0, 0.0]], np.float32)
    assert bar_heights(peaks, 2) == pytest.approx([1.0, 0.5])
    assert len(bar_heights(peaks, 9)) == 9
    quiet = np.full((4, 2), 0.005, np.float32)
    assert max(bar_heights(quiet, 4)) == pytest.approx(0.1)


def test_what_is_heard_stands_above_its_facts(panel):
    assert panel.title_label.isVisible()
    assert panel.title_label.full_text == STATE.title
    assert panel.title_label.y() < panel.fact_labels[0].y()


def test_the_note_is_reached_by_the_keyboard(panel):
    panel.render(dataclasses.replace(STATE, note="It was killed."))
    assert panel.note_label.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_devices_that_come_late_leave_the_open_menu_on_the_screen(panel, qapp):
    panel.render(dataclasses.replace(STATE, devices=(Choice("", "System default"),)))
    screen = panel.screen().availableGeometry()
    button = panel.device_button
    panel.device_menu.popup(QPoint(screen.right() - 40, screen.bottom() - 20))
    many = tuple(Choice(str(n), f"A rather long name of an output device {n}") for n in range(12))
    panel.render(dataclasses.replace(STATE, devices=many))
    qapp.processEvents()
    assert panel.device_menu.isVisible()
    assert screen.contains(panel.device_menu.geometry())
    assert panel.device_menu.height() >= panel.device_menu.sizeHint().height()
    panel.device_menu.close()
    assert button.isVisible()

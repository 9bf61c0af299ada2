import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from core.model.verdict import Level
from core.model.voice import Stretch
from gui.presenters.reference_states import FindingView, ReferenceState
from gui.presenters.states import VerdictMark
from gui.widgets.reference_dialog import ReferenceDialog
from tests.gui.widgets.sample_window import speech_like

FINDINGS = (
    FindingView(Level.RED, "Noise", "The noise is loud.", "Record it again."),
    FindingView(Level.GREEN, "Length", "Its length is right."),
)
STATE = ReferenceState(
    voice="1",
    name="Elena",
    peaks=speech_like(1),
    duration_s=20.0,
    stretch=Stretch(4.0, 12.0),
    text="What she says.",
    mark=VerdictMark(Level.RED, "Bad reference", "The noise is loud."),
    findings=FINDINGS,
)


@pytest.fixture
def dialog(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ReferenceDialog(window)
    made.show_state(STATE)
    made.show()
    qtbot.waitExposed(made)
    yield made
    window.close()  # it owns the dialog, and must live so long


@pytest.mark.parametrize(
    ("key", "modifier", "start_s"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 4.1),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 3.0),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, 4.01),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 11.5),
    ],
)
def test_the_start_moves_by_keyboard_and_never_passes_the_end(dialog, qtbot, key, modifier, start_s):
    with qtbot.waitSignal(dialog.stretch_chosen) as chosen:
        qtbot.keyClick(dialog.wave.start_handle, key, modifier)
    assert chosen.args == [Stretch(pytest.approx(start_s), 12.0)]


def test_the_end_moves_by_mouse(dialog, qtbot):
    wave, handle = dialog.wave, dialog.wave.end_handle
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    target = wave.width() // 2
    qtbot.mouseMove(handle, handle.mapFrom(wave, QPoint(target, 20)))
    handle.wished.emit(wave.time_at(target))
    with qtbot.waitSignal(dialog.stretch_chosen) as chosen:
        qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    assert chosen.args[0].start_s == 4.0
    assert chosen.args[0].end_s == pytest.approx(10.0, abs=0.3)


def test_a_press_on_the_wave_brings_the_nearer_handle(dialog, qtbot):
    with qtbot.waitSignal(dialog.stretch_chosen) as chosen:
        qtbot.mouseClick(dialog.wave, Qt.MouseButton.LeftButton, pos=QPoint(dialog.wave.width() - 5, 30))
    assert chosen.args[0].end_s == pytest.approx(20.0, abs=0.5)
    assert dialog.wave.end_handle.hasFocus()


def test_showing_a_state_says_nothing(dialog):
    said = []
    dialog.stretch_chosen.connect(said.append)
    dialog.show_state(STATE)
    assert said == []


def test_what_screen_readers_are_told(dialog):
    start, end = dialog.wave.start_handle, dialog.wave.end_handle
    assert (start.accessibleName(), start.accessibleDescription()) == ("Start of the part", "0:04.0")
    assert (end.accessibleName(), end.accessibleDescription()) == ("End of the part", "0:12.0")
    assert QAccessible.queryAccessibleInterface(start).role() is QAccessible.Role.Slider
    assert dialog.verdict_label.text() == "Bad reference"
    words = [one.accessibleName() for one in dialog.findings.children() if one.isWidgetType()]
    assert "Noise: The noise is loud. Record it again." in words


def test_words_and_save(dialog, qtbot):
    dialog.words.setPlainText("What she really says.")
    with qtbot.waitSignal(dialog.save_requested) as saved:
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert saved.args == ["What she really says."]


def test_it_closes_when_the_work_is_done(dialog, qtbot):
    with qtbot.waitSignal(dialog.finished):
        dialog.show_state(ReferenceState())

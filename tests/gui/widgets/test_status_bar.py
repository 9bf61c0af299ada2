import dataclasses

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from gui.presenters.meter_states import MeterSegment, MeterState
from gui.widgets.status_bar import StatusBar
from tests.gui.widgets.sample_window import meter


@pytest.fixture
def bar(qtbot):
    made = StatusBar()
    qtbot.addWidget(made)
    made.resize(1280, 40)
    made.render(meter())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_shows_the_state(bar):
    assert bar.device_label.full_text == "NVIDIA GTX 1050 Ti (simulated)"
    assert bar.figures_label.text() == "1.8 / 4.0 GB"
    assert bar.pill.text() == "Low VRAM on"
    assert bar.pill.toolTip() == "Low VRAM: on (environment LOW_VRAM)"
    assert bar.meter.accessibleName() == "Memory"
    assert bar.meter.accessibleDescription() == meter().accessible
    assert bar.policy_actions["auto"].isChecked()


def test_segments_are_drawn_from_the_left(bar, look):
    bar.render(
        dataclasses.replace(
            meter(), segments=(MeterSegment("other", "", 0.25), MeterSegment("engine-1", "", 0.5))
        )
    )
    image = bar.meter.grab().toImage()
    y, width = image.height() // 2, image.width()
    assert image.pixelColor(int(width * 0.12), y) == look.color("other")
    assert image.pixelColor(int(width * 0.5), y) == look.color("engine-1")
    assert image.pixelColor(int(width * 0.9), y) == look.color("groove")


@pytest.mark.parametrize(
    "segments",
    [
        (MeterSegment("engine-9", "x", 0.5),),
        (MeterSegment("engine-1", "x", 7.0), MeterSegment("cache", "y", 3.0)),
        (MeterSegment("engine-1", "x", -1.0),),
        (),
    ],
)
def test_odd_segments_do_no_harm(bar, segments):
    bar.render(dataclasses.replace(meter(), segments=segments, stale=True))
    assert not bar.grab().isNull()


def test_policy_menu(bar, qtbot):
    said = []
    bar.policy_selected.connect(said.append)
    bar.render(dataclasses.replace(meter(), policy="off"))
    assert bar.policy_actions["off"].isChecked()
    assert said == []
    bar.policy_actions["on"].trigger()
    assert said == ["on"]


def test_nothing_known_yet(bar):
    bar.render(MeterState())
    assert not bar.pill.isVisible()
    assert not bar.device_label.isVisible()


def test_narrow_windows_drop_the_legend_first(bar):
    bar.resize(640, 40)
    QApplication.processEvents()
    assert bar.figures_label.width() >= bar.figures_label.sizeHint().width()
    assert bar.pill.width() >= bar.pill.sizeHint().width()
    assert bar.pill.geometry().right() <= bar.width()


def test_language_switches_live(bar, longer_language):
    QApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))
    assert bar.policy_actions["auto"].text().startswith("¿Automatic")


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_the_pills_menu_says_first_who_set_it_also_to_the_keyboard(qtbot):
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.render(meter())
    first = bar.pill_menu.actions()[0]
    assert first.text() == "Low VRAM: on (environment LOW_VRAM)"
    bar.show()
    bar.pill_menu.popup(bar.mapToGlobal(bar.rect().topLeft()))
    qtbot.keyClick(bar.pill_menu, Qt.Key.Key_Down)
    assert bar.pill_menu.activeAction() is first
    bar.pill_menu.close()


def test_the_pills_menu_tells_after_how_long_idle_memory_is_freed(qtbot):
    bar = StatusBar()
    qtbot.addWidget(bar)
    menu = bar.idle_menu
    assert [action.data() for action in menu.actions()] == [60.0, 300.0, 1800.0, 0.0]
    assert menu.actions()[-1].text() == "Never"
    bar.render(dataclasses.replace(meter(), idle_timeout_s=1800.0))
    assert [one_s for one_s, action in menu.timeout_actions.items() if action.isChecked()] == [1800.0]
    bar.render(dataclasses.replace(meter(), idle_timeout_s=12.5))
    assert not any(action.isChecked() for action in menu.actions())
    with qtbot.waitSignal(menu.timeout_selected) as told:
        menu.timeout_actions[0.0].trigger()
    assert told.args == [0.0]
    with qtbot.assertNotEmitted(menu.timeout_selected):
        bar.render(dataclasses.replace(meter(), idle_timeout_s=60.0))
    assert menu.timeout_actions[60.0].isChecked()

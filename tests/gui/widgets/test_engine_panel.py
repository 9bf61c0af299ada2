import dataclasses

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from gui.presenters.states import (
    Choice,
    EngineChoice,
    EngineState,
    FitView,
    NoticeAction,
    ParameterView,
    ProblemView,
)
from gui.widgets.engine_panel import EnginePanel

STATE = EngineState(
    engines=(EngineChoice("starter", "Starter", "0.4 GB"), EngineChoice("toy", "Toy", "", "not installed")),
    engine="starter",
    engine_note="Needs 0.4 GB",
    languages=(Choice("en-US", "English"), Choice("pt-BR", "Português")),
    language="en-US",
    speed=1.13,
    seed=48213,
    parameters=(
        ParameterView("steps", "Quality", 32, 4, 64, True),
        ParameterView("warmth", "Warmth", 0.5, 0, 1, False),
    ),
    low_vram_note="One engine on the card at a time.",
    low_vram_source="off (default)",
    can_generate=True,
    can_export=True,
)

SIGNALS = (
    "engine_selected",
    "action_requested",
    "language_selected",
    "speed_changed",
    "parameter_changed",
    "seed_changed",
    "seed_locked_changed",
    "low_vram_clicked",
    "generate_requested",
    "cancel_requested",
    "export_requested",
    "export_selection_requested",
    "export_format_selected",
)


@pytest.fixture
def panel(qtbot):
    made = EnginePanel()
    qtbot.addWidget(made)
    made.resize(288, 700)
    made.render(STATE)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def heard(panel):
    """Everything that the panel says."""
    said = []
    for name in SIGNALS:
        getattr(panel, name).connect(lambda *values, name=name: said.append((name, *values)))
    return said


def test_rendering_says_nothing(panel, heard):
    panel.render(STATE)
    other = dataclasses.replace(
        STATE,
        engine="toy",
        language="pt-BR",
        speed=1.9,
        seed=7,
        seed_locked=True,
        low_vram=True,
        parameters=(ParameterView("steps", "Quality", 8, 1, 9, True),),
        export_format="float_32",
        generating=True,
        progress=0.5,
    )
    panel.render(other)
    panel.render(STATE)
    assert heard == []


def test_shows_the_state(panel):
    assert panel.engine_picker.currentText() == "Starter"
    assert panel.language_picker.currentText() == "English"
    assert panel.speed.value_label.text() == "1.13×"
    assert panel.seed_box.text() == "48\u202f213"
    assert panel.parameters["steps"].value_label.text() == "32"
    assert panel.parameters["warmth"].value_label.text() == "0.50"
    assert not panel.low_vram.check.isChecked()
    assert panel.low_vram.check.accessibleDescription() == "One engine on the card at a time. off (default)"
    assert panel.format_actions["pcm_16"].isChecked()
    assert not panel.selection_action.isEnabled()
    assert not panel.progress_bar.isVisible()


def test_pickers(panel, heard, qtbot):
    qtbot.keyClick(panel.engine_picker, Qt.Key.Key_Down)
    qtbot.keyClick(panel.language_picker, Qt.Key.Key_Down)
    assert heard == [("engine_selected", "toy"), ("language_selected", "pt-BR")]


def test_a_problem_says_what_to_do_and_its_button_asks_for_it(panel, heard, qtbot):
    assert not panel.problem.isVisible()
    action = NoticeAction("copy", "Copy the command")
    broken = ProblemView("Toy is not installed.", "Run this in /opt/toys:", "toys install", action)
    panel.render(dataclasses.replace(STATE, engine="toy", problem=broken, can_generate=False))
    card = panel.problem
    assert card.isVisible()
    assert card.command_label.text() == "toys install"
    assert card.step_label.text().replace("\u200b", "") == "Run this in /opt/toys:"
    assert card.accessibleName() == "Toy is not installed. Run this in /opt/toys: toys install"
    assert "Toy is not installed." in panel.generate_button.accessibleDescription()
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert heard == [("action_requested", "copy")]
    panel.render(STATE)
    assert not card.isVisible()
    assert "not installed" not in panel.generate_button.accessibleDescription()


def test_the_open_list_has_room_for_all_lines_of_an_entry(panel):
    picker = panel.engine_picker
    bare, toy = (picker.view().sizeHintForIndex(picker.model().index(row, 0)).height() for row in (0, 1))
    assert bare > picker.fontMetrics().height() * 2
    assert toy == bare
    long = tuple(dataclasses.replace(one, detail="word " * 60) for one in STATE.engines)
    panel.render(dataclasses.replace(STATE, engines=long))
    assert picker.view().sizeHintForIndex(picker.model().index(1, 0)).height() > 2 * toy


def test_sliders(panel, heard, qtbot):
    panel.render(dataclasses.replace(STATE, speed=1.0))
    qtbot.keyClick(panel.speed.slider, Qt.Key.Key_Right)
    qtbot.keyClick(panel.parameters["steps"].slider, Qt.Key.Key_Left)
    assert heard == [("speed_changed", 1.05), ("parameter_changed", "steps", 31.0)]
    assert panel.speed.value_label.text() == "1.05×"


def test_seed(panel, heard, qtbot):
    box = panel.seed_box
    box.selectAll()
    qtbot.keyClicks(box, "4 294 967 295")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert heard == [("seed_changed", 4294967295)]
    heard.clear()
    box.selectAll()
    qtbot.keyClicks(box, "99999999999")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "4\u202f294\u202f967\u202f295"
    box.clear()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "4\u202f294\u202f967\u202f295"
    assert heard == []


def test_a_seed_that_is_being_typed_stays(panel, qtbot):
    panel.activateWindow()
    panel.seed_box.setFocus()
    qtbot.waitUntil(panel.seed_box.hasFocus)
    panel.seed_box.selectAll()
    qtbot.keyClicks(panel.seed_box, "12")
    panel.render(dataclasses.replace(STATE, progress=0.3))
    assert panel.seed_box.text() == "12"


def test_seed_lock(panel, heard, qtbot):
    qtbot.mouseClick(panel.seed_box.lock_button, Qt.MouseButton.LeftButton)
    assert heard == [("seed_locked_changed", True)]
    assert panel.seed_box.lock_button.icon_name == "lock"


def test_low_vram_shows_what_is_in_force(panel, heard, qtbot):
    panel.render(dataclasses.replace(STATE, low_vram=True))
    assert panel.low_vram.check.isChecked()
    qtbot.mouseClick(panel.low_vram.check, Qt.MouseButton.LeftButton)
    assert heard == [("low_vram_clicked", False)]
    panel.render(dataclasses.replace(STATE, low_vram=True))
    assert panel.low_vram.check.isChecked()


def test_a_run(panel, heard, qtbot):
    qtbot.mouseClick(panel.generate_button, Qt.MouseButton.LeftButton)
    busy = dataclasses.replace(
        STATE, can_generate=False, generating=True, progress=0.25, progress_text="Line 1 of 4 · 0:03 left"
    )
    panel.render(busy)
    assert not panel.generate_button.isEnabled()
    assert panel.progress_bar.isVisible()
    assert panel.progress_bar.value() == panel.progress_bar.maximum() // 4
    assert panel.progress_bar.accessibleDescription() == "Line 1 of 4 · 0:03 left"
    qtbot.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    panel.render(dataclasses.replace(busy, cancelling=True))
    assert not panel.cancel_button.isEnabled()
    assert heard == [("generate_requested",), ("cancel_requested",)]


def test_export_stays_where_it_is_when_a_run_begins(panel):
    before = panel.export_button.pos()
    panel.render(dataclasses.replace(STATE, generating=True))
    QApplication.processEvents()
    assert panel.export_button.pos() == before


def test_export(panel, heard, qtbot):
    panel.render(dataclasses.replace(STATE, can_export_selection=True))
    qtbot.mouseClick(panel.export_button, Qt.MouseButton.LeftButton)
    panel.format_actions["pcm_24"].trigger()
    panel.selection_action.trigger()
    assert heard == [
        ("export_requested",),
        ("export_format_selected", "pcm_24"),
        ("export_selection_requested",),
    ]


def test_a_short_panel_scrolls_and_keeps_generate_in_sight(panel):
    panel.resize(288, 330)
    QApplication.processEvents()
    for button in (panel.generate_button, panel.export_button):
        assert panel.rect().contains(button.mapTo(panel, button.rect().bottomRight()))


def test_a_window_of_720_lines_has_all_of_the_panel_in_sight(panel, qtbot):
    """While lines are made, too; names stand beside their fields, and above them where there is room."""
    panel.render(dataclasses.replace(STATE, parameters=(), problem=None, models=(), generating=True))
    panel.resize(288, 467)
    seed, name = panel.seed_box, panel.seed_label
    qtbot.waitUntil(lambda: seed.visibleRegion().boundingRect() == seed.rect())
    assert name.geometry().center().y() == pytest.approx(seed.geometry().center().y(), abs=2)
    panel.resize(288, 700)
    qtbot.waitUntil(lambda: name.geometry().bottom() < seed.geometry().top())


def test_language_switches_live(panel, longer_language):
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    for text in (panel.generate_button.text(), panel.export_button.text(), panel.low_vram.check.text()):
        assert text.startswith("¿")


def test_low_vram_is_in_sight_whatever_parameters_an_engine_has(panel, qtbot):
    names = ("steps", "guidance", "sway", "warmth", "depth")
    many = tuple(ParameterView(name, name.title(), 0.5, 0, 1, False) for name in names)
    panel.resize(288, 600)
    panel.render(
        dataclasses.replace(STATE, parameters=many, generating=True, fit=FitView("On the CPU · about 40 s"))
    )
    card = panel.low_vram
    qtbot.waitUntil(lambda: card.isVisible() and panel.parameters["depth"].isVisible())
    QApplication.processEvents()
    assert card.visibleRegion().boundingRect() == card.rect()
    assert panel.generate_button.visibleRegion().boundingRect() == panel.generate_button.rect()

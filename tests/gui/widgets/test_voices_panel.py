import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent

from gui.presenters.states import VoiceCard, VoicesState
from gui.widgets.voices_panel import VoicesPanel
from tests.gui.widgets.sample_window import speech_like

ELENA = VoiceCard("1", "Elena", "English · 8.4 s", speech_like(1), removable=True)
STARTER = VoiceCard("starter:heart", "Starter", "Built in · no download")
STATE = VoicesState((STARTER, ELENA), "starter:heart")


@pytest.fixture
def panel(qtbot):
    made = VoicesPanel()
    qtbot.addWidget(made)
    made.resize(228, 600)
    made.render(STATE)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_shows_the_cards_in_order(panel):
    assert [card.accessibleName() for card in panel.cards()] == ["Starter", "Elena"]
    assert panel.cards()[0].y() < panel.cards()[1].y()
    assert panel.card("starter:heart").isChecked()
    assert not panel.card("1").isChecked()
    role = QAccessible.queryAccessibleInterface(panel.card("1")).role()
    assert role == QAccessible.Role.RadioButton


def test_rendering_says_nothing(panel):
    said = []
    panel.voice_selected.connect(said.append)
    panel.render(VoicesState((ELENA, STARTER), "1"))
    panel.render(VoicesState((), ""))
    panel.render(STATE)
    assert said == []
    assert [card.card.id for card in panel.cards()] == ["starter:heart", "1"]


def test_choosing_by_mouse_and_keyboard(panel, qtbot):
    with qtbot.waitSignal(panel.voice_selected) as chosen:
        qtbot.mouseClick(panel.card("1"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["1"]
    with qtbot.waitSignal(panel.voice_selected) as chosen:
        qtbot.keyClick(panel.card("1"), Qt.Key.Key_Up)
    assert chosen.args == ["starter:heart"]


def test_play(panel, qtbot):
    with qtbot.waitSignal(panel.voice_play_requested) as played:
        qtbot.mouseClick(panel.card("1").play_button, Qt.MouseButton.LeftButton)
    assert played.args == ["1"]
    assert panel.card("1").play_button.accessibleName() == "Play Elena"
    panel.render(VoicesState((STARTER, dataclasses.replace(ELENA, playing=True)), "1"))
    assert panel.card("1").play_button.accessibleName() == "Pause Elena"


def test_only_references_are_removed(panel, qtbot):
    removed = []
    panel.voice_remove_requested.connect(removed.append)
    qtbot.keyClick(panel.card("starter:heart"), Qt.Key.Key_Delete)
    qtbot.keyClick(panel.card("1"), Qt.Key.Key_Delete)
    qtbot.keyClick(panel.card("1"), Qt.Key.Key_Backspace)
    assert removed == ["1"]
    texts = [action.text() for action in panel.menu_for(panel.card("starter:heart")).actions()]
    assert texts == ["Play"]
    menu = panel.menu_for(panel.card("1"))
    assert [action.text() for action in menu.actions()] == ["Play", "What is said in it…", "Remove"]
    menu.actions()[2].trigger()
    assert removed == ["1", "1"]


def test_the_words_of_references_are_asked_for_by_button_menu_and_key(panel, qtbot):
    asked = []
    panel.voice_words_requested.connect(asked.append)
    assert not panel.card("starter:heart").words_button.isVisible()
    qtbot.keyClick(panel.card("starter:heart"), Qt.Key.Key_F2)
    assert asked == []
    assert panel.card("1").words_button.accessibleName() == "What is said in Elena"
    qtbot.mouseClick(panel.card("1").words_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel.card("1"), Qt.Key.Key_F2)
    panel.menu_for(panel.card("1")).actions()[1].trigger()
    assert asked == ["1", "1", "1"]


def test_adding_by_button_and_by_drop(panel, qtbot):
    with qtbot.waitSignal(panel.reference_add_requested):
        qtbot.mouseClick(panel.drop_zone, Qt.MouseButton.LeftButton)
    mime = QMimeData()
    paths = (Path("/tmp/a.wav"), Path("/tmp/b.flac"))
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(panel.files_dropped) as dropped:
        panel.dropEvent(event)
    assert dropped.args == [paths]


def test_many_voices_scroll_and_the_drop_zone_stays(panel, qtbot):
    cards = tuple(dataclasses.replace(ELENA, id=str(n), name=f"Voice {n}") for n in range(40))
    panel.render(VoicesState(cards, "3"))
    qtbot.waitUntil(lambda: panel.drop_zone.geometry().bottom() <= panel.height())
    assert panel.drop_zone.height() >= 64
    qtbot.waitUntil(lambda: panel.card("0").height() >= 60)


def test_a_card_without_a_waveform_is_lower(panel):
    assert panel.card("starter:heart").sizeHint().height() < panel.card("1").sizeHint().height()


def test_a_card_that_cannot_be_used_says_why(panel):
    note = "Needs an engine that clones"
    panel.render(VoicesState((dataclasses.replace(ELENA, usable=False, note=note),), ""))
    assert note in panel.card("1").accessibleDescription()
    assert panel.card("1").isEnabled()

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent

from core.model.verdict import Level
from core.model.voice import Whose
from gui.presenters.states import VerdictMark, VoiceCard, VoicesState
from gui.presenters.voice_states import ConsentQuestion
from gui.widgets.voice_card import VoiceCardWidget
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


def test_a_verdict_is_drawn_told_and_leads_to_the_recording(panel, qtbot):
    before = panel.card("1").sizeHint().height()
    mark = VerdictMark(Level.AMBER, "Usable, could be better", "It is short. Read on.")
    panel.render(VoicesState((STARTER, dataclasses.replace(ELENA, mark=mark)), "1"))
    card = panel.card("1")
    assert card.sizeHint().height() > before
    assert "Usable, could be better It is short. Read on." in card.accessibleDescription()
    assert card.toolTip() == "It is short. Read on."
    with qtbot.waitSignal(panel.voice_wished) as wished:
        qtbot.keyClick(card, Qt.Key.Key_F4)
    assert wished.args == ["recording", "1"]


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
    assert texts == ["Play", "Use for the selected lines", "Use the script's voice for the selected lines"]
    menu = panel.menu_for(panel.card("1"))
    action(menu, "Remove").trigger()
    assert removed == ["1", "1"]


def test_the_words_of_references_are_asked_for_by_menu_and_where_they_lack_by_a_button(panel, qtbot):
    asked = []
    panel.voice_words_requested.connect(asked.append)
    assert not panel.card("starter:heart").words_button.isVisible()
    assert not panel.card("1").words_button.isVisible()
    action(panel.menu_for(panel.card("1")), "What is said in it…").trigger()
    panel.render(VoicesState((STARTER, dataclasses.replace(ELENA, lacking=True)), "1"))
    assert panel.card("1").words_button.accessibleName() == "What is said in Elena"
    qtbot.mouseClick(panel.card("1").words_button, Qt.MouseButton.LeftButton)
    assert asked == ["1", "1"]


def test_the_menu_is_asked_for_by_its_button_and_tells_wishes(panel, qtbot):
    wished = []
    panel.voice_wished.connect(lambda wish, voice: wished.append((wish, voice)))
    assert not panel.card("starter:heart").more_button.isVisible()
    button = panel.card("1").more_button
    assert button.accessibleName() == "More for Elena"
    alone = VoiceCardWidget(ELENA)
    qtbot.addWidget(alone)
    with qtbot.waitSignal(alone.menu_requested):
        qtbot.mouseClick(alone.more_button, Qt.MouseButton.LeftButton)
    menu = panel.menu_for(panel.card("1"))
    for words in ("The recording and its verdict…", "Details…", "Duplicate", "Share as a file…", "Archive"):
        action(menu, words).trigger()
    assert [wish for wish, _ in wished] == ["recording", "details", "duplicate", "export", "archive"]
    assert {voice for _, voice in wished} == {"1"}
    panel.render(VoicesState((dataclasses.replace(ELENA, archived=True),), "1"))
    action(panel.menu_for(panel.card("1")), "Take out of the archive").trigger()
    assert wished[-1] == ("take_back", "1")


def test_a_name_is_changed_in_its_place(panel, qtbot):
    renamed = []
    panel.rename_requested.connect(lambda voice, name: renamed.append((voice, name)))
    qtbot.keyClick(panel.card("starter:heart"), Qt.Key.Key_F2)
    assert panel.card("starter:heart").name_box is None
    card = panel.card("1")
    qtbot.keyClick(card, Qt.Key.Key_F2)
    assert card.name_box.text() == card.name_box.selectedText() == "Elena"
    assert card.name_box.accessibleName() == "Name of Elena"
    qtbot.keyClick(card.name_box, Qt.Key.Key_Delete)
    card.name_box.insert("Ânna 声")
    qtbot.keyClick(card.name_box, Qt.Key.Key_Return)
    assert card.name_box is None
    assert renamed == [("1", "Ânna 声")]
    for keys in ("x", "   "):
        action(panel.menu_for(card), "Rename").trigger()
        card.name_box.setText(keys)
        qtbot.keyClick(card.name_box, Qt.Key.Key_Escape if keys == "x" else Qt.Key.Key_Return)
        assert card.name_box is None
    assert renamed == [("1", "Ânna 声")]
    action(panel.menu_for(card), "Rename").trigger()
    card.name_box.setText("Elsewhere")
    panel.drop_zone.setFocus()
    assert renamed[-1] == ("1", "Elsewhere")


def test_a_search_where_there_is_much_to_search(panel, qtbot):
    assert not panel.search_box.isVisible()
    asked = []
    panel.search_changed.connect(asked.append)
    panel.render(VoicesState((STARTER, ELENA), "1", searchable=True))
    assert panel.search_box.isVisible()
    qtbot.keyClicks(panel.search_box, "el")
    assert asked == ["e", "el"]
    panel.render(VoicesState((ELENA,), "1", searchable=True, query="el"))
    panel.search_box.clear()
    assert asked[-1] == ""


def test_what_is_not_shown_is_told(panel, qtbot):
    assert not panel.more_button.isVisible()
    assert not panel.archived_button.isVisible()
    panel.render(VoicesState((ELENA,), "1", more=12, archived=3))
    assert panel.archived_button.text() == "Archived · 3"
    with qtbot.waitSignal(panel.more_requested):
        panel.more_button.click()
    with qtbot.waitSignal(panel.archived_toggled) as toggled:
        panel.archived_button.click()
    assert toggled.args == [True]
    panel.render(VoicesState((ELENA,), "1", archived=3, archived_shown=True))
    assert panel.archived_button.isChecked()


def test_whose_a_voice_is_is_asked_in_the_panel(panel, qtbot):
    answers = []
    panel.consent_answered.connect(lambda whose, note: answers.append((whose, note)))
    assert not panel.consent_card.isVisible()
    panel.show_question(ConsentQuestion(("1",), ("Elena",)))
    card = panel.consent_card
    assert card.question_label.text() == "Whose voice is Elena?"
    assert card.buttons[Whose.MINE].accessibleName() == "Whose voice is Elena? Mine"
    card.note_box.setText("by letter")
    qtbot.mouseClick(card.buttons[Whose.PERMISSION], Qt.MouseButton.LeftButton)
    card.close_button.click()
    assert answers == [("permission", "by letter"), ("", "")]
    panel.show_question(ConsentQuestion(("1", "2"), ("Elena", "Bo")))
    assert card.question_label.text() == "Whose voices are Elena, Bo?"
    panel.show_question(None)
    assert not card.isVisible()
    assert card.note_box.text() == ""


def test_that_nobody_said_whose_it_is_stands_on_the_card(panel):
    before = panel.card("1").sizeHint().height()
    aside = "Whose voice: not stated"
    panel.render(VoicesState((dataclasses.replace(ELENA, aside=aside, more="Elm Street"),), "1"))
    assert panel.card("1").sizeHint().height() > before
    assert panel.card("1").accessibleDescription() == f"English · 8.4 s. {aside}. Elm Street"
    assert panel.card("1").toolTip() == "Elm Street"


def action(menu, words):
    return next(one for one in menu.actions() if one.text() == words)


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


def test_a_voice_that_is_asked_about_is_brought_into_sight(panel, qtbot):
    cards = tuple(dataclasses.replace(ELENA, id=str(n), name=f"Voice {n}") for n in range(12))
    panel.render(VoicesState(cards, "3"))
    qtbot.waitUntil(lambda: panel.card("0").height() >= 60)
    panel.render(VoicesState((*cards, dataclasses.replace(ELENA, id="new", name="New")), "3"))
    panel.show_question(ConsentQuestion(("new",), ("New",)))
    qtbot.waitUntil(lambda: not panel.card("new").visibleRegion().isEmpty())


def test_a_card_without_a_waveform_is_lower(panel):
    assert panel.card("starter:heart").sizeHint().height() < panel.card("1").sizeHint().height()


def test_a_card_that_cannot_be_used_says_why(panel):
    note = "Needs an engine that clones"
    panel.render(VoicesState((dataclasses.replace(ELENA, usable=False, note=note),), ""))
    assert note in panel.card("1").accessibleDescription()
    assert panel.card("1").isEnabled()


def test_a_long_name_leaves_room_for_the_answers(panel):
    name = "Interview at the fair (very noisy, an old telephone, second take)"
    panel.show_question(ConsentQuestion(("1",), (name,)))
    card = panel.consent_card
    assert "…" in card.question_label.text()
    assert name in card.question_label.toolTip()
    assert name in card.buttons[Whose.MINE].accessibleName(), "nothing is cut of what is read aloud"


def test_a_question_never_makes_the_window_outgrow_a_screen_of_720_lines(panel, qtbot):
    panel.resize(228, 467)
    state = VoicesState((STARTER, ELENA), "1", searchable=True, more=30, archived=2)
    panel.render(state)
    assert panel.drop_zone.isVisible()
    panel.show_question(ConsentQuestion(("1",), ("Elena",)))
    qtbot.waitUntil(panel.consent_card.isVisible)
    assert panel.minimumSizeHint().height() <= 467
    assert not panel.drop_zone.isVisible()
    panel.resize(228, 700)
    assert panel.drop_zone.isVisible()
    panel.resize(228, 467)
    panel.show_question(None)
    assert panel.drop_zone.isVisible()

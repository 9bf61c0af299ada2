"""Markup of a line counts in the window: the voice shown, what stands, what is not spoken at all."""

from __future__ import annotations

from core.services.lines import PLAIN
from core.text.lexicon import Entry, Lexicon
from gui.presenters.states import LineState

FEW = 10
"""Lines that the cursor has been in."""

RENDERED, SILENT, STALE, TODO = LineState.RENDERED, LineState.SILENT, LineState.STALE, LineState.TODO


def test_a_line_is_for_the_voice_that_it_names(choir):
    choir.write("Good morning.\n[lua] Bom dia.\n[Nobody] Good morning.")
    usual = choir.studio.engine.choices.voice
    assert [choir.editor.line_view(n).voice for n in range(3)] == [usual.name, "Lua", usual.name]
    recipes = [choir.studio.script.wanted(line) for line in choir.studio.script.todo()]
    assert [recipe.voice for recipe in recipes] == [usual.id, "tenor:lua", usual.id]
    assert [recipe.engine for recipe in recipes] == ["starter", "tenor", "starter"]
    assert recipes[1].text == "Bom dia."


def test_what_is_not_spoken_is_not_to_do(studio):
    studio.write("[# says the director] \nGood night.\n[pause 2s]")
    assert studio.states() == [SILENT, TODO, SILENT]
    studio.generate()
    assert studio.states() == [SILENT, RENDERED, SILENT]
    assert studio.window.script_panel.summary_label.full_text.startswith("1 line · 2 words")
    studio.editor.go_to_line(1)
    assert "Line 2: rendered" in studio.editor.accessibleDescription()
    studio.editor.go_to_line(2)
    assert "Line 3: not spoken" in studio.editor.accessibleDescription()


def test_what_is_no_markup_is_told_to_screen_readers(studio):
    studio.write("Good night.\n[sic] Well [speed 2] now [pause 1s].")
    studio.editor.go_to_line(1)
    assert studio.editor.accessibleDescription().endswith("Spoken as text: [sic], [speed 2]")
    studio.editor.go_to_line(0)
    assert "Spoken as text" not in studio.editor.accessibleDescription()


def test_a_comment_changes_nothing_that_is_heard(studio):
    studio.write("Good morning.")
    studio.generate()
    studio.write("Good morning. [# slowly]")
    assert studio.states() == [RENDERED]
    studio.write("[speed 1.2] Good morning.")
    assert studio.states() == [STALE]
    assert studio.editor.line_view(0).meta.endswith("another speed")


def test_another_pronunciation_touches_the_lines_that_have_the_word(studio):
    studio.write("Good morning, Anna.\nGood night.")
    studio.generate()
    studio.studio.planning.set_lexicon(Lexicon([Entry("Anna", "Ahna")]))
    assert studio.states() == [STALE, RENDERED]
    assert studio.editor.line_view(0).meta.endswith("words changed")
    studio.studio.planning.set_lexicon(Lexicon())
    assert studio.states() == [RENDERED, RENDERED]


def test_of_lines_that_are_pasted_only_the_markup_is_read(choir):
    lines = [f"[lua] Line {n}, of {n} years." for n in range(500)]
    choir.write("\n".join([*lines, "[pause 1s]", "[# no words]"]))
    assert choir.states() == [TODO] * 500 + [SILENT] * 2
    assert choir.editor.line_view(250).voice == "Lua"
    assert choir.studio.script.todo_count == len(choir.studio.script.todo()) == 500
    assert choir.studio.planning.planner.reader.known < FEW
    choir.studio.choices.set_speed(1.2)
    assert choir.studio.planning.planner.reader.known < FEW


def test_many_lines_are_read_on_a_lane_before_they_are_compared(studio):
    studio.write("\n".join(f"[# {n}] Line {n}." for n in range(300)))
    before = studio.studio.planning.planner
    studio.studio.planning.renew()
    assert studio.studio.planning.planner is before is not PLAIN
    studio.until(lambda: studio.studio.planning.planner is not before)
    assert studio.states() == [TODO] * 300


def test_the_selected_lines_are_given_to_a_voice_and_taken_back_in_one_step(choir):
    text = "Good morning.\n\nBom dia.\nGood night."
    choir.write(text)
    cursor = choir.editor.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(text.index("dia"), cursor.MoveMode.KeepAnchor)
    choir.editor.setTextCursor(cursor)
    choir.window.voices_panel.voice_for_lines.emit("tenor:lua")
    assert choir.editor.plain_text() == "[Lua] Good morning.\n\n[Lua] Bom dia.\nGood night."
    usual = choir.studio.engine.choices.voice.name
    assert [choir.editor.line_view(n).voice for n in (0, 2, 3)] == ["Lua", "Lua", usual]
    assert choir.editor.selected_lines() == (0, 1, 2)
    choir.window.voices_panel.voice_off_lines.emit()
    assert choir.editor.plain_text() == text
    choir.window.actions_.undo.trigger()
    choir.window.actions_.undo.trigger()
    assert choir.editor.plain_text() == text
    assert choir.window.actions_.undo.text() == "Undo: text"


def test_a_name_that_means_another_voice_is_not_written(choir):
    choir.write("Good morning.")
    voice = next(card.card.id for card in choir.window.voices_panel.cards() if card.card.name == "Starter")
    menu = choir.window.voices_panel.menu_for(choir.window.voices_panel.cards()[0])
    menu.use_action.trigger()
    assert choir.editor.plain_text() == "[Starter] Good morning."
    assert voice == choir.studio.engine.choices.voice.id
    menu.drop_action.trigger()
    assert choir.editor.plain_text() == "Good morning."
    menu.deleteLater()

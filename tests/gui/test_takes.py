"""Takes of a line in the real window: heard, compared, chosen, starred, deleted, made anew, undone."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gui.presenters.heard import TakeKey
from gui.presenters.states import LineState
from gui.runs import LineAudio
from tests.gui.fake_sound import FakeSound

RENDERED, STALE, TODO = LineState.RENDERED, LineState.STALE, LineState.TODO


@pytest.fixture
def sound(monkeypatch) -> FakeSound:
    made = FakeSound()
    monkeypatch.setitem(sys.modules, "sounddevice", made)
    return made


@pytest.fixture
def three(sound, studio):
    """A line with three takes, its list open."""
    studio.write("Good morning to you all.\nGood night.")
    for _ in range(3):
        with studio._qtbot.waitSignal(studio.studio.run.ended, timeout=60_000):
            studio.studio.lines.render(0)
    studio.studio.transport.stop()
    studio.editor.go_to_line(0)
    studio.window.actions_.takes.trigger()
    return studio


def panel(studio):
    return studio.window.script_panel.takes_panel


def takes(studio):
    return studio.studio.script.line(0).takes


def test_the_list_shows_the_takes_the_newest_first(three):
    rows = panel(three).rows
    assert panel(three).isVisible()
    assert [row.row.title.partition(" · ")[0] for row in rows] == ["Take 3", "Take 2", "Take 1"]
    assert all(row.row.title.count("Starter") == 1 for row in rows)
    assert [row.row.standing for row in rows] == [True, False, False]
    assert len({take.recipe.seed for take in takes(three)}) == 3
    three.until(lambda: "LUFS" in rows[0].facts_label.full_text)
    detail = rows[0].toolTip()
    for words in ("Words: Good morning to you all.", "Voice: Starter", "Engine: Starter", "Seed:", "LUFS"):
        assert words in detail
    assert three.editor.line_view(0).takes == 3
    assert three.window.transport.fact_labels[0].full_text.startswith("Take 3 of 3 · seed")


def test_a_take_is_chosen_and_undo_chooses_the_one_before(three):
    first = takes(three)[0]
    panel(three).rows[2].choose_button.click()
    assert three.studio.script.take(0) is first
    assert panel(three).rows[2].row.standing
    three.studio.engine.set_speed(1.3)
    assert three.states() == [RENDERED, TODO]
    assert three.studio.script.take(0) is first
    three.studio.engine.set_speed(1.0)
    assert three.window.actions_.undo.text() == "Undo: choice of a take"
    three.window.actions_.undo.trigger()
    assert three.studio.script.take(0) is takes(three)[2]
    three.window.actions_.redo.trigger()
    assert three.studio.script.take(0) is first


def test_a_star_and_a_deletion_are_undone_in_their_order(three):
    kept = [take.id for take in takes(three)]
    row = panel(three).rows[1]
    row.star_button.click()
    assert takes(three)[1].starred
    row.delete_button.click()
    assert [take.id for take in takes(three)] == [kept[0], kept[2]]
    assert len(panel(three).rows) == 2
    three.window.actions_.undo.trigger()
    assert [(take.id, take.starred) for take in takes(three)] == [
        (kept[0], False),
        (kept[1], True),
        (kept[2], False),
    ]
    three.window.actions_.undo.trigger()
    assert not takes(three)[1].starred


def test_a_deleted_take_comes_back_to_a_line_that_was_deleted_after_it(three):
    kept = [take.id for take in takes(three)]
    for _ in kept:
        panel(three).rows[0].delete_button.click()
    text = three.editor.plain_text()
    three.editor.selectAll()
    three.editor.textCursor().removeSelectedText()
    for _ in range(4):
        three.window.actions_.undo.trigger()
    assert three.editor.plain_text() == text
    assert [take.id for take in takes(three)] == kept


def test_text_takes_and_settings_are_undone_one_after_the_other(three, qtbot):
    speed = three.studio.engine.choices.speed
    seed = three.studio.engine.choices.seed
    panel(three).rows[2].star_button.click()
    three.window.engine_panel.speed_changed.emit(1.2)
    three.studio.engine.set_seed(seed + 1)
    three.editor.setFocus()
    qtbot.keyClicks(three.editor, "So: ")
    names = []
    while three.window.actions_.undo.isEnabled() and len(names) < 3:
        names.append(three.window.actions_.undo.text())
        three.window.actions_.undo.trigger()
    assert names == ["Undo: text", "Undo: speed", "Undo: star"]
    assert three.editor.line_text(0) == "Good morning to you all."
    assert three.studio.engine.choices.speed == speed
    assert three.studio.engine.state.speed == pytest.approx(speed)
    assert three.studio.engine.choices.seed == seed + 1
    assert not takes(three)[0].starred
    for _ in names:
        three.window.actions_.redo.trigger()
    assert three.editor.line_text(0) == "So: Good morning to you all."
    assert three.studio.engine.choices.speed == 1.2


def test_editing_keeps_the_takes_and_editing_back_lets_the_old_one_stand(three, qtbot):
    stood = three.studio.script.take(0)
    three.editor.go_to_line(0)
    qtbot.keyClicks(three.editor, "X")
    assert three.states() == [STALE, TODO]
    assert three.editor.line_view(0).meta.endswith("words changed")
    assert [row.row.fits for row in panel(three).rows] == [False] * 3
    assert three.studio.script.heard_take(0) is stood
    assert not three.studio.script.takes()
    qtbot.keyClick(three.editor, Qt.Key.Key_Backspace)
    assert three.states() == [RENDERED, TODO]
    assert three.studio.script.take(0) is stood


def test_a_line_that_was_deleted_comes_back_with_its_choice(three):
    first = takes(three)[0]
    panel(three).rows[2].choose_button.click()
    cursor = three.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert three.states() == [TODO]
    three.window.actions_.undo.trigger()
    assert three.studio.script.take(0) is first
    three.window.actions_.undo.trigger()
    assert three.studio.script.take(0) is takes(three)[2]


def test_takes_are_compared_at_the_same_place(three, sound):
    transport, playback = three.studio.transport, three.studio.playback
    rows = panel(three).rows
    line, (first, _, last) = three.studio.script.line(0).id, takes(three)
    rows[2].play_button.click()
    three.until(lambda: playback.state.key == TakeKey(line, first.id) and playback.state.position_s > 0.3)
    assert rows[2].row.playing
    before = transport.heard(line)
    rows[2].compare_button.click()
    three.until(lambda: playback.state.key == TakeKey(line, last.id) and playback.state.position_s > 0)
    after = transport.heard(line)
    assert after.take is last
    assert after.share == pytest.approx(before.share, abs=0.2)
    assert after.share >= before.share
    rows[2].compare_button.click()
    three.until(lambda: playback.state.key == TakeKey(line, first.id))
    assert three.window.transport.fact_labels[0].full_text.startswith("Take 1 of 3")
    rows[2].play_button.click()
    assert not playback.state.playing
    three.studio.transport.stop()
    three.until(lambda: not three.studio.lanes["audio"].busy)


def test_another_take_is_made_with_the_seed_of_one(three, qtbot):
    seed = takes(three)[0].recipe.seed
    with qtbot.waitSignal(three.studio.run.ended, timeout=60_000):
        panel(three).rows[2].again_button.click()
    assert takes(three)[3].recipe.seed == seed
    with qtbot.waitSignal(three.studio.run.ended, timeout=60_000):
        panel(three).render_button.click()
    assert len(panel(three).rows) == 5


def test_the_keyboard_reaches_everything_and_esc_closes(three, qtbot):
    shown = panel(three)
    focus = three.window.focusWidget
    assert focus() is shown.rows[0].play_button
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    assert focus() is shown.rows[1].play_button
    qtbot.keyClick(focus(), Qt.Key.Key_S)
    assert takes(three)[1].starred
    qtbot.keyClick(focus(), Qt.Key.Key_Delete)
    assert len(takes(three)) == 2
    assert shown.isAncestorOf(focus())
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert focus() is three.editor
    for row in shown.rows:
        for button in row.buttons:
            assert button.accessibleName().startswith("Take ")


def test_the_list_follows_the_cursor(three):
    three.editor.go_to_line(1)
    assert panel(three).heading.accessibleName() == "Takes of line 2"
    assert panel(three).note_label.text() == "This line has no take yet."
    three.editor.go_to_line(0)
    assert len(panel(three).rows) == 3


def test_changed_selected_and_all_lines_are_rendered_again(three, qtbot):
    three.generate()
    three.editor.go_to_line(1)
    qtbot.keyClicks(three.editor, "So: ")
    actions = three.window.actions_
    for action, counts in (
        (actions.regenerate_changed, (3, 2)),
        (actions.regenerate_selected, (3, 3)),
        (actions.regenerate_all, (4, 4)),
    ):
        with qtbot.waitSignal(three.studio.run.ended, timeout=60_000):
            action.trigger()
        assert tuple(len(three.studio.script.line(n).takes) for n in (0, 1)) == counts
    actions.regenerate_changed.trigger()
    assert "No line has changed" in three.notices()[0]
    actions.keep_seed.trigger()
    assert three.studio.engine.choices.seed_locked
    locked = three.studio.engine.choices.seed
    with qtbot.waitSignal(three.studio.run.ended, timeout=60_000):
        actions.regenerate_all.trigger()
    assert [three.studio.script.line(n).takes[-1].recipe.seed for n in (0, 1)] == [locked, locked]


def test_what_is_heard_while_it_is_made_is_not_shown_as_the_take_before(three, sound):
    """Another take is made and heard at once: length, waveform and facts are not those of the last one."""
    inner, shown = three.studio, three.window.transport
    line, rate_hz = inner.script.line(0).id, inner.script.take(0).clip.sample_rate_hz
    assert shown.fact_labels[0].full_text.startswith("Take 3 of 3")
    inner.script.start_line(line)
    inner.transport.follow_run()
    inner.transport.hear(LineAudio(line, np.zeros(rate_hz, np.float32), rate_hz))
    three.until(lambda: inner.playback.state.key == line)
    state = inner.transport.state
    assert (state.title, state.peaks, state.facts) == ("Line 1", None, ())
    assert inner.transport.heard(line) is None
    inner.script.stop_line(line)
    inner.transport.stop()
    three.until(lambda: not inner.lanes["audio"].busy)
    assert shown.fact_labels[0].full_text.startswith("Take 3 of 3")

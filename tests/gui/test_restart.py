"""Takes outlive the window: they come back after a restart and after ``kill -9``."""

from __future__ import annotations

import numpy as np

from gui.presenters.states import LineState

TODO, RENDERED, BLANK = LineState.TODO, LineState.RENDERED, LineState.BLANK


def closed(one, qtbot):
    """Close the window as a user does."""
    with qtbot.waitSignal(one.window.closing):
        one.window.close()


def test_takes_come_back_after_a_restart(open_studio, qtbot, tmp_path):
    one = open_studio()
    one.start()
    one.write("Good morning.\n\nGood night.\nGood day.")
    one.generate()
    one.write("Good morning.\n\nGood night.\nGood evening.")
    before = [one.studio.script.take(number) for number in (0, 2)]
    facts = one.studio.transport.state.facts
    closed(one, qtbot)

    again = open_studio()
    again.start()
    again.until(lambda: again.states()[:3] == [RENDERED, BLANK, RENDERED])
    assert again.states()[3] is not RENDERED
    for number, take in zip((0, 2), before, strict=True):
        assert np.array_equal(again.studio.script.take(number).clip.samples, take.clip.samples)
    assert again.studio.transport.state.facts == facts
    assert again.studio.transport.state.peaks is not None
    again.editor.go_to_line(3)
    again.studio.export.write(tmp_path / "out.wav")
    again.until(lambda: any("Exported" in notice for notice in again.notices()))
    again.write("Good morning.\n\nGood night.\nGood day.")
    assert again.states() == [RENDERED, BLANK, RENDERED, RENDERED], "what was there before an edit, too"


def test_choices_belong_to_the_project(open_studio, qtbot, home):
    one = open_studio()
    one.start()
    one.studio.engine.set_speed(1.25)
    one.studio.engine.set_seed(4711)
    one.studio.engine.set_seed_locked(True)
    closed(one, qtbot)
    (home / "settings.toml").write_text('speed = 0.5\nvoice = "starter:echo"\n')
    again = open_studio()
    again.start()
    choices = again.studio.engine.choices
    assert (choices.speed, choices.seed, choices.seed_locked) == (1.25, 4711, True)
    assert choices.voice.id == "starter:heart"


def test_an_untitled_project_that_is_damaged_is_kept_aside_and_told(open_studio, qtbot, home):
    one = open_studio()
    one.write("Good morning.")
    closed(one, qtbot)
    (home / "untitled.sottovoce").write_bytes(b"no project at all" * 1000)
    again = open_studio()
    again.start()
    assert any("untitled-broken-1.sottovoce" in notice for notice in again.notices())
    assert (home / "untitled-broken-1.sottovoce").read_bytes().startswith(b"no project")
    again.write("Good night.")
    again.generate()
    assert again.states() == [RENDERED]

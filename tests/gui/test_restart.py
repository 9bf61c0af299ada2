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
    assert again.states() == [TODO, BLANK, TODO, TODO], "the window does not wait for them"
    again.start()
    again.until(lambda: again.states() == [RENDERED, BLANK, RENDERED, TODO])
    for number, take in zip((0, 2), before, strict=True):
        assert np.array_equal(again.studio.script.take(number).clip.samples, take.clip.samples)
    assert again.studio.transport.state.facts == facts
    assert again.studio.transport.state.peaks is not None
    again.editor.go_to_line(3)
    again.studio.export.write(tmp_path / "out.wav")
    again.until(lambda: any("Exported" in notice for notice in again.notices()))
    again.write("Good morning.\n\nGood night.\nGood day.")
    assert again.states() == [RENDERED, BLANK, RENDERED, RENDERED], "what was there before an edit, too"


def test_broken_takes_are_told_and_done_again(open_studio, qtbot, home):
    one = open_studio()
    one.start()
    one.write("Good morning.")
    one.generate()
    closed(one, qtbot)
    next((home / "takes" / "session").glob("*.f32")).unlink()
    again = open_studio()
    again.start()
    again.until(lambda: any("cannot be read" in notice for notice in again.notices()))
    assert again.states() == [TODO]
    again.generate()
    assert again.states() == [RENDERED]

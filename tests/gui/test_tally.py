"""What is said above the script of its lines."""

from gui.presenters.states import LineState, LineView
from gui.presenters.tally import Tally


def test_a_line_that_was_rendered_counts_as_long_as_it_is(qapp):
    tally = Tally()
    todo, rendered = LineView(LineState.TODO), LineView(LineState.RENDERED, length_s=75.0)
    tally.add(todo, "Good evening.", 2)
    tally.add(todo, "Good evening.", 2, -1)
    tally.add(rendered, "Good evening.", 2)
    assert "about 1:15 · 1 rendered" in tally.summary().text
    assert tally.todo_s == 0
    tally.add(rendered, "Good evening.", 2, -1)
    assert "about" not in tally.summary().text

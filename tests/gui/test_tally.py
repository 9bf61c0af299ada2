"""What is said above the script of its lines."""

from gui.i18n import Interface
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


def test_many_lines_are_counted_as_people_write_numbers(qapp):
    tally = Tally()
    tally.add(LineView(LineState.TODO), "Good evening.", 1_234_567)
    interface = Interface(qapp)
    try:
        for language, said in (("en", "1 line · 1,234,567 words"), ("pt_BR", "1 linha · 1.234.567 palavras")):
            interface.speak(language)
            assert tally.summary().text.startswith(said)
    finally:
        interface.forget()

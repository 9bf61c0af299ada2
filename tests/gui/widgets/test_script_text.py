import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.script_text import LinesChange, difference, lines_change, plain


@pytest.mark.parametrize(
    ("text", "cleaned", "dropped"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree", 0),
        ("a\x00b\x07c", "abc", 2),
        ("page\x0cpage\u2028line\u2029end", "page\npage\nline\nend", 0),
        ("\ufefftext", "text", 1),
        ("tab\tstays", "tab\tstays", 0),
        ("\ufdd0frame\ufdd1\ufffc", "frame", 3),
        ("half \ud800 pair", "half  pair", 1),
        ("שלום 👩‍👩‍👧 e\u0301", "שלום 👩‍👩‍👧 e\u0301", 0),
    ],
)
def test_plain(text, cleaned, dropped):
    assert plain(text) == (cleaned, dropped)


@given(st.text())
def test_plain_text_stays_as_it_is(text):
    once, _ = plain(text)
    assert plain(once) == (once, 0)


def test_lines_change():
    assert lines_change(4, 4, 9, 9) == LinesChange(4, 1, 1)
    assert lines_change(2, 3, 9, 10) == LinesChange(2, 1, 2)
    assert lines_change(2, 2, 9, 6) == LinesChange(2, 4, 1)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 51), st.integers(1, 51))
def test_a_lines_change_always_adds_up(first, extra, before, after):
    first = min(first, after - 1)
    last = min(first + extra, after - 1)
    change = lines_change(first, last, before, after)
    assert change.removed >= 1
    assert change.added >= 1
    assert before - change.removed + change.added == after
    assert change.first + change.added <= after
    assert change.first >= 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hello.", "[Ana] Hello."),
        ("🙂🙃 a", "🙂🙂🙃 b"),
        ("aaa", "aa"),
        ("", "x"),
        ("x", ""),
        ("같은", "같은"),
        ("ab", "ba"),
    ],
)
def test_the_difference_makes_one_text_of_the_other(before, after):
    start, end, new = difference(before, after)
    units = before.encode("utf-16-le")
    made = units[: 2 * start] + new.encode("utf-16-le") + units[2 * end :]
    assert made.decode("utf-16-le") == after

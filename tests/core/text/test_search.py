import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.search import Found, Problem, Query, Replaced, Spot, find_all, replace_all, replaced_at

LINES = ["The fox ran.", "", "A FOX, a foxglove.", "Fuchs: Straße, STRASSE"]


def places(query: Query, lines=LINES) -> list[str]:
    return [lines[spot.line][spot.start : spot.end] for spot in find_all(lines, query).spots]


def test_words_are_found_line_by_line():
    assert find_all(LINES, Query("fox")) == Found((Spot(0, 4, 7), Spot(2, 2, 5), Spot(2, 9, 12)))
    assert places(Query("fox", match_case=True)) == ["fox", "fox"]
    assert places(Query("fox", whole_word=True)) == ["fox", "FOX"]
    assert places(Query("straße")) == ["Straße", "STRASSE"]
    assert places(Query("")) == []


def test_signs_stand_for_themselves_unless_it_is_an_expression():
    assert places(Query("f.x"), ["f.x fox"]) == ["f.x"]
    assert places(Query("f.x", regex=True), ["f.x fox"]) == ["f.x", "fox"]
    assert places(Query(r"\bfox(?=g)", regex=True)) == ["fox"]
    assert places(Query("x*", regex=True), ["axb"]) == ["x"]


def test_a_broken_expression_is_told():
    assert find_all(LINES, Query("(", regex=True)) == Found(problem=Problem.BROKEN)
    assert replace_all(LINES, Query("fox", regex=True), r"\9").problem is Problem.BROKEN


def test_an_expression_that_never_ends_is_stopped():
    lines = ["a" * 40 + "!"] * 3
    assert find_all(lines, Query("(a|aa)+$", regex=True), 0.05).problem is Problem.SLOW
    assert replace_all(lines, Query("(a|aa)+$", regex=True), "b", 0.05) == Replaced(problem=Problem.SLOW)


def test_all_are_replaced_and_only_lines_that_change_are_given():
    done = replace_all(LINES, Query("fox"), "wolf")
    assert done == Replaced(((0, "The wolf ran."), (2, "A wolf, a wolfglove.")), 3)
    assert replace_all(LINES, Query("fox", match_case=True), "fox") == Replaced((), 2)
    assert replace_all(["a-b"], Query(r"(\w)-(\w)", regex=True), r"\2-\1").lines == ((0, "b-a"),)
    assert replace_all(["a-b"], Query("-"), r"\1").lines == ((0, r"a\1b"),)


def test_one_is_replaced_where_it_stands():
    assert replaced_at("a fox", Spot(0, 2, 5), Query("fox"), "hen") == "a hen"
    assert replaced_at("a fox", Spot(0, 2, 4), Query("fox"), "hen") is None
    assert replaced_at("a fox", Spot(0, 2, 5), Query("(", regex=True), "hen") is None


@given(st.lists(st.text(max_size=20), max_size=5), st.text(min_size=1, max_size=3), st.text(max_size=3))
def test_any_words_can_be_replaced(lines: list[str], words: str, new: str):
    query = Query(words, match_case=True)
    done = replace_all(lines, query, new)
    assert done.count == sum(line.count(words) for line in lines)
    assert dict(done.lines) == {
        n: line.replace(words, new) for n, line in enumerate(lines) if line.replace(words, new) != line
    }


@pytest.mark.parametrize("words", ["[", "\\", "\x00", "\ud800", "א", "👩\u200d👧"])
def test_odd_words_are_found(words: str):
    assert len(find_all([f"a{words}b"], Query(words)).spots) == 1

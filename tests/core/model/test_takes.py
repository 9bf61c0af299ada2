"""Takes of a line: chosen, starred, deleted and put back; what stands, and what is to be checked."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from core.errors import TextUnspeakable
from core.model.realign import realign
from core.model.script import Failure, LineStatus, Recipe, Script, Take
from tests.core.model.test_script import take_of, wanted


def three_takes(text: str = "one") -> tuple[Script, list[Take]]:
    script, takes = Script.from_text(text), [take_of("one", seed=seed) for seed in (1, 2, 3)]
    for take in takes:
        script = script.with_take(0, take)
    return script, takes


def standing(script: Script, recipe: Recipe | None = None) -> Take | None:
    return script.lines[0].current_take(recipe or wanted("one"), seed_counts=False)


def test_the_take_that_was_chosen_stands_whatever_the_panel_says():
    script, takes = three_takes()
    assert standing(script) is takes[2]
    chosen = script.with_choice(0, takes[0].id)
    assert standing(chosen) is takes[0]
    assert standing(chosen, Recipe("one", voice="another", engine="e", seed=9)) is takes[0]
    assert standing(chosen, Recipe("other words", voice="v")) is None
    assert standing(chosen.with_choice(0, "")) is takes[2]
    assert script.with_choice(0, "") is script


def test_a_new_take_stands_in_place_of_the_chosen_one():
    script, takes = three_takes()
    new = take_of("one", seed=4)
    assert standing(script.with_choice(0, takes[0].id).with_take(0, new)) is new


def test_a_take_that_is_deleted_comes_back_to_its_place():
    script, takes = three_takes()
    script = script.with_choice(0, takes[1].id)
    without = script.without_take(takes[1].id)
    assert [take.id for take in without.lines[0].takes] == [takes[0].id, takes[2].id]
    assert without.lines[0].chosen == ""
    assert standing(without) is takes[2]
    later = without.with_take(0, take_of("one", seed=4))
    back = later.with_take_at(0, takes[1], 1).with_choice(0, takes[1].id)
    assert [take.recipe.seed for take in back.lines[0].takes] == [1, 2, 3, 4]
    assert standing(back) is takes[1]
    assert without.without_take(takes[1].id) is without


def test_a_star_stays_with_its_take():
    script, takes = three_takes()
    starred = script.with_star(takes[1].id, starred=True)
    assert [take.starred for take in starred.lines[0].takes] == [False, True, False]
    assert starred.lines[0].takes[1].id == takes[1].id
    assert starred.find_take(takes[1].id) == (0, 1)
    assert starred.find_take("nobody's") is None


def test_a_line_that_is_deleted_and_comes_back_is_the_same_line():
    script, takes = three_takes("one\ntwo")
    script = script.with_choice(0, takes[0].id)
    back = realign(realign(script, 0, 1, []), 0, 0, ["one"])
    assert (back.lines[0].id, back.lines[0].chosen) == (0, takes[0].id)
    assert not back.shelf


def test_everything_replaced_and_undone_is_as_it_was():
    script, takes = three_takes("one\ntwo")
    other = realign(script, 0, 2, ["something else"]).with_take(7, take_of("late"), "late as written")
    back = realign(other, 0, 1, ["one", "two"])
    assert [take.id for take in back.lines[0].takes] == [take.id for take in takes]
    assert list(back.shelf) == ["late as written"]


def test_a_take_for_a_line_on_the_shelf_joins_it_there():
    script, _ = three_takes("one\ntwo")
    gone = realign(script, 0, 1, []).with_take(0, take_of("one", seed=4))
    back = realign(gone, 0, 0, ["one"])
    assert [take.recipe.seed for take in back.lines[0].takes] == [1, 2, 3, 4]
    assert back.lines[0].id == 0


def test_words_that_are_on_the_shelf_come_to_the_line_that_says_them_now():
    script, _ = three_takes("one\ntwo")
    cut = realign(script, 0, 1, [])
    typed = realign(cut, 0, 1, ["one"])
    assert typed.lines[0].id == 1
    assert len(typed.lines[0].takes) == 3


def test_each_of_two_equal_lines_comes_back_with_its_own_takes():
    script = Script.from_text("ha\nha\nend")
    first, second = take_of("ha", seed=1), take_of("ha", seed=2)
    script = script.with_take(0, first).with_take(1, second)
    back = realign(realign(script, 0, 2, []), 0, 0, ["ha", "ha"])
    assert [line.takes[0] for line in back.lines[:2]] == [first, second]
    twice = realign(realign(back, 0, 1, []), 1, 0, ["ha", "ha"])
    assert [len(line.takes) for line in twice.lines] == [1, 1, 0, 0]
    in_turn = realign(realign(script, 0, 1, []), 0, 1, [])
    assert realign(in_turn, 0, 0, ["ha"]).lines[0].takes == (second,), "what went last is back first"


def test_what_a_blank_line_had_waits_for_its_words():
    script, _ = three_takes("one\nend")
    blank = realign(script, 0, 1, [""])
    assert len(blank.lines[0].takes) == 3
    gone = realign(blank, 0, 1, [])
    assert not realign(gone, 0, 0, [""]).lines[0].takes
    assert len(realign(gone, 0, 0, ["one"]).lines[0].takes) == 3


@pytest.mark.parametrize("name", [field.name for field in fields(Recipe)])
def test_each_part_of_a_recipe_decides_how_a_take_sounds(name):
    others = {"text": "two", "speed": 2.0, "seed": 7, "parameters": (("a", 1.0),), "whole": True}
    one = Recipe("one", "v", "e", "en", 1.0, 1, (), "m")
    other = replace(one, **{name: others.get(name, "other")})
    assert one.makes_same(one, seed_counts=True)
    assert not one.makes_same(other, seed_counts=True)
    assert one.makes_same(other, seed_counts=False) is (name == "seed")
    unknown = replace(one, model="")
    assert one.makes_same(unknown, seed_counts=True)
    assert unknown.makes_same(one, seed_counts=True)


@pytest.mark.parametrize(
    ("text", "recipe", "status"),
    [
        ("", wanted(""), LineStatus.BLANK),
        ("two", wanted("two"), LineStatus.STALE),
        ("one", wanted("one"), LineStatus.RENDERED),
        ("one", Recipe("one", voice="another"), LineStatus.STALE),
    ],
)
def test_the_status_says_what_is_to_do(text, recipe, status):
    script, _ = three_takes()
    line = realign(script, 0, 1, [text]).lines[0]
    assert line.status(recipe, seed_counts=False) is status


def test_a_line_without_takes_is_to_do_or_has_failed():
    line = Script.from_text("one").lines[0]
    assert line.status(wanted("one"), seed_counts=False) is LineStatus.TODO
    error = TextUnspeakable(engine="starter", sample="one")
    for failure, status in (
        (Failure(wanted("one"), error), LineStatus.FAILED),
        (Failure(wanted("one"), None), LineStatus.TODO),
    ):
        failed = Script.from_text("one").with_failure(0, failure).lines[0]
        assert failed.status(wanted("one"), seed_counts=False) is status

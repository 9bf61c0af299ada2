"""The script keeps lines, ids and takes together through every kind of edit."""

from __future__ import annotations

import random

import numpy as np
import pytest

from core.errors import TextUnspeakable
from core.model.audio import AudioClip
from core.model.realign import realign
from core.model.script import SHELF_LIMIT_S, Failure, Recipe, Script, Take
from tests.waiting import growth


def take_of(text: str, *, seed: int = 0, seconds: float = 1.0, voice: str = "v") -> Take:
    samples = np.zeros(round(100 * seconds), dtype=np.float32)
    return Take(Recipe(text, voice=voice, seed=seed), AudioClip(samples, 100), synthesis_s=0.5 * seconds)


def rendered(text: str) -> Script:
    script = Script.from_text(text)
    for line in script.lines:
        if not line.is_blank:
            script = script.with_take(line.id, take_of(line.text))
    return script


def wanted(text: str) -> Recipe:
    return Recipe(text, voice="v")


def states(script: Script) -> list[bool]:
    return [line.current_take(wanted(line.text), seed_counts=False) is not None for line in script.lines]


def test_text_goes_in_and_comes_out():
    assert Script.from_text("one\n\ntwo").text == "one\n\ntwo"
    assert Script.from_text("").text == ""


def test_typing_in_a_line_makes_it_to_do_and_typing_back_finds_the_take():
    script = rendered("one\ntwo")
    edited = realign(script, 0, 1, ["one!"])
    assert states(edited) == [False, True]
    assert edited.lines[0].id == script.lines[0].id
    assert states(realign(edited, 0, 1, ["one"])) == [True, True]


def test_enter_at_the_start_pushes_the_line_down_with_its_take():
    script = rendered("one\ntwo")
    pushed = realign(script, 0, 1, ["", "one"])
    assert [line.id for line in pushed.lines][1:] == [line.id for line in script.lines]
    assert states(pushed) == [False, True, True]


def test_split_keeps_the_take_with_the_first_part_and_join_finds_it():
    script = rendered("one two")
    split = realign(script, 0, 1, ["one ", "two"])
    assert states(split) == [False, False]
    assert split.lines[0].id == script.lines[0].id
    assert states(realign(split, 0, 2, ["one two"])) == [True]


def test_join_and_undo_bring_both_takes_back():
    script = rendered("one\ntwo")
    joined = realign(script, 0, 2, ["onetwo"])
    assert states(joined) == [False]
    assert states(realign(joined, 0, 1, ["one", "two"])) == [True, True]


def test_moved_lines_keep_id_and_take():
    script = rendered("one\ntwo\nthree")
    moved = realign(script, 0, 3, ["three", "one", "two"])
    by_text = {line.text: line.id for line in script.lines}
    assert [line.id for line in moved.lines] == [by_text[t] for t in ("three", "one", "two")]
    assert all(states(moved))


def test_cut_and_paste_elsewhere_brings_the_take_along():
    script = rendered("one\ntwo\nthree")
    cut = realign(script, 0, 2, ["two"])
    assert "one" in cut.shelf
    pasted = realign(cut, 1, 1, ["three", "one"])
    assert states(pasted) == [True, True, True]
    assert not pasted.shelf


def test_delete_everything_and_undo():
    script = rendered("one\n\ntwo")
    emptied = realign(script, 0, 3, [""])
    assert [line.text for line in emptied.lines] == [""]
    assert states(realign(emptied, 0, 1, ["one", "", "two"])) == [True, False, True]


def test_equal_lines_keep_each_its_own_take():
    script = Script.from_text("ha\nha")
    script = script.with_take(script.lines[1].id, take_of("ha"))
    assert states(script) == [False, True]
    assert states(realign(script, 0, 0, ["new"])) == [False, False, True]


def test_never_without_a_line():
    assert len(realign(Script.from_text("one"), 0, 1, []).lines) == 1


def test_the_latest_take_counts_and_the_seed_only_when_locked():
    script = Script.from_text("one")
    for seed in (1, 2):
        script = script.with_take(0, take_of("one", seed=seed))
    line = script.lines[0]
    found = line.current_take(Recipe("one", voice="v", seed=1), seed_counts=False)
    assert found is not None
    assert found.recipe.seed == 2
    found = line.current_take(Recipe("one", voice="v", seed=1), seed_counts=True)
    assert found is not None
    assert found.recipe.seed == 1
    assert line.current_take(Recipe("one", voice="v", seed=3), seed_counts=True) is None
    assert line.current_take(Recipe("one", voice="other"), seed_counts=False) is None


def test_a_take_for_a_line_that_is_gone_waits_for_it():
    script = realign(rendered("one\ntwo"), 1, 1, [])
    late = script.with_take(99, take_of("late"))
    assert states(realign(late, 1, 0, ["late"])) == [True, True]


def test_a_failure_belongs_to_what_was_asked_for():
    script = Script.from_text("🙂")
    failure = Failure(wanted("🙂"), TextUnspeakable(engine="starter", sample="🙂"))
    script = script.with_failure(0, failure)
    assert script.lines[0].current_failure(wanted("🙂")) is failure
    edited = realign(script, 0, 1, ["hello"])
    assert edited.lines[0].current_failure(wanted("hello")) is None
    assert script.with_take(0, take_of("🙂")).lines[0].failure is None


def test_the_shelf_forgets_the_oldest():
    script = Script.from_text("keep")
    script = script.with_take(98, take_of("old", seconds=SHELF_LIMIT_S - 1))
    script = script.with_take(99, take_of("new", seconds=10))
    assert set(script.shelf) == {"new"}


def test_random_edits_agree_with_plain_lists():
    seed = random.SystemRandom().randrange(2**32)
    chance = random.Random(seed)
    texts = ["a", "b", "", "c"]
    script = rendered("\n".join(texts))
    for _ in range(500):
        first = chance.randrange(len(texts) + 1)
        removed = chance.randrange(min(4, len(texts) - first) + 1)
        added = [chance.choice(["", "a", "b", "c d", "e"]) for _ in range(chance.randrange(4))]
        texts[first : first + removed] = added
        texts = texts or [""]
        script = realign(script, first, removed, added)
        assert [line.text for line in script.lines] == texts, f"seed {seed}"
        assert len({line.id for line in script.lines}) == len(texts), f"seed {seed}"
        counted = [sum(bool(text.strip()) for text in texts[: n + 1]) for n in range(len(texts))]
        assert list(map(repr, map(script.ordinal, range(len(texts))))) == list(map(repr, counted)), (
            f"seed {seed}"
        )
        assert [script.index_of(line.id) for line in script.lines] == list(range(len(texts)))


def test_a_keystroke_costs_no_more_than_copying_the_list_of_lines():
    scripts = {size: rendered("\n".join(f"Line {n}." for n in range(size))) for size in (2_500, 10_000)}
    assert growth(lambda size: realign(scripts[size], size // 2, 1, ["Edited"]), 2_500, rounds=20) < 10


def test_undo_finds_every_take_of_the_last_edit_however_long_they_are():
    text = "\n".join(f"line {n}" for n in range(40))
    script = Script.from_text(text)
    for line in script.lines:
        script = script.with_take(line.id, take_of(line.text, seconds=SHELF_LIMIT_S / 10))
    other = realign(script, 0, 40, ["other words"])
    back = realign(other, 0, 1, text.split("\n"))
    assert [len(line.takes) for line in back.lines] == [1] * 40


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_people_count_the_lines_that_are_spoken(blank):
    script = Script.from_text(f"{blank}\none\n{blank}\n{blank}\ntwo")
    assert (script.ordinal(1), script.ordinal(4)) == (1, 2)


def test_undo_of_a_long_script_takes_time_for_its_length_only():
    scripts = {count: rendered("\n".join(f"line {n}" for n in range(count))) for count in (2000, 8000)}

    def drop_and_undo(count: int) -> None:
        texts = [line.text for line in scripts[count].lines]
        realign(realign(scripts[count], 0, count, ["other"]), 0, 1, texts)

    assert growth(drop_and_undo, 2000) < 10

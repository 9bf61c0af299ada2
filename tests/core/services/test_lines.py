"""What a line means: its voice, its words and its pauses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.engine import EngineDescription, Licence, PresetVoice
from core.model.voice import Reference, Voice
from core.services.choices import Choices
from core.services.lines import PLAIN, LinePlan, Planner, engines_of
from core.services.order import Order
from core.text.lexicon import Entry, Lexicon
from core.text.markup import Pause

FREE = Licence("CC0-1.0", "free")
SPEAKER = EngineDescription(
    id="speaker",
    name="Speaker",
    environment="studio",
    version="1",
    languages=("en-US", "pt-BR"),
    sample_rate_hz=24_000,
    code_licence=FREE,
    weights_licence=FREE,
    presets=(PresetVoice("ann", "Ann", "en-US"), PresetVoice("bia", "Bia", "pt-BR")),
)
CLONER = replace(SPEAKER, id="cloner", presets=(), clones=True, speed_maximum=4.0)
ENGINES = {SPEAKER.id: SPEAKER, CLONER.id: CLONER}
ANN = Voice("speaker:ann", "Ann", "en-US", "speaker", "ann")
BIA = Voice("speaker:bia", "Bia", "pt-BR", "speaker", "bia")
JOAO = Voice("joao-1", "João", "pt-BR", references=(Reference(Path("joao.wav"), "Olá."),))
DEFAULTS = Choices(engine="speaker", voice=ANN, language="en-US", seed=7)
PLANNER = Planner((ANN, BIA, JOAO), Lexicon(), ENGINES.get)


def texts(plan: LinePlan) -> list[str | float]:
    return [part.text if isinstance(part, Order) else part.duration_s for part in plan.parts]


@pytest.mark.parametrize(
    "text",
    ["Hello there.", "“Well…” — she said; and left!", "[sic] stays", "Olá, tudo bem?", "a  b", "日本語。"],
)
def test_a_line_without_markup_and_numbers_is_asked_for_as_it_stands(text: str) -> None:
    for planner in (PLANNER, PLAIN):
        plan = planner.plan(text, DEFAULTS)
        assert plan.parts == (DEFAULTS.order(text),)
        assert plan.recipe == DEFAULTS.recipe(text)
        assert plan.choices is DEFAULTS
        assert plan.written == text


@pytest.mark.parametrize("text", ["", "   ", "[# only a note]", "\u200b", "[pause 2s] [# wait]"])
def test_a_line_without_words_has_nothing_to_speak(text: str) -> None:
    plan = PLANNER.plan(text, DEFAULTS)
    assert plan.is_blank
    assert plan.recipe.text == ""


def test_numbers_are_read_in_the_language_of_the_line() -> None:
    assert PLANNER.plan("It is 21.", DEFAULTS).spoken == "It is twenty-one."
    assert PLANNER.plan("[Bia] São 21.", DEFAULTS).spoken == "São vinte e um."
    assert PLANNER.plan("[lang pt-BR] São 21.", DEFAULTS).language == "pt-BR"
    as_written = Planner((), Lexicon(), ENGINES.get, normalising=False)
    assert as_written.plan("It is 21.", DEFAULTS).spoken == "It is 21."
    assert PLANNER.plan("It is 21.", DEFAULTS).written == "It is 21."


def test_the_language_is_the_voice_s_where_nobody_says_another() -> None:
    assert PLANNER.plan("21", Choices(engine="speaker", voice=BIA)).spoken == "vinte e um"
    assert PLANNER.plan("21", Choices(engine="speaker")).spoken == "twenty-one"
    assert PLANNER.plan("21", Choices(engine="unknown")).spoken == "21"


def test_pauses_inside_a_line_part_its_orders() -> None:
    plan = PLANNER.plan("One, [pause 0.5s] [pausa 250 ms] two. [pause 1s] Three.", DEFAULTS)
    assert texts(plan) == ["One,", 0.75, "two.", 1.0, "Three."]
    assert plan.recipe.text == "One, [pause 0.750s] two. [pause 1.000s] Three."
    assert plan.spoken == "One, two. Three."
    same = PLANNER.plan("One, [pause 750ms] two. [pause 1] Three.", DEFAULTS)
    assert same.recipe == plan.recipe


def test_pauses_at_the_ends_are_no_part_of_the_take() -> None:
    plan = PLANNER.plan("[pause 2s] Hello. [pause 0s]", DEFAULTS)
    assert texts(plan) == ["Hello."]
    assert (plan.pause_before_s, plan.pause_after_s) == (2.0, 0.0)
    assert plan.recipe == PLANNER.plan("Hello.", DEFAULTS).recipe
    alone = PLANNER.plan("[pause 2s][pause 1s]", DEFAULTS)
    assert (alone.pause_before_s, alone.pause_after_s, alone.is_blank) == (None, 3.0, True)


def test_a_preset_brings_its_engine_and_leaves_what_is_the_other_s() -> None:
    choices = Choices("cloner", JOAO, "en-US", speed=3.0, parameters={"steps": 8.0}, model="fine-tune")
    plan = PLANNER.plan("[Bia] Olá.", choices)
    assert plan.choices == Choices("speaker", BIA, "pt-BR", speed=2.0)
    assert texts(plan) == ["Olá."]
    assert plan.recipe.voice == "speaker:bia"


def test_a_voice_of_the_user_s_keeps_the_engine() -> None:
    choices = Choices("cloner", None, "en-US", parameters={"steps": 8.0})
    plan = PLANNER.plan("[joão] [set steps 4] [speed 1,2] Hello.", choices)
    assert plan.choices == replace(choices, voice=JOAO, speed=1.2, parameters={"steps": 4.0})


def test_an_unknown_voice_is_text() -> None:
    assert PLANNER.plan("[Carl] Hello.", DEFAULTS).spoken == "[Carl] Hello."


def test_of_voices_of_one_name_the_engine_s_own_is_meant_then_the_user_s() -> None:
    own = Voice("bia-1", "Bia", references=JOAO.references)
    other = Voice("third:bia", "Bia", "", "third", "bia")
    planner = Planner((other, own, BIA), Lexicon(), ENGINES.get)
    assert planner.plan("[Bia] Oi.", DEFAULTS).choices.voice == BIA
    assert planner.plan("[Bia] Oi.", replace(DEFAULTS, engine="cloner")).choices.voice == own
    assert planner.plan("[third:bia] Oi.", DEFAULTS).choices.engine == "third"
    spanish = Voice("third:es_bia", "Bia", "es", "third", "es_bia")
    two = Planner((other, spanish), Lexicon(), ENGINES.get)
    assert two.plan("[Bia] Hola.", replace(DEFAULTS, language="es-MX")).choices.voice == spanish


def test_pronunciations_stand_before_numbers_and_are_not_read_again() -> None:
    planner = Planner((), Lexicon([Entry("SQL", "sequel"), Entry("v2", "version 2")]), ENGINES.get)
    assert planner.plan("SQL 3 has v2.", DEFAULTS).spoken == "sequel three has version 2."
    assert planner.plan("[say SQL as S Q L] 3", DEFAULTS).spoken == "S Q L three"


def test_a_pattern_that_takes_too_long_is_left_out() -> None:
    slow = Entry("(a|aa|a?)+$", "b", regex=True)
    planner = Planner((), Lexicon([slow, Entry("go", "went")]), ENGINES.get)
    assert planner.plan("a" * 60 + "! 3 go", DEFAULTS).spoken.endswith("! three went")


def test_an_entry_that_holds_up_three_lines_is_left_out_of_the_others():
    slow = Entry("(a|aa|a?)+$", "b", regex=True)
    planner = Planner((), Lexicon([slow]), ENGINES.get)
    choices = Choices("starter", language="en")
    assert planner.plan("aa", choices).spoken == "b"
    for number in range(3):
        planner.plan("a" * 5000 + f"c {number}", choices)
    assert planner.plan("aaa", choices).spoken == "aaa"


def test_a_line_to_be_spoken_in_one_go_is_ordered_so_and_another_take() -> None:
    plan = PLANNER.plan("[whole] One. [pause 1s] Two.", DEFAULTS)
    assert [order.whole for order in plan.orders] == [True, True]
    assert plan.recipe == replace(PLANNER.plan("One. [pause 1s] Two.", DEFAULTS).recipe, whole=True)


def test_letters_and_digits_are_said_one_by_one() -> None:
    spoken = PLANNER.plan("[spell AB] and [digits 42]", DEFAULTS).spoken
    assert spoken == "A. B. and four two"


def test_another_seed_is_another_plan_of_the_same_words() -> None:
    first = PLANNER.plan("One. [pause 1s] Two.", DEFAULTS)
    again = PLANNER.plan("One. [pause 1s] Two.", replace(DEFAULTS, seed=8))
    assert again.recipe == replace(first.recipe, seed=8)
    assert [order.seed for order in again.orders] == [8, 8]
    assert PLANNER.plan("One. [pause 1s] Two.", DEFAULTS) == first


def test_a_plan_is_kept() -> None:
    assert PLANNER.plan("Kept.", DEFAULTS) is PLANNER.plan("Kept.", DEFAULTS)
    again = PLANNER.plan("Kept.", replace(DEFAULTS, speed=1.5))
    assert again.reading is PLANNER.plan("Kept.", DEFAULTS).reading


def test_the_engines_of_lines_are_named_in_their_order() -> None:
    plans = [PLANNER.plan(text, Choices("cloner", JOAO)) for text in ("", "[Ann] a", "b", "[Bia] c")]
    assert engines_of(plans) == ("speaker", "cloner")
    assert Pause(1.0) not in plans[1].parts

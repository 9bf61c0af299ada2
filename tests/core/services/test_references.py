"""Which recordings of a voice an engine is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.model.voice import Reference, Voice
from core.services.references import chosen_references
from tests.core.services.test_order import CLONER

SEVERAL = replace(CLONER, references_maximum=2, needs_reference_text=False, reference_minimum_s=1.0)
ONE = replace(CLONER, reference_maximum_s=12.0)


def voice(*references: tuple[str, str, float, str]) -> Voice:
    return Voice(
        "anna-1",
        "Anna",
        references=tuple(
            Reference(Path(name), text, duration_s, style=style)
            for name, text, duration_s, style in references
        ),
    )


def names(one: Voice, description=SEVERAL) -> list[str]:
    return [reference.path.name for reference in chosen_references(one, description)]


def test_an_engine_that_hears_several_gets_the_first_ones_that_are_long_enough() -> None:
    anna = voice(("a", "", 8, ""), ("short", "", 0.4, ""), ("unknown", "", 0, ""), ("d", "", 9, ""))
    assert names(anna) == ["a", "unknown"]


def test_all_are_of_the_first_ones_style() -> None:
    anna = voice(("a", "", 8, "calm"), ("b", "", 8, "loud"), ("c", "", 8, "calm"))
    assert names(anna) == ["a", "c"]


def test_an_engine_that_hears_one_gets_the_first_that_it_can_use_whole() -> None:
    assert names(voice(("a", "Yes.", 8, ""), ("b", "No.", 9, "")), ONE) == ["a"]
    assert names(voice(("long", "Yes.", 40, ""), ("b", "No.", 9, "")), ONE) == ["b"]
    assert names(voice(("wordless", " ", 8, ""), ("b", "No.", 9, "")), ONE) == ["b"]
    assert names(voice(("wordless", "", 8, ""), ("long", "No.", 90, "")), ONE) == ["long"]


def test_where_none_is_fit_the_first_is_given_and_refused_by_name() -> None:
    assert names(voice(("short", "", 0.2, ""), ("b", "", 0.3, "")), ONE) == ["short"]


def test_a_preset_has_none() -> None:
    assert chosen_references(Voice("speaker:ann", "Ann", "en", "speaker", "ann"), SEVERAL) == ()

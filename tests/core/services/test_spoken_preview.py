"""What will be spoken, and how a correction comes back into the line."""

import pytest

from core.services.choices import Choices
from core.services.lines import Planner
from core.services.spoken_preview import preview
from core.text.lexicon import Entry, Lexicon

CHOICES = Choices(engine="none", language="en")


def planner(*entries: Entry, normalising: bool = True) -> Planner:
    return Planner((), Lexicon(entries), lambda _engine: None, normalising=normalising)


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("It costs $5.", "It costs five dollars."),
        ("  Hi   there ", "Hi there"),
        ("Wait [pause 0.5s] 2 days", "Wait [pause 0.500s] two days"),
        ("[say Xi as she] has 3", "she has three"),
        ("[spell AB] and B2B", "A. B. and B two B"),
        ("", ""),
        ("# Chapter IV", "Chapter four"),
    ],
)
def test_what_is_shown_is_what_is_spoken(line: str, spoken: str):
    shown = preview(planner(), line, CHOICES)
    assert shown.text == spoken
    assert shown.text.split() == planner().plan(line, CHOICES).recipe.text.split()


@pytest.mark.parametrize(
    ("line", "corrected", "written", "spoken", "after"),
    [
        ("It costs $5.", "It costs a fiver.", "$5", "a fiver", "It costs [say $5 as a fiver]."),
        ("Mr Nguyen came", "Mister win came", "Nguyen", "win", "Mr [say Nguyen as win] came"),
        ("See you in 2026", "See you in two thousand twenty-six", "2026", None, None),
        ("A quick test", "A very quick test", "quick", None, None),
        ("Hi Xi, hello", "Hi she, hello", "Xi", "she", "Hi [say Xi as she], hello"),
        ("It's Jean-Luc!", "It's John Look!", "Jean-Luc", "John Look", "It's [say Jean-Luc as John Look]!"),
        ("Go home", "Go home now", "home", "home now", "Go [say home as home now]"),
        ("One two", "Uno dos", "One two", "Uno dos", "[say One two as Uno dos]"),
        ("Wait [pause 0.5s] 2 days", "Wait [pause 0.500s] a while", "2 days", None, None),
        (
            "A [# note] pen, $5 now",
            "A pen, a fiver now",
            "$5",
            "a fiver",
            "A [# note] pen, [say $5 as a fiver] now",
        ),
        ("\\[a] Cafe\u0301 \xad5", "[a] Café cinq", "5", "cinq", "\\[a] Cafe\u0301 \xad[say 5 as cinq]"),
    ],
)
def test_a_correction_becomes_markup(line, corrected, written, spoken, after):
    asked = preview(planner(), line, CHOICES).corrected(corrected)
    assert asked is not None
    if spoken is not None:
        assert (asked.written, asked.spoken, asked.line) == (written, spoken, after)
    said = planner().plan(asked.line, CHOICES).recipe.text
    assert said == corrected


@pytest.mark.parametrize(
    ("line", "corrected"),
    [
        ("It costs $5.", "It costs five dollars."),
        ("It costs $5.", "It costs  five dollars. "),
        ("Hello", ""),
        ("Wait [pause 0.5s] now", "Wait [pause 1.000s] now"),
        ("[say Xi as she] left", "he left"),
        ("Hello there", "Hello [there]"),
        ("", "words"),
    ],
)
def test_what_cannot_be_brought_back_is_no_correction(line: str, corrected: str):
    assert preview(planner(), line, CHOICES).corrected(corrected) is None


def test_the_list_speaks_in_it():
    shown = preview(planner(Entry("Nguyen", "win")), "Nguyen, 5", CHOICES)
    assert shown.text == "win, five"
    assert preview(planner(normalising=False), "5", CHOICES).text == "5"

from __future__ import annotations

import pytest

from core.errors import PronunciationBroken, PronunciationSlow
from core.text.changes import Normalised, changed
from core.text.lexicon import Entry, Lexicon, check_entry


def applied(lexicon: Lexicon, text: str, language: str = "en") -> Normalised:
    return changed(text, lexicon.changes(text, language))


@pytest.mark.parametrize(
    ("entry", "text", "said"),
    [
        (Entry("Nguyen", "win"), "Mr Nguyen, NGUYEN and Nguyens", "Mr win, win and Nguyens"),
        (Entry("Nguyen", "win", match_case=True), "Nguyen NGUYEN", "win NGUYEN"),
        (Entry("New York", "noo york"), "to New   York.", "to noo york."),
        (Entry("São", "soun"), "São Paulo, são", "soun Paulo, soun"),
        (Entry("C++", "see plus plus"), "I write C++.", "I write see plus plus."),
        (Entry("(hm)", ""), "well (hm) yes", "well  yes"),
        (Entry(r"a\1", r"\1"), r"say a\1 now", r"say \1 now"),
        (Entry(r"(\d+)k", r"\1 thousand", regex=True), "5k and 10K", "5 thousand and 10 thousand"),
        (Entry(r"(?P<n>\d+)px", r"\g<n> pixels", regex=True, match_case=True), "5px 5PX", "5 pixels 5PX"),
        (Entry(r"\p{Lu}{3}", "acronym", regex=True, match_case=True), "the ABC", "the acronym"),
        (Entry("x*", "y", regex=True), "abc", "abc"),
    ],
)
def test_an_entry_speaks(entry: Entry, text: str, said: str):
    assert applied(Lexicon([entry]), text).text == said


def test_the_longer_then_the_upper_entry_stands():
    lexicon = Lexicon([Entry("York", "jork"), Entry("New York", "noo york"), Entry("york", "never")])
    spoken = applied(lexicon, "New York and York")
    assert spoken.text == "noo york and jork"
    assert [(change.start, change.end, change.written) for change in spoken.changes] == [
        (0, 8, "New York"),
        (13, 17, "York"),
    ]


@pytest.mark.parametrize(
    ("wanted", "language", "touches"),
    [
        ("", "pt-BR", True),
        ("pt", "pt-BR", True),
        ("pt-BR", "pt", True),
        ("pt-br", "pt-BR", True),
        ("pt-PT", "pt-BR", False),
        ("en", "pt-BR", False),
        ("en", "", True),
    ],
)
def test_an_entry_is_for_its_language(wanted: str, language: str, touches: bool):
    assert bool(Lexicon([Entry("a", "b", wanted)]).changes("a", language)) is touches


@pytest.mark.parametrize(
    "entry",
    [
        Entry("(a", "b", regex=True),
        Entry("a", r"\2", regex=True),
        Entry("(?P<n>a)", r"\g<m>", regex=True),
        Entry("a", "\\", regex=True),
        Entry("[", "", regex=True),
        Entry("  ", "b"),
        Entry("", "b", regex=True),
    ],
)
def test_a_broken_entry_is_named(entry: Entry):
    with pytest.raises(PronunciationBroken) as caught:
        check_entry(entry)
    assert caught.value.written == entry.written
    assert caught.value.reason
    with pytest.raises(PronunciationBroken):
        Lexicon([entry])
    lexicon, faults = Lexicon.of_usable([entry, Entry("good", "fine")])
    assert applied(lexicon, "good").text == "fine"
    assert [fault.written for fault in faults] == [entry.written]


def test_a_slow_entry_is_named():
    lexicon = Lexicon([Entry("(a|aa|b*)+$", "b", regex=True)])
    with pytest.raises(PronunciationSlow) as caught:
        lexicon.changes("a" * 5000 + "c", "en")
    assert caught.value.written == "(a|aa|b*)+$"


def test_entries_leave_the_rest_alone():
    text = "Ação 😀 \u202eعربي\u202c\r\n\tfim"
    assert applied(Lexicon([Entry("nothing", "x")]), text, "pt").text == text
    assert Lexicon().changes("", "") == ()

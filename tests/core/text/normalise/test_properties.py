"""What holds for every text in every language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.lexicon import Entry, Lexicon
from core.text.normalise import digits, normalise, spell
from core.text.spoken import spoken_parts

LANGUAGES = ["en", "en-GB", "pt-BR", "pt-PT", "es", "fr", "de", "cs", "ja", "zh", "ar", "ru", "xx"]
PIECES = [
    *(
        "$",
        "R$",
        "€",
        "%",
        "º",
        "ª",
        "°C",
        "km/h",
        "kg",
        "h",
        ":",
        "/",
        ".",
        ",",
        "-",
        "–",
        "'",
        '"',
        "#",
        "@",
        "&",
    ),
    *(
        "1",
        "12",
        "007",
        "1.250,50",
        "1,250.50",
        "31/12/2026",
        "14h30",
        "10:30",
        "XIV",
        "IV",
        "Dr.",
        "etc.",
        "www.",
    ),
    *(
        " ",
        "  ",
        "\u00a0",
        "\n",
        "a",
        "casa",
        "pessoas",
        "May",
        "de maio",
        "ção",
        "é",
        "😀",
        "\u200d",
        "١",
        "²",
        "½",
    ),
    *("http://", "x.com", "+", "(", ")", "am", "p.m.", "nº", "Sr.", "IBGE", "s", "st", "世界", "\u202e"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


@given(texts, st.sampled_from(LANGUAGES), st.booleans())
@settings(max_examples=400, deadline=None)
def test_nothing_raises_and_nothing_else_changes(text: str, language: str, heading: bool):
    spoken = normalise(text, language, heading=heading)
    end = 0
    for change in spoken.changes:
        assert change.start >= end
        assert text[change.start : change.end] == change.written
        assert change.spoken != change.written
        end = change.end
    place = 0
    for left in _untouched(text, spoken.changes):
        place = spoken.text.index(left, place) + len(left)
    assert spell(text, language) is not None
    assert digits(text, language) is not None


def _untouched(text, changes):
    ends = [0, *(change.end for change in changes)]
    starts = [*(change.start for change in changes), len(text)]
    return [text[a:b] for a, b in zip(ends, starts, strict=True)]


@given(
    st.text(st.characters(categories=["Ll", "Lo", "Mn", "Zs", "So"]), max_size=60), st.sampled_from(LANGUAGES)
)
@settings(max_examples=200, deadline=None)
def test_plain_words_stand_as_they_are(text: str, language: str):
    words = "".join(char for char in text if char not in "º°ª½¼¾" and not char.isnumeric())
    assert normalise(words, language).text == words


@given(texts, st.sampled_from(["en", "pt-BR", "de"]))
@settings(max_examples=200, deadline=None)
def test_what_is_taken_is_left_alone(text: str, language: str):
    lexicon = Lexicon([Entry("1", "ein", ""), Entry("pessoas", "gente"), Entry(r"\d+h", "hora", regex=True)])
    listed = lexicon.changes(text, language)
    spoken = spoken_parts([(text, None)], language, lexicon)
    assert [change for change in spoken.changes if change.kind == "lexicon"] == list(listed)


@pytest.mark.parametrize("language", ["en", "pt-BR", "de"])
@pytest.mark.parametrize(
    "unit",
    ["1", "$", "1-", "1/", "1x", "1.", "1,", "X", " ", "a.", "a@", "/a", "ABC ", "I ", "1:", "'", "ªº", "-"],
)
def test_a_long_run_takes_time_in_proportion(language: str, unit: str):
    """A pattern that looked at a stretch again and again would take minutes, and the test's time be up."""
    text = unit * (30_000 // len(unit))
    assert normalise(text, language).text


def test_a_megabyte():
    line = "On March 5, 2026 he paid $1,250.50 for 3 kg at 10:30 am; see www.example.com or call 555-1234.\n"
    text = line * (1_000_000 // len(line))
    assert normalise(text, "en").text.count("one thousand two hundred and fifty dollars") == text.count("\n")

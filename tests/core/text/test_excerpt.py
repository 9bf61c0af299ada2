import pytest

from core.text.excerpt import LENGTH, excerpt

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize("text", ["", "short", "x" * LENGTH])
def test_a_short_text_is_itself(text):
    assert excerpt(text) == text


def test_a_long_text_ends_in_an_ellipsis():
    assert excerpt("word " * 50) == "word word word word word word word word…"
    assert excerpt("x" * 10_000) == "x" * LENGTH + "…"


def test_what_a_reader_sees_as_one_character_is_not_cut():
    cut = excerpt("x" * (LENGTH - 2) + FAMILY + "x")
    assert cut == "x" * (LENGTH - 2) + "…"


def test_lines_and_blanks_become_one_blank():
    assert excerpt("  one\n\n two\t") == "one two"


def test_blanks_hide_no_words():
    assert excerpt(" " * 10_000 + "word") == "word"

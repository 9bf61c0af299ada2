"""Names of files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.names import LONGEST_BYTES, Names, check_template, fill, first_words, safe_name
from core.errors import TemplateInvalid


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("COM10", "COM10"),
        ("ends in a dot. ", "ends in a dot"),
        ("..", "Sottovoce"),
        ("", "Sottovoce"),
        ("tab\tand\nline", "tab and line"),
        ("Capítulo 1 — Olá", "Capítulo 1 — Olá"),
        ("第一章", "第一章"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_names_that_systems_refuse(name: str, safe: str):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_text_makes_a_name(text: str):
    name = safe_name(text)
    assert 0 < len(name.encode()) <= LONGEST_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*\0\n\r')
    assert name == name.strip(" ")
    assert not name.endswith(".")
    assert safe_name(name) == name


def test_a_template_is_filled_with_whole_words():
    values = {
        "number": "07",
        "text": "The quick brown fox; jumps over the lazy dogs, all of them",
        "voice": "Ana",
    }
    assert fill("{number} - {voice} - {text}", values) == "07 - Ana - The quick brown fox jumps over the lazy"
    assert first_words("a" * 50, 40) == "a" * 40


@pytest.mark.parametrize(
    "template",
    [
        "{",
        "{nobody}",
        "{number:x}",
        "{text.upper}",
        "{0}",
        "{text!z}",
        "{}",
        "{text:{voice}}",
        "{text:9999999}",
    ],
)
def test_templates_that_cannot_be_filled_are_refused(template: str):
    with pytest.raises(TemplateInvalid):
        check_template(template)


def test_names_differ_where_case_does_not_count():
    names = Names()
    assert [names.unique(name) for name in ("One", "one", "ONE", "Two")] == [
        "One",
        "one (2)",
        "ONE (3)",
        "Two",
    ]

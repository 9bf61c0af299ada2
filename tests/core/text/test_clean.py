import pytest

from core.errors import TextEmpty
from core.model.events import Notice
from core.text import clean_text
from tests.waiting import growth


def dropped(count: int) -> tuple[Notice, ...]:
    return (Notice("control_characters_dropped", {"count": count}),)


def test_plain_text_passes_without_a_word():
    cleaned = clean_text("Hello there.\n\tSecond line.")
    assert cleaned.text == "Hello there.\n\tSecond line."
    assert cleaned.notices == ()


def test_nul_and_control_characters_are_dropped_with_a_count():
    cleaned = clean_text("a\0b\x07c\x9fd\ufffe")
    assert cleaned.text == "abcd"
    assert cleaned.notices == dropped(4)


def test_lone_surrogates_are_dropped_so_that_the_text_can_be_encoded():
    cleaned = clean_text("Ge\ud800ht \udfffdoch")
    assert cleaned.text.encode() == b"Geht doch"
    assert cleaned.notices == dropped(2)


def test_a_byte_order_mark_and_soft_hyphens_go_silently():
    assert clean_text("\ufeffWord\u00adplay") == clean_text("Wordplay")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_one(ending: str):
    cleaned = clean_text(f"one{ending}two")
    assert cleaned.text == "one\ntwo"
    assert cleaned.notices == ()


def test_letters_and_marks_are_joined():
    assert clean_text("Cafe\u0301").text == "Caf\u00e9"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\t ",
        "\u00a0\u3000",
        "\u200b\u200d\u2060",
        "\u202e\u200f",
        "\ufeff",
        "\0\0",
        "\u2800\u3164",
    ],
)
def test_blank_or_invisible_text_is_refused(text: str):
    with pytest.raises(TextEmpty):
        clean_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם, מה שלומך?",
        "مرحبا \u200fبالعالم\u200e 2024",
        "👩\u200d👩\u200d👧 family",
        "क्\u200dष",
        "می\u200cخواهم",
    ],
)
def test_right_to_left_text_and_joiners_are_not_touched(text: str):
    assert clean_text(text).text == text


def test_a_zero_width_space_goes_in_latin_and_stays_in_thai():
    assert clean_text("super\u200bmarket").text == "supermarket"
    assert clean_text("สวัสดี\u200bชาวโลก").text == "สวัสดี\u200bชาวโลก"


def test_a_megabyte_is_cleaned_in_a_time_that_grows_with_its_length():
    unit = "The quick brown fox, \0jumps o\u0301ver the lazy dog. "
    assert growth(lambda lines: clean_text(unit * lines), 5_500) < 10
    assert clean_text(unit * 22_000).notices == dropped(22_000)

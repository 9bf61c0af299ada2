"""What F5 is given to speak: no packages are needed for this, but num2words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.f5.numbers import chinese_number, with_spoken_numbers
from core.engines.f5.plan import HOP, RATE_HZ, TOTAL_S, make_plan, speech_s, spoken_form
from core.engines.f5.prompt import Prompt, cut_words, ended

pytestmark = pytest.mark.engines


def prompt(
    duration_s: float = 8.0, text: str = "The quick brown fox jumps over the lazy dog by the river. "
) -> Prompt:
    return Prompt(np.ones(round(duration_s * RATE_HZ), np.float32), text)


@given(
    st.text(alphabet="abc ,.é中\n", max_size=3000), st.floats(1, 12), st.floats(0.5, 2), st.integers(1, 400)
)
def test_no_part_lasts_longer_than_the_net_was_trained_for(
    text: str, duration_s: float, speed: float, words: int
) -> None:
    reference = prompt(duration_s, "w" * words + ". ")
    plan = make_plan(text, reference, speed)
    longest = TOTAL_S - duration_s + 1.6 + 30 / reference.bytes_per_s / speed
    assert "".join("".join(piece.text for piece in plan).split()) == "".join(text.split())
    for piece in plan:
        assert 0 < piece.frames * HOP / RATE_HZ < min(30.0, longest)
        assert len(reference.samples) // HOP + piece.frames < 8192


def test_unpunctuated_text_is_cut_too() -> None:
    assert len(make_plan("word " * 180, prompt(), 1.0)) > 3
    assert len(make_plan("w" * 900, prompt(), 1.0)) > 3


def test_a_reference_of_twelve_seconds_leaves_room() -> None:
    plan = make_plan("This sentence is spoken in one part.", prompt(12.0), 1.0)
    assert len(plan) == 1


def test_short_texts_get_time_and_longer_ones_more() -> None:
    lengths = [speech_s("w" * count, prompt(), 1.0) for count in range(1, 80)]
    assert lengths[0] > 0.7
    assert lengths == sorted(lengths)
    assert max(b - a for a, b in pairwise(lengths)) < 0.2
    assert lengths[-1] == pytest.approx(79 / prompt().bytes_per_s)


def test_speed_scales_the_length() -> None:
    assert speech_s("Good evening.", prompt(), 2.0) == pytest.approx(
        speech_s("Good evening.", prompt(), 1.0) / 2
    )


def test_a_wrong_transcript_does_not_make_speech_impossibly_slow_or_fast() -> None:
    assert prompt(12.0, "Hi. ").bytes_per_s == 4.0
    assert prompt(1.0, "w" * 500).bytes_per_s == 60.0


def test_parts_with_nothing_to_say_are_left_out() -> None:
    assert make_plan("… !!! —", prompt(), 1.0, is_spoken=lambda part: any(c.isalnum() for c in part)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Chapter 12", "Chapter twelve"),
        ("It costs $20.", "It costs twenty dollars."),
        ("$1.50 each", "one dollar fifty cents each"),
        ("in 1,234 days", "in one thousand two hundred and thirty-four days"),
        ("pi is 3.14", "pi is three point one four"),
        ("the 1st and the 22nd", "the first and the twenty-second"),
        ("B2B", "B two B"),
        ("50% off", "fifty percent off"),
        ("0800 12", "zero eight zero zero twelve"),
        ("1234567890123", "one two three four five six seven eight nine zero one two three"),
        ("no digits", "no digits"),
    ],
)
def test_digits_become_words(text: str, said: str) -> None:
    assert with_spoken_numbers(text, "en") == said


def test_languages_without_words_for_numbers_keep_their_digits() -> None:
    assert with_spoken_numbers("12 huizen", "nl") == "12 huizen"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Capítulo 12", "Capítulo doze"),
        ("em 1.234 dias", "em mil duzentos e trinta e quatro dias"),
        ("pi é 3,14", "pi é três vírgula catorze"),
        ("mede 1,05 m", "mede um vírgula zero cinco m"),
        ("Custa R$ 20.", "Custa vinte reais."),
        ("R$ 1,50 cada", "um real e cinquenta centavos cada"),
        ("só R$0,01", "só um centavo"),
        ("US$ 2.000.000", "dois milhões de dólares"),
        ("às 14h30, às 2h e às 21h", "às catorze horas e trinta, às duas horas e às vinte e uma horas"),
        ("o 1º e a 22ª", "o primeiro e a vigésima segunda"),
        ("faz 20° aqui", "faz vinte graus aqui"),
        ("50% menos", "cinquenta por cento menos"),
        ("0800 12", "zero oito zero zero doze"),
        ("B2B", "B dois B"),
        ("em 2026.", "em dois mil e vinte e seis."),
        ("sem números", "sem números"),
    ],
)
def test_digits_become_portuguese_words(text: str, said: str) -> None:
    assert with_spoken_numbers(text, "pt-BR") == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0", "零"), ("7", "七"), ("10", "十"), ("12", "十二"), ("20", "二十"), ("105", "一百零五"),
        ("110", "一百一十"), ("1001", "一千零一"), ("2024", "二千零二十四"), ("10000", "一万"),
        ("10010", "一万零一十"), ("120000", "十二万"), ("100000000", "一亿"), ("3.14", "三点一四"),
        ("007", "零零七"),
    ],
)  # fmt: skip
def test_chinese_numbers(number: str, said: str) -> None:
    assert chinese_number(number) == said
    assert with_spoken_numbers(f"有{number}个", "zh-CN") == f"有{said}个"


@given(
    st.text(alphabet="0123456789.,$%£ abst½²٣hRUº°ª", max_size=60),
    st.sampled_from(["en", "zh", "", "fr", "pt-BR"]),
)
def test_no_text_with_digits_fails(text: str, language: str) -> None:
    assert isinstance(spoken_form(text, language), str)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The U.S.A. won.", "The U S A won."),
        ("Made in the U.S.A.", "Made in the U S A."),
        ("Spell it: A-B-C!", "Spell it: A B C!"),
        ("HELLO WORLD", "Hello world"),
        ("NASA flew.", "NASA flew."),
        ("Plan A works.", "Plan A works."),
    ],
)
def test_spelled_letters_stand_apart_and_shouting_is_not_spelled(text: str, said: str) -> None:
    assert spoken_form(text, "en") == said


def test_words_are_cut_with_their_audio() -> None:
    text = "One two three. Four five six seven eight nine ten."
    assert cut_words(text, 1.0) == text
    assert cut_words(text, 0.3) == "One two three."
    assert cut_words(text, 0.7) == "One two three. Four five six seven"
    assert cut_words("你好世界再见", 0.5) == "你好世"


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Hi", "Hi. "),
        ("Hi.", "Hi. "),
        ("Hi!", "Hi! "),
        ("Hi,", "Hi. "),
        ("你好。", "你好。"),
        ("你好", "你好. "),
    ],
)
def test_the_transcript_ends_as_the_package_wants(text: str, done: str) -> None:
    assert ended(text) == done

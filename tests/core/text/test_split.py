from itertools import accumulate

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from core.text import sentences, split_text
from tests.waiting import growth

BLANKS_AND_MARKS = [" ", "  ", "\n", ". ", "! ", ", ", "; ", "-", "/", "。", "…", "”"]
WORDS = [
    "Dr. ",
    "3.5",
    "1 250,50",
    "word",
    "naïve",
    "a",
    "日本語",
    "क्षत्रिय",
    "नमस्ते",
    "한글",
    "\u1112\u1161\u11ab",
]
CLUSTERS = ["e\u0301\u0323", "👩\u200d👩\u200d👧", "🇧🇷🇵🇹🇦🇴", "👍🏽", "\u200d", "\u0600"]
PARTS = st.sampled_from([*BLANKS_AND_MARKS, *WORDS, *CLUSTERS])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=60).map("".join))


@given(TEXTS, st.integers(1, 80))
def test_joined_pieces_are_the_text_and_none_is_too_long(text: str, limit: int):
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= limit for piece in pieces)


@given(TEXTS, st.integers(12, 80))
def test_no_grapheme_is_torn(text: str, limit: int):
    clusters = regex.findall(r"\X", text)
    if any(len(cluster) > limit for cluster in clusters):
        return
    ends, place = {0}, 0
    for cluster in clusters:
        place += len(cluster)
        ends.add(place)
    place = 0
    for piece in split_text(text, limit):
        place += len(piece)
        assert place in ends, (piece, clusters)


@given(TEXTS, st.integers(1, 60))
def test_a_weight_takes_the_place_of_the_length(text: str, limit: int):
    pieces = split_text(text, limit, weight=lambda piece: len(piece.encode("utf-8", "surrogatepass")) / 4)
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-8", "surrogatepass")) / 4 <= limit for piece in pieces)


@given(TEXTS)
def test_joined_sentences_are_the_text(text: str):
    assert "".join(sentences(text)) == text


def test_sentences_end_where_a_reader_ends_them():
    text = (
        'Dr. Smith paid 3.50 at 5 p.m. sharp. "Fine," said J. K. Rowling. No. Then he left! Ok?\nNo. 5 lives.'
    )
    assert sentences(text) == [
        "Dr. Smith paid 3.50 at 5 p.m. sharp. ",
        '"Fine," said J. K. Rowling. ',
        "No. ",
        "Then he left! ",
        "Ok?\n",
        "No. 5 lives.",
    ]


def test_chinese_and_hindi_sentences_end_without_a_blank():
    assert sentences("你好。再见！") == ["你好。", "再见！"]
    assert sentences("नमस्ते। आप कैसे हैं?") == ["नमस्ते। ", "आप कैसे हैं?"]


def test_a_sentence_is_the_best_place_then_a_clause_then_a_word():
    text = "One two three. Four five six, seven eight nine ten eleven"
    assert split_text(text, 40) == [
        "One two three. ",
        "Four five six, ",
        "seven eight nine ten eleven",
    ]
    assert split_text(text[15:], 25) == ["Four five six, ", "seven eight nine ten ", "eleven"]


@pytest.mark.parametrize(
    ("text", "limit", "whole"),
    [
        ("It costs exactly 1 250 dollars", 20, "1 250"),
        ("We went to see Dr. Smith today", 20, "Dr. Smith"),
        ("Look at https://example.org/some/page.html now", 42, "https://example.org/some/page.html"),
        ("A pause of about 10\u00a0km lies here", 20, "10\u00a0km"),
    ],
)
def test_what_belongs_together_stays_together(text: str, limit: int, whole: str):
    assert any(whole in piece for piece in split_text(text, limit))


UNITS = [
    *("1.250,50", "1 250 000", "R$ 1.250,50", "10:30", "12/05/2024", "+55 (11) 91234-5678", "50 %", "10 km"),
    *("https://example.org/a-b/c_d.html?e=f&g=h", "ana.silva@exemplo.com.br", "www.site.pt/x", "1，250.50"),
    *(
        "Dr. Smith",
        "Sr. João",
        "No. 5",
        "p. ex. Lisboa",
        "J. K. Rowling",
        "z. B. Wien",
        "ул. Ленина",
        "١٬٢٥٠",
    ),
]
SPOKEN = st.sampled_from(
    ["uma", "frase", "with", "words", "слово", "λόγος", "مرحبا", "नमस्ते", "漢字かな", "ไทย", "한글"]
)
MIXED = st.lists(st.one_of(SPOKEN, st.sampled_from(UNITS)), min_size=1, max_size=30)


@given(MIXED, st.sampled_from([" ", ", ", " — ", "; "]), st.integers(44, 90))
def test_numbers_abbreviations_and_addresses_are_never_cut(words: list[str], blank: str, limit: int):
    text = blank.join(words)
    ends = set(accumulate(map(len, split_text(text, limit))))
    place = 0
    for word in words:
        if word in UNITS:
            assert not any(place < end < place + len(word) for end in ends), (word, split_text(text, limit))
        place += len(word) + len(blank)


@pytest.mark.parametrize("unit", ["12345", "https://a.org/b", "3.141,59"])
def test_nothing_is_cut_in_text_without_blanks(unit: str):
    for before in range(20):
        text = "漢" * before + unit + "字" * 20
        assert any(unit in piece for piece in split_text(text, 20))


def test_a_sentence_is_not_left_with_a_tiny_end():
    text = "one two three four five six seven eight nine ten eleven twelve."
    assert split_text(text, 58) == ["one two three four five six seven ", "eight nine ten eleven twelve."]


def test_a_word_of_900_characters_is_cut_at_graphemes():
    word = "x" * 450 + "e\u0301" * 225
    pieces = split_text(word, 100)
    assert len(pieces) == 10 or len(pieces) == 9
    assert not any(piece.startswith("\u0301") for piece in pieces)


def test_a_long_url_is_cut_at_a_slash():
    assert split_text("https://example.org/alpha/beta/gamma", 22)[0].endswith(("/", "."))


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="max_chars"):
        split_text("text", 0)


@pytest.mark.parametrize(
    "unit",
    [
        "The quick brown fox, jumps over the lazy dog. ",
        "a",
        " ",
        ".",
        "\u0301",
        "\U0001f1e6",
        "\n ",
        ' "',
        ',"',
        "a. ",
    ],
)
def test_the_time_does_not_grow_with_the_square_of_the_length(unit: str):
    def cut(size: int) -> None:
        text = unit * (size // len(unit))
        split_text(text, 300)
        sentences(text)

    assert growth(cut, 8_000) < 10

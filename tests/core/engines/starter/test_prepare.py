from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.starter.joins import trim_edges
from core.engines.starter.plan import Edge, plan
from core.engines.starter.prepare import LONGEST_WORD, prepare
from tests.core.audio.sounds import tone

LETTERS = frozenset("éàüñçœαβµ½²Ж")


def text_of(text: str) -> str:
    return prepare(text, LETTERS).text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Plain text, with $5.", "Plain text, with $5."),
        ("Café über alles", "Café über alles"),
        ("ệ", "e"),
        ("𝐇𝐞𝐥𝐥𝐨 ｗｏｒｌｄ", "Hello world"),
        ("٣ १२", "3 12"),
        ("ⅷ", " viii "),
        ("½ x²", "½ x²"),
        ("你好，world。", "  , world. "),
        ("ok\u200b\u200e go\u00a0on", "ok go on"),
        ("😀 fun", "  fun"),
        ("[link](/path/)", "[link] (/path/)"),
        ("1234567890123456", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6"),
        ("1,234,567,890", "1,234,567,890"),
    ],
)
def test_what_is_read(text: str, read: str):
    assert text_of(text) == read


@pytest.mark.parametrize(
    ("text", "count", "sample"),
    [("Hello", 0, ""), ("日本 x", 2, "日本"), ("Жук", 3, "Жук"), ("नमस्ते", 4, "नमसत"), ("😀!", 0, "")],
)
def test_letters_without_sound_are_counted(text: str, count: int, sample: str):
    prepared = prepare(text, LETTERS)
    assert (prepared.unspoken, prepared.sample) == (count, sample)


@given(st.text(max_size=200))
def test_nothing_but_known_letters_is_left(text: str):
    prepared = prepare(text, LETTERS)
    assert all(char.isascii() or char in LETTERS or not char.isalnum() for char in prepared.text)
    assert (
        max(map(len, "".join(c if c.isalpha() else " " for c in prepared.text).split()), default=0)
        <= LONGEST_WORD
    )


@given(st.text(alphabet="ab., \n;—1", max_size=1200), st.sampled_from([0.5, 1.0, 2.0]))
def test_spans_hold_every_word_in_order_and_none_is_too_long(text: str, speed: float):
    spans = list(plan(text, speed))
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())
    assert all(len(span.text) <= 330 * min(speed, 1) for span in spans)
    assert all(one.after == two.before for one, two in pairwise(spans))


def test_sentences_are_spans_and_a_long_first_one_is_cut_at_a_clause():
    first = "Although it was raining heavily outside, the streets were full of people"
    first += " who had come from far away to dance and sing"
    spans = list(plan(f"{first}. Then it ended.", 1.0))
    assert [(span.text.split()[-1], span.before, span.after) for span in spans] == [
        ("outside,", Edge.SENTENCE, Edge.CLAUSE),
        ("sing.", Edge.CLAUSE, Edge.SENTENCE),
        ("ended.", Edge.SENTENCE, Edge.SENTENCE),
    ]


def test_silence_around_speech_is_shortened_without_a_click():
    speech = tone(0.5)
    padded = np.pad(speech, (7200, 9600))
    trimmed = trim_edges(padded, 24_000, lead_s=0.04, trail_s=0.12)
    assert len(trimmed) == pytest.approx(len(speech) + 24_000 * 0.16, abs=480)
    assert trimmed[0] == trimmed[-1] == 0
    assert trim_edges(padded, 24_000, lead_s=None, trail_s=None).tobytes() == padded.tobytes()


def test_silence_alone_is_left_as_it_is():
    assert not trim_edges(tone(1, level=0), 24_000, lead_s=0.0, trail_s=0.0).any()

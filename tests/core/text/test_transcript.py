"""Text and sound are cut as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.verdict import Transcript, Word
from core.model.voice import Stretch
from core.text.transcript import LEAD_S, cut_transcript

WORDS = (
    Word(" Six", 0.0, 0.4),
    Word(" spoons", 0.4, 1.0),
    Word(" of", 1.4, 1.6),
    Word(" fresh", 1.6, 2.0),
    Word(" snow.", 2.0, 2.6),
)
SPOKEN = Transcript("Six spoons of fresh snow.", "en", WORDS)


@pytest.mark.parametrize(
    ("stretch", "text", "cut"),
    [
        (Stretch(0.0, 3.0), "Six spoons of fresh snow.", Stretch(0.0, 3.0)),
        (Stretch(1.2, 3.0), "of fresh snow.", Stretch(1.2, 3.0)),
        (Stretch(0.0, 1.2), "Six spoons", Stretch(0.0, 1.2)),
        (Stretch(0.0, 0.9), "Six spoons", Stretch(0.0, 1.075)),
        (Stretch(0.0, 0.6), "Six", Stretch(0.0, 0.4)),
        (Stretch(0.5, 1.8), "spoons of fresh", Stretch(0.4, 2.0)),
        (Stretch(0.9, 2.9), "of fresh snow.", Stretch(1.325, 2.9)),
        (Stretch(2.7, 3.5), "", Stretch(2.7, 3.5)),
    ],
)
def test_a_word_that_straddles_a_cut_goes_where_the_most_of_it_is(stretch, text, cut):
    found, transcript = cut_transcript(SPOKEN, stretch)

    assert (found.start_s, found.end_s) == pytest.approx((cut.start_s, cut.end_s))
    assert transcript.text == text
    assert transcript.language == "en"
    assert "".join(word.text for word in transcript.words).strip() == text


def test_the_pause_is_looked_for_around_the_cut():
    asked = []

    def quietest(low_s, high_s, wanted_s):
        asked.append((low_s, high_s, wanted_s))
        return 1.25

    stretch, _ = cut_transcript(SPOKEN, Stretch(0.9, 2.9), quietest)

    assert stretch == Stretch(1.25, 2.9)
    assert asked == [(pytest.approx(1.4 - LEAD_S), 1.4, 0.9)]


def test_words_typed_by_hand_have_no_times_and_are_not_cut():
    typed = Transcript("Six spoons.", "en")

    assert cut_transcript(typed, Stretch(1.0, 2.0)) == (Stretch(1.0, 2.0), typed)


def test_languages_without_blanks_stay_so():
    heard = Transcript("今日は。", "ja", (Word("今日", 0.0, 0.5), Word("は。", 0.5, 0.9)))

    assert cut_transcript(heard, Stretch(0.0, 1.0))[1].text == "今日は。"


@given(
    st.lists(st.tuples(st.floats(0, 0.5), st.floats(0, 1.0)), min_size=1, max_size=12),
    st.floats(0, 20),
    st.floats(0.05, 20),
)
def test_no_word_is_cut_and_none_is_in_the_text_that_is_not_in_the_sound(gaps, start_s, length_s):
    words, time_s = [], 0.0
    for number, (gap_s, word_s) in enumerate(gaps):
        words.append(Word(f" w{number}", time_s + gap_s, time_s + gap_s + word_s))
        time_s += gap_s + word_s
    wanted = Stretch(start_s, start_s + length_s)

    cut, transcript = cut_transcript(Transcript("", "en", tuple(words)), wanted)

    if transcript.words:
        assert all(cut.start_s <= one.start_s + 1e-9 for one in transcript.words)
        assert all(one.end_s <= cut.end_s + 1e-9 for one in transcript.words)
        others = [one for one in words if one not in transcript.words]
        assert all(one.end_s <= cut.start_s + 1e-9 or one.start_s >= cut.end_s - 1e-9 for one in others)
        assert transcript.text == "".join(one.text for one in transcript.words).strip()

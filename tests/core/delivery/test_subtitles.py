"""Subtitles and labels."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.subtitles import (
    LONGEST_S,
    SHORTEST_S,
    WIDEST,
    TimedLine,
    cues,
    label_text,
    subtitle_text,
    width,
)
from core.delivery.wishes import Subtitles

LONG = (
    "When the sun finally came over the hills she sat on a wooden bench and listened to the water, while the "
    "gulls were crying above the roofs; an old man told her that the winter would be long and cold."
)
CHINESE = (
    "北风与太阳正在争论谁比较强壮，正好有个穿着斗篷的旅行者走过，他们"
    "就商量好了，谁能先让那个旅行者脱掉斗篷，就算谁比较有本事。"
)
ARABIC = (
    "كانت ريح الشمال تتجادل والشمس في أي منهما كانت أقوى من الأخر"
    "ى، وإذ بمسافر يطلع متلفعا بعباءة سميكة من الصوف."
)


@pytest.mark.parametrize(
    "text", [LONG, CHINESE, ARABIC, "Yes.", "x" * 200, "https://example.com/" + "a/" * 60]
)
def test_cues_are_readable_and_lose_nothing(text: str):
    found = cues([TimedLine(1.0, 1.0 + len(text) / 15, text)])
    assert all(1 <= len(cue.rows) <= 2 and all(width(row) <= WIDEST for row in cue.rows) for cue in found)
    assert all(cue.end_ms - cue.start_ms <= LONGEST_S * 1000 + 1 for cue in found)
    assert "".join("".join(cue.rows) for cue in found).replace(" ", "") == text.replace(" ", "")
    assert found[0].start_ms == 1000


@pytest.mark.parametrize(
    ("text", "never_first"),
    [
        ("Qui est là, dans la vieille maison du port ? « Moi », dit-elle ; puis elle rit ! Et lui ?", "?!»;"),
        (
            "He waited — nobody came — and then — much later — he went — alone — down the old road — home.",
            "—",
        ),
        ("👨‍👩‍👧‍👦" * 40, "\u200d"),
        ("🏳️‍🌈" * 60, "\u200d\ufe0f"),
    ],
)
def test_no_row_begins_with_what_belongs_to_the_row_before(text: str, never_first: str):
    rows = [row for cue in cues([TimedLine(0, 60, text)]) for row in cue.rows]
    assert len(rows) > 2
    assert not [row for row in rows if row[0] in never_first or row[-1] in "«\u200d"]


def test_words_stay_whole_and_sentences_are_cut_at_marks():
    rows = [row for cue in cues([TimedLine(0, 12, LONG)]) for row in cue.rows]
    assert " ".join(rows) == LONG
    assert any(row.endswith(";") for row in rows)


LINES = st.lists(st.tuples(st.floats(0, 3), st.floats(0, 20), st.text(max_size=200)), max_size=12)


@given(LINES)
def test_cues_never_overlap(rows: list[tuple[float, float, str]]):
    now, lines = 0.0, []
    for pause_s, duration_s, text in rows:
        lines.append(TimedLine(now + pause_s, now + pause_s + duration_s, text))
        now += pause_s + duration_s
    found = cues(lines)
    assert all(cue.start_ms < cue.end_ms for cue in found)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(found))


def test_a_short_line_stays_a_second_where_there_is_room():
    room = cues([TimedLine(0, 0.4, "Yes."), TimedLine(3, 3.4, "No.")])
    assert [cue.end_ms - cue.start_ms for cue in room] == [SHORTEST_S * 1000] * 2
    tight = cues([TimedLine(0, 0.4, "Yes."), TimedLine(0.5, 1, "No.")])
    assert tight[0].end_ms <= 500


def test_srt_has_numbers_commas_and_no_markup():
    text = subtitle_text([TimedLine(3723.0456, 3725, "<b>1 --> 2\n\n3</b> & {\\an8}")], Subtitles.SRT)
    assert text.startswith("1\n01:02:03,046 --> 01:02:05,000\n")
    assert text.count("-->") == 1
    assert "\n\n" not in text.rstrip("\n")
    assert not re.search(r"<[a-zA-Z/]|\{\\", text)


def test_vtt_is_escaped():
    text = subtitle_text([TimedLine(1, 2, "a < b & c --> d")], Subtitles.VTT)
    assert text == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\na &lt; b &amp; c --&gt; d\n"


def test_labels_are_one_a_line():
    assert label_text([TimedLine(0, 1.5, "a\tb\nc"), TimedLine(2, 3, "d")]) == (
        "0.000000\t1.500000\ta b c\n2.000000\t3.000000\td\n"
    )


def test_nothing_to_show():
    assert subtitle_text([], Subtitles.SRT) == ""
    assert subtitle_text([TimedLine(1, 1, "silent"), TimedLine(1, 2, "  ")], Subtitles.VTT) == "WEBVTT\n"

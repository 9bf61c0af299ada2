"""The silence between lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.delivery.plan import Line
from core.delivery.silence import natural_pause_s, pause_between_s, settled
from core.delivery.targets import TARGETS
from core.delivery.wishes import Loudness, Pauses

PAUSES = Pauses(line_s=1, clause_s=2, sentence_s=3, ellipsis_s=4, paragraph_s=5, heading_s=6, chapter_s=7)
LINE = Line(1, "A sentence.", "Ana", "", None, False, None, None, 1.0, 24_000)


@pytest.mark.parametrize(
    ("text", "pause_s"),
    [
        ("no mark", 1),
        ("first,", 2),
        ("first –", 2),
        ("A sentence.", 3),
        ("“Quoted?”", 3),
        ("(in brackets.)", 3),
        ("Well...", 4),
        ("Well…»", 4),
        ("你好。", 3),
        ("你好，", 2),
        ("كيف حالك؟", 3),
        ("नमस्ते।", 3),
        ("", 1),
    ],
)
def test_the_mark_at_the_end_decides(text: str, pause_s: float):
    assert natural_pause_s(text, PAUSES) == pause_s


def test_paragraphs_headings_and_chapters_take_longer():
    assert pause_between_s(LINE, LINE, PAUSES) == 3
    assert pause_between_s(LINE, replace(LINE, starts_paragraph=True), PAUSES) == 5
    assert pause_between_s(replace(LINE, chapter="One"), LINE, PAUSES) == 6
    assert pause_between_s(LINE, replace(LINE, chapter="Two", starts_paragraph=True), PAUSES) == 7


def test_a_written_pause_replaces_the_natural_one_no_pause_too():
    assert pause_between_s(replace(LINE, pause_after_s=0.8), replace(LINE, chapter="Two"), PAUSES) == 0.8
    assert pause_between_s(replace(LINE, pause_after_s=0.0), LINE, PAUSES) == 0


def test_the_target_asks_for_room_at_the_ends_but_the_user_decides():
    target = TARGETS[Loudness.AUDIOBOOK]
    assert (settled(PAUSES, target).head_s, settled(PAUSES, target).tail_s) == (0.75, 2.0)
    assert settled(replace(PAUSES, head_s=0.0), target).head_s == 0
    assert settled(PAUSES, None).tail_s == 0
    first, last = replace(LINE, pause_before_s=0.4), replace(LINE, pause_after_s=3.0)
    assert (settled(PAUSES, None, first, last).head_s, settled(PAUSES, None, first, last).tail_s) == (0.4, 3)
    assert (settled(PAUSES, target, first, last).head_s, settled(PAUSES, target).tail_s) == (0.75, 2)
    assert settled(replace(PAUSES, tail_s=0.0), target, first, last).tail_s == 0

"""Estimates of what a request needs, and the book that corrects them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.base import TellsNeed
from core.engines.f5 import peak as f5
from core.engines.f5.engine import F5Engine
from core.engines.f5.plan import make_plan
from core.engines.f5.prompt import prepare_prompt
from core.engines.trial import write_reference
from core.engines.xtts import peak as xtts
from core.engines.xtts.engine import XttsEngine
from core.model.need import FULL, HALF, MATH, MemoryNeed, Way
from core.model.request import SynthesisRequest
from core.vram.estimate import FILE_NAME, Key, PeakBook

MIB = 1024 * 1024
KEY = Key("GPU-1", "f5", "1.1.22", "2.11.0+cu130", FULL, "fused")
NEED = MemoryNeed(1000, 200)


# What MemTracker says of full-size nets as fake tensors (benchmarks/peaks.py), above the weights, in MiB.
@pytest.mark.parametrize(
    ("need", "true_mib"),
    [
        (f5.need_of(411, Way(FULL)), 37.0),
        (f5.need_of(2700, Way(FULL)), 242.0),
        (f5.need_of(1733, Way(FULL), steps=64), 176.4),
        (f5.need_of(1650, Way(FULL, MATH), steps=7), 771.1),
        (f5.need_of(1490, Way(HALF)), 66.8),
        (f5.need_of(912, Way(HALF, MATH)), 261.7),
        (xtts.need_of(287, 180, 0.0, Way(FULL)), 164.1),
        (xtts.need_of(24, 12, 27.0, Way(FULL)), 88.3),
        (xtts.need_of(70, 350, 0.0, Way(HALF)), 95.1),
        (xtts.need_of(305, 140, 17.0, Way(HALF)), 102.6),
    ],
)
def test_the_estimate_lies_between_the_peak_and_a_fifth_above_it(need: MemoryNeed, true_mib: float):
    assert 1.0 <= need.peak_bytes / MIB / true_mib <= 1.2


@pytest.mark.parametrize("reference_s", [2.0, 7.0, 11.5, 19.0])
@pytest.mark.parametrize("letters", [12, 90, 400])
@pytest.mark.parametrize("part", [1.0, 0.6])
def test_f5s_frames_are_those_of_its_plan_or_a_little_more(
    tmp_path: Path, reference_s: float, letters: int, part: float
):
    words = "some words that somebody says in a quiet room "
    spoken = (words * 12)[: round(14 * reference_s)]
    request = SynthesisRequest(
        "f5",
        (words * 12)[:letters].strip(),
        reference=write_reference(tmp_path / "a.wav", reference_s),
        reference_text=spoken,
    )
    prompt, _ = prepare_prompt(request.reference, spoken, minimum_s=1.0, maximum_s=12.0)
    plan = make_plan(request.text, prompt, 1.0, share=part)
    true = len(prompt.samples) // 256 + max(piece.frames for piece in plan)
    assert true <= f5.frames_of(request, part) <= 1.25 * true + 140  # pieces of long words are of one length


def test_hearing_the_reference_counts():
    """A peer's XTTS fits on a small card and fails for 104 MB when it computes latents."""
    known = xtts.need_of(20, 12, 0.0, Way(FULL))
    heard = xtts.need_of(20, 12, 30.0, Way(FULL))
    assert heard.peak_bytes - known.peak_bytes > 65 * MIB


@pytest.mark.parametrize("engine", [F5Engine(), XttsEngine()])
def test_engines_tell_what_they_need(engine: TellsNeed):
    assert isinstance(engine, TellsNeed)
    assert FULL in engine.precisions(False)
    longest = engine.need(None, Way(FULL))
    assert engine.need(None, Way(HALF)).total_bytes < 0.68 * longest.total_bytes
    assert engine.need(None, Way(FULL, part=0.6)).total_bytes < longest.total_bytes
    short = SynthesisRequest("any", "Good evening.", preset="a")
    assert (
        engine.need(replace(short, text="Good evening. " * 40), Way(FULL)).total_bytes <= longest.total_bytes
    )


def test_a_higher_peak_counts_at_once_and_fades(tmp_path: Path):
    book = PeakBook(tmp_path / FILE_NAME)
    assert book.corrected(KEY, NEED) == NEED
    book.note(KEY, 200, 300)
    assert book.corrected(KEY, NEED) == MemoryNeed(1000, 300)
    book.note(KEY, 200, 50)
    assert 200 < book.corrected(KEY, NEED).peak_bytes < 300
    for _ in range(200):
        book.note(KEY, 200, 50)
    assert book.corrected(KEY, NEED) == NEED


def test_the_book_outlives_the_process_and_holds_for_one_version(tmp_path: Path):
    PeakBook(tmp_path / "cards" / FILE_NAME).note(KEY, 200, 260)
    book = PeakBook(tmp_path / "cards" / FILE_NAME)
    assert book.corrected(KEY, NEED).peak_bytes == 260
    for other in (
        replace(KEY, card="GPU-2"),
        replace(KEY, torch_version="2.12"),
        replace(KEY, engine_version="2"),
        replace(KEY, precision=HALF),
    ):
        assert book.corrected(other, NEED) == NEED


def test_two_books_keep_each_others_lines(tmp_path: Path):
    path = tmp_path / FILE_NAME
    other = replace(KEY, engine="xtts")
    one, two = PeakBook(path), PeakBook(path)
    one.note(KEY, 200, 300)
    two.note(other, 200, 250)
    assert json.loads(path.read_text()) == {str(KEY): 1.5, str(other): 1.25}
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("text", ["", "[]", '{"a": "b"}', '{"x": 1e999}', "\x00", '{"x": -3}'])
def test_a_broken_book_is_an_empty_one(tmp_path: Path, text: str):
    path = tmp_path / FILE_NAME
    path.write_text(text)
    book = PeakBook(path)
    assert book.corrected(KEY, NEED) == NEED
    book.note(KEY, 200, 300)
    assert PeakBook(path).corrected(KEY, NEED).peak_bytes == 300


def test_a_peak_that_cannot_be_ours_is_not_believed(tmp_path: Path):
    book = PeakBook(None)
    book.note(KEY, 200, 200_000)
    assert book.corrected(KEY, NEED) == NEED

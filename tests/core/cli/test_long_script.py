"""A chapter in three voices: rendered, killed three times, carried on, mended, finished in every form."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.projects.project import Project
from tests.command_line import CommandLine
from tests.input.conftest import tone
from tests.waiting import comes_true

LINES = 24
PARAMETERS = ("--param", "step_s=0.01")
"""Slow enough to be killed on the way."""


def chapter() -> str:
    voices = ("", "[Ana] ", "[Bruno] ")
    spoken = [
        f"{voices[number % 3]}line {number} of these many words."
        + " [pause 0.3s] And more." * (number % 5 == 0)
        for number in range(1, LINES)
    ]
    paragraphs = ["\n".join(spoken[start : start + 6]) for start in range(0, len(spoken), 6)]
    return "# Chapter 1\n\n" + "\n\n".join(paragraphs) + "\n[# the end]\n"


def takes(path: Path) -> list[int]:
    opened = Project.open(path, read_only=True)
    try:
        return [len(line.takes) for line in opened.state.script.lines if not line.is_blank]
    finally:
        opened.close()


def starts_s(labels: Path) -> list[tuple[float, float]]:
    """Return where each line begins and ends, in seconds, as the labels say."""
    rows = [line.split("\t") for line in labels.read_text().splitlines()]
    return [(float(start), float(end)) for start, end, *_ in rows]


@pytest.mark.slow
def test_a_chapter_in_three_voices_survives_three_kills_and_comes_out_finished(
    sottovoce: CommandLine, tmp_path: Path
) -> None:
    for name, pitch_level in (("Ana", 0.15), ("Bruno", 0.6)):
        path = tmp_path / f"{name}.wav"
        soundfile.write(path, tone(24_000, 3.0) * pitch_level / 0.3, 24_000)
        assert sottovoce("voices", "add", path, "--name", name, "--text", "aaa").code == 0
    text = tmp_path / "chapter.txt"
    text.write_text(chapter(), newline="\r\n")
    book = sottovoce.folder / "book.sottovoce"
    made = sottovoce("project", "new", book, "--text", text, "--engine", "echo", "--seed", "3", *PARAMETERS)
    assert made.code == 0, made.err

    render = ("render", book, "-o", "chapter.wav", "--loudness", "podcast", "--labels")
    for kept in (4, 9, 15):
        killed = sottovoce.start(*render)
        try:
            assert comes_true(lambda kept=kept: sum(takes(book)) >= kept, 60)
        finally:
            killed.send_signal(signal.SIGKILL)
            killed.communicate()
        assert not (sottovoce.folder / "chapter.wav").exists()
        assert max(takes(book)) == 1
    before = sum(takes(book))
    whole = sottovoce(*render, "--json")
    assert whole.code == 0, whole.err
    assert (whole.json["kept"], whole.json["rendered"]) == (before, LINES - before)
    assert takes(book) == [1] * LINES + [0]

    again = sottovoce(*render, "--again", "2,3,4,11,24", "--json")
    assert (again.json["rendered"], again.json["kept"]) == (5, LINES - 5), again.err
    assert sum(takes(book)) == LINES + 5
    for name in ("chapter.flac", "chapter.mp3"):
        done = sottovoce("render", book, "-o", name, "--loudness", "podcast", "--subtitles", "srt", "--json")
        assert (done.code, done.json["rendered"], done.json["met"]) == (0, 0, True), done.err
    assert sottovoce("project", "export-text", book).out == text.read_bytes()

    samples, rate_hz = soundfile.read(sottovoce.folder / "chapter.wav", dtype="float32")
    flac, _ = soundfile.read(sottovoce.folder / "chapter.flac", dtype="float32")
    assert len(flac) == len(samples)
    subtitles = (sottovoce.folder / "chapter.srt").read_text()
    assert re.findall(r"\d+:\d\d:\d\d,\d\d\d --> ", subtitles)
    assert "[Ana]" not in subtitles
    assert "[pause" not in subtitles
    _assert_level_without_clicks(samples, rate_hz, starts_s(sottovoce.folder / "chapter.labels.txt"))


def _assert_level_without_clicks(samples: np.ndarray, rate_hz: int, lines: list[tuple[float, float]]) -> None:
    assert len(lines) == LINES
    spoken = [samples[round(start * rate_hz) : round(end * rate_hz)] for start, end in lines]
    levels_db = [20 * np.log10(np.sqrt(np.mean(one**2))) for one in spoken]
    assert max(levels_db) - min(levels_db) < 4, "the voices came at levels 12 dB apart"
    steps = np.abs(np.diff(samples))
    usual = np.percentile(np.concatenate([np.abs(np.diff(one)) for one in spoken]), 99.9)
    near = round(0.003 * rate_hz)
    for start, end in lines:
        for edge in (round(start * rate_hz), round(end * rate_hz)):
            assert steps[max(0, edge - near) : edge + near].max(initial=0) <= usual

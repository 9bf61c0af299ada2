"""``say`` reads markup and numbers, and leaves plain text as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.command_line import CommandLine


def _said(sottovoce: CommandLine, text: str, *more: str) -> np.ndarray:
    out = sottovoce.folder / "out.wav"
    result = sottovoce("say", "-", "--seed", "5", "-o", out, *more, stdin=text.encode())
    assert result.code == 0, result.err
    samples, _ = soundfile.read(out)
    return samples


def test_numbers_are_said_in_words(sottovoce: CommandLine) -> None:
    in_words = _said(sottovoce, "I have twenty-one cats.")
    assert np.array_equal(_said(sottovoce, "I have 21 cats."), in_words)
    assert not np.array_equal(_said(sottovoce, "I have 21 cats.", "--as-written"), in_words)


def test_pauses_stand_where_they_are_written(sottovoce: CommandLine) -> None:
    first, second = (_said(sottovoce, text, "--engine", "echo") for text in ("one", "two"))
    rate_hz = 24_000
    inside = _said(sottovoce, "one [pause 0.5s] two", "--engine", "echo")
    assert len(inside) == len(first) + rate_hz // 2 + len(second)
    assert inside == pytest.approx(np.concatenate([first, np.zeros(rate_hz // 2), second]), abs=2**-14)
    between = _said(sottovoce, "one\n[# slowly]\n[pause 0.5s]\ntwo", "--engine", "echo")
    assert np.array_equal(between, inside)
    usual = _said(sottovoce, "one\ntwo", "--engine", "echo")
    assert len(usual) == len(first) + round(0.3 * rate_hz) + len(second)


def test_a_line_is_spoken_in_the_voice_that_it_names(sottovoce: CommandLine, recording: Path) -> None:
    assert sottovoce("voices", "add", recording, "--name", "Ana", "--text", "aaa").code == 0
    named = _said(sottovoce, "[Ana] one two", "--engine", "echo")
    assert np.array_equal(named, _said(sottovoce, "one two", "--engine", "echo", "--voice", "Ana"))
    assert not np.array_equal(named, _said(sottovoce, "one two", "--engine", "echo"))


@pytest.mark.parametrize("text", ["[# only a note]", "[pause 1s]"])
def test_a_text_without_words_is_refused(sottovoce: CommandLine, text: str) -> None:
    sottovoce.refused(2, "text_empty", "say", "-o", "out.wav", "--", text)

"""``voices check``, as a program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.spoil import RATE_HZ, mixed, white
from benchmarks.verdict_grid import starter
from core.model.verdict import CODES
from tests.command_line import CommandLine


@pytest.fixture(scope="module")
def clear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clear") / "clear.wav"
    soundfile.write(path, starter(), RATE_HZ)
    return path


def test_a_clear_voice_as_json(sottovoce: CommandLine, clear: Path) -> None:
    result = sottovoce("voices", "check", str(clear), "--json")
    assert result.code == 0
    found = result.json
    assert set(found) == {"verdict", "findings", "stretch", "transcript"}
    assert (found["verdict"], found["transcript"]) == ("green", None)
    assert [one["code"] for one in found["findings"]] == list(CODES)
    for one in found["findings"]:
        assert set(one) == {"code", "level", "value", "unit", "message", "remedy"}
        assert one["level"] in {"green", "not_checked"}
        assert one["message"]
    assert 0 <= found["stretch"]["start_s"] < found["stretch"]["end_s"] <= 12


def test_a_bad_one_is_a_success_that_says_what_to_do(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "Ruído 日本.wav"
    sound = starter()
    soundfile.write(path, mixed(sound, white(len(sound), np.random.default_rng(1)), 3), RATE_HZ)
    result = sottovoce("voices", "check", str(path), "--json")
    assert (result.code, result.json["verdict"]) == (0, "red")
    noise = next(one for one in result.json["findings"] if one["code"] == "noise")
    assert (noise["level"], noise["unit"]) == ("red", "dB")
    assert noise["remedy"]
    people = sottovoce("voices", "check", str(path))
    assert people.code == 0
    assert people.out.decode().startswith("red: Bad reference\n")
    assert "What to do:" in people.out.decode()


def test_words_that_cannot_be_of_the_sound_are_told(sottovoce: CommandLine, clear: Path) -> None:
    result = sottovoce("voices", "check", str(clear), "--text", "word " * 200, "--json")
    text = result.json["findings"][-1]
    assert (text["code"], text["level"]) == ("text", "amber")


@pytest.mark.parametrize("content", [None, b"", b"no sound at all", b"RIFF\x00\x00"])
def test_what_cannot_be_read_is_a_failure(
    content: bytes | None, sottovoce: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / "broken.wav"
    if content is not None:
        path.write_bytes(content)
    result = sottovoce("voices", "check", str(path), "--json")
    assert result.code == 1
    assert result.json["error"]["code"].startswith("reference_")


def test_samples_that_are_no_numbers_are_a_failure(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "nan.wav"
    soundfile.write(path, np.full(RATE_HZ, np.nan, np.float32), RATE_HZ, subtype="FLOAT")
    assert sottovoce("voices", "check", str(path), "--json").code == 1


def test_misuse(sottovoce: CommandLine, clear: Path) -> None:
    assert sottovoce("voices", "check").code == 2
    assert sottovoce("voices", "check", str(clear), "another").code == 2

"""Input that is taken, some of it with a warning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.command_line import CommandLine, Result
from tests.input.conftest import tone

ECHO = ("--engine", "echo")


def warnings(result: Result) -> dict[str, str]:
    """Return messages by code; each is on standard error too."""
    found = {one["code"]: one["message"] for one in result.json["warnings"]}
    for message in found.values():
        assert f"warning: {message}" in result.err
    return found


def spoken_s(path: Path) -> float:
    """Return the length of a file that has sound in it."""
    samples, rate_hz = soundfile.read(path)
    assert np.abs(samples).max() > 0.01
    return len(samples) / rate_hz


@pytest.mark.slow
def test_a_megabyte_of_text(sottovoce: CommandLine) -> None:
    line = "ab" + 300 * " " + "cd" + 300 * " " + "ef" + 393 * " " + "g"
    text = "\n".join([line] * 1000).encode()
    assert len(text) >= 1_000_000
    result = sottovoce("say", "-", *ECHO, "--speed", "2", "-o", "out.wav", "--json", stdin=text)
    assert result.code == 0, result.err
    pauses_s = 999 * 0.3
    assert spoken_s(sottovoce.folder / "out.wav") == pytest.approx(1000 * 4 * 0.06 + pauses_s, abs=1)
    assert warnings(result) == {}


def test_a_megabyte_without_a_line_break(sottovoce: CommandLine) -> None:
    text = (999 * " ").join(["ab"] * 1000).encode() + b"."
    result = sottovoce("say", "-", *ECHO, "--speed", "2", "-o", "out.wav", "--json", stdin=text)
    assert result.code == 0, result.err
    assert spoken_s(sottovoce.folder / "out.wav") == pytest.approx(1000 * 0.06, abs=0.5)


def test_right_to_left_text_in_a_language_of_the_engine(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "مرحبا بالعالم، هذا صوتي", *ECHO, "--language", "ar", "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert warnings(result) == {}
    assert spoken_s(sottovoce.folder / "out.wav") > 0.5


@pytest.mark.parametrize(
    "kind",
    [
        ("24 bit.wav", 24_000, 1, "PCM_24"),
        ("float.wav", 48_000, 2, "FLOAT"),
        ("192 kHz, 6 channels.wav", 192_000, 6, "PCM_16"),
        ("ré férence.flac", 44_100, 2, "PCM_24"),
        ("bytes that are no characters \udcff\udce9.wav", 24_000, 1, "PCM_16"),
        ("vorbis.ogg", 44_100, 1, "VORBIS"),
        ("mp3.mp3", 44_100, 1, "MPEG_LAYER_III"),
        ("aiff.aiff", 22_050, 1, "PCM_16"),
    ],
    ids=lambda kind: ascii(kind[0]),
)
def test_references_of_any_kind(
    sottovoce: CommandLine, tmp_path: Path, kind: tuple[str, int, int, str]
) -> None:
    name, rate_hz, channels, subtype = kind
    path = tmp_path / name
    samples = np.repeat(tone(rate_hz, 3.0)[:, None], channels, axis=1)
    with path.open("wb") as file:
        soundfile.write(file, samples, rate_hz, subtype=subtype, format=path.suffix[1:])
    result = sottovoce("say", "Hello there.", *ECHO, "--reference", path, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert warnings(result) == {}
    heard, rate = soundfile.read(sottovoce.folder / "out.wav")
    assert _pitch_hz(heard, rate) == pytest.approx(220, rel=0.05)


def _pitch_hz(samples: np.ndarray, rate_hz: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * rate_hz / len(samples)


def test_nul_and_control_characters_are_dropped_with_a_warning(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "-", *ECHO, "-o", "out.wav", "--json", stdin=b"Hel\0lo\x07 the\x1bre.")
    assert result.code == 0, result.err
    assert list(warnings(result)) == ["control_characters_dropped"]
    assert "3" in warnings(result)["control_characters_dropped"]
    assert spoken_s(sottovoce.folder / "out.wav") > 0.2


def test_nul_in_a_file_is_dropped_with_a_warning(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(b"a\0b hello")
    result = sottovoce("say", "--file", path, *ECHO, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert list(warnings(result)) == ["control_characters_dropped"]


def test_portuguese_to_the_starter_engine_is_spoken_with_a_warning(sottovoce: CommandLine) -> None:
    text = "Olá, eu não sei se você está aqui, mas esta é uma frase em português."
    result = sottovoce("say", text, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    message = warnings(result)["language_not_supported"]
    assert '"pt"' in message
    assert "en-US" in message
    assert spoken_s(sottovoce.folder / "out.wav") > 1.0


@pytest.mark.parametrize(
    "text", ["O menino pegou o livro.", "Última estação!", "Bom dia!\nTudo bem?\nEla não sabe."]
)
def test_short_portuguese_to_the_starter_engine_is_not_spoken_without_a_warning(
    sottovoce: CommandLine, text: str
) -> None:
    result = sottovoce("say", "-", "-o", "out.wav", "--json", stdin=text.encode())
    assert result.code == 0, result.err
    assert set(warnings(result)) <= {"language_not_supported", "letters_not_english"}
    assert len(warnings(result)) == 1


def test_hebrew_to_an_engine_without_it_is_told(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "שלום עולם", *ECHO, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert list(warnings(result)) == ["script_not_of_language"]


def test_a_reference_of_8_khz_is_used_with_a_warning(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "telephone.wav"
    soundfile.write(path, tone(8000, 3.0), 8000)
    result = sottovoce("say", "Hello.", *ECHO, "--reference", path, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert list(warnings(result)) == ["reference_low_rate"]
    assert "8000 Hz" in warnings(result)["reference_low_rate"]


@pytest.mark.slow
def test_a_reference_of_2_hours_is_used_in_part_with_a_warning(
    sottovoce: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / "audiobook.wav"
    with soundfile.SoundFile(path, "w", 16_000, 1, "PCM_16") as file:
        file.write(np.zeros(16_000 * 60 * 5, np.int16))
        file.write(tone(16_000, 40.0))
        for _ in range(115):
            file.write(np.zeros(16_000 * 60, np.int16))
    result = sottovoce("say", "Hello.", *ECHO, "--reference", path, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert list(warnings(result)) == ["reference_cut"]
    message = warnings(result)["reference_cut"]
    assert "299.5 s to 329.5 s" in message
    assert "7240.0 s" in message
    heard, rate_hz = soundfile.read(sottovoce.folder / "out.wav")
    assert _pitch_hz(heard, rate_hz) == pytest.approx(220, rel=0.05)


def test_a_reference_whose_channels_cancel_out(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "phase.wav"
    sound = tone(24_000, 3.0)
    soundfile.write(path, np.stack([sound, -sound], axis=1), 24_000)
    result = sottovoce("say", "Hello there.", *ECHO, "--reference", path, "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    heard, rate_hz = soundfile.read(sottovoce.folder / "out.wav")
    assert _pitch_hz(heard, rate_hz) == pytest.approx(220, rel=0.05)


def test_lines_without_a_sound_are_left_out_with_a_warning(sottovoce: CommandLine) -> None:
    result = sottovoce(
        "say", "-", "-o", "out.wav", "--json", stdin=b"Hello.\n\n---\nGood bye.\n\xe2\x80\x8b\n"
    )
    assert result.code == 0, result.err
    assert list(warnings(result)) == ["line_not_spoken"]
    assert "Line 3" in warnings(result)["line_not_spoken"]


def test_a_text_that_begins_with_a_dash(sottovoce: CommandLine) -> None:
    result = sottovoce("say", *ECHO, "-o", "out.wav", "--", "--json")
    assert result.code == 0, result.err
    assert result.out == b""
    assert spoken_s(sottovoce.folder / "out.wav") > 0.1


def test_an_output_that_is_there_is_replaced(sottovoce: CommandLine) -> None:
    target = sottovoce.folder / "out.wav"
    target.write_text("old")
    assert sottovoce("say", "Hello.", *ECHO, "-o", "out.wav").code == 0
    assert spoken_s(target) > 0.1
    assert [path.name for path in sottovoce.folder.iterdir()] == ["out.wav"]

"""Input that is refused: what, why, what to do, the exit code, and nothing left behind."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.command_line import CommandLine
from tests.input.conftest import tone

ECHO = ("--engine", "echo")
TO_FILE = ("-o", "out.wav")

# --- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \t ", "\n\n"], ids=["empty", "blank", "line ends"])
def test_empty_text(sottovoce: CommandLine, text: str) -> None:
    result = sottovoce.refused(2, "text_empty", "say", *TO_FILE, "--", text)
    assert "at least one word" in result.error["remedy"]


def test_empty_standard_input(sottovoce: CommandLine) -> None:
    sottovoce.refused(2, "text_empty", "say", "-", *TO_FILE, stdin=b" \r\n")


def test_invisible_characters_only(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "text_empty", "say", "\u200b\u200d\u2060\ufeff\u00ad", *TO_FILE)
    assert "invisible" in result.error["message"]


@pytest.mark.parametrize(
    "text", ["😀 🎉", "... !? —", "你好，世界。"], ids=["emoji", "punctuation", "Chinese"]
)
def test_text_that_the_engine_cannot_speak(sottovoce: CommandLine, text: str) -> None:
    result = sottovoce.refused(1, "text_unspeakable", "say", text, *TO_FILE)
    assert "starter" in result.error["message"]
    assert text[:2] in result.error["message"]


def test_lines_that_the_engine_cannot_speak_are_not_said_to_be_left_out(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(1, "text_unspeakable", "say", "-", *TO_FILE, stdin="😀\n...\n你好".encode())
    assert "warning" not in result.err


def test_a_text_file_that_is_missing(sottovoce: CommandLine, tmp_path: Path) -> None:
    result = sottovoce.refused(1, "text_file_unreadable", "say", "--file", tmp_path / "no.txt", *TO_FILE)
    assert "no.txt" in result.error["message"]


def test_a_text_file_that_is_a_folder(sottovoce: CommandLine, tmp_path: Path) -> None:
    result = sottovoce.refused(1, "text_file_unreadable", "say", "--file", tmp_path, *TO_FILE)
    assert "folder" in result.error["message"]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\n"], ids=["empty", "blank", "invisible"])
def test_a_text_file_with_nothing_to_speak(sottovoce: CommandLine, tmp_path: Path, text: str) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(text, encoding="utf-8")
    result = sottovoce.refused(1, "text_file_empty", "say", "--file", path, *TO_FILE)
    assert "empty.txt" in result.error["message"]


def test_a_text_file_that_is_no_text(sottovoce: CommandLine, recording: Path) -> None:
    sottovoce.refused(1, "text_file_unreadable", "say", "--file", recording, *TO_FILE)


# --- reference --------------------------------------------------------------------------------


def test_a_reference_that_is_missing(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "gone.wav"
    result = sottovoce.refused(1, "reference_missing", "say", "Hi.", *ECHO, "--reference", path, *TO_FILE)
    assert "gone.wav" in result.error["message"]


def test_a_reference_that_is_a_folder(sottovoce: CommandLine, tmp_path: Path) -> None:
    sottovoce.refused(1, "reference_not_a_file", "say", "Hi.", *ECHO, "--reference", tmp_path, *TO_FILE)


def test_a_reference_that_is_a_pipe_does_not_hang(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "pipe.wav"
    os.mkfifo(path)
    sottovoce.refused(1, "reference_not_a_file", "say", "Hi.", *ECHO, "--reference", path, *TO_FILE)


def write_empty(path: Path) -> None:
    path.write_bytes(b"")


def write_no_samples(path: Path) -> None:
    soundfile.write(path, tone(24_000, 0.0), 24_000)


def write_text(path: Path) -> None:
    path.write_text("This is a letter, not a recording.\n" * 50)


def write_truncated(path: Path) -> None:
    soundfile.write(path, tone(24_000, 5.0), 24_000)
    path.write_bytes(path.read_bytes()[:60_000])


def write_silence(path: Path) -> None:
    soundfile.write(path, np.zeros(72_000), 24_000)


def write_short(path: Path) -> None:
    soundfile.write(path, tone(24_000, 0.1), 24_000)


@pytest.mark.parametrize(
    ("write", "error", "why"),
    [
        (write_empty, "reference_empty", "no audio at all"),
        (write_no_samples, "reference_empty", "no audio at all"),
        (write_text, "reference_unreadable", "no audio file"),
        (write_truncated, "reference_unreadable", "damaged"),
        (write_silence, "reference_silent", "dBFS"),
        (write_short, "reference_too_short", "0.1 s"),
    ],
    ids=["empty", "no samples", "text", "truncated", "silent", "0.1 s"],
)
def test_a_reference_that_cannot_be_used(
    sottovoce: CommandLine, tmp_path: Path, write: Callable[[Path], None], error: str, why: str
) -> None:
    path = tmp_path / "reference.wav"
    write(path)
    result = sottovoce.refused(1, error, "say", "Hi.", *ECHO, "--reference", path, *TO_FILE)
    assert "reference.wav" in result.error["message"]
    assert why in result.error["message"]


def test_a_reference_for_an_engine_that_does_not_clone(sottovoce: CommandLine, recording: Path) -> None:
    result = sottovoce.refused(2, "reference_not_used", "say", "Hi.", "--reference", recording, *TO_FILE)
    assert "starter" in result.error["message"]


# --- output -----------------------------------------------------------------------------------


def test_an_output_folder_that_is_missing(sottovoce: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.wav"
    result = sottovoce.refused(1, "folder_missing", "say", "Hi.", *ECHO, "-o", target)
    assert "nowhere" in result.error["message"]


def test_an_output_that_is_the_name_of_a_folder(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(1, "folder_missing", "say", "Hi.", *ECHO, "-o", "nowhere/")
    assert "nowhere/" in result.error["message"]
    (sottovoce.folder / "here").mkdir()
    sottovoce.refused(1, "output_not_regular", "say", "Hi.", *ECHO, "-o", "here/")


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_an_output_that_is_not_a_regular_file(sottovoce: CommandLine, tmp_path: Path, kind: str) -> None:
    target = {"folder": tmp_path / "x.wav", "pipe": tmp_path / "x.wav", "device": Path(os.devnull)}[kind]
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    result = sottovoce.refused(1, "output_not_regular", "say", "Hi.", *ECHO, "-o", target)
    assert str(target) in result.error["message"]


def run_on_tmpfs(
    sottovoce: CommandLine, folder: Path, options: str, *words: str
) -> tuple[int, str, list[str]]:
    """Run with a small file system of its own at ``folder``; it is gone afterwards.

    Returns:
        Exit code, standard error, and what was left in the folder.
    """
    folder.mkdir()
    listing = folder.with_name("listing")
    script = (
        f"mount -t tmpfs -o {options} tmpfs {shlex.quote(str(folder))} || exit 99; "
        f'"$@"; code=$?; ls -A {shlex.quote(str(folder))} > {shlex.quote(str(listing))}; exit $code'
    )
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    done = subprocess.run(
        ["unshare", *user, "--mount", "sh", "-c", script, "sh", *sottovoce.words(*words)],
        capture_output=True,
        text=True,
        cwd=sottovoce.folder,
        env=sottovoce.environ(),
        check=False,
    )
    assert done.returncode != 99, done.stderr
    sottovoce.assert_nothing_runs()
    return done.returncode, done.stderr, listing.read_text().split()


def test_an_output_folder_that_is_not_writable(sottovoce: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "readonly"
    words = ("say", "Hi.", *ECHO, "-o", str(folder / "out.wav"))
    code, err, left = run_on_tmpfs(sottovoce, folder, "ro,size=1m", *words)
    assert code == 1
    assert "sottovoce: Nothing can be written into" in err
    assert "readonly" in err
    assert "Choose another folder" in err
    assert left == []


def test_a_full_disk(sottovoce: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    text = "word " * 50
    words = ("say", text, *ECHO, "-o", str(folder / "out.wav"))
    code, err, left = run_on_tmpfs(sottovoce, folder, "size=64k", *words)
    assert code == 1
    assert "sottovoce: The disk is full" in err
    assert "Free some room" in err
    assert "Traceback" not in err
    assert left == []


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["nan", "abc", "9" * 400, "2.01"])
def test_bad_speeds(sottovoce: CommandLine, value: str) -> None:
    result = sottovoce.refused(2, "parameter_invalid", "say", "Hi.", *ECHO, f"--speed={value}", *TO_FILE)
    assert "--speed" in result.error["message"]
    assert "0.5 to 2" in result.error["message"]


@pytest.mark.parametrize("value", ["nan", "-1", "4294967296"])
def test_bad_seeds(sottovoce: CommandLine, value: str) -> None:
    result = sottovoce.refused(2, "parameter_invalid", "say", "Hi.", *ECHO, f"--seed={value}", *TO_FILE)
    assert "--seed" in result.error["message"]
    assert "0 to 4294967295" in result.error["message"]


@pytest.mark.parametrize("option", ["--steps=0", "--steps=10001", "--steps=2.5", "--param=steps=nan"])
def test_bad_parameters(sottovoce: CommandLine, option: str) -> None:
    result = sottovoce.refused(2, "parameter_invalid", "say", "Hi.", *ECHO, option, *TO_FILE)
    assert ("--steps" if option.startswith("--steps") else "--param steps") in result.error["message"]
    assert "1 to 10000" in result.error["message"]


def test_a_parameter_that_the_engine_has_not(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "parameter_unknown", "say", "Hi.", *ECHO, "--param", "cfg=2", *TO_FILE)
    assert "steps" in result.error["message"]


def test_steps_for_an_engine_without(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "parameter_unknown", "say", "Hi.", "--steps", "8", *TO_FILE)
    assert "steps" in result.error["message"]


@pytest.mark.parametrize("value", ["", "4XB", "-1GB", "nan", "0"])
def test_bad_sizes_of_a_simulated_card(sottovoce: CommandLine, value: str) -> None:
    result = sottovoce.refused(2, "setting_invalid", "say", "Hi.", *TO_FILE, f"--simulate-gpu={value}")
    assert "--simulate-gpu" in result.error["message"]
    assert "4GB" in result.error["message"]


# --- weights ----------------------------------------------------------------------------------


def test_weights_that_are_missing(sottovoce: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    result = sottovoce.refused(1, "model_missing", "say", "Hi.", *ECHO, "--model", folder, *TO_FILE)
    assert "weights" in result.error["message"]
    folder.mkdir()
    result = sottovoce.refused(1, "model_missing", "say", "Hi.", *ECHO, "--model", folder, *TO_FILE)
    assert "weights.safetensors" in result.error["message"]


def test_a_name_for_weights_that_no_file_can_have(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(1, "model_missing", "say", "Hi.", *ECHO, "--model", "x" * 300, *TO_FILE)
    assert "xxx" in result.error["message"]


def test_weights_that_are_broken(sottovoce: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "weights.safetensors").write_bytes(b"rubbish")
    result = sottovoce.refused(1, "model_broken", "say", "Hi.", *ECHO, "--model", tmp_path, *TO_FILE)
    assert "ownload the weights again" in result.error["remedy"]


def test_weights_for_an_engine_that_brings_its_own(sottovoce: CommandLine, tmp_path: Path) -> None:
    result = sottovoce.refused(2, "model_not_taken", "say", "Hi.", "--model", tmp_path, *TO_FILE)
    assert "--model" in result.error["remedy"]


# --- what the engine gives --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameter", "words"), [("nothing", "no audio"), ("silence", "silence"), ("nan", "broken audio")]
)
def test_audio_that_is_none(sottovoce: CommandLine, parameter: str, words: str) -> None:
    result = sottovoce.refused(
        1, "output_invalid", "say", "Hi there.", *ECHO, "--param", f"{parameter}=1", *TO_FILE
    )
    assert words in result.error["message"]


@pytest.mark.parametrize(
    ("parameter", "error", "words"),
    [
        ("crash=1", "engine_crashed", "echo"),
        ("leave=1", "engine_crashed", "7"),
        ("fail=1", "engine_failed", "the echo was lost"),
    ],
)
def test_an_engine_that_fails(sottovoce: CommandLine, parameter: str, error: str, words: str) -> None:
    (sottovoce.folder / "out.wav").write_text("kept")
    result = sottovoce.refused(1, error, "say", "Hi there you.", *ECHO, "--param", parameter, *TO_FILE)
    assert words in result.error["message"]
    assert (sottovoce.folder / "out.wav").read_text() == "kept"

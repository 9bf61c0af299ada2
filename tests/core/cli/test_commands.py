"""``sottovoce``: words, options, results and exit codes."""

from __future__ import annotations

import io
import os
import re
import subprocess
from pathlib import Path

import pytest
import soundfile

from sottovoce import __version__
from tests.command_line import CommandLine

ECHO = ("--engine", "echo")
NO_NEED = {"engines": [], "need_bytes": None, "card_bytes": None}
AUTO_OFF = {"value": False, "policy": "auto", "source": "default", "detail": "", **NO_NEED}


@pytest.mark.parametrize("words", [["--version"], ["--version", "--debug"]])
def test_version(sottovoce: CommandLine, words: list[str]) -> None:
    result = sottovoce(*words, environ={"LOW_VRAM": "maybe"})
    assert (result.code, result.out.decode().strip(), result.err) == (0, f"sottovoce {__version__}", "")


@pytest.mark.parametrize("words", [["--help"], ["say", "--help"], ["voices", "list", "--help"]])
def test_help(sottovoce: CommandLine, words: list[str]) -> None:
    result = sottovoce(*words)
    assert result.code == 0
    assert b"--low-vram" in result.out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["sya"], "sya"),
        (["say", "Hi.", "--spede", "2"], 'there is no option "--spede".'),
        (["say"], "--file"),
        (["say", "Hi.", "--file", "x.txt"], "only one"),
        (["say", "Hi", "there"], '"there" is one word too many; a text of several words goes into quotation'),
        (["say", "-Hello"], 'begins with a dash goes after "--"'),
        (["say", "-hello"], 'begins with a dash goes after "--"'),
        (["say", "-oh no"], 'begins with a dash goes after "--"'),
        (["say", "Hi.", "--reference-text", "Hello."], "--reference-text"),
        (["say", "Hi.", "--reference", "a.wav", "--voice", "starter:heart"], "--reference"),
        (["say", "Hi.", "-o", "-"], "--json"),
        (["say", "Hi.", "--param", "steps"], "NAME=VALUE"),
        (["say", "Hi.", "-o"], "-o"),
        (["say", "Hi.", "-o", ""], "--output"),
        (["voices"], "list"),
        (["doctor", "--verbose"], 'there is no option "--verbose".'),
        (["engines", "all"], "invalid choice: 'all'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_misuse_of_the_command_line(sottovoce: CommandLine, words: list[str], named: str) -> None:
    result = sottovoce.refused(2, "usage_error", *words)
    assert named in result.error["message"]
    assert "--help" in result.error["remedy"]


def test_no_word_at_all(sottovoce: CommandLine) -> None:
    result = sottovoce()
    assert (result.code, result.out) == (2, b"")
    assert "say, render, project, engines, models, voices and doctor" in result.err


def test_json_may_stand_before_the_word(sottovoce: CommandLine) -> None:
    assert [one["id"] for one in sottovoce("--json", "engines").json["engines"]] == ["starter", "echo"]


def test_misuse_is_said_before_anything_heavy_is_imported(sottovoce: CommandLine) -> None:
    script = (
        "import sys; from core.cli.main import main\n"
        "assert main(['say', '\u200b', '-o', 'out.wav']) == 2\n"
        "sys.exit(len({'numpy', 'core.host.client', 'soundfile', 'sounddevice'} & set(sys.modules)))"
    )
    words = [str(sottovoce.python), "-c", script]
    assert subprocess.run(words, env=sottovoce.environ(), check=False).returncode == 0


@pytest.mark.parametrize(
    "words", [("say", "Hi.", "-o", "out.wav"), ("engines",), ("voices", "list"), ("doctor",)], ids=" ".join
)
def test_a_wrong_variable_stops_every_command(sottovoce: CommandLine, words: tuple[str, ...]) -> None:
    result = sottovoce(*words, "--json", environ={"LOW_VRAM": "maybe"})
    assert result.code == 2
    assert result.error["code"] == "setting_invalid"
    assert "LOW_VRAM" in result.error["message"]
    assert "maybe" in result.error["message"]
    assert "yes" in result.error["message"]
    assert "LOW_VRAM" in result.err


def test_a_wrong_value_of_the_option(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "setting_invalid", "doctor", "--low-vram=maybe")
    assert "--low-vram" in result.error["message"]
    assert "Allowed: auto, on, off." in result.error["message"]


def test_a_blank_variable_counts_as_unset(sottovoce: CommandLine) -> None:
    result = sottovoce("doctor", "--json", environ={"LOW_VRAM": " "})
    assert result.json["settings"]["low_vram"] == AUTO_OFF


def test_help_answers_whatever_the_environment_says(sottovoce: CommandLine) -> None:
    assert sottovoce("say", "--help", environ={"LOW_VRAM": "maybe"}).code == 0


@pytest.mark.parametrize("words", [("engines", "--json"), ("--version",)], ids=" ".join)
def test_a_closed_standard_output_loses_no_result_in_silence(
    sottovoce: CommandLine, words: tuple[str, ...]
) -> None:
    script = 'exec "$@" >&-'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *sottovoce.words(*words)],
        stderr=subprocess.PIPE,
        text=True,
        env=sottovoce.environ(),
        check=False,
    )
    assert done.returncode == 1
    assert "it is closed" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_engine(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "engine_unknown", "say", "Hi.", "--engine", "f6", "-o", "out.wav")
    assert "Installed" not in result.error["message"], "some of them may not be, or be broken"
    assert "starter" in result.error["message"]
    assert "echo" in result.error["message"]


def test_an_unknown_voice(sottovoce: CommandLine) -> None:
    for voice in ("nobody", "starter:nobody", "../../etc", "f6:nobody"):
        error = "engine_unknown" if voice.startswith("f6") else "voice_unknown"
        code = 2 if ":" in voice else 1
        sottovoce.refused(code, error, "say", "Hi.", *ECHO[: 0 if ":" in voice else 2], "--voice", voice)
    sottovoce.refused(2, "voice_unknown", "say", "Hi.", *ECHO, "--voice", "f6:nobody")
    sottovoce.refused(2, "voice_of_other_engine", "say", "Hi.", *ECHO, "--voice", "kokoro:pf_dora")


MISUSE = [
    (("--speed", "nan"), "parameter_invalid"),
    (("--seed", "-1"), "parameter_invalid"),
    (("--param", "x=1"), "parameter_unknown"),
    (("--model", "/nowhere"), "model_not_taken"),
    (("--reference", "/nowhere.wav"), "reference_not_used"),
    (("--voice", "anna"), "reference_not_used"),
    (("--voice", "starter:nobody"), "voice_unknown"),
    (("--language", "!!"), "setting_invalid"),
]


@pytest.mark.parametrize(("words", "error"), MISUSE, ids=str)
def test_misuse_comes_before_files(sottovoce: CommandLine, words: tuple[str, ...], error: str) -> None:
    sottovoce.refused(2, error, "say", "--file", "/nowhere.txt", *words, "-o", "/nowhere/out.wav")


def test_misuse_comes_before_standard_input_is_read(sottovoce: CommandLine) -> None:
    words = ("say", "-", "--speed", "9", "-o", "out.wav")
    read, write = os.pipe()
    run = subprocess.run(
        sottovoce.words(*words),
        stdin=read,
        env=sottovoce.environ(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    os.close(read)
    os.close(write)  # only now is there an end to read
    assert run.returncode == 2
    assert b"--speed" in run.stderr


def test_a_language_that_is_none_is_refused_and_one_that_is_lacking_is_told(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "setting_invalid", "say", "Hi.", *ECHO, "--language", "!!")
    assert "--language" in result.error["message"]
    assert "pt-BR" in result.error["message"]
    told = sottovoce("say", "Hi.", *ECHO, "--language", "ja", "-o", "out.wav", "--json")
    assert [one["code"] for one in told.json["warnings"]] == ["language_not_supported"]


def test_a_kept_speed_beyond_the_engine_is_brought_into_its_range(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    file = sottovoce.home / "settings.toml"
    file.write_text("speed = 3.0\n")
    kept = sottovoce("say", "abcd", *ECHO, "-o", "out.wav", "--json")
    assert kept.code == 0, kept.err
    (warning,) = kept.json["warnings"]
    assert warning["code"] == "speed_beyond"
    assert f"The speed 3 in {file}" in warning["message"]
    assert "2 is used" in warning["message"]
    fastest = sottovoce("say", "abcd", *ECHO, "-o", "out.wav", "--speed", "2", "--json")
    assert kept.json["duration_s"] == fastest.json["duration_s"]
    assert fastest.json["warnings"] == []
    result = sottovoce.refused(2, "parameter_invalid", "say", "abcd", *ECHO, "--speed", "3")
    assert "--speed" in result.error["message"]


def test_a_kept_seed_is_used_where_it_is_locked(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    file = sottovoce.home / "settings.toml"
    file.write_text("seed = 77\nseed_locked = true\n")
    words = ("say", "Hi.", *ECHO, "-o", "out.wav", "--json")
    assert sottovoce(*words).json["seed"] == 77
    assert sottovoce(*words, "--seed", "5").json["seed"] == 5
    file.write_text("seed = 77\nseed_locked = false\n")
    assert sottovoce(*words).json["seed"] != 77


def test_an_unknown_engine_of_the_settings_is_told_with_the_file(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    file = sottovoce.home / "settings.toml"
    file.write_text('engine = "f6"\n')
    result = sottovoce.refused(2, "engine_unknown", "say", "Hi.", "-o", "out.wav")
    assert str(file) in result.error["message"]
    assert str(file) in result.error["remedy"]
    result = sottovoce.refused(2, "engine_unknown", "say", "Hi.", "--engine", "f7", "-o", "out.wav")
    assert str(file) not in result.error["message"]


def test_a_voice_of_another_engine(sottovoce: CommandLine) -> None:
    words = ("say", "Hi.", *ECHO, "--voice", "starter:heart", "-o", "out.wav")
    sottovoce.refused(2, "voice_of_other_engine", *words)


def test_a_preset_brings_its_engine(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "Hi.", "--voice", "echo:bell", "-o", "out.wav", "--json")
    assert result.json["engine"] == "echo"


def test_say_prints_one_object(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "Hello there.", "--seed", "7", "-o", "out.wav", "--json")
    assert result.code == 0, result.err
    assert list(result.json) == [
        "output",
        "duration_s",
        "sample_rate_hz",
        "rtf",
        "engine",
        "device",
        "seed",
        "low_vram",
        "warnings",
    ]
    path = sottovoce.folder / "out.wav"
    assert result.json["output"] == str(path)
    assert result.json["duration_s"] == pytest.approx(soundfile.info(path).duration)
    assert (result.json["sample_rate_hz"], result.json["engine"]) == (24_000, "starter")
    assert (result.json["device"], result.json["seed"]) == ("cpu", 7)
    assert result.json["low_vram"] == AUTO_OFF
    assert result.json["warnings"] == []
    assert 0 < result.json["rtf"] < 5
    assert soundfile.info(path).subtype == "PCM_16"
    with soundfile.SoundFile(path) as file:
        assert "Synthetic speech" in file.comment


def test_without_json_nothing_is_on_standard_output(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "Hello there.", *ECHO, "--seed", "7", "-o", "out.wav")
    assert result.out == b""
    assert re.fullmatch(r"out\.wav: 0\.\d s, echo on cpu, RTF \d\.\d{3}, seed 7\n", result.err)


def test_the_same_seed_gives_the_same_file(sottovoce: CommandLine) -> None:
    seed = sottovoce("say", "Hello.", *ECHO, "-o", "a.wav", "--json").json["seed"]
    assert 0 <= seed < 2**32
    sottovoce("say", "Hello.", *ECHO, "--seed", str(seed), "-o", "b.wav")
    sottovoce("say", "Hello.", *ECHO, "--seed", str(seed ^ 1), "-o", "c.wav")
    a, b, c = ((sottovoce.folder / name).read_bytes() for name in ("a.wav", "b.wav", "c.wav"))
    assert a == b
    assert a != c


def test_two_processes_write_the_same_file_with_the_starter_engine(sottovoce: CommandLine) -> None:
    files = []
    for name in ("a.wav", "b.wav"):
        result = sottovoce("say", "Good morning.", "--engine", "starter", "--seed", "7", "-o", name)
        assert result.code == 0, result.err
        files.append((sottovoce.folder / name).read_bytes())
    assert len(files[0]) > 10_000
    assert files[0] == files[1]


def test_what_takes_long_is_told_before_it_begins(sottovoce: CommandLine) -> None:
    """The echo says that it takes 0.1 times real time at 4 steps, and is found to be faster."""
    words = ("say", "one two three four", *ECHO, "--steps", "10000", "-o", "out.wav")
    first = sottovoce(*words)
    assert first.err.startswith("this will take about 6 min here\n"), first.err
    assert "this will take" not in sottovoce(*words).err
    assert "this will take" not in sottovoce("say", "one two three four", "-o", "out.wav").err


def test_lines_are_joined_with_a_pause(sottovoce: CommandLine) -> None:
    one = sottovoce("say", "ab", *ECHO, "-o", "a.wav", "--json").json["duration_s"]
    three = sottovoce("say", "-", *ECHO, "-o", "b.wav", "--json", stdin=b"ab\n\nab\r\nab\n").json[
        "duration_s"
    ]
    assert three == pytest.approx(3 * one + 2 * 0.3, abs=0.001)


def test_standard_output_has_a_whole_file(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "Hello.", *ECHO, "--seed", "1", "-o", "-")
    assert result.code == 0
    sottovoce("say", "Hello.", *ECHO, "--seed", "1", "-o", "out.wav")
    assert result.out == (sottovoce.folder / "out.wav").read_bytes()
    samples, rate_hz = soundfile.read(io.BytesIO(result.out))
    assert len(samples) > rate_hz * 0.1


def test_a_failure_writes_nothing_to_standard_output(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "Hello you.", *ECHO, "--param", "crash=1", "-o", "-")
    assert (result.code, result.out) == (1, b"")
    assert "echo" in result.err


def test_a_reader_that_goes_away(sottovoce: CommandLine) -> None:
    run = sottovoce.start("say", "Hello. " * 100, *ECHO, "-o", "-")
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    err = run.stderr.read().decode()
    run.stderr.close()
    assert run.wait(30) == 1
    assert "Traceback" not in err
    assert "Broken" not in err
    sottovoce.assert_nothing_runs()


@pytest.mark.parametrize(
    "words", [("--version",), ("engines", "--json"), ("say", "Hi.", *ECHO, "-o", "-")], ids=" ".join
)
def test_a_full_standard_output(sottovoce: CommandLine, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            sottovoce.words(*words),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=sottovoce.folder,
            env=sottovoce.environ(),
            check=False,
        )
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert "nothing was left behind" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "environ", "low_vram"),
    [
        (
            ["--low-vram"],
            [],
            {},
            {"value": True, "policy": "on", "source": "command_line", "detail": "--low-vram", **NO_NEED},
        ),
        (
            [],
            ["--low-vram"],
            {},
            {"value": True, "policy": "on", "source": "command_line", "detail": "--low-vram", **NO_NEED},
        ),
        (
            [],
            ["--no-low-vram"],
            {"LOW_VRAM": "1"},
            {"value": False, "policy": "off", "source": "command_line", "detail": "--no-low-vram", **NO_NEED},
        ),
        (
            ["--low-vram=off"],
            [],
            {"LOW_VRAM": "1"},
            {"value": False, "policy": "off", "source": "command_line", "detail": "--low-vram", **NO_NEED},
        ),
        (
            [],
            ["--simulate-gpu=1.49GB"],
            {"LOW_VRAM": "Auto"},
            {
                "value": True,
                "policy": "auto",
                "source": "environment",
                "detail": "LOW_VRAM",
                "engines": ["Echo"],
                "need_bytes": 1_495_000_000,
                "card_bytes": 1_490_000_000,
            },
        ),
        (
            ["--simulate-gpu", "1.5GB"],
            [],
            {},
            AUTO_OFF | {"engines": ["Echo"], "need_bytes": 1_495_000_000, "card_bytes": 1_500_000_000},
        ),
    ],
)
def test_low_vram(
    sottovoce: CommandLine,
    before: list[str],
    after: list[str],
    environ: dict[str, str],
    low_vram: dict[str, object],
) -> None:
    result = sottovoce(*before, "say", *after, "Hi.", *ECHO, "-o", "out.wav", "--json", environ=environ)
    assert result.code == 0, result.err
    assert result.json["low_vram"] == low_vram


def test_settings_of_the_file_are_in_force_and_the_command_line_is_stronger(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    (sottovoce.home / "settings.toml").write_text(
        'engine = "echo"\nspeed = 2.0\nlow_vram = true\nvoice = "gone"\n'
    )
    fast = sottovoce("say", "abcd", "-o", "out.wav", "--json").json
    assert fast["engine"] == "echo"
    assert fast["low_vram"]["source"] == "file"
    assert fast["low_vram"]["detail"] == "settings.toml"
    slow = sottovoce("say", "abcd", "--speed", "1", "-o", "out.wav", "--json").json
    assert slow["duration_s"] == pytest.approx(2 * fast["duration_s"], abs=0.01)


def test_a_broken_settings_file_is_kept_aside_and_said(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    (sottovoce.home / "settings.toml").write_text("speed = ")
    result = sottovoce("say", "Hi.", *ECHO, "-o", "out.wav")
    assert result.code == 0
    assert "warning: The settings file" in result.err
    assert "settings.toml.broken-1" in result.err


def test_user_folders_that_cannot_be_written_do_not_stop_speech(
    sottovoce: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    result = sottovoce(
        "say", "Hi.", *ECHO, "-o", "out.wav", environ={"SOTTOVOCE_HOME": str(tmp_path / "file")}
    )
    assert result.code == 0, result.err
    assert "warning: No log is written" in result.err


def test_a_working_folder_that_is_gone(sottovoce: CommandLine, tmp_path: Path) -> None:
    folder, target = tmp_path / "gone", tmp_path / "out.wav"
    folder.mkdir()
    script = 'rmdir "$PWD"; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *sottovoce.words("say", "Hi.", *ECHO, "-o", target)],
        capture_output=True,
        text=True,
        cwd=folder,
        env=sottovoce.environ({"SOTTOVOCE_HOME": "relative"}),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warning: No log is written: relative" in done.stderr
    assert "Traceback" not in done.stderr
    assert soundfile.info(target).duration > 0


def test_debug_shows_the_log_and_the_traceback(sottovoce: CommandLine) -> None:
    run = sottovoce.start("say", "", "--debug", "-o", "out.wav")
    _, err = run.communicate(timeout=30)
    assert run.returncode == 2
    assert b"Traceback" in err
    assert b"core.services.logs: Sottovoce" in err


def test_the_log_tells_settings_and_modes_and_no_words_of_the_user(sottovoce: CommandLine) -> None:
    secret = "Xylophones"
    sottovoce("say", secret, *ECHO, "-o", "out.wav", environ={"LOW_VRAM": "on"})
    sottovoce("say", f"{secret} 😀", "--engine", "starter", "-o", "-", "--low-vram=off")
    log = (sottovoce.home / "logs" / "sottovoce.log").read_text()
    assert f"Sottovoce {__version__}, Python 3" in log
    assert "setting low_vram = on (environment LOW_VRAM)" in log
    assert "Low VRAM: on (environment LOW_VRAM)" in log
    assert "Low VRAM: off (command line --low-vram)" in log
    assert f"speak {len(secret)} characters with echo" in log
    for file in (sottovoce.home / "logs").iterdir():
        assert secret not in file.read_text()

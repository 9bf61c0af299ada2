"""``sottovoce engines install`` and ``remove``: what can be said without making an environment."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine


@pytest.mark.parametrize("engine", ["f5", "xtts", "kokoro"])
def test_an_engine_that_is_not_installed_is_said_with_the_step_to_take(
    sottovoce: CommandLine, engine: str
) -> None:
    result = sottovoce.refused(1, "engine_not_installed", "say", "Hi.", "--engine", engine, "-o", "out.wav")
    assert result.error["remedy"] == f"Install it: python3 packaging/bootstrap.py --engines {engine}"


def test_an_unknown_engine_stays_misuse(sottovoce: CommandLine) -> None:
    sottovoce.refused(2, "engine_unknown", "say", "Hi.", "--engine", "f6", "-o", "out.wav")


def test_a_dry_run_tells_environment_size_and_the_build_of_pytorch(sottovoce: CommandLine) -> None:
    plans = sottovoce("engines", "install", "f5,kokoro", "xtts", "--dry-run", "--json").json
    assert [(one["name"], one["engines"]) for one in plans["environments"]] == [
        ("torch", ["f5", "xtts"]),
        ("kokoro", ["kokoro"]),
    ]
    assert all(one["needs_mb"] > one["size_mb"] > 100 for one in plans["environments"])
    assert plans["torch"]["plan"]["torch"].startswith("2.")


def test_a_dry_run_for_people_needs_no_torch_for_kokoro(sottovoce: CommandLine) -> None:
    text = sottovoce("engines", "install", "kokoro", "--dry-run").out.decode()
    assert text.startswith("kokoro (kokoro): ")
    assert "PyTorch" not in text


@pytest.mark.parametrize("action", ["install", "remove"])
def test_a_name_that_no_engine_has_is_misuse(sottovoce: CommandLine, action: str) -> None:
    result = sottovoce("engines", action, "kokoro", "f6")
    assert result.code == 2
    assert "f6" in result.err
    assert "kokoro" in result.err


def test_the_starter_is_not_removed(sottovoce: CommandLine) -> None:
    result = sottovoce("engines", "remove", "starter")
    assert result.code == 1
    assert "uninstall" in result.err


@pytest.mark.parametrize("words", [["install"], ["remove"], ["instal", "f5"], ["install", "--dry-run"]])
def test_misuse(sottovoce: CommandLine, words: list[str]) -> None:
    assert sottovoce("engines", *words).code == 2


INDEX = "SOTTOVOCE_TORCH_INDEX"


def dry_run(sottovoce: CommandLine, environ: dict[str, str] | None = None) -> dict[str, str]:
    done = sottovoce("engines", "install", "f5", "--dry-run", "--json", environ=environ)
    assert done.code == 0, done.err
    index: dict[str, str] = done.json["torch"]["index"]
    return index


def test_the_index_for_pytorch_is_a_setting_and_is_told_with_who_set_it(sottovoce: CommandLine) -> None:
    own = dry_run(sottovoce)
    assert (own["source"], own["detail"]) == ("default", "")
    assert own["value"].startswith("https://")
    sottovoce.home.mkdir(exist_ok=True)
    (sottovoce.home / "settings.toml").write_text('torch_index = "https://mirror.example/whl"\n')
    mirror = {"value": "https://mirror.example/whl", "source": "file", "detail": "settings.toml"}
    assert dry_run(sottovoce) == mirror
    said = dry_run(sottovoce, {INDEX: "none"})
    assert said == {"value": "none", "source": "environment", "detail": INDEX}
    doctor = sottovoce("doctor", "--json", environ={INDEX: str(sottovoce.home)}).json["settings"]
    assert doctor["torch_index"] == {
        "value": str(sottovoce.home),
        "source": "environment",
        "detail": INDEX,
    }


@pytest.mark.parametrize("value", ["mirror.example/whl", "ftp://mirror.example", "/no/such/folder"])
def test_an_index_that_is_none_is_misuse(sottovoce: CommandLine, value: str) -> None:
    words = ("engines", "install", "f5", "--dry-run")
    result = sottovoce(*words, "--json", environ={INDEX: value})
    assert result.code == 2
    assert result.error["code"] == "setting_invalid"
    assert INDEX in result.error["message"]
    assert value in result.error["message"]
    assert "http" in result.error["message"]

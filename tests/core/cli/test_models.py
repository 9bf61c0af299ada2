"""``sottovoce models`` without PyTorch; ``tests/core/engines/test_conversion.py`` converts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_line import CommandLine


def put(sottovoce: CommandLine, *names: str) -> Path:
    """Put files into a folder of the user's weights; return the folder."""
    for name in names:
        path = sottovoce.home / "models" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 10)
    return sottovoce.home / "models"


def test_without_weights_the_place_for_them_is_told(sottovoce: CommandLine) -> None:
    assert sottovoce("models", "list", "--json").json["models"] == []
    assert str(sottovoce.home / "models") in sottovoce("models", "list").out.decode()


def test_folders_are_listed_also_of_engines_that_are_not_installed(sottovoce: CommandLine) -> None:
    root = put(
        sottovoce, "xtts/tuned/model.pth", "xtts/tuned/config.json", "echo/one/weights", "xtts/v3.part/x"
    )
    listed = sottovoce("models", "list", "--json").json
    assert {"models": listed["models"]} == {
        "models": [
            {
                "engine": "echo",
                "name": "one",
                "path": str(root / "echo" / "one"),
                "size_bytes": 10,
                "missing": [],
                "format": "",
                "languages": [],
            },
            {
                "engine": "xtts",
                "name": "tuned",
                "path": str(root / "xtts" / "tuned"),
                "size_bytes": 20,
                "missing": None,
                "format": "",
                "languages": [],
            },
        ]
    }
    rows = sottovoce("models", "list").out.decode().splitlines()
    assert rows[0].split() == ["ENGINE", "NAME", "SIZE", "FORMAT", "MISSING", "FOLDER"]
    assert "not installed" in rows[2]


@pytest.mark.parametrize("engine", ["f5", "xtts"])
def test_without_its_environment_the_step_to_take_is_said(sottovoce: CommandLine, engine: str) -> None:
    put(sottovoce, f"{engine}/v2/model.pth")
    result = sottovoce.refused(1, "engine_not_installed", "models", "convert", engine)
    assert result.error["remedy"] == f"Install it: python3 packaging/bootstrap.py --engines {engine}"


def test_so_it_is_for_a_folder_that_lies_elsewhere(sottovoce: CommandLine) -> None:
    folder = sottovoce.folder / "weights"
    folder.mkdir()
    (folder / "model.pth").write_bytes(b"x")
    result = sottovoce.refused(1, "engine_not_installed", "models", "convert", "weights")
    assert "--engines" in result.error["remedy"]


def test_a_folder_without_pickles_has_nothing_to_convert(sottovoce: CommandLine) -> None:
    folder = sottovoce.folder / "weights"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"x")
    assert b"nothing to convert" in sottovoce("models", "convert", "weights").out
    assert sottovoce("models", "convert", "weights", "--json").json == {"converted": []}


def test_an_engine_without_pickles_has_nothing_to_convert(sottovoce: CommandLine) -> None:
    put(sottovoce, "echo/one/weights")
    assert sottovoce("models", "convert", "echo", "--json").json == {"converted": []}


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_a_folder_that_is_not_there_or_empty_is_refused(sottovoce: CommandLine, kind: str) -> None:
    place = sottovoce.folder / "weights"
    if kind == "empty":
        place.mkdir()
    elif kind == "file":
        place.write_bytes(b"x")
    result = sottovoce.refused(1, "model_missing", "models", "convert", str(place))
    assert str(place) in result.error["message"]


def test_an_engine_without_a_folder_is_refused(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(1, "model_missing", "models", "convert", "echo")
    assert str(sottovoce.home / "models" / "echo") in result.error["message"]
    (sottovoce.home / "models" / "echo" / "one").mkdir(parents=True)
    sottovoce.refused(1, "model_missing", "models", "convert", "echo")
    shutil.rmtree(sottovoce.home / "models")


def test_a_name_that_is_neither_engine_nor_folder_is_misuse(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "engine_unknown", "models", "convert", "f6")
    assert "echo" in result.error["message"]


@pytest.mark.parametrize("words", [[], ["convert"], ["convert", "a", "b"], ["lst"]])
def test_misuse(sottovoce: CommandLine, words: list[str]) -> None:
    sottovoce.refused(2, "usage_error", "models", *words)

"""Where the user's data live."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FolderNotWritable
from core.paths import Paths


def test_home_holds_everything(tmp_path: Path) -> None:
    paths = Paths.find({"SOTTOVOCE_HOME": str(tmp_path)})
    assert paths.settings_file == tmp_path / "settings.toml"
    assert paths.voices_dir == tmp_path / "voices"
    assert paths.models_dir == tmp_path / "models"
    assert paths.recognition_dir == tmp_path / "models" / "whisper" / "base"
    assert paths.cache == tmp_path / "cache"
    assert paths.logs == tmp_path / "logs"
    assert paths.session_file.parent == tmp_path


def test_relative_home_does_not_follow_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = Paths.find({"SOTTOVOCE_HOME": "portable"})
    monkeypatch.chdir("/")
    assert paths.config == tmp_path / "portable"


@pytest.mark.parametrize("home", ["", "  "])
def test_empty_home_counts_as_unset(home: str) -> None:
    paths = Paths.find({"SOTTOVOCE_HOME": home})
    assert paths == Paths.find({})
    assert paths.config.name == "sottovoce"
    assert len({paths.config, paths.data, paths.cache, paths.logs}) >= 3


def test_home_of_nobody_is_taken_by_its_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = Paths.find({"SOTTOVOCE_HOME": "~nobody-has-this-name/x"})
    assert paths.config == tmp_path / "~nobody-has-this-name" / "x"


def test_ensure_makes_the_folders(tmp_path: Path) -> None:
    paths = Paths.find({"SOTTOVOCE_HOME": str(tmp_path / "a" / "b")})
    paths.ensure()
    paths.ensure()
    assert paths.logs.is_dir()
    assert paths.cache.is_dir()


def test_ensure_names_the_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    paths = Paths.find({"SOTTOVOCE_HOME": str(tmp_path / "file")})
    with pytest.raises(FolderNotWritable) as caught:
        paths.ensure()
    assert caught.value.path.startswith(str(tmp_path / "file"))

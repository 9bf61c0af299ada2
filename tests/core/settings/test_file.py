"""The settings file: patience in reading, care in writing."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from core.paths import Paths
from core.settings import Settings
from core.settings.file import read_settings, write_settings


@pytest.fixture
def paths(home: Path) -> Paths:
    home.mkdir()
    return Paths.find({"SOTTOVOCE_HOME": str(home)})


@pytest.mark.parametrize(
    "data",
    [
        b"low_vram = ",
        b"[[[[",
        b"\xff\xfe\x00broken",
        b"a = 1\na = 2\n",
        b"x = " + b"[" * 5000,
        b"a = 1\n" * 300_000,
    ],
    ids=["no value", "brackets", "no text", "twice", "deep", "huge"],
)
def test_a_broken_file_is_kept_aside_and_said(paths: Paths, data: bytes) -> None:
    paths.settings_file.write_bytes(data)
    settings = Settings.load(paths, {})
    (notice,) = settings.notices
    assert notice.code == "settings_file_broken"
    assert notice.fields["path"] == str(paths.settings_file)
    assert notice.fields["reason"]
    kept = Path(str(notice.fields["kept_as"]))
    assert kept.name == "settings.toml.broken-1"
    assert kept.read_bytes() == data
    assert not paths.settings_file.exists()
    settings.click("speed", 1.5)
    assert settings.save() == []
    assert kept.read_bytes() == data


def test_each_broken_file_is_kept(paths: Paths) -> None:
    for number in (1, 2, 3):
        paths.settings_file.write_text(f"broken {number}")
        Settings.load(paths, {})
    for number in (1, 2, 3):
        assert (paths.config / f"settings.toml.broken-{number}").read_text() == f"broken {number}"


def test_unknown_keys_comments_and_order_survive(paths: Paths) -> None:
    before = '# mine\nfuture = "kept"  # by a newer version\nspeed = 1.0 # slow\n\n[more]\ndeep = [1, 2]\n'
    paths.settings_file.write_text(before)
    settings = Settings.load(paths, {})
    assert settings.notices == []
    settings.click("speed", 1.5)
    settings.click("low_vram", True)
    settings.save()
    after = paths.settings_file.read_text()
    values = tomllib.loads(after)
    assert values["future"] == "kept"
    assert values["more"] == {"deep": [1, 2]}
    assert values["speed"] == 1.5
    assert values["low_vram"] == "on"
    assert "# mine" in after
    assert "# by a newer version" in after


def test_comments_of_a_file_without_values_survive(paths: Paths) -> None:
    paths.settings_file.write_text("# nothing yet\n")
    write_settings(paths.settings_file, {"speed": 1.5})
    assert "# nothing yet" in paths.settings_file.read_text()


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('low_vram = "maybe"', "low_vram"),
        ("low_vram = 2", "low_vram"),
        ("speed = nan", "speed"),
        ('speed = "fast"', "speed"),
        ("speed = true", "speed"),
        ("seed = -1", "seed"),
        ("seed = 4294967296", "seed"),
        ('theme = "pink"', "theme"),
        ("output_level = 1.01", "output_level"),
        ("voice = 7", "voice"),
    ],
)
def test_a_wrong_value_leaves_the_default_and_is_said(paths: Paths, line: str, key: str) -> None:
    paths.settings_file.write_text(f'{line}\nengine = "other"\n')
    settings = Settings.load(paths, {})
    (notice,) = settings.notices
    assert notice.code == "setting_not_allowed"
    assert notice.fields["key"] == key
    assert notice.fields["path"] == str(paths.settings_file)
    assert settings.get(key).source == "default"
    assert settings.value("engine") == "other"
    assert paths.settings_file.exists()


@pytest.mark.parametrize(
    ("text", "value"), [("true", "on"), ("false", "off"), ('"auto"', "auto"), ('"ON"', "on")]
)
def test_low_vram_in_the_file(paths: Paths, text: str, value: str) -> None:
    paths.settings_file.write_text(f"low_vram = {text}\n")
    assert Settings.load(paths, {}).value("low_vram") == value


def test_a_byte_order_mark_and_windows_line_ends_are_read(paths: Paths) -> None:
    paths.settings_file.write_bytes(b"\xef\xbb\xbfspeed = 1.5\r\nseed = 3\r\n")
    settings = Settings.load(paths, {})
    assert settings.notices == []
    assert (settings.value("speed"), settings.value("seed")) == (1.5, 3)


def test_a_folder_of_that_name_is_left_alone(paths: Paths) -> None:
    paths.settings_file.mkdir()
    settings = Settings.load(paths, {})
    assert [notice.code for notice in settings.notices] == ["settings_file_unreadable"]
    settings.click("speed", 1.5)
    assert [notice.code for notice in settings.save()] == ["settings_not_saved"]
    assert settings.value("speed") == 1.5
    paths.settings_file.rmdir()
    assert settings.save() == []
    assert Settings.load(paths, {}).value("speed") == 1.5


def test_a_link_stays_a_link(paths: Paths, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("speed = 1.0\n")
    paths.settings_file.symlink_to(real)
    write_settings(paths.settings_file, {"speed": 1.5})
    assert paths.settings_file.is_symlink()
    assert "1.5" in real.read_text()


def _write_many(path: Path, key: str) -> None:
    for number in range(30):
        assert write_settings(path, {key: "x" * number}) == []


def test_two_programs_leave_no_torn_file(paths: Paths) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_write_many, args=(paths.settings_file, key)) for key in ("voice", "engine")
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        _, notices = read_settings(paths.settings_file)
        assert notices == []
        writers[0].join(0.002)
    assert [writer.exitcode for writer in writers] == [0, 0]
    values, _ = read_settings(paths.settings_file)
    assert "x" * 29 in values.values()
    assert [file.name for file in paths.config.iterdir()] == ["settings.toml"]


def test_a_full_disk_keeps_the_old_file(paths: Paths) -> None:
    paths.settings_file.write_text("speed = 1.0\n")
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from core.settings.file import write_settings\n"
        "import tomlkit\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))\n"
        "(notice,) = write_settings(Path(sys.argv[1]), {'speed': 1.5, 'voice': 'x' * 5000})\n"
        "sys.exit(0 if notice.code == 'settings_not_saved' and notice.fields['reason'] else 1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(paths.settings_file)], env=os.environ, check=False
    )
    assert done.returncode == 0
    assert paths.settings_file.read_text() == "speed = 1.0\n"
    assert [file.name for file in paths.config.iterdir()] == ["settings.toml"]

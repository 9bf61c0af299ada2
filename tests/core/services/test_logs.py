"""The log file."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.paths import Paths
from core.services import logs
from core.services.logs import log_file, log_start, set_up_logging
from core.settings import Settings


@pytest.fixture
def paths() -> Iterator[Paths]:
    """Give folders, and put the loggers back as they were."""
    names = ("core", "gui", "sottovoce")
    before = [(logger, logger.level, logger.propagate) for logger in map(logging.getLogger, names)]
    yield Paths.find()
    for logger, level, propagate in before:
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(level)
        logger.propagate = propagate


def test_it_rotates(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LIMIT_BYTES", 2000)
    assert set_up_logging(paths) == []
    for number in range(200):
        logging.getLogger("core.somewhere").info("line %d, long enough to fill a file in the end", number)
    files = sorted(paths.logs.iterdir())
    assert [file.name for file in files] == ["sottovoce.log", *(f"sottovoce.log.{n}" for n in (1, 2, 3))]
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "line 199," in log_file(paths).read_text()


def test_settings_are_logged_with_who_set_them(paths: Paths) -> None:
    paths.ensure()
    paths.settings_file.write_text("speed = 1.2\ntheme = 'pink'\n")
    set_up_logging(paths)
    log_start(Settings.load(paths, {"LOW_VRAM": "on"}))
    text = log_file(paths).read_text()
    assert "setting low_vram = on (environment LOW_VRAM)" in text
    assert "setting speed = 1.2 (file settings.toml)" in text
    assert "setting engine" not in text
    assert "setting_not_allowed" in text


def test_a_second_set_up_replaces_the_first(paths: Paths) -> None:
    set_up_logging(paths)
    set_up_logging(paths)
    logging.getLogger("core.somewhere").info("once")
    assert log_file(paths).read_text().count("once") == 1


def test_no_folder_is_a_notice(tmp_path: Path, paths: Paths) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Paths.find({"SOTTOVOCE_HOME": str(tmp_path / "file")})
    (notice,) = set_up_logging(blocked)
    assert notice.code == "log_not_written"
    assert str(tmp_path / "file") in str(notice.fields["path"])
    logging.getLogger("core.somewhere").info("goes nowhere")
    assert not log_file(paths).exists()


PRINTS = """
import os, sys
from core.paths import Paths
from core.services.logs import keep_native_output
paths = Paths.find()
paths.ensure()
keep_native_output(paths)
os.write(2, b"Expression 'ret' failed in 'pa_linux_alsa.c'\\n")
print("of Python", file=sys.stderr)
"""


def test_what_libraries_print_goes_beside_the_log(home):
    done = subprocess.run(
        [sys.executable, "-c", PRINTS], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == "of Python\n"
    assert "pa_linux_alsa.c" in next(home.rglob("native.log")).read_text()

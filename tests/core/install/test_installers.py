"""Installers put packages into the environment and nowhere else; the lock lasts as long as they run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import core
from core.install.installers import (
    PipInstaller,
    Runner,
    UvInstaller,
    installer_environ,
    installers,
    pip_settings,
)
from core.install.lock import InstallLock, LockTaken
from tests.waiting import wait_until

CHECKOUT = Path(core.__file__).parents[1]
PYTHON = Path(sys.executable)

INSTALL = """
import sys
from pathlib import Path
from core.install.installers import Runner
from core.install.lock import InstallLock
root = Path(sys.argv[1])
with InstallLock(root / "lock", print), (root / "log").open("w") as log:
    child = "import sys; print('begun', flush=True); open(sys.argv[1]).read()"
    runner = Runner(log, lambda line: print(line, end="", flush=True))
    runner.run([sys.executable, "-c", child, root / "fifo"], "")
"""


@pytest.mark.parametrize(
    "name",
    ["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_USER", "PIP_DRY_RUN", "UV_SYSTEM_PYTHON"],
)
def test_no_variable_sends_packages_elsewhere(name: str) -> None:
    kept = {"PIP_INDEX_URL": "x", "PIP_PROXY": "y", "UV_DEFAULT_INDEX": "z", "HTTPS_PROXY": "p"}

    assert installer_environ({**kept, name: "/somewhere/else"}) == {**kept, "ORT_DISABLE_TELEMETRY": "1"}


def pip_file(path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let pip read this settings file beside the machine's own."""
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(path))


def test_a_settings_file_of_pip_sends_them_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "[global]\ntarget = /somewhere\nproxy = http://proxy.test:1\n[install]\nprefix = /over/there\n"
    pip_file(tmp_path / "pip.conf", monkeypatch, text)

    settings = pip_settings(PYTHON)

    assert settings["PIP_CONFIG_FILE"] == os.devnull
    assert settings["PIP_PROXY"] == "http://proxy.test:1"
    assert not {"PIP_TARGET", "PIP_PREFIX"} & settings.keys()


def test_a_settings_file_without_a_destination_is_left_to_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip_file(tmp_path / "pip.conf", monkeypatch, "[global]\nproxy = http://proxy.test:1\n")

    assert pip_settings(PYTHON) == {}


def test_uv_is_left_out_where_its_settings_name_a_destination(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}")
    settings = tmp_path / "uv" / "uv.toml"
    settings.parent.mkdir()
    with (tmp_path / "log").open("w") as log:
        runner = Runner(log, print)
        settings.write_text('index-url = "https://mirror.test/simple"\n[pip]\nno-cache = true\n')
        assert [type(one) for one in installers(runner)] == [UvInstaller, PipInstaller]

        settings.write_text('[pip]\ntarget = "/somewhere"\n')
        assert [type(one) for one in installers(runner)] == [PipInstaller]


@pytest.mark.skipif(sys.platform == "win32", reason="files are not inherited there")
def test_the_lock_lasts_until_an_orphaned_installer_has_ended(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with subprocess.Popen(
        [sys.executable, "-c", INSTALL, str(tmp_path)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGKILL)
        process.wait(20)

        with pytest.raises(LockTaken), InstallLock(tmp_path / "lock"):
            pass
        fifo.write_text("go on")
    wait_until(lambda: _free(tmp_path / "lock"), "the installer to end")


def _free(path: Path) -> bool:
    try:
        with InstallLock(path):
            return True
    except LockTaken:
        return False

"""Ctrl+C and a polite kill: no partial file and no process behind, whenever they come."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import tomllib
from pathlib import Path

import pytest
import soundfile

from tests.command_line import CommandLine
from tests.installed import REPOSITORY
from tests.waiting import wait_until

AS_FOR_USERS = {"PYTHONWARNINGS": ""}
"""An import that is interrupted leaves a file to the collector; where warnings are errors, that is told."""
STUCK = ("say", "Hello there you.", "--engine", "echo", "-o", "out.wav")
SIGNALS = pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])


def stop(
    sottovoce: CommandLine, run: subprocess.Popen[bytes], number: signal.Signals
) -> tuple[int, bytes, bytes]:
    """Send the signal and return exit code, standard output and standard error.

    It waits far less long than the engine would go on for.
    """
    run.send_signal(number)
    out, err = run.communicate(timeout=20)
    assert b"Traceback" not in err
    sottovoce.assert_nothing_runs()
    return run.returncode, out, err


@SIGNALS
@pytest.mark.parametrize("parameter", ["step_s=600", "hang_s=600", "hang_locked_s=600"])
def test_while_the_engine_speaks(
    sottovoce: CommandLine, number: signal.Signals, code: int, parameter: str
) -> None:
    target = sottovoce.folder / "out.wav"
    target.write_text("kept")
    run = sottovoce.start(*STUCK, "--param", parameter)
    wait_until(lambda: len(list(sottovoce.folder.iterdir())) == 2 and _speaks(sottovoce), "the job")
    found, out, _ = stop(sottovoce, run, number)
    assert (found, out) == (code, b"")
    assert [path.name for path in sottovoce.folder.iterdir()] == ["out.wav"]
    assert target.read_text() == "kept"


def _speaks(sottovoce: CommandLine) -> bool:
    log = sottovoce.home / "logs" / "sottovoce.log"
    return log.exists() and "speak 16 characters" in log.read_text()


def test_with_json_an_interrupt_prints_no_result(sottovoce: CommandLine) -> None:
    run = sottovoce.start(*STUCK, "--json", "--param", "step_s=600")
    wait_until(lambda: _speaks(sottovoce), "the job")
    assert stop(sottovoce, run, signal.SIGINT)[:2] == (130, b"")
    assert list(sottovoce.folder.iterdir()) == []


def test_while_weights_are_loaded(sottovoce: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "weights.safetensors").write_bytes(b"ECHO")
    (tmp_path / "load_s.txt").write_text("600")
    run = sottovoce.start(*STUCK, "--model", tmp_path)
    wait_until(lambda: _speaks(sottovoce), "the job")
    assert stop(sottovoce, run, signal.SIGINT)[0] == 130
    assert list(sottovoce.folder.iterdir()) == []


def test_while_it_starts(sottovoce: CommandLine) -> None:
    run = sottovoce.start(*STUCK)
    wait_until(sottovoce.host_pids, "the host")
    code = stop(sottovoce, run, signal.SIGINT)[0]
    assert code == 130
    assert list(sottovoce.folder.iterdir()) == []


@pytest.mark.slow
def test_at_any_moment(sottovoce: CommandLine) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    for _ in range(8):
        run = sottovoce.start(*STUCK, "--param", "step_s=0.01", more=AS_FOR_USERS)
        log = sottovoce.home / "logs" / "sottovoce.log"
        size = log.stat().st_size if log.exists() else 0
        wait_until(lambda log=log, size=size: log.exists() and log.stat().st_size > size, "the program")
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(rng.uniform(0.0, 0.5))
        code = stop(sottovoce, run, signal.SIGINT)[0]
        assert code in {0, 130}
        for path in sottovoce.folder.iterdir():
            assert path.name == "out.wav"
            assert soundfile.info(path).duration > 0.5
            path.unlink()


def test_an_interrupt_is_an_exit_code_wherever_it_comes(sottovoce: CommandLine) -> None:
    script = (
        "import os, signal, sys; from core.cli.interrupts import interrupts\n"
        "with interrupts(to_the_end=True) as taken:\n"
        "    try: exec('os.kill(os.getpid(), signal.SIGINT)')\n"
        "    except KeyboardInterrupt: code = taken.exit_code\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(code)"
    )
    words = [str(sottovoce.python), "-c", script]
    done = subprocess.run(words, env=sottovoce.environ(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


def test_an_interrupt_in_the_midst_of_the_first_imports_is_quiet(sottovoce: CommandLine) -> None:
    script = (
        "import os, runpy, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'core.errors': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.argv = ['sottovoce', '--version']\n"
        "runpy.run_module('core.cli', run_name='__main__', alter_sys=True)\n"
    )
    words = [str(sottovoce.python), "-c", script]
    done = subprocess.run(words, env=sottovoce.environ(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_the_installed_command_is_as_quiet_in_its_first_imports(sottovoce: CommandLine) -> None:
    """As an installer writes it: the module and the function that the entry point names."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    module, _, function = project["scripts"]["sottovoce"].partition(":")
    script = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'core.errors': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.argv = ['sottovoce', '--version']\n"
        f"from {module} import {function}\n"
        f"sys.exit({function}())\n"
    )
    words = [str(sottovoce.python), "-c", script]
    done = subprocess.run(words, env=sottovoce.environ(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_kill_leaves_no_host(sottovoce: CommandLine) -> None:
    run = sottovoce.start(*STUCK, "--param", "hang_s=600")
    wait_until(lambda: _speaks(sottovoce), "the job")
    run.kill()
    run.communicate(timeout=20)
    sottovoce.assert_nothing_runs()

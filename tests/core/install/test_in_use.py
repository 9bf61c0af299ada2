"""An environment that a process runs from is not removed under it."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import core
from core.host.client import HostClient, HostOptions
from core.install import engines, in_use
from core.install.engines import remove
from core.install.environments import Environment
from core.install.failures import InstallFailed
from core.install.in_use import User, users_of
from core.install.layout import MARKER_NAME, environments_root, write_stamp
from core.install.sets import load_sets
from tests.installed import ENGINES, make_environment

SETS = load_sets(Path(core.__file__).parents[1])


@pytest.fixture
def torch(tmp_path: Path) -> Environment:
    """Return a checkout's environment ``torch``, with an engine that needs no PyTorch."""
    root = environments_root(tmp_path / "my checkout")
    root.mkdir(parents=True)
    (root / MARKER_NAME).touch()
    environment = make_environment(root / "torch", "torch", ENGINES / "echo_engine", ("echo",))
    write_stamp(root / "torch", {"digest": "x"})
    return environment


@pytest.fixture
def host(torch: Environment) -> Iterator[HostClient]:
    client = HostClient(torch, HostOptions())
    yield client
    client.close()


def folder(environment: Environment) -> Path:
    return environment.python.parent.parent


def removed(environment: Environment) -> str:
    told = io.StringIO()
    remove(SETS, ["f5"], folder(environment).parents[1], told)
    return told.getvalue()


def test_under_an_open_studio_nothing_is_removed_and_the_process_is_named(
    torch: Environment, host: HostClient
) -> None:
    pid = host.hello().pid
    before = sorted(path.name for path in folder(torch).parent.iterdir())
    with pytest.raises(InstallFailed) as caught:
        removed(torch)
    assert caught.value.kind == "in_use"
    assert f"process {os.getpid()}" in caught.value.why
    assert f"process {pid}" in caught.value.why
    assert sorted({*before, "install.lock"}) == sorted(path.name for path in folder(torch).parent.iterdir())
    assert host.hello().pid == pid

    host.close()
    assert removed(torch).startswith("Removed torch")
    assert not folder(torch).exists()


def test_one_that_starts_at_the_last_moment_is_seen(
    torch: Environment, host: HostClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[list[User]] = []

    def look(environment: Path) -> list[User]:
        found = users_of(environment)
        looks.append(found)
        if len(looks) == 1:
            host.hello()
        return found

    monkeypatch.setattr(engines, "users_of", look)
    with pytest.raises(InstallFailed) as caught:
        removed(torch)
    assert caught.value.kind == "in_use"
    assert [len(found) for found in looks] == [0, 1]
    assert host.hello().pid == looks[1][0].pid
    assert (folder(torch) / "pyvenv.cfg").is_file()


def test_other_programs_of_the_environment_count_too(torch: Environment) -> None:
    script = "print('up', flush=True); input()"
    with subprocess.Popen(
        [torch.python, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert users_of(folder(torch)) == [User(process.pid, None)]
        process.communicate(b"\n")
    assert users_of(folder(torch)) == []


def test_a_link_to_the_checkout_is_seen_through(torch: Environment, host: HostClient, tmp_path: Path) -> None:
    host.hello()
    (tmp_path / "link").symlink_to(folder(torch).parent)
    assert len(users_of(tmp_path / "link" / "torch")) == 1
    assert users_of(tmp_path / "link" / "kokoro") == []


def test_what_ps_says_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As macOS prints it, where a path may have blanks."""
    root = tmp_path / "my checkout"
    program = root / "torch" / "bin" / "python"
    ps = tmp_path / "ps"
    ps.write_text(
        f"#!/bin/sh\necho '    1 /sbin/launchd'\n"
        f"echo '  812 {program} -I -u -m core.host.server --parent 800 --environment=torch'\n"
        f"echo '  813 /usr/bin/python3 x.py'\necho '  814 {program}3.12 -c pass'\n"
    )
    ps.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(in_use, "_processes", in_use._from_ps)
    assert users_of(root / "torch") == [User(812, 800), User(814, None)]

"""What every test stands on: private user folders, no network, no screen, no user's settings."""

from __future__ import annotations

import gc
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from core.install.environments import Environment
from tests.installed import ENGINES, make_environment

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before anything imports onnxruntime
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts jobs in the background so, and all that tests start and interrupt would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["tests.audio_fixtures"]

settings.register_profile(
    "busy", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("busy")

STARTS_PROGRAMS = ("core/cli", "core/host", "end2end", "gui", "input", "packaging", "sottovoce")
"""Folders whose tests start hosts, windows or the command line."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts programs, so that it can be left out."""
    folders = [Path(__file__).parent / name for name in STARTS_PROGRAMS]
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in folders):
            item.add_marker(pytest.mark.programs)


LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test user folders of its own, and none of the user's settings."""
    for name in list(os.environ):
        if name == "LOW_VRAM" or name.startswith("SOTTOVOCE_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("SOTTOVOCE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse connections that leave the machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
            inet = self.family in {socket.AF_INET, socket.AF_INET6}
            if inet and address[0] not in LOOPBACK:
                raise PermissionError(f"tests do not speak with {address[0]}")
            return real(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def only_what_is_new_is_collected() -> Iterator[None]:
    """Hide what is there already from the garbage collector: each release has it go through everything.

    In a run of thousands of tests, or in a process with torch, that is much of the time.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def echo_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment of a third party's engine, ``echo``, that clones and misbehaves on request."""
    folder = tmp_path_factory.mktemp("environments") / "echo"
    return make_environment(folder, "echo", ENGINES / "echo_engine", ("echo",))


@pytest.fixture(scope="session")
def heavy_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment of an engine, ``heavy``, that says that it fills a 4 GB card."""
    folder = tmp_path_factory.mktemp("environments") / "heavy"
    return make_environment(folder, "heavy", ENGINES / "heavy_engine", ("heavy",))

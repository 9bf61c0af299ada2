"""The real window against the real host, on no screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from core.install.environments import Environment, find_environments
from core.paths import Paths
from core.services.app import Services, host_options
from core.settings import Settings
from gui import theme
from gui.app import Program
from gui.memory_bridge import MemoryBridge
from gui.presenters.states import LineState
from gui.session import take_slot
from tests.installed import ENGINES, make_environment

LONG_MS = 60_000
"""A deadline, not a wait: a busy machine may need it."""


@pytest.fixture(autouse=True)
def own_locale() -> Iterator[None]:
    """Keep the language that one test chooses from the numbers of the next."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


class OpenStudio:
    """An open program and what tests ask of it."""

    def __init__(self, program: Program, services: Services, qtbot) -> None:
        self.program = program
        self.services = services
        self.window = program.window
        self.studio = program.studio
        self.editor = program.window.editor
        self._qtbot = qtbot

    def start(self) -> None:
        """Show the window and wait for the engines."""
        self.window.show()
        with self._qtbot.waitSignal(self.studio.runner.hosts_ready, timeout=LONG_MS):
            self.studio.start()

    def write(self, text: str) -> None:
        """Put a text into the editor as if it were typed."""
        self.window.put_text(text, undoable=True)

    def generate(self) -> None:
        """Press Generate and wait for the end of the run."""
        with self._qtbot.waitSignal(self.studio.run.ended, timeout=LONG_MS):
            self.window.engine_panel.generate_button.click()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition."""
        self._qtbot.waitUntil(condition, timeout=LONG_MS)

    def states(self) -> list[LineState]:
        """Return what the editor shows of each line."""
        return [self.editor.line_view(n).state for n in range(self.editor.document().blockCount())]

    def notices(self) -> list[str]:
        """Return the notices in sight, each in one line, newest first."""
        return [
            " ".join(part for part in (view.what, view.why, view.remedy) if part)
            for view in self.window.notice_bar.notices()
        ]

    @property
    def client(self):
        """The client of the starter engine's host."""
        return self.services.hosts.client_for("starter")


@pytest.fixture
def open_studio(qtbot, qapp: QApplication) -> Iterator[Callable[..., OpenStudio]]:
    """Open studios over the test's own user folders; they are closed at the end."""
    opened: list[OpenStudio] = []

    def make(
        command_line: dict[str, object] | None = None,
        environments: list[Environment] | None = None,
        **options: Any,
    ) -> OpenStudio:
        """Open one; the options are those of its hosts."""
        paths = Paths.find(os.environ)
        paths.ensure()
        settings = Settings.load(paths, os.environ, command_line or {})
        memory = MemoryBridge()
        services = Services.create(
            paths,
            settings,
            replace(host_options(paths, settings), **options),
            memory,
            on_host_ended=memory.tell_end,
            on_no_host=memory.tell_none,
            environments=environments,
        )
        theme.install(qapp, str(settings.value("theme")))
        program = Program(qapp, services, memory, take_slot(paths))
        opened.append(OpenStudio(program, services, qtbot))
        return opened[-1]

    yield make
    for one in opened:
        one.window.close()
        with qtbot.waitSignals([one.window.destroyed, one.program.destroyed], timeout=LONG_MS):
            one.window.deleteLater()
            one.program.deleteLater()


@pytest.fixture
def studio(open_studio: Callable[..., OpenStudio]) -> OpenStudio:
    """Open a studio, with its engines ready."""
    one = open_studio()
    one.start()
    return one


@pytest.fixture(scope="session")
def choir_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment with small engines that differ in what they need."""
    folder = tmp_path_factory.mktemp("environments") / "choir"
    return make_environment(
        folder, "choir", ENGINES / "choir_engine", ("alto", "basso", "choir_mute", "tenor")
    )


@pytest.fixture
def choir(open_studio: Callable[..., OpenStudio], choir_environment: Environment) -> OpenStudio:
    """Open a studio that has the choir's engines beside the starter."""
    one = open_studio(environments=[*find_environments(), choir_environment])
    one.start()
    return one


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Return a recording without a text beside it."""
    path = tmp_path / "Elena.wav"
    rng = np.random.default_rng(1)
    tone = np.sin(np.arange(5 * 24_000) * 0.05) * rng.uniform(0.1, 0.3, 5 * 24_000)
    soundfile.write(path, tone, 24_000)
    return path

#!/usr/bin/env python3
"""Make the pictures of `docs/images` from the real program: its window, its host, its starter voice.

    python3 packaging/bootstrap.py python packaging/pictures.py

Needs no screen. What is heard is not pictured, so a machine without sound makes the same pictures.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.paths import Paths
from core.services.app import Services
from core.settings import Settings
from gui import theme
from gui.app import Program
from gui.presenters.states import LineState
from gui.runs import LineProgress
from gui.session import take_slot
from gui.studio import MemoryBridge

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
DEADLINE_MS = 60_000

SCRIPT = """It was long past midnight when the radio woke by itself.
Nobody had touched it in years, and yet a voice came through, calm and close.

“Do not answer yet,” it said. “Somebody is listening to both of us.”
She counted three clicks, then fourteen, then silence.
And in May, at seven in the evening, it spoke again.
“Now,” it said. “Answer now.”"""

FAILING = SCRIPT.replace("She counted three clicks, then fourteen, then silence.", "— … —")


class Shot:
    """An open studio to be pictured."""

    def __init__(self, application: QApplication, options: dict[str, object], chosen: dict[str, str]) -> None:
        paths = Paths.find()
        paths.ensure()
        settings = Settings.load(paths, {}, options)
        for key, value in chosen.items():
            settings.click(key, value)
        memory = MemoryBridge()
        services = Services.create(paths, settings, on_memory=memory)
        theme.install(application, str(settings.value("theme")))
        theme.theme().set_scheme(str(settings.value("theme")))
        self.program = Program(application, services, memory, take_slot(paths.session_file))
        self.studio, self.window = self.program.studio, self.program.window
        self.window.resize(1280, 800)
        self.window.show()
        self.studio.start()
        self.until(lambda: bool(self.studio.engine.known.introduced))
        self.until(lambda: not self.studio.meter.state.stale)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition."""
        loop = QEventLoop()
        look, end = QTimer(), QTimer()
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        end.timeout.connect(lambda: sys.exit("a picture took too long"))
        look.start(20)
        end.start(DEADLINE_MS)
        loop.exec()
        end.stop()

    def write(self, text: str, line: int) -> None:
        """Put the script into the editor, and the cursor into a line."""
        self.window.put_text(text, undoable=True)
        self.window.editor.go_to_line(line)

    def generate(self) -> None:
        """Render everything."""
        self.studio.generate()
        self.until(lambda: not self.studio.run.running)

    def settle(self) -> None:
        """Let the window draw what it has been told."""
        loop = QEventLoop()
        QTimer.singleShot(150, loop.quit)
        loop.exec()

    def take(self, name: str) -> None:
        """Write the picture."""
        self.settle()
        self.window.grab().save(str(FOLDER / f"{name}.png"), "PNG")
        print(f"docs/images/{name}.png", file=sys.stderr)


@contextmanager
def studio(
    application: QApplication, theme_name: str, language: str = "en", **options: object
) -> Iterator[Shot]:
    """Open a studio over empty user folders."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SOTTOVOCE_HOME"] = home
        shot = Shot(application, options, {"theme": theme_name, "interface_language": language})
        try:
            yield shot
        finally:
            shot.window.close()
            shot.window.deleteLater()
            shot.program.deleteLater()
            shot.settle()


def rendered(shot: Shot, name: str) -> None:
    """Picture a script whose last lines are to do."""
    lines = SCRIPT.split("\n")
    shot.write("\n".join(lines[:5]), 1)
    shot.generate()
    shot.window.editor.appendPlainText("\n".join(lines[5:]))
    shot.window.editor.go_to_line(1)
    quiet(shot)
    shot.studio.transport.seek(2.1)
    shot.take(name)


def quiet(shot: Shot) -> None:
    """Take away the note that this machine has no sound."""
    shot.studio.transport.stop()
    shot.until(lambda: not shot.studio.lanes["audio"].busy)
    shot.settle()
    for notice in shot.window.notice_bar.lines():
        if not notice.notice.what.startswith(("Line", "Linha")):
            notice.close_button.click()


def busy(shot: Shot, name: str) -> None:
    """Picture a run under way."""
    shot.write(SCRIPT, 1)
    seen: list[LineProgress] = []

    def look(progress: LineProgress) -> None:
        index = shot.studio.script.script.index_of(progress.utterance_id)
        if index == 3 and 0.1 < progress.fraction < 0.95 and not seen:
            seen.append(progress)
            shot.window.grab().save(str(FOLDER / f"{name}.png"), "PNG")
            print(f"docs/images/{name}.png", file=sys.stderr)

    shot.studio.noticed.connect(shot.window.notice_bar.clear)
    shot.studio.runner.line_progressed.connect(look)
    shot.generate()
    if not seen:
        sys.exit("the run was over before it could be pictured")


def failing(shot: Shot, name: str) -> None:
    """Picture a line that cannot be spoken."""
    shot.write(FAILING, 4)
    shot.generate()
    shot.until(lambda: LineState.FAILED in [view.state for view in shot.studio.script.views])
    quiet(shot)
    shot.take(name)


def main() -> int:
    """Make all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    application = QApplication(["pictures"])
    with studio(application, "dark") as shot:
        rendered(shot, "studio-dark")
    with studio(application, "light") as shot:
        rendered(shot, "studio-light")
    with studio(application, "dark") as shot:
        busy(shot, "busy")
    with studio(application, "dark") as shot:
        failing(shot, "error")
    with studio(application, "dark", simulate_gpu_bytes=4 * 10**9) as shot:
        busy(shot, "simulated-4gb")
    with studio(application, "light", "pt_BR") as shot:
        rendered(shot, "portuguese")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""10,000 lines with 2,000 takes in the real window: edit, undo, choose a take, change the speed, paste.

    python3 packaging/bootstrap.py python benchmarks/takes.py [ROUNDS]

Each figure is the processor time of the window's thread: the action, all that follows from it, and the
drawing (offscreen platform, the untitled project being written beside it). The last row is the same text
in a QPlainTextEdit of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from benchmarks.measure import Spread, print_table
from core.audio.peaks import peaks
from core.model.audio import AudioClip
from core.model.script import Take
from core.paths import Paths
from core.services.app import Services, host_options
from core.settings import Settings
from gui import theme
from gui.app import Program
from gui.memory_bridge import MemoryBridge
from gui.runs import LineRendered
from gui.session import take_slot

LINES = 10_000
TAKES = 2_000
MIDDLE = LINES // 2
LINES_OF_TEXT = [
    f"Line {n}: nobody had touched it in {n % 90} years, and yet a voice came through." for n in range(LINES)
]
TEXT = "\n".join(LINES_OF_TEXT)
PASTES = 5
SAMPLES = np.sin(np.arange(24_000) * 0.05).astype(np.float32)
OUTLINE = peaks(SAMPLES, 400)


def open_program(app: QApplication) -> Program:
    """Open the studio over a folder of its own; no host is started."""
    os.environ["SOTTOVOCE_HOME"] = tempfile.mkdtemp(prefix="sottovoce-takes-")
    paths = Paths.find(os.environ)
    paths.ensure()
    settings = Settings.load(paths, os.environ, {})
    memory = MemoryBridge()
    services = Services.create(
        paths,
        settings,
        host_options(paths, settings),
        memory,
        on_host_ended=memory.tell_end,
        on_no_host=memory.tell_none,
    )
    theme.install(app, "dark")
    program = Program(app, services, memory, take_slot(paths))
    program.window.resize(1280, 800)
    program.window.show()
    return program


def busy_ms(action: Callable[[], object]) -> float:
    """Return for how long this thread computes, in milliseconds: what other programs take is left out."""
    begin = time.thread_time()
    action()
    return 1000 * (time.thread_time() - begin)


class Bench:
    """The window and what is done with it; each action gives milliseconds."""

    def __init__(self, app: QApplication, program: Program) -> None:
        self.app = app
        self.program = program
        self.studio, self.window = program.studio, program.window
        self.editor = program.window.editor
        self.pasted = 0
        self.fill()

    def fill(self) -> None:
        """Put in the text, and two takes for each of 1,000 lines in the middle."""
        self.window.put_text(TEXT, undoable=False)
        script = self.studio.script
        first = MIDDLE - TAKES // 4
        for number in range(first, first + TAKES // 2):
            line = script.script.lines[number]
            for seed in (1, 2):
                recipe = self.studio.engine.choices.recipe(script.wanted(line).text, seed)
                take = Take(recipe, AudioClip(SAMPLES, 24_000), OUTLINE, 0.3, "cpu", time.time())
                script.keep_take(LineRendered(line.id, take, ()))
        self.editor.go_to_line(MIDDLE)
        self.studio.takes.open(MIDDLE)
        self.rest()
        project = self.studio.projects.project
        if project is not None:
            project.flush()
        self.rest()

    def rest(self) -> None:
        """Let what was set in motion come to its end."""
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            self.app.processEvents()

    def timed(self, action: Callable[[], object]) -> float:
        """Do it, with all that the window does of it."""

        def all_of_it() -> None:
            action()
            self.app.processEvents()
            self.editor.viewport().repaint()

        spent = busy_ms(all_of_it)
        self.app.processEvents()
        return spent

    def key(self) -> float:
        """Type a letter into a line with takes."""
        return self.timed(lambda: self.editor.insertPlainText("x"))

    def undo(self) -> float:
        """Take back what was typed: the old take stands again."""
        self.editor.insertPlainText("x")
        self.app.processEvents()
        return self.timed(self.studio.history.undo)

    def enter(self) -> float:
        """Break a line in the middle."""
        spent = self.timed(lambda: self.editor.insertPlainText("\n"))
        self.studio.history.undo()
        return spent

    def choose(self) -> float:
        """Let another take stand."""
        line = self.studio.script.line(MIDDLE)
        assert line is not None
        standing = self.studio.script.take(MIDDLE)
        other = next(take for take in line.takes if take is not standing)
        return self.timed(lambda: self.studio.takes.choose(other.id))

    def star(self) -> float:
        """Star a take, or take the star away."""
        take = self.studio.script.script.lines[MIDDLE].takes[0]
        return self.timed(lambda: self.studio.takes.star(take.id, not take.starred))

    def delete(self) -> float:
        """Delete a take; undo follows."""
        take = self.studio.script.script.lines[MIDDLE].takes[0]
        spent = self.timed(lambda: self.studio.takes.delete(take.id))
        self.studio.history.undo()
        return spent

    def speed(self) -> float:
        """Speak faster: all takes are compared anew."""
        now = self.studio.engine.choices.speed
        return self.timed(lambda: self.studio.choices.set_speed(1.1 if now == 1.0 else 1.0))

    def paste(self) -> float:
        """Put another text in the script's place, each line of it with markup and a number."""
        self.pasted += 1
        lines = (
            f"[pause 0.5s] [speed 1.1] {self.pasted}.{n}: {line}" for n, line in enumerate(LINES_OF_TEXT)
        )
        text = "\n".join(lines)
        return self.timed(lambda: self.window.put_text(text, undoable=True))

    def move(self) -> float:
        """Go to another line with the list of takes open."""
        self.editor.go_to_line(MIDDLE - 1)
        self.app.processEvents()
        return self.timed(lambda: self.editor.go_to_line(MIDDLE))


class Bare:
    """The same text in Qt's editor."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.editor = QPlainTextEdit()
        self.editor.resize(728, 600)
        self.editor.show()
        self.editor.setPlainText(TEXT)
        self.editor.setTextCursor(QTextCursor(self.editor.document().findBlockByNumber(MIDDLE)))
        app.processEvents()

    def key(self) -> float:
        """Type a letter."""

        def all_of_it() -> None:
            self.editor.insertPlainText("x")
            self.app.processEvents()
            self.editor.viewport().repaint()

        return busy_ms(all_of_it)


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    app = QApplication(sys.argv)
    bench = Bench(app, open_program(app))
    bare = Bare(app)
    rows = []
    actions = (
        ("type a letter in a line with takes", bench.key, 16),
        ("undo it", bench.undo, 16),
        ("break a line", bench.enter, 16),
        ("choose another take", bench.choose, 50),
        ("star a take", bench.star, 50),
        ("delete a take", bench.delete, 50),
        ("go to a line, its takes shown", bench.move, 50),
        ("change the speed: 2,000 takes compared anew", bench.speed, 100),
    )
    for name, action, target in actions:
        action()
        bench.rest()
        figures = [action() for _ in range(rounds)]
        bench.rest()
        rows.append((name, Spread.of(figures).text(1), str(target)))
    figures = [bench.paste() for _ in range(PASTES)]
    rows.append((f"paste {LINES:,} lines with markup, {PASTES} rounds", Spread.of(figures).text(0), ""))
    rows.append(
        ("type a letter, bare QPlainTextEdit", Spread.of([bare.key() for _ in range(rounds)]).text(1), "")
    )
    title = f"{LINES:,} lines with {TAKES:,} takes, {rounds} rounds: median (least to greatest) in ms"
    print_table(title, ("what", "busy", "target"), rows)
    bench.window.close()


if __name__ == "__main__":
    main()

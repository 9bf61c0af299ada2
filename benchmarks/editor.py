"""A 10,000-line script in the editor beside a bare QPlainTextEdit: paste, scroll, edit one line.

    python3 packaging/bootstrap.py python benchmarks/editor.py [ROUNDS] [HEIGHT]

Each figure is the time until the event loop is idle again and the text is drawn (offscreen platform).
Every line of the script is rendered, so that each row in sight has its marks and buttons.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from benchmarks.measure import Spread, interleaved, print_table, seconds
from gui.presenters.states import LineState, LineView
from gui.theme import install
from gui.widgets.script_editor import ScriptEditor

LINES = 10_000
TARGET_MS = 100.0
SCRIPT = "\n".join(
    f"Line {n}: nobody had touched it in years, and yet a voice came through, calm and close."
    for n in range(LINES)
)
VIEW = LineView(LineState.RENDERED, "0:05.1", "Starter", True)
MEGABYTE = "word and more " * 75_000


def bare(height: int) -> QPlainTextEdit:
    """Make Qt's editor."""
    editor = QPlainTextEdit()
    editor.resize(728, height)
    editor.show()
    return editor


def ours(height: int) -> ScriptEditor:
    """Make the script editor."""
    editor = ScriptEditor()
    editor.resize(728, height)
    editor.show()
    return editor


class Bench:
    """One editor and what is done with it; each action gives milliseconds."""

    def __init__(self, app: QApplication, editor: QPlainTextEdit) -> None:
        self.app = app
        self.editor = editor
        self.turn = 0

    def timed(self, action: Callable[[], object]) -> float:
        """Do it, and draw."""

        def all_of_it() -> None:
            action()
            self.app.processEvents()
            self.editor.viewport().repaint()

        return 1000 * seconds(all_of_it)

    def show_states(self) -> None:
        """Give every line a state, where the editor has them."""
        if isinstance(self.editor, ScriptEditor):
            self.editor.set_line_views([VIEW] * self.editor.blockCount())

    def paste(self) -> float:
        """Paste the script over everything."""
        QApplication.clipboard().setText(SCRIPT)
        self.editor.selectAll()

        def pasting() -> None:
            self.editor.paste()
            self.show_states()

        return self.timed(pasting)

    def wheel(self) -> float:
        """Scroll on by three lines."""
        bar = self.editor.verticalScrollBar()
        return self.timed(
            lambda: bar.setValue(bar.value() - 3 if bar.value() > LINES // 2 else bar.value() + 3)
        )

    def jump(self) -> float:
        """Scroll to a place far away."""
        self.turn += 1
        bar = self.editor.verticalScrollBar()
        return self.timed(lambda: bar.setValue((self.turn * 3989) % bar.maximum()))

    def key(self) -> float:
        """Type a letter in the middle."""
        self._go(LINES // 2)
        return self.timed(lambda: self.editor.insertPlainText("x"))

    def enter(self) -> float:
        """Break a line in the middle: 5,000 lines move."""
        self._go(LINES // 2)
        return self.timed(lambda: self.editor.insertPlainText("\n"))

    def end(self) -> float:
        """Go to the end, and back."""
        self.editor.moveCursor(QTextCursor.MoveOperation.Start)
        self.app.processEvents()
        return self.timed(lambda: self.editor.moveCursor(QTextCursor.MoveOperation.End))

    def megabyte(self) -> float:
        """Paste 1 MB in one line."""
        self.editor.clear()
        QApplication.clipboard().setText(MEGABYTE)
        return self.timed(self.editor.paste)

    def _go(self, line: int) -> None:
        self.editor.setTextCursor(QTextCursor(self.editor.document().findBlockByNumber(line)))
        self.editor.ensureCursorVisible()
        self.app.processEvents()


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    height = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    app = QApplication(sys.argv)
    install(app, "dark")
    plain, script = Bench(app, bare(height)), Bench(app, ours(height))
    app.processEvents()
    rows = []
    actions = (
        ("paste 10,000 lines", Bench.paste, 1),
        ("scroll by 3 lines", Bench.wheel, 8),
        ("jump to a far place", Bench.jump, 4),
        ("type a letter", Bench.key, 8),
        ("break a line", Bench.enter, 4),
        ("go to the end", Bench.end, 2),
        ("paste 1 MB in one line", Bench.megabyte, 1),
    )
    for name, action, times in actions:
        figures = interleaved(
            {"bare": lambda a=action: a(plain), "ours": lambda a=action: a(script)},
            rounds * times if "MB" not in name else 3,
        )
        target = "1000" if "MB" in name else f"{TARGET_MS:.0f}"
        rows.append((name, Spread.of(figures["ours"]).text(1), Spread.of(figures["bare"]).text(1), target))
    title = f"Editor, {height} px high, {rounds} rounds: median (least to greatest) in ms"
    print_table(title, ("what", "script editor", "bare QPlainTextEdit", "target"), rows)


if __name__ == "__main__":
    main()

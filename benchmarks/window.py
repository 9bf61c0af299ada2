"""The window: start, first sound, event-loop delay, memory; each beside a bare figure of the same run.

    python3 packaging/bootstrap.py python benchmarks/window.py [ROUNDS]

Every figure comes from a new process. ``bare`` is a plain Qt window with an editor and 30 buttons that
imports the libraries that the studio imports at its start, or the engine's package without the studio.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LINE = "It was long past midnight when the radio woke by itself."
WORDS = 1_000


def since_start_s() -> float:
    """Return the seconds since this process began."""
    import psutil

    return time.time() - psutil.Process().create_time()


def bare_window() -> None:
    """Show a plain window and type into it."""
    import msgspec  # noqa: F401
    import numpy  # noqa: F401
    import platformdirs  # noqa: F401
    import psutil  # noqa: F401
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QKeySequence  # noqa: F401
    from PySide6.QtSvg import QSvgRenderer  # noqa: F401
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

    app = QApplication([])
    window, middle, editor = QMainWindow(), QWidget(), QPlainTextEdit()
    column = QVBoxLayout(middle)
    column.addWidget(editor)
    for number in range(30):
        column.addWidget(QPushButton(str(number)))
    window.setCentralWidget(middle)
    window.show()
    editor.setFocus()
    QTimer.singleShot(0, lambda: type_and_report(editor, {}))
    app.exec()


def type_and_report(editor, figures: dict) -> None:  # type: ignore[no-untyped-def]
    """Press a key; when the editor has drawn it, print the time and end the process."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    before = editor.toPlainText()
    QApplication.sendEvent(
        editor, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x")
    )
    editor.viewport().repaint()
    assert editor.toPlainText() != before, "the key did nothing"
    figures["typing_s"] = since_start_s()
    print(json.dumps(figures), flush=True)
    os._exit(0)


def studio(begin) -> None:  # type: ignore[no-untyped-def]
    """Run the studio's own `main`; ``begin(window, program)`` is called when its loop starts."""
    from PySide6.QtCore import QTimer

    import gui.app

    class Watched(gui.app.Program):
        def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
            super().__init__(*args, **kwargs)
            QTimer.singleShot(0, lambda: begin(self))

    gui.app.Program = Watched  # type: ignore[misc]
    gui.app.main([])


def studio_start() -> None:
    """Start the studio and type."""
    studio(lambda program: type_and_report(program.window.editor, {}))


class Lateness:
    """A 4 ms timer that records its own lateness in milliseconds."""

    def __init__(self, parent) -> None:  # type: ignore[no-untyped-def]
        from PySide6.QtCore import Qt, QTimer

        self.late_ms: list[float] = []
        self._due = time.perf_counter() + 0.004
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(4)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, 1000 * (now - self._due)))
        self._due = now + 0.004

    def take(self) -> list[float]:
        """Return what was recorded, and begin anew."""
        late, self.late_ms = self.late_ms, []
        return late


def studio_render() -> None:
    """Host start, first sound cold and warm, 1,000 words; the loop's delay in each; memory when idle."""
    import psutil
    from PySide6.QtCore import QTimer

    figures: dict = {}

    def begin(program) -> None:  # type: ignore[no-untyped-def]
        window, runner = program.window, program.studio.runner
        probe = Lateness(program)
        marks: dict[str, float] = {}

        def ready(*_: object) -> None:
            figures["hello_delay_ms"] = probe.take()
            QTimer.singleShot(1500, idle)

        def idle() -> None:
            figures["rss_mb"] = psutil.Process().memory_info().rss / 1e6
            window.put_text(LINE, undoable=False)
            runner.audio_made.connect(first_sound)
            runner.run_ended.connect(ended)
            generate("cold_s")

        def generate(name: str) -> None:
            probe.take()
            marks["name"], marks["begin"] = name, time.perf_counter()  # type: ignore[assignment]
            program.studio.generate()

        def first_sound(*_: object) -> None:
            name = str(marks["name"])
            figures.setdefault(name, time.perf_counter() - marks["begin"])

        def ended(*_: object) -> None:
            name = str(marks["name"])
            program.studio.playback.stop()
            if name == "cold_s":
                window.put_text(LINE.replace("midnight", "noon"), undoable=False)
                QTimer.singleShot(500, lambda: generate("warm_s"))
            elif name == "warm_s":
                words = " ".join([LINE] * (WORDS // len(LINE.split()) + 1)).split()[:WORDS]
                lines = [" ".join(words[n : n + 25]) + "." for n in range(0, WORDS, 25)]
                window.put_text("\n".join(lines), undoable=False)
                QTimer.singleShot(500, lambda: generate("thousand"))
            else:
                figures["render_delay_ms"] = probe.take()
                print(json.dumps(figures), flush=True)
                program.window.close()

        runner.hosts_ready.connect(ready)

    studio(begin)


def bare_package() -> None:
    """Import hibari-tts and make the same line's sound, cold, then warm."""
    begin = time.perf_counter()
    import hibari

    voice = hibari.Hibari()
    voice(LINE, seed=1)
    cold_s = time.perf_counter() - begin
    begin = time.perf_counter()
    voice(LINE.replace("midnight", "noon"), seed=1)
    print(json.dumps({"cold_s": cold_s, "warm_s": time.perf_counter() - begin}))


PROBES = {probe.__name__: probe for probe in (bare_window, studio_start, studio_render, bare_package)}


def run_probe(name: str) -> dict:
    """Run a probe in a new process with user folders of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--probe", name],
            env={**os.environ, "SOTTOVOCE_HOME": folder, "ORT_DISABLE_TELEMETRY": "1"},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=300,
        )
    return json.loads(done.stdout.strip().splitlines()[-1])


def main(rounds: int) -> None:
    """Print the tables."""
    from benchmarks.measure import Spread, interleaved, percentile, print_table, ratio

    for name in ("bare_window", "studio_start"):
        run_probe(name)
    starts = interleaved(
        {name: lambda name=name: run_probe(name)["typing_s"] for name in ("bare_window", "studio_start")},
        rounds,
    )
    bare, ours = starts["bare_window"], starts["studio_start"]
    print_table(
        "Process start to window shown and a key drawn, warm",
        ("bare Qt window", "studio", "ratio", "target"),
        [
            (
                Spread.of(bare).text(2, "s"),
                Spread.of(ours).text(2, "s"),
                f"{ratio(ours, bare):.2f}",
                "≤ 2, ~0.8 s",
            )
        ],
    )
    runs, packages = [], []
    for _ in range(max(3, rounds // 3)):
        packages.append(run_probe("bare_package"))
        runs.append(run_probe("studio_render"))
    rows = []
    for name, target in (("cold_s", "≤ 2 × the bare package, cold"), ("warm_s", "≤ 0.3 s")):
        package, run = [p[name] for p in packages], [r[name] for r in runs]
        rows.append(
            (
                name[:4],
                Spread.of(package).text(3, "s"),
                Spread.of(run).text(3, "s"),
                f"{ratio(run, package):.2f}",
                target,
            )
        )
    print_table(
        "Generate to first sound queued, starter (cold: the engine's weights are not loaded)",
        ("", "bare package, whole line", "studio", "ratio", "target"),
        rows,
    )
    rows = []
    for key, what in (
        ("hello_delay_ms", "while the host starts"),
        ("render_delay_ms", "while 1,000 words render"),
    ):
        every = [percentile(run[key], 0.99) for run in runs]
        worst = [max(run[key]) for run in runs]
        rows.append((what, Spread.of(every).text(1), Spread.of(worst).text(1), "p99 < 16, max < 50"))
    print_table("Event-loop delay, ms", ("", "p99", "max", "target"), rows)
    rss = [run["rss_mb"] for run in runs]
    print_table(
        "Window's process, idle, host running", ("RSS, MB", "target"), [(Spread.of(rss).text(0), "≤ 150")]
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--probe"]:
        PROBES[sys.argv[2]]()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)

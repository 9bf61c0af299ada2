"""A large project in the window: how long it takes to open, to edit a line, and to switch a take.

    python3 packaging/bootstrap.py python benchmarks/project_window.py [ROUNDS]

10,000 lines, 2,000 of them with a take of three seconds (and every hundredth of those with a second one).
Each round is a new process, and beside it one with the same text and no take. ``open`` is from the wish to
the first picture of the text; ``edit`` is what one key in the middle costs the window's thread, with
everything that follows in the same event, the drawing and the handing over to the project; ``switch`` is from
the choice of another take to its waveform and facts drawn and its samples read. Beside the time on the wall
stands the processor's: of the window's thread for ``edit`` and ``switch``, of all threads for ``open``, so
that a busy machine can be told from a slow program.
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

LINES = 10_000
TAKES = 2_000
SECOND_EVERY = 100
TAKE_S = 3.0
RATE_HZ = 24_000
KEYS = 200
SWITCHES = 50


def make_project(path: Path, *, takes: bool) -> None:
    """Write the project."""
    import numpy as np

    from core.audio.peaks import peaks
    from core.model.audio import AudioClip
    from core.model.script import Recipe, Script, Take, Utterance
    from core.projects.project import Project
    from core.projects.state import ProjectSettings, ProjectState

    rng = np.random.default_rng(1)
    seconds = np.arange(round(TAKE_S * RATE_HZ)) / RATE_HZ
    tone = 0.2 * np.sin(2 * np.pi * 180 * seconds) * np.abs(np.sin(2 * np.pi * 3 * seconds))

    def take(text: str, seed: int) -> Take:
        samples = (tone + rng.normal(0, 0.004, len(tone))).astype(np.float32)
        recipe = Recipe(text, "starter:heart", "starter", "en-US", seed=seed)
        return Take(recipe, AudioClip(samples, RATE_HZ), peaks(samples, 400), 0.2, "cpu", 1.8e9 + seed)

    lines = []
    for number in range(LINES):
        letters = "".join(chr(ord("a") + number // 26**n % 26) for n in range(3))
        text = f"Line {letters}: it was long past midnight when the radio woke by itself."
        made: tuple[Take, ...] = ()
        if takes and number % (LINES // TAKES) == 0:
            count = 2 if number % (LINES // TAKES * SECOND_EVERY) == 0 else 1
            made = tuple(take(text, number + n) for n in range(count))
        lines.append(Utterance(number, text, made))
    settings = ProjectSettings(voice="starter:heart", engine="starter")
    state = ProjectState(Script(tuple(lines), LINES), settings)
    Project.create(path, state).close()


def probe(path: Path) -> None:
    """Open the project in a studio of its own, work in it, and print the figures."""
    from PySide6.QtCore import QTimer

    import gui.app

    class Watched(gui.app.Program):
        def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
            super().__init__(*args, **kwargs)
            self.studio.runner.hosts_ready.connect(lambda _: QTimer.singleShot(1000, self.work))

        def work(self) -> None:
            try:
                work(self, path)
            finally:
                os._exit(1)

    gui.app.Program = Watched  # type: ignore[misc]
    gui.app.main([])


def work(program, path: Path) -> None:  # type: ignore[no-untyped-def]
    """Measure; the loop is not run otherwise meanwhile."""
    figures: dict[str, object] = {"file_mb": path.stat().st_size / 1e6}
    figures |= open_project(program, path)
    figures["edit_ms"] = press_keys(program)
    if program.studio.script.script.lines[0].takes:
        figures["switch_ms"] = switch_takes(program)
    print(json.dumps(figures), flush=True)
    os._exit(0)


def open_project(program, path: Path) -> dict[str, list[float]]:  # type: ignore[no-untyped-def]
    """Return how long it takes until the text is drawn, and how long the window's thread is held; seconds."""
    projects, opened = program.studio.projects, []
    projects.opened.connect(opened.append)
    begin, cpu = time.perf_counter(), time.process_time()
    projects.open(path)
    while not opened:
        held, held_cpu = turn()
    painting, painting_cpu = time.perf_counter(), time.thread_time()
    program.window.editor.viewport().repaint()
    end, end_cpu = time.perf_counter(), time.thread_time()
    return {
        "open_s": [end - begin, time.process_time() - cpu],
        "held_s": [held + end - painting, held_cpu + end_cpu - painting_cpu],
    }


def turn() -> tuple[float, float]:
    """Wait for something to happen and do it; return how long that took, wall and processor, in seconds."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    begin, cpu = time.perf_counter(), time.thread_time()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    spent = time.perf_counter() - begin, time.thread_time() - cpu
    time.sleep(0.0005)
    return spent


def run_for(seconds: float) -> None:
    """Run the loop."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        turn()


def press_keys(program) -> list[list[float]]:  # type: ignore[no-untyped-def]
    """Return what each key costs the window's thread, in milliseconds."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    editor = program.window.editor
    editor.go_to_line(LINES // 2)
    run_for(1.0)
    costs = []
    for number in range(KEYS):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x")
        begin, cpu = time.perf_counter(), time.thread_time()
        QApplication.sendEvent(editor, key)
        editor.viewport().repaint()
        QApplication.processEvents()
        costs.append([1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - cpu)])
        run_for(0.4 if number % 20 == 0 else 0.02)  # commits come in between
    return costs


def switch_takes(program) -> list[list[float]]:  # type: ignore[no-untyped-def]
    """Return how long it takes until another take of a line is shown, in milliseconds."""
    from PySide6.QtWidgets import QApplication

    window, script = program.window, program.studio.script
    found = [number for number, line in enumerate(script.script.lines) if len(line.takes) > 1]
    lines = [number for number in found if script.take(number) is not None]
    costs = []
    for number in range(SWITCHES):
        index = lines[number % len(lines)]
        window.editor.go_to_line(index)
        QApplication.processEvents()
        line = script.script.lines[index]
        other = next(take.id for take in line.takes if take.id != line.chosen)
        begin, cpu = time.perf_counter(), time.thread_time()
        script.choose_take(line.id, other)
        window.transport.repaint()
        window.editor.viewport().repaint()
        QApplication.processEvents()
        samples = script.take(index).clip.samples
        costs.append([1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - cpu)])
        assert script.take(index).id == other
        assert len(samples) == TAKE_S * RATE_HZ
    return costs


def run_probe(path: Path) -> dict:  # type: ignore[type-arg]
    """Run the probe in a new process with user folders of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--probe", str(path)],
            env={**os.environ, "SOTTOVOCE_HOME": folder},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=300,
        )
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def main(rounds: int) -> None:
    """Print the table."""
    from benchmarks.measure import Spread, percentile, print_table

    with tempfile.TemporaryDirectory() as folder:
        full, plain = Path(folder) / "full.sottovoce", Path(folder) / "plain.sottovoce"
        make_project(full, takes=True)
        make_project(plain, takes=False)
        runs = {path: [run_probe(path) for _ in range(rounds)] for path in (full, plain)}
    rows = []
    for name, key, unit, digits, share, target in (
        ("open, to the first picture", "open_s", "s", 2, None, "< 1 s"),
        ("of which the window's thread", "held_s", "s", 2, None, ""),
        ("edit a line, median", "edit_ms", "ms", 1, 0.5, "< 16 ms"),
        ("edit a line, p99", "edit_ms", "ms", 1, 0.99, "< 16 ms"),
        ("switch a take, median", "switch_ms", "ms", 1, 0.5, "< 50 ms"),
        ("switch a take, p99", "switch_ms", "ms", 1, 0.99, "< 50 ms"),
    ):
        columns = []
        for path in (plain, full):
            found = [run[key] for run in runs[path] if key in run]
            if share is not None:
                found = [[percentile(one, share) for one in zip(*run, strict=True)] for run in found]
            wall, cpu = (list(one) for one in zip(*found, strict=True)) if found else ([], [])
            columns += [Spread.of(one).text(digits, unit) if one else "—" for one in (wall, cpu)]
        rows.append((name, *columns, target))
    size_mb = runs[full][0]["file_mb"]
    print_table(
        f"{LINES:,} lines in the window, {rounds} processes each",
        ("", "no takes", "processor", f"{TAKES:,} takes, {size_mb:.0f} MB", "processor", "target"),
        rows,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--probe":
        probe(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

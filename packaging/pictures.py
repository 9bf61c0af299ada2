#!/usr/bin/env python3
"""Make the pictures of `docs/images` from the real program: its window, its hosts, its starter voice.

    python3 packaging/bootstrap.py --engines f5,xtts
    python3 packaging/bootstrap.py python packaging/pictures.py [NAME ...]

F5 and XTTS run in them on tiny random weights beside a simulated card of 4 GB, which counts the engines' true
sizes; the window says that the card is simulated. Needs no screen. What is heard is not pictured, so that a
machine without sound makes the same pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from core.delivery.wishes import Format, Loudness, Subtitles
from core.install.layout import environment_python
from core.paths import Paths
from core.services.app import Services
from core.settings import Settings
from gui import theme
from gui.app import Program
from gui.memory_bridge import MemoryBridge
from gui.presenters.states import LineState
from gui.runs import LineProgress
from gui.session import take_slot
from gui.widgets.export_dialog import ExportDialog
from gui.widgets.memory_dialog import MemoryDialog
from gui.widgets.reference_dialog import ReferenceDialog
from gui.widgets.weights_dialog import WeightsDialog

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
DEADLINE_MS = 600_000
CARD_BYTES = 4 * 10**9

CHECKPOINTS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import core.engines.f5.loading
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.xtts import build_xtts
build_f5(Path(sys.argv[2]) / "f5" / "tiny")
build_xtts(Path(sys.argv[2]) / "xtts" / "tiny")
"""
"""Builds tiny random weights; run by the Python of the engines' environment."""

SPOKEN = "It was long past midnight, and nobody was on the road but me."
"""What is said in the reference."""

SCRIPT = """It was long past midnight when the radio woke by itself.
Nobody had touched it in years, and yet a voice came through, calm and close.

“Do not answer yet,” it said. “Somebody is listening to both of us.”
She counted three clicks, then fourteen, then silence.
And in May, at seven in the evening, it spoke again.
“Now,” it said. “Answer now.”"""

CHAPTER = """# Chapter IV
[speed 0.95] It was long past midnight. [pause 0.8s] The radio woke by itself.
Nobody had touched it since 12/05/1987, and yet a voice came through.
The [say FM as eff em] dial stood at 98.5. [# turn the page]
“Now,” it said. “Answer now.”"""

BEST_WORDS = " ".join(SCRIPT.split("\n")[:2]) + " “Do not answer yet,” it said."
"""What is said in the best part of the script, spoken three times."""

FAILING = SCRIPT.replace("She counted three clicks, then fourteen, then silence.", "— … —")


class Shot:
    """An open studio to be pictured."""

    def __init__(self, application: QApplication, options: dict[str, object], chosen: dict[str, str]) -> None:
        paths = Paths.find()
        settings = Settings.load(paths, {}, options)
        for key, value in chosen.items():
            settings.click(key, value)
        memory = MemoryBridge()
        services = Services.create(paths, settings, on_memory=memory)
        theme.install(application, str(settings.value("theme")))
        theme.theme().set_scheme(str(settings.value("theme")))
        self.program = Program(application, services, memory, take_slot(paths))
        self.studio, self.window = self.program.studio, self.program.window
        self.window.resize(1280, 800)
        self.window.show()
        self.studio.start()
        self.until(lambda: bool(self.studio.engine.known.introduced))
        self.until(lambda: not self.studio.meter.state.stale)
        self.until(lambda: not self.studio.lanes["files"].busy)

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

    def grab(self, name: str) -> None:
        """Write the picture as the window is at this moment."""
        self.window.grab().save(str(FOLDER / f"{name}.png"), "PNG")
        print(f"docs/images/{name}.png", file=sys.stderr)

    def take(self, name: str) -> None:
        """Write the picture once all is drawn."""
        self.settle()
        self.grab(name)


@contextmanager
def studio(
    application: QApplication, theme_name: str, language: str = "en", engine: str = "", **options: object
) -> Iterator[Shot]:
    """Open a studio over empty user folders, or with an engine that clones, its weights and a reference."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SOTTOVOCE_HOME"] = home
        Paths.find().ensure()
        chosen = {"theme": theme_name, "interface_language": language}
        if engine:
            chosen |= {"engine": engine, "voice": prepare(Path(home))}
        shot = Shot(application, options, chosen)
        try:
            yield shot
        finally:
            shot.window.close()
            shot.window.deleteLater()
            shot.program.deleteLater()
            shot.settle()


def prepare(home: Path) -> str:
    """Put tiny weights and a reference, which the starter voice speaks, into user folders.

    Returns:
        The reference's voice id.
    """
    python = environment_python(Path(sys.prefix).parent / "torch")
    if not python.is_file():
        sys.exit("F5 and XTTS are needed for this: python3 packaging/bootstrap.py --engines f5,xtts")
    subprocess.run([python, "-c", CHECKPOINTS, ROOT, home / "models"], check=True, cwd=ROOT)
    recording = home / "Elena.wav"
    command = [sys.executable, "-m", "core.cli"]
    subprocess.run([*command, "say", SPOKEN, "-o", recording], check=True, cwd=ROOT)
    added = subprocess.run(
        [*command, "voices", "add", recording, "--text", SPOKEN],
        check=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    return added.stdout.strip()


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


def busy(shot: Shot, name: str, line: int = 3, engine: str = "") -> None:
    """Picture a run under way, at a line and once the meter shows an engine on the card; then end the run."""
    shot.write(SCRIPT, 1)
    seen: list[LineProgress] = []

    def look(progress: LineProgress) -> None:
        index = shot.studio.script.script.index_of(progress.utterance_id)
        speaking = progress.stage == "speaking" and 0.1 < progress.fraction < 0.95
        shown = not engine or holds(shot, engine)
        if index is not None and index >= line and speaking and shown and not seen:
            seen.append(progress)
            shot.grab(name)
            shot.studio.cancel()

    shot.studio.teller.noticed.connect(shot.window.notice_bar.clear)
    shot.studio.runner.line_progressed.connect(look)
    shot.generate()
    if not seen:
        sys.exit("the run was over before it could be pictured")


def holds(shot: Shot, engine: str) -> bool:
    """Say whether the meter shows that engine on the card."""
    return any(segment.label.startswith(engine) for segment in shot.studio.meter.state.segments)


def kept(shot: Shot, name: str, engine: str) -> None:
    """Picture an engine that has spoken and stays on the card."""
    shot.write("\n".join(SCRIPT.split("\n")[:2]), 1)
    shot.generate()
    shot.until(lambda: holds(shot, engine))
    quiet(shot)
    shot.window.notice_bar.clear()  # tiny weights never end their speech, and are told so
    shot.take(name)


def released(shot: Shot, name: str, engine: str) -> None:
    """Picture the card after an engine has spoken and left, as it does in Low VRAM."""
    seen: list[bool] = []
    shot.studio.meter.state_changed.connect(lambda _: seen.append(holds(shot, engine)))
    shot.write("\n".join(SCRIPT.split("\n")[:2]), 1)
    shot.generate()
    shot.until(lambda: any(seen) and not holds(shot, engine))
    quiet(shot)
    shot.take(name)


def memory(shot: Shot, name: str) -> None:
    """Picture the memory window after two runs in Low VRAM, as the meter opens it."""
    shot.window.status_bar.meter.click()
    (dialog,) = shot.window.findChildren(MemoryDialog)
    for line in (0, 1):
        shot.write(SCRIPT.split("\n")[line], 0)
        shot.until(lambda: bool(shot.studio.script.todo_count))
        shot.generate()
    shot.until(lambda: len(shot.studio.memory.state.marks) == 4)
    own_window(shot, dialog, name)


def recording(shot: Shot, name: str) -> None:
    """Picture the window of a recording: a long one, of which the best part is used."""
    path = Path(os.environ["SOTTOVOCE_HOME"]) / "Elena.wav"
    command = [sys.executable, "-m", "core.cli", "say", "--language", "en-us", "-o", path]
    subprocess.run([*command, "\n".join([SCRIPT] * 3)], check=True, cwd=ROOT)
    voices, editor = shot.studio.voices, shot.studio.references.editor
    voices.add([path])
    shot.until(lambda: any(voice.reference is not None for voice in voices.voices))
    voice = next(voice for voice in voices.voices if voice.reference is not None)
    voices.keep_words(voice.id, BEST_WORDS)
    shot.until(lambda: bool((found := voices.find(voice.id)) and found.reference and found.reference.text))
    shot.studio.references.edit(voice.id)
    shot.until(lambda: editor.state.mark is not None and editor.state.peaks is not None)
    (dialog,) = shot.window.findChildren(ReferenceDialog)
    own_window(shot, dialog, name)


def takes(shot: Shot, name: str) -> None:
    """Picture the takes of a line in a chapter with markup, of which another line is to check."""
    shot.write(CHAPTER, 2)
    shot.generate()
    changed = CHAPTER.replace("Nobody", "No one")
    shot.window.put_text(changed, undoable=True)
    shot.generate()
    shot.window.put_text(changed.replace("Answer now", "Answer me"), undoable=True)
    shot.window.editor.go_to_line(2)
    shot.window.actions_.takes.trigger()
    quiet(shot)
    shot.take(name)


def finished(shot: Shot, name: str) -> None:
    """Picture the window of finished files after an export that met its target."""
    shot.write(SCRIPT, 0)
    shot.generate()
    export = shot.studio.export
    wishes = replace(export.state.wishes, format=Format.MP3, loudness=Loudness.PODCAST)
    export.change(replace(wishes, subtitles=Subtitles.SRT))
    shot.window.actions_.export_options.trigger()
    export.write(Path(os.environ["SOTTOVOCE_HOME"]) / "The midnight radio.mp3")
    shot.until(lambda: bool(export.state.report))
    (dialog,) = shot.window.findChildren(ExportDialog)
    own_window(shot, dialog, name)


def weights(shot: Shot, name: str) -> None:
    """Picture the panel of engines and weights."""
    shot.window.actions_.weights.trigger()
    shot.until(lambda: bool(shot.studio.weights.state.cards))
    (dialog,) = shot.window.findChildren(WeightsDialog)
    own_window(shot, dialog, name)


def own_window(shot: Shot, dialog: QDialog, name: str) -> None:
    """Write the picture of a small window, and close it."""
    shot.settle()
    dialog.grab().save(str(FOLDER / f"{name}.png"), "PNG")
    print(f"docs/images/{name}.png", file=sys.stderr)
    dialog.close()


def failing(shot: Shot, name: str) -> None:
    """Picture a line that cannot be spoken."""
    shot.write(FAILING, 4)
    shot.generate()
    shot.until(lambda: LineState.FAILED in [view.state for view in shot.studio.script.views])
    quiet(shot)
    shot.take(name)


def main() -> int:
    """Make the pictures that are named, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    application = QApplication(["pictures"])
    wanted = sys.argv[1:]

    def wants(name: str) -> bool:
        return not wanted or name in wanted

    simple: tuple[tuple[str, Callable[[Shot, str], None], str, str], ...] = (
        ("studio-dark", rendered, "dark", "en"),
        ("studio-light", rendered, "light", "en"),
        ("busy", busy, "dark", "en"),
        ("error", failing, "dark", "en"),
        ("portuguese", rendered, "light", "pt_BR"),
        ("recording", recording, "light", "en"),
        ("takes", takes, "dark", "en"),
        ("finished", finished, "light", "en"),
    )
    for name, picture, theme_name, language in simple:
        if wants(name):
            with studio(application, theme_name, language) as shot:
                picture(shot, name)
    if wants("simulated-4gb"):
        with studio(application, "dark", simulate_gpu_bytes=CARD_BYTES, low_vram="on") as shot:
            busy(shot, "simulated-4gb")
    if wants("simulated-4gb-f5-busy"):
        options: dict[str, object] = {"simulate_gpu_bytes": CARD_BYTES, "low_vram": "on"}
        with studio(application, "dark", engine="f5", **options) as shot:
            busy(shot, "simulated-4gb-f5-busy", 1, "F5")
    if wants("simulated-4gb-xtts-kept"):
        options = {"simulate_gpu_bytes": CARD_BYTES, "low_vram": "off"}
        with studio(application, "dark", engine="xtts", **options) as shot:
            kept(shot, "simulated-4gb-xtts-kept", "XTTS")
    if wants("weights"):
        with studio(application, "light", simulate_gpu_bytes=CARD_BYTES) as shot:
            weights(shot, "weights")
    if wants("memory"):
        with studio(application, "dark", simulate_gpu_bytes=CARD_BYTES, low_vram="on") as shot:
            memory(shot, "memory")
    if wants("simulated-4gb-released"):
        options = {"simulate_gpu_bytes": CARD_BYTES, "low_vram": "on"}
        with studio(application, "dark", engine="f5", **options) as shot:
            released(shot, "simulated-4gb-released", "F5")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

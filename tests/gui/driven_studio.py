"""Run as a program: the studio with a task, for tests that need a window's process of its own.

    python driven_studio.py type | write | generate | render | restored | idle | play [PROJECT]

Prints one JSON object when the task is done; ``play`` two: when something is heard, and at the end.
``type`` then kills itself as a crash would, 0.4 s after the last key, and ``render`` at once.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui import app
from gui.main_window import MainWindow
from gui.playback import PlaybackState
from gui.studio import Studio

TYPED = "Typed just now."
SPOKEN = "The red fox sleeps under an old tree.\n\nNine boats came home before the storm."
WATCHED = ("torch", "onnxruntime", "hibari", "scipy", "faster_whisper")


def window() -> MainWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))


def tell(studio: Studio, **facts: object) -> None:
    maps = Path("/proc/self/maps").read_text()
    facts = {
        "host": studio.services.hosts.client_for("starter").pid,
        "loaded": [name for name in WATCHED if any(m.split(".")[0].startswith(name) for m in sys.modules)],
        "mapped": [name for name in WATCHED if f"/{name}" in maps],
        "frozen": gc.get_freeze_count(),
        "rendered": studio.script.rendered_count,
        "text": window().editor.plain_text(),
        "title": window().windowTitle(),
        "notices": [view.what for view in window().notice_bar.notices()],
        **facts,
    }
    print(json.dumps(facts), flush=True)


def type_and_die(studio: Studio) -> None:
    editor = window().editor
    editor.selectAll()
    QTest.keyClicks(editor, TYPED)
    studio.engine.set_speed(1.25)
    died = time.monotonic() + 0.4
    tell(studio)
    QTimer.singleShot(max(0, round(1000 * (died - time.monotonic()))), die)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def generate(studio: Studio) -> None:
    studio.run.ended.connect(lambda _: QTimer.singleShot(0, lambda: tell(studio)))
    studio.generate()


def render_and_die(studio: Studio) -> None:
    """Generate, and die as soon as the lines are shown as rendered."""
    window().put_text(SPOKEN, undoable=True)
    studio.run.ended.connect(lambda _: (tell(studio), die()))
    studio.generate()


def wait_for_takes(studio: Studio) -> None:
    """Tell once something is there to be heard."""

    def look() -> None:
        if studio.script.rendered_count:
            tell(studio)
        else:
            QTimer.singleShot(20, look)

    look()


def play(studio: Studio) -> None:
    """Generate, and tell once it is heard, then once all has been heard or it failed."""
    window().put_text(SPOKEN, undoable=True)
    heard = []

    def look(state: PlaybackState) -> None:
        if state.playing and state.position_s > 0.3 and not heard:
            heard.append(state)
            tell(studio)
        if heard and not state.active and not studio.run.running:
            QTimer.singleShot(300, lambda: tell_and_end(studio))

    studio.playback.state_changed.connect(look)
    studio.generate()


def tell_and_end(studio: Studio) -> None:
    tell(
        studio,
        duration_s=sum(take.clip.duration_s for _, take in studio.script.takes()),
    )
    window().close()


def ready(studio: Studio) -> None:
    task = sys.argv[1]
    if task == "type":
        type_and_die(studio)
    elif task == "write":
        window().put_text("written by the second", undoable=True)
        tell(studio)
    elif task == "render":
        render_and_die(studio)
    elif task == "generate":
        generate(studio)
    elif task == "play":
        play(studio)
    elif task == "restored":
        wait_for_takes(studio)
    else:
        tell(studio)


def start(studio: Studio) -> None:
    real_start(studio)
    studio.runner.hosts_ready.connect(lambda _: QTimer.singleShot(0, lambda: ready(studio)))


real_start = Studio.start
Studio.start = start
raise SystemExit(app.main(sys.argv[2:]))

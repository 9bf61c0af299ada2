"""A person on a fresh machine: the README's command, a key press, the sound, an exported file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import soundfile

from gui.presenters.advice import SAMPLE_LINE
from tests.audio_fixtures import Hear, Pulse, wer
from tests.end2end.screen import Screen, virtual_screen
from tests.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.whisper, pytest.mark.end2end, pytest.mark.timeout(600)]

CHECKOUT = Path(__file__).parents[2]
OWN_LINE = "The radio woke by itself at midnight, and nobody had touched it in years."


def readme_command() -> list[str]:
    """Return the command that the README gives for starting the studio, for this Python."""
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\s*(python3 packaging/bootstrap\.py)\s*$", text, re.MULTILINE)
    assert commands, "the README does not say how to start the studio"
    return [getattr(sys, "_base_executable", sys.executable), *commands[0].split()[1:]]


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that it has started."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def keys_to_export(screen: Screen, target: Path) -> None:
    """Press Ctrl+E and type a file name into the dialog."""
    screen.key("ctrl+e")
    dialog = screen.wait_for_window("Export", 20)
    screen.focus(dialog)
    screen.key("ctrl+a")
    screen.type(str(target))
    screen.key("Return")


def test_a_fresh_start_speaks_and_exports(pulse: Pulse, hear: Hear, home: Path, tmp_path: Path) -> None:
    """Start, Generate the sample line, hear it; write a line of one's own, export both; quit by key."""
    with virtual_screen() as screen:
        environ = {
            **pulse.environ,
            "DISPLAY": screen.display,
            "QT_QPA_PLATFORM": "xcb",
            "SOTTOVOCE_HOME": str(home),
        }
        log = tmp_path / "program.log"
        with log.open("wb") as output:
            program = subprocess.Popen(
                readme_command(), cwd=CHECKOUT, env=environ, stdout=output, stderr=output
            )
        try:
            window = screen.wait_for_window("Sottovoce", 400)
            screen.focus(window)
            with pulse.record() as heard_file:
                screen.key("ctrl+Return")
                wait_until(lambda: pulse.players, "the studio to play", 60)
                wait_until(lambda: not pulse.players, "the studio to finish playing", 60)
            assert wer(SAMPLE_LINE, hear(heard_file)) == 0.0

            screen.focus(window)
            screen.key("ctrl+End")
            screen.key("Return")
            screen.type(OWN_LINE)
            screen.key("ctrl+Return")
            wait_until(lambda: pulse.players, "the studio to play the second line", 60)
            wait_until(lambda: not pulse.players, "the studio to finish playing", 60)
            target = tmp_path / "spoken.wav"
            keys_to_export(screen, target)
            wait_until(target.exists, "the exported file", 30)
            info = soundfile.info(target)
            assert (info.samplerate, info.channels, info.subtype) == (24_000, 1, "PCM_16")
            assert wer(f"{SAMPLE_LINE} {OWN_LINE}", hear(target)) == 0.0
            assert b"ynthetic speech" in target.read_bytes()

            everything = family(program.pid)
            screen.focus(window)
            screen.key("ctrl+q")
            assert program.wait(timeout=20) == 0
            wait_until(lambda: not any(p.is_running() for p in everything), "all processes to end", 5)
        except BaseException:
            screen.picture(Path(os.environ.get("SOTTOVOCE_TEST_PICTURES", str(tmp_path))) / "failed.png")
            sys.stderr.write(log.read_text(errors="replace")[-4000:])
            raise
        finally:
            if program.poll() is None:
                for process in family(program.pid):
                    process.kill()
                program.wait(timeout=10)

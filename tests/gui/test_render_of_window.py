"""What the window made is not made again by the command line: both read a line alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.main import main
from tests.gui.test_projects import answer, kept

TEXT = """# Chapter 2
[# a note] It costs $21.50, on 3 May. [pause 0.5s] Dr. Moreau said so.
[speed 1.2] [whole] Faster now.
[Carl] is nobody. [spell BBC] [say SQL as sequel]"""


def test_takes_of_the_window_stand_on_the_command_line(
    studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.write(TEXT)
    studio.generate()
    studio.window.actions_.save_as.trigger()
    path = tmp_path / "book.sottovoce"
    answer(studio, path)
    kept(studio, path, TEXT)
    assert main(["project", "info", str(path), "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["lines"], info["rendered"], info["stale"]) == (4, 4, 0)
    assert main(["render", str(path), "-o", str(tmp_path / "out.wav"), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["rendered"], made["kept"]) == (0, 4)

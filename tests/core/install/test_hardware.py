"""nvidia-smi asked for real: a program that answers, refuses, hangs or is not there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.install.hardware import Answer, Card, Nvidia, ask_nvidia, is_wsl, query, read_answer, this_machine


@pytest.fixture
def program(tmp_path: Path):
    """Return what makes a program of Python text; ``ARGS`` are its arguments."""

    def make(text: str) -> str:
        script = tmp_path / "answer.py"
        script.write_text(f"import sys, time\nARGS = sys.argv[1:]\n{text}")
        if sys.platform == "win32":
            path = tmp_path / "nvidia-smi.bat"
            path.write_text(f'@"{sys.executable}" "{script}" %*\n')
        else:
            path = tmp_path / "nvidia-smi"
            path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
            path.chmod(0o755)
        return str(path)

    return make


def test_one_question_gives_cards_and_driver(program):
    path = program(
        f"assert ARGS == {list(query())!r}, ARGS\nprint('NVIDIA GeForce GTX 1050 Ti, 570.133.07, 4096, 6.1')"
    )
    card = Card("NVIDIA GeForce GTX 1050 Ti", (6, 1), 4 * 1024**3)
    assert ask_nvidia(path) == Nvidia((card,), (570, 133, 7))


def test_a_driver_that_does_not_know_capabilities_is_asked_without(program):
    path = program(
        "if 'compute_cap' in ARGS[0]:\n"
        "    print('Field \"compute_cap\" is not a valid field to query.')\n"
        "    sys.exit(2)\n"
        "print('GeForce GTX 780, 470.256.02, 3020')"
    )
    assert ask_nvidia(path) == Nvidia((Card("GeForce GTX 780", None, 3020 * 1024**2),), (470, 256, 2))


def test_a_program_that_hangs_is_given_up(program):
    nvidia = ask_nvidia(program("time.sleep(60)"), time_limit_s=0.5)
    assert nvidia.failure == "nvidia-smi gave no answer within 0.5 s"


def test_a_program_that_cannot_be_started_is_a_failure(tmp_path: Path):
    assert str(tmp_path / "gone") in ask_nvidia(str(tmp_path / "gone")).failure


def test_no_program_is_no_card():
    assert ask_nvidia(None) == Nvidia()


@given(st.integers(-20, 255), st.text(), st.text())
def test_no_answer_is_too_strange(code: int, output: str, errors: str):
    nvidia = read_answer(Answer(code, output, errors))
    assert nvidia.cards or nvidia.failure or "no devices were found" in (output + errors).casefold()


def test_linux_inside_windows_is_known_by_its_kernel():
    assert is_wsl("Linux version 5.15.167.4-microsoft-standard-WSL2 (root@f9c826d3017f)")
    assert not is_wsl("Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)")


def test_this_machine_has_a_platform_that_python_knows():
    machine = this_machine()
    assert machine.system == {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    assert machine.processor in {"x86_64", "arm64"}

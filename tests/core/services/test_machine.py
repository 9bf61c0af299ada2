"""What ``nvidia-smi`` says, in its moods."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.services.machine import find_cards


@pytest.fixture
def smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a program of that name that stands alone on the PATH."""
    program = tmp_path / "bin" / "nvidia-smi"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent))
    return program


def say(program: Path, text: str, code: int = 0) -> None:
    program.write_text(
        f"#!/bin/sh\nwhile read -r line; do echo \"$line\"; done <<'END'\n{text}\nEND\nexit {code}\n"
    )
    program.chmod(0o755)


def test_two_cards(smi: Path) -> None:
    say(
        smi,
        "NVIDIA GTX 1050 Ti, 4096, 312, 535.183.01, 6.1, GPU-aaaa\nNVIDIA H200, 143771, 0, 550, 9.0, GPU-b",
    )
    cards, why = find_cards()
    assert why == ""
    assert [card.name for card in cards] == ["NVIDIA GTX 1050 Ti", "NVIDIA H200"]
    assert (cards[0].total_bytes, cards[0].used_bytes) == (4096 * 2**20, 312 * 2**20)
    assert (cards[0].driver, cards[0].compute_capability) == ("535.183.01", "6.1")
    assert [card.uuid for card in cards] == ["GPU-aaaa", "GPU-b"]


def test_figures_that_the_driver_does_not_tell(smi: Path) -> None:
    say(smi, "NVIDIA GB10, [N/A], [Not Supported], 580.1, [N/A], GPU-cccc")
    (card,) = find_cards()[0]
    assert (card.total_bytes, card.used_bytes, card.compute_capability) == (0, 0, "")


def test_no_driver(smi: Path) -> None:
    assert not smi.exists()
    assert find_cards() == ([], "nvidia-smi is not there: no NVIDIA driver")


def test_a_driver_that_fails(smi: Path) -> None:
    say(smi, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 9)
    cards, why = find_cards()
    assert cards == []
    assert "couldn't communicate" in why


def test_rubbish(smi: Path) -> None:
    say(smi, "hello\n\n,,,\n")
    assert find_cards() == ([], "nvidia-smi lists no card")

"""``say`` without ``-o`` is heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio_fixtures import Pulse, pulse
from tests.command_line import CommandLine

__all__ = ["pulse"]

ECHO = ("--engine", "echo")


@pytest.mark.slow
def test_it_is_played_to_the_end(sottovoce: CommandLine, pulse: Pulse) -> None:
    with pulse.record() as path:
        result = sottovoce(
            "say", "abcd abcd abcd abcd", *ECHO, "--json", environ=pulse.environ | _home(sottovoce)
        )
    assert result.code == 0, result.err
    assert result.json["output"] is None
    assert _heard_s(path) == pytest.approx(result.json["duration_s"], abs=0.15)


@pytest.mark.slow
def test_the_saved_level_counts(sottovoce: CommandLine, pulse: Pulse) -> None:
    sottovoce.home.mkdir()
    (sottovoce.home / "settings.toml").write_text("output_level = 0.0\n")
    with pulse.record() as path:
        result = sottovoce("say", "abcd", *ECHO, environ=pulse.environ | _home(sottovoce))
    assert result.code == 0, result.err
    assert "played: 0." in result.err
    assert _heard_s(path) == 0


def test_no_device_is_said(sottovoce: CommandLine, tmp_path: Path) -> None:
    silent = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": "none"}
    result = sottovoce.refused(1, "audio_device_missing", "say", "Hi.", *ECHO, environ=silent)
    assert "Exporting to a file works" in result.error["remedy"]


def _home(sottovoce: CommandLine) -> dict[str, str]:
    return {"SOTTOVOCE_HOME": str(sottovoce.home)}


def _heard_s(path: Path) -> float:
    samples, rate_hz = soundfile.read(path)
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    return float(loud[-1] - loud[0]) / rate_hz if len(loud) else 0.0

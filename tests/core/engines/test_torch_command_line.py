"""F5 and XTTS as the user has them: the real command line, their environment found beside the studio's."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.engines.f5.tiny import build_f5
from core.engines.trial import write_reference
from core.engines.xtts.tiny import build_xtts
from tests.checkpoints.files import digests
from tests.command_line import CommandLine, make_studio_beside

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("default"),
]

SMALL_CARD = ("--low-vram", "--simulate-gpu", "4GB", "--json")
HOST_S = 240.0


@pytest.fixture(scope="module")
def studio_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_studio_beside(tmp_path_factory.mktemp("environments"), "torch")


@pytest.fixture
def sottovoce(studio_python: Path, home: Path, tmp_path: Path) -> CommandLine:
    return CommandLine(studio_python, home, tmp_path / "work", HOST_S)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return tiny checkpoints in the published forms, pickles among them."""
    root = tmp_path_factory.mktemp("models")
    return {
        "f5": build_f5(root / "f5", weights="model_last.pt"),
        "xtts": build_xtts(root / "xtts", pickled_config=True),
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(
        tmp_path_factory.mktemp("references") / "reference.flac", rate_hz=44_100, channels=2
    )


def say(engine: str, model: Path, reference: Path, out: str) -> list[str | Path]:
    """Return the words that speak, the same each time."""
    more = (
        ["--reference-text", "Some words of mine.", "--steps", "4"]
        if engine == "f5"
        else ["--language", "en"]
    )
    asked = ["say", "Good evening.", "--engine", engine, "--model", model, "--reference", reference]
    return [*asked, *more, "--seed", "5", "-o", out]


def memory_lines(sottovoce: CommandLine, engine: str) -> list[str]:
    """Return an engine's events in the host's log (docs/log-format.md), in order."""
    (log,) = sottovoce.home.glob("logs/host-torch.log")
    return re.findall(rf"\bvram event=(\w+) engine={engine} ", log.read_text("utf-8"))


def test_both_speak_in_turn_each_released_after_its_job_and_no_checkpoint_is_touched(
    sottovoce: CommandLine, models: dict[str, Path], reference: Path
) -> None:
    before = {engine: digests(folder) for engine, folder in models.items()}
    spoken: dict[str, np.ndarray] = {}

    for number, engine in enumerate(("f5", "xtts", "f5")):
        out = f"{number}.wav"
        result = sottovoce(*say(engine, models[engine], reference, out), *SMALL_CARD)
        assert result.code == 0, result.err
        assert (result.json["engine"], result.json["device"]) == (engine, "cuda (simulated)")
        assert result.json["low_vram"]["policy"] == "on"
        samples, rate_hz = soundfile.read(sottovoce.folder / out)
        assert rate_hz == 24_000
        assert len(samples) == round(result.json["duration_s"] * rate_hz)
        assert np.abs(samples).max() > 0
        assert np.array_equal(spoken.setdefault(engine, samples), samples)
        assert memory_lines(sottovoce, engine) == ["load", "park"] * (2 if number == 2 else 1)

    assert {engine: digests(folder) for engine, folder in models.items()} == before


def test_f5_without_the_words_of_the_reference_is_refused_with_the_step_to_take(
    sottovoce: CommandLine, models: dict[str, Path], reference: Path
) -> None:
    words = ("say", "Good evening.", "--engine", "f5", "--model", models["f5"], "--reference", reference)
    result = sottovoce.refused(1, "reference_text_needed", *words, "-o", "out.wav")
    assert "--reference-text" in result.error["remedy"]


def test_both_are_listed_as_installed(sottovoce: CommandLine) -> None:
    told = sottovoce("engines", "--json").json
    assert {"f5", "xtts"} <= {engine["id"] for engine in told["engines"]}
    assert not {"f5", "xtts"} & set(map(str, told["not_installed"]))
    assert told["problems"] == []

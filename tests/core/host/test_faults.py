"""A real host whose engine raises, exits or hangs while it loads, works and is released."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import EngineCrashed, EngineFailed, EngineHung
from tests.core.host.helpers import LOW, Take, speak, states

pytestmark = pytest.mark.slow
ENDS = {"raises": EngineFailed, "exits": EngineCrashed, "hangs": EngineHung}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "weights.safetensors").write_bytes(b"ECHO")
    return weights


@pytest.mark.parametrize("place", ["load", "job", "release"])
@pytest.mark.parametrize("way", ENDS)
def test_whatever_an_engine_does_and_wherever_the_next_job_speaks(new_client, folder, place, way):
    client = new_client(loading_limit_s=0.8, speaking_limit_s=0.8)
    (folder / "fault.txt").write_text(f"{place} {way}")
    take = Take()
    if (place, way) == ("release", "raises"):
        assert speak(client, model_dir=folder, low_vram=LOW, take=take).done  # the audio is there already
    else:
        with pytest.raises(ENDS[way]) as caught:
            speak(client, model_dir=folder, low_vram=LOW, take=take)
        assert caught.value.engine == "echo"
    assert len(take.pieces) == {"load": 0, "job": 1, "release": 3}[place]
    (folder / "fault.txt").unlink()
    assert speak(client, model_dir=folder, low_vram=LOW).done
    assert states(client.sample())["echo"] == "on_disk"

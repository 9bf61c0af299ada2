"""The voices that an XTTS model brings are reached by their names, from the word to the sound."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.engines.base import LoadOptions
from core.engines.xtts.engine import XttsEngine
from core.errors import VoiceUnknown
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.request import SynthesisRequest
from core.paths import Paths
from core.services.explain import explain
from core.services.order import Order, check_order
from core.services.stock_voices import voice_names
from core.services.voices import VoiceService
from tests.checkpoints.jobs import Asker, speak
from tests.checkpoints.xtts import build_xtts, small_parts

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


@pytest.fixture
def hosts() -> Iterator[HostPool]:
    pool = HostPool([Environment("torch", Path(sys.executable), ("f5", "xtts"))], HostOptions())
    yield pool
    pool.close()


def test_a_voice_of_the_model_speaks_and_an_unknown_one_is_refused_with_the_known(
    hosts: HostPool, tmp_path: Path
) -> None:
    import torch

    torch.set_num_threads(1)
    voices = VoiceService(Paths.find(), hosts)
    description = hosts.describe("xtts")

    def request(voice: str) -> SynthesisRequest:
        order = Order("Hi.", "xtts", voice=voices.find(voice), seed=1)
        return check_order(order, description).request

    with small_parts():
        folder = build_xtts(tmp_path / "xtts", speakers=True)
        model = XttsEngine().load(LoadOptions("cpu", folder), Asker().job)
    assert voice_names(folder / "speakers_xtts.pth") == ["Ana", "Bruno"]
    ana, bruno = (speak(model, request(f"xtts:{name}")) for name in ("Ana", "Bruno"))
    assert len(ana)
    assert not np.array_equal(ana, bruno)
    with pytest.raises(VoiceUnknown) as caught:
        speak(model, request("xtts:Carla"))
    words = explain(caught.value)
    assert "xtts:Carla" in words.what
    assert "Ana, Bruno" in words.why
    for wrong in ("f5:Ana", "xtts:"):
        with pytest.raises(VoiceUnknown):
            voices.find(wrong)

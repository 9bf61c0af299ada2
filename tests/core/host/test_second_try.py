"""A job that loses its card, or runs out of memory there, is tried again, and no audio comes twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import DeviceFailed, OutOfMemory
from core.host.resume import Resumed
from core.model.events import AudioPiece, Progress, RenderEvent
from tests.core.host.conftest import NewClient
from tests.core.host.helpers import Take, speak

WORDS = "one two three four"
GB = 1000**3


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Return a folder that the echo engine loads from, and where it counts its failures."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "weights.safetensors").write_bytes(b"ECHO")
    return folder


def codes(take: Take) -> list[str]:
    return [notice.code for notice in take.notices]


def test_a_lost_card_gets_a_new_host_and_the_audio_comes_once(client, weights: Path):
    whole = speak(client, WORDS, model_dir=weights)
    pid = client.hello().pid
    take = speak(client, WORDS, model_dir=weights, poison_times=1)
    assert np.array_equal(take.samples, whole.samples)
    assert codes(take) == ["device_failed_once"]
    assert take.done.samples == len(whole.samples)
    assert client.hello().pid != pid


def test_a_card_that_is_lost_again_is_an_error(client, weights: Path):
    with pytest.raises(DeviceFailed, match="illegal memory access"):
        speak(client, WORDS, model_dir=weights, poison_times=2)
    assert speak(client).done


@pytest.mark.parametrize("times", [1, 2])
def test_lack_of_memory_is_tried_again_and_goes_on_where_it_was(
    new_client: NewClient, weights: Path, times: int
):
    client = new_client(simulate_gpu_bytes=4 * GB)
    whole = speak(client, WORDS, model_dir=weights)
    pid = client.hello().pid
    take = speak(client, WORDS, model_dir=weights, out_of_memory_times=times)
    assert np.array_equal(take.samples, whole.samples)
    assert codes(take) == ["memory_ran_out"] * times
    assert client.hello().pid == pid


def test_after_three_tries_it_is_refused_with_numbers(new_client: NewClient, weights: Path):
    client = new_client(simulate_gpu_bytes=4 * GB)
    take = Take()
    with pytest.raises(OutOfMemory) as caught:
        speak(client, WORDS, take=take, model_dir=weights, out_of_memory_times=9)
    assert len(list(weights.glob("out_of_memory_times.*"))) == 3
    assert caught.value.need_bytes > 0
    assert caught.value.free_bytes > 0
    whole = speak(client, WORDS)
    assert np.array_equal(take.samples, whole.samples[: len(take.samples)])


def test_lack_of_system_memory_is_not_tried_again(client, weights: Path):
    with pytest.raises(OutOfMemory):
        speak(client, WORDS, model_dir=weights, out_of_memory_times=1)


def test_what_was_passed_on_is_left_out_whatever_the_pieces():
    passed: list[RenderEvent] = []
    resumed = Resumed(passed.append)
    audio = np.arange(10, dtype=np.float32)
    for part in (audio[:3], audio[3:7]):
        resumed(AudioPiece(part, 24_000))
    resumed.again()
    for event in (AudioPiece(audio[:5], 24_000), Progress("speaking", 0.5), AudioPiece(audio[5:], 24_000)):
        resumed(event)
    heard = np.concatenate([event.samples for event in passed if isinstance(event, AudioPiece)])
    assert np.array_equal(heard, audio)
    assert passed.count(Progress("speaking", 0.5)) == 1

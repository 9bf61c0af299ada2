"""Kokoro in a host process, as the studio has it: the samples, a cancel, and errors cross the pipe."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.errors import JobCancelled, ModelMissing, TextUnspeakable
from core.host.client import HostClient, HostOptions
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress
from core.model.policy import LowVram, LowVramPolicy
from core.model.request import SynthesisRequest
from core.model.sourced import Sourced
from tests.waiting import wait_until

pytestmark = [pytest.mark.engines, pytest.mark.slow]

TEXT = "O menino pegou o livro."
LONG = "Era uma vez um rei que morava longe, num castelo de pedra à beira do mar, e contava as estrelas. " * 4
KEEP = LowVram(False, Sourced(LowVramPolicy.OFF))
RELEASE = LowVram(True, Sourced(LowVramPolicy.ON))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[HostClient]:
    environment = Environment("kokoro", Path(sys.executable), ("kokoro",))
    host = HostClient(environment, HostOptions(log_file=tmp_path / "host.log"))
    yield host
    host.close()


def request(text: str, folder: Path) -> SynthesisRequest:
    return SynthesisRequest("kokoro", text, preset="pf_dora", language="pt-BR", model_dir=folder)


def test_the_host_speaks_the_same_samples_and_gives_the_memory_back(client, weights: Path, speak):
    described = {one.id: one for one in client.hello().engines}["kokoro"]
    assert described.environment == "kokoro"
    events: list[object] = []
    done = client.synthesize(request(TEXT, weights), RELEASE, on_event=events.append, cancel=CancelToken())
    heard = np.concatenate([event.samples for event in events if isinstance(event, AudioPiece)])
    np.testing.assert_array_equal(heard, speak(TEXT).samples)
    assert (done.device, done.sample_rate_hz, done.samples) == ("cpu", 24_000, len(heard))
    assert {event.stage for event in events if isinstance(event, Progress)} >= {"loading", "speaking"}
    assert not any(one.in_memory for one in client.sample().engines)


def test_a_cancel_is_answered_in_mid_run_and_the_next_job_is_unharmed(client, weights: Path, speak):
    client.load("kokoro", "cpu", weights)
    cancel = CancelToken()
    pid = client.hello().pid
    host = psutil.Process(pid)
    idle_s = host.cpu_times().user
    heard_before: list[int] = []
    events: list[object] = []

    def pieces() -> int:
        return sum(isinstance(event, AudioPiece) for event in events)

    def cancel_in_mid_run():
        wait_until(lambda: host.cpu_times().user > idle_s + 1.0, "the net to run", 60.0)
        heard_before.append(pieces())
        cancel.cancel()

    thread = threading.Thread(target=cancel_in_mid_run)
    thread.start()
    with pytest.raises(JobCancelled):
        client.synthesize(request(LONG * 5, weights), KEEP, on_event=events.append, cancel=cancel)
    thread.join()
    assert pieces() <= heard_before[0] + 1  # one may have been under way
    assert client.hello().pid == pid  # it was the net that stopped; nobody killed the host
    events = []
    client.synthesize(request(TEXT, weights), KEEP, on_event=events.append, cancel=CancelToken())
    heard = np.concatenate([event.samples for event in events if isinstance(event, AudioPiece)])
    np.testing.assert_array_equal(heard, speak(TEXT).samples)


def test_errors_cross_the_pipe(client, weights: Path, tmp_path: Path):
    with pytest.raises(ModelMissing):
        client.synthesize(request(TEXT, tmp_path), KEEP, on_event=lambda event: None, cancel=CancelToken())
    with pytest.raises(TextUnspeakable):
        client.synthesize(request("😀", weights), KEEP, on_event=lambda event: None, cancel=CancelToken())

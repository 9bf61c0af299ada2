"""A host says what a request would meet, without loading anything and whatever it is doing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.errors import DeviceMissing, EngineUnknown
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.events import Progress
from core.model.request import SynthesisRequest
from tests.core.host.helpers import LOW, NORMAL, Take, speak, states

STUDIO = Environment("studio", Path(sys.executable), ("starter",))
CARD_BYTES = 1_600_000_000


def asked(engine: str = "echo", device: str = "auto") -> SynthesisRequest:
    return SynthesisRequest(engine, "one two three", device=device)


def test_no_host_is_started_for_a_question(client):
    assert client.forecast(asked(), NORMAL) is None
    assert not client.running


def test_nothing_is_loaded_for_an_answer(new_client):
    client = new_client(simulate_gpu_bytes=CARD_BYTES)
    client.hello()
    fit = client.forecast(asked(), LOW)
    assert (fit.fits, fit.device) == (True, "cuda (simulated)")
    assert 0 < fit.need_bytes < fit.room_bytes < CARD_BYTES
    assert states(client.sample())["echo"] == "absent"


def test_what_does_not_fit_is_said_in_numbers(new_client):
    client = new_client(simulate_gpu_bytes=CARD_BYTES // 4)
    client.hello()
    fit = client.forecast(asked(), NORMAL)
    assert not fit.fits
    assert fit.need_bytes > fit.room_bytes > 0


def test_it_answers_while_a_job_runs(new_client):
    client = new_client(simulate_gpu_bytes=CARD_BYTES)
    answers = []

    def ask_once(event) -> None:
        if isinstance(event, Progress) and event.stage == "speaking" and not answers:
            answers.append(client.forecast(asked(), NORMAL))

    take = speak(client, take=Take(ask_once))
    assert take.done.samples
    assert answers[0].fits


@pytest.mark.parametrize(
    ("request_", "error"), [(asked("nobody"), EngineUnknown), (asked(device="mps"), DeviceMissing)]
)
def test_what_cannot_be_put_anywhere_is_an_error(client, request_, error):
    client.hello()
    with pytest.raises(error):
        client.forecast(request_, NORMAL)
    assert client.forecast(asked(), NORMAL).device == "cpu"


def test_what_another_host_would_free_counts_and_is_named(echo_environment, tmp_path):
    options = HostOptions(simulate_gpu_bytes=CARD_BYTES, cards_folder=tmp_path / "cards", program="test")
    pool = HostPool([STUDIO, echo_environment], options)
    try:
        pool.hello_all()
        pool.client_for("echo").load("echo")
        pool.client_for("echo").sample()
        before = pool.forecast(asked("starter"), NORMAL)
        assert (before.fits, before.leaving) == (True, ())
        pool.client_for("starter").load("starter")
        pool.client_for("starter").sample()
        pool.client_for("echo").release()
        pool.client_for("echo").sample()
        fit = pool.forecast(asked("echo"), NORMAL)
        assert (fit.fits, fit.leaving) == (True, ("starter",))
    finally:
        pool.close()

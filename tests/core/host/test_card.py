"""One simulated card, several hosts: of one program, and of a command line beside it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import EngineCrashed, JobCancelled, OutOfMemory
from core.host.card_lease import longest_idle_first
from core.host.client import HostClient, HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import MemorySample, Neighbour
from core.model.policy import LowVram
from core.model.request import SynthesisRequest
from tests.command_line import CommandLine, make_studio
from tests.core.host.helpers import LOW, NORMAL, Take, speak, states
from tests.waiting import wait_until

GB = 1000**3
NewPool = Callable[..., HostPool]


@pytest.fixture
def pictures() -> list[MemorySample]:
    """Return the list that all hosts' memory goes to, as one picture."""
    return []


@pytest.fixture
def new_pool(
    echo_environment: Environment,
    heavy_environment: Environment,
    pictures: list[MemorySample],
    tmp_path: Path,
) -> Iterator[NewPool]:
    pools: list[HostPool] = []

    def make(card_bytes: int = 4 * GB, program: str = "studio") -> HostPool:
        folder = tmp_path / "cards"
        options = HostOptions(simulate_gpu_bytes=card_bytes, cards_folder=folder, program=program)
        pools.append(HostPool([echo_environment, heavy_environment], options, pictures.append))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def say(pool: HostPool, engine: str, mode: LowVram = NORMAL, device: str = "auto") -> Take:
    """Speak as the services do: with the card's lease."""
    take = Take()
    request = SynthesisRequest(engine, "one two", device=device)
    client = pool.client_for(engine)
    with pool.card_lease(request, mode, take.cancel):
        take.done = client.synthesize(request, mode, on_event=take, cancel=take.cancel)
    return take


def state(pool: HostPool, engine: str) -> str:
    return states(pool.client_for(engine).sample())[engine]


def test_hosts_that_do_not_fit_together_take_turns(new_pool):
    pool = new_pool()
    for engine, other in (("echo", "heavy"), ("heavy", "echo"), ("echo", "heavy")):
        assert say(pool, engine).done.device == "cuda (simulated)"
        assert state(pool, engine) == "resident"
        assert state(pool, other) in {"absent", "on_disk"}


def test_whose_engines_left_is_known_to_the_one_who_asked(new_pool):
    pool = new_pool()
    say(pool, "echo")
    request = SynthesisRequest("heavy", "one two")
    with pool.card_lease(request, NORMAL, CancelToken()) as left:
        assert left == ("echo",)
    with pool.card_lease(request, NORMAL, CancelToken()) as left:
        assert left == ()


def test_in_low_vram_leaving_is_nothing_to_be_told(new_pool):
    pool = new_pool()
    say(pool, "echo")
    with pool.card_lease(SynthesisRequest("heavy", "one two"), LOW, CancelToken()) as left:
        assert left == ()
    assert state(pool, "echo") == "on_disk"


def test_hosts_that_fit_together_stay_both(new_pool):
    pool = new_pool(card_bytes=8 * GB)
    say(pool, "echo")
    say(pool, "heavy")
    assert (state(pool, "echo"), state(pool, "heavy")) == ("resident", "resident")


def test_telling_figures_is_not_being_used(new_pool):
    pool = new_pool(card_bytes=8 * GB)
    say(pool, "echo")
    say(pool, "heavy")
    echo, heavy = pool.client_for("echo"), pool.client_for("heavy")
    assert echo.sample().time_s > heavy.last_sample.time_s
    assert longest_idle_first([heavy, echo]) == [echo, heavy]


def test_in_low_vram_the_owner_gives_the_card_back_at_once(new_pool):
    pool = new_pool(card_bytes=8 * GB)
    say(pool, "echo")
    say(pool, "heavy", LOW)
    assert (state(pool, "echo"), state(pool, "heavy")) == ("on_disk", "on_disk")


def test_a_job_on_the_cpu_asks_nobody_for_the_card(new_pool):
    pool = new_pool()
    say(pool, "echo")
    assert say(pool, "heavy", device="cpu").done.device == "cpu"
    assert (state(pool, "echo"), state(pool, "heavy")) == ("resident", "resident")


def test_the_picture_of_two_hosts_adds_up_to_one_card(new_pool, pictures):
    pool = new_pool(card_bytes=8 * GB)
    say(pool, "echo")
    say(pool, "heavy")
    pool.client_for("echo").sample()
    picture = pictures[-1]
    sizes = {one.engine: one.size_bytes for one in picture.engines if one.size_bytes}
    assert sizes == {"echo": 600_000_000, "heavy": 2_700_000_000}
    assert picture.context_bytes == 600_000_000
    assert picture.other_bytes == 500_000_000
    assert picture.neighbours == ()  # hosts of one program are no strangers to each other
    parts = (
        *sizes.values(),
        picture.context_bytes,
        picture.activation_bytes,
        picture.cache_bytes,
        picture.other_bytes,
        picture.free_bytes,
    )
    assert sum(parts) == picture.total_bytes == 8 * GB


def test_who_waits_for_the_card_can_be_cancelled(new_pool):
    pool = new_pool()
    pool.describe("echo")
    request = SynthesisRequest("echo", "one")
    token = CancelToken()
    with pool.card_lease(request, NORMAL, CancelToken()):
        token.cancel()
        with pytest.raises(JobCancelled), pool.card_lease(request, NORMAL, token):
            raise AssertionError("never gets here")


# --- another program on the same card ------------------------------------------------------------


def test_another_sottovoce_is_counted_by_name_and_refused_what_does_not_fit(new_pool):
    studio, other = new_pool(), new_pool(program="command line")
    say(studio, "heavy")
    with pytest.raises(OutOfMemory) as caught:
        say(other, "echo")
    assert caught.value.need_bytes == 1_300_000_000
    assert caught.value.free_bytes == 500_000_000
    seen = other.client_for("echo").sample()
    assert seen.neighbours == (Neighbour("studio", 3_000_000_000),)
    assert seen.other_bytes == 3_500_000_000
    studio.client_for("heavy").release()
    say(other, "echo")
    assert studio.client_for("heavy").sample().neighbours == (Neighbour("command line", 900_000_000),)


def test_a_command_line_beside_an_open_client(new_pool, tmp_path, echo_environment):
    home = tmp_path / "home"
    line = CommandLine(make_studio(tmp_path / "environments"), home, tmp_path / "folder")
    options = HostOptions(simulate_gpu_bytes=2 * GB, cards_folder=home / "cache" / "cards", program="studio")
    client = HostClient(echo_environment, options)
    words = ("say", "--json", "--simulate-gpu=2GB", "--engine=echo", "--output=a.wav", "Good morning.")
    try:
        speak(client)
        refused = line(*words)
        assert (refused.code, refused.error["code"]) == (1, "out_of_memory")
        assert "0.8 GB are free" in refused.error["message"]
        client.release()
        client.close()
        assert line(*words).code == 0
    finally:
        client.close()


def test_kill_9_while_it_loads_frees_the_card_for_the_next(new_pool, tmp_path, echo_environment):
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "weights.safetensors").write_bytes(b"ECHO")
    (folder / "load_s.txt").write_text("600")
    first, second = (new_pool().client_for("echo") for _ in range(2))
    outcome: list[BaseException] = []

    def load() -> None:
        try:
            first.load("echo", model_dir=folder)
        except EngineCrashed as error:
            outcome.append(error)

    thread = threading.Thread(target=load)
    thread.start()
    wait_until(lambda: first.running and states(first.sample())["echo"] == "loading", "the load to begin")
    cancelled = Take()

    def cancel_while_it_waits(event: object) -> None:
        cancelled.cancel.cancel()

    waiting = Take(cancel_while_it_waits)
    waiting.cancel = cancelled.cancel
    with pytest.raises(JobCancelled):
        speak(second, take=waiting)
    assert states(second.sample())["echo"] == "absent"
    os.kill(first.pid, signal.SIGKILL)
    thread.join()
    assert len(outcome) == 1
    assert speak(second).done
    assert second.sample().neighbours == ()

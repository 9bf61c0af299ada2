"""A host without a job for some time gives back what it holds; the last of it goes with the process."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import pytest

from core.errors import EngineFailed
from core.host.idle import IdleWatch
from core.host.pool import HostPool
from core.host.rest import Rested, ram_allows
from core.host.values import HostOptions
from core.install.environments import Environment
from core.model.events import MemorySample
from tests.core.host.helpers import LOW, NORMAL, Take, is_gone, speak, states
from tests.waiting import wait_until

TIMEOUT_S = 300.0


@dataclass
class Idle:
    """A pool of the echo engine's host on a simulated card, and a watch whose clock stands still."""

    pool: HostPool
    samples: list[MemorySample]
    told: list[tuple[str, str]]
    none_left: list[bool]
    now: float = 1000.0
    timeout_s: float = TIMEOUT_S
    saves: bool = False
    watch: IdleWatch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = IdleWatch(self.pool, lambda: self.timeout_s, lambda: self.saves, lambda: self.now)

    @property
    def client(self):
        (client,) = self.pool.clients()
        return client

    def pass_time(self, seconds: float = TIMEOUT_S) -> None:
        self.watch.look()
        self.now += seconds
        self.watch.look()


@pytest.fixture
def idle(echo_environment: Environment, tmp_path: Path):
    samples, told, none_left = [], [], []
    options = HostOptions(
        simulate_gpu_bytes=4 * 10**9, cards_folder=tmp_path / "cards", log_file=tmp_path / "host.log"
    )
    pool = HostPool(
        [echo_environment],
        options,
        samples.append,
        lambda *end: told.append(end),
        lambda: none_left.append(True),
    )
    yield Idle(pool, samples, told, none_left)
    pool.close()
    assert psutil.Process().children(recursive=True) == []


def ours(sample: MemorySample) -> int:
    return sample.allocated_bytes + sample.reserved_bytes + sample.context_bytes


def test_in_normal_mode_the_weights_go_and_the_host_stays(idle):
    speak(idle.client, low_vram=NORMAL)
    pid = idle.client.pid
    idle.pass_time(TIMEOUT_S - 1)
    assert states(idle.client.sample())["echo"] == "resident"
    idle.pass_time(1)
    assert states(idle.client.sample())["echo"] == "on_disk"
    assert idle.samples[-1].allocated_bytes == 0
    assert idle.client.pid == pid
    assert idle.told == []


def test_in_low_vram_nothing_is_left_on_the_card_and_another_host_stands_ready(idle):
    speak(idle.client, low_vram=LOW)
    pid = idle.client.pid
    assert ours(idle.samples[-1]) > 0, "the context stays as long as the process"
    idle.saves = True
    idle.pass_time()
    assert is_gone(pid)
    assert idle.client.running
    assert idle.client.pid != pid
    assert ours(idle.samples[-1]) == 0
    assert idle.samples[-1].has_card
    assert (idle.told, idle.none_left) == ([], [])
    assert speak(idle.client, low_vram=LOW).done


def test_one_that_has_replaced_another_is_left_alone_until_it_has_worked(idle):
    speak(idle.client, low_vram=LOW)
    idle.saves = True
    idle.pass_time()
    pid = idle.client.pid
    for _ in range(3):
        idle.pass_time()
    assert idle.client.pid == pid
    speak(idle.client, low_vram=LOW)
    assert idle.client.pid == pid
    idle.pass_time()
    assert is_gone(pid)


def test_a_host_that_has_done_nothing_stays(idle):
    pid = idle.client.hello().pid
    idle.saves = True
    idle.pass_time()
    assert idle.client.pid == pid


def test_where_the_card_is_not_used_no_host_ends(echo_environment, tmp_path):
    pool = HostPool([echo_environment], HostOptions(log_file=tmp_path / "host.log"))
    idle = Idle(pool, [], [], [], saves=True)
    try:
        speak(idle.client, low_vram=NORMAL)
        pid = idle.client.pid
        idle.pass_time()
        assert idle.client.pid == pid
        assert states(idle.client.sample())["echo"] == "on_disk"
    finally:
        pool.close()


def test_a_mode_that_is_turned_on_later_ends_the_host_that_rests(idle):
    speak(idle.client, low_vram=NORMAL)
    pid = idle.client.pid
    idle.pass_time()
    assert idle.client.pid == pid
    idle.saves = True
    idle.watch.look()
    assert is_gone(pid)
    assert ours(idle.samples[-1]) == 0


def test_nought_means_never(idle):
    speak(idle.client, low_vram=NORMAL)
    idle.timeout_s = 0
    idle.pass_time(10**9)
    assert states(idle.client.sample())["echo"] == "resident"


def test_time_is_counted_from_the_last_job(idle):
    speak(idle.client, low_vram=NORMAL)
    idle.pass_time(TIMEOUT_S - 1)
    speak(idle.client, low_vram=NORMAL)
    idle.pass_time(TIMEOUT_S - 1)
    assert states(idle.client.sample())["echo"] == "resident"


def test_while_a_job_is_under_way_no_time_is_counted(idle):
    idle.saves = True

    def look(event):
        idle.pass_time()
        idle.pass_time()

    take = Take(look)
    assert speak(idle.client, take=take, low_vram=LOW).done
    assert len(take.pieces) == 3


def test_a_job_that_was_not_counted_stops_the_rest(idle):
    speak(idle.client, low_vram=NORMAL)
    begun = idle.client.jobs_begun
    speak(idle.client, low_vram=NORMAL)
    assert idle.client.rest(begun, ends=False) is Rested.NOT
    assert states(idle.client.sample())["echo"] == "resident"


def test_jobs_that_come_while_a_host_ends_are_all_done(idle):
    """The watch looks without end, as if each time-out were over at once."""
    idle.saves, idle.timeout_s = True, 1e-9
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            idle.now += 1.0
            idle.watch.look()

    looker = threading.Thread(target=look)
    looker.start()
    pids = set()
    try:
        takes = []
        for _ in range(5):
            takes.append(speak(idle.client, low_vram=LOW))
            pid = idle.client.pid
            pids.add(pid)
            wait_until(lambda pid=pid: idle.client.busy or idle.client.pid != pid, "the rest to begin")
    finally:
        ended.set()
        looker.join()
    assert {take.samples.tobytes() for take in takes} == {takes[0].samples.tobytes()}
    assert all(take.done.samples == len(take.samples) for take in takes)
    assert len(pids) > 1
    assert idle.told == []


def test_where_ram_is_short_nobody_stands_ready(idle, monkeypatch):
    speak(idle.client, low_vram=LOW)
    pid = idle.client.pid
    sample = idle.client.sample()
    short = replace(sample, ram_used_bytes=sample.ram_total_bytes)
    monkeypatch.setattr(idle.client, "sample", lambda: short)
    idle.saves = True
    card_bytes = idle.pool.card_total_bytes()
    idle.pass_time()
    monkeypatch.undo()
    assert is_gone(pid)
    assert not idle.client.running
    assert (idle.told, idle.none_left) == ([], [True])
    assert idle.pool.card_total_bytes() == card_bytes, "what the host said is still known"
    assert speak(idle.client, low_vram=LOW).done


@pytest.mark.parametrize(
    ("used_gb", "allowed"), [(1.0, True), (6.9, True), (7.1, False), (8.0, False)], ids=str
)
def test_an_eighth_of_the_ram_is_left_to_others(idle_sample, used_gb, allowed):
    """The one that ends makes room for the one that comes: 0.9 GB leave, 0.9 GB come."""
    sample = replace(idle_sample, ram_total_bytes=8 * 10**9, host_rss_bytes=900_000_000)
    assert ram_allows(replace(sample, ram_used_bytes=int(used_gb * 1e9))) is allowed


@pytest.fixture
def idle_sample() -> MemorySample:
    return MemorySample(0.0, "", "cuda", False, 0, 0, 0, 0, 0, (), 0, 0, 0)


def test_the_watch_looks_by_itself(idle):
    watch = IdleWatch(idle.pool, lambda: 0.05, lambda: True)
    speak(idle.client, low_vram=LOW)
    pid = idle.client.pid
    watch.start()
    try:
        wait_until(lambda: idle.client.running and idle.client.pid != pid, "another host")
    finally:
        idle.pool.close()
        watch.close()


def test_after_a_cuda_error_the_end_of_the_host_is_no_news(idle):
    speak(idle.client, low_vram=NORMAL)
    pid = idle.client.pid
    with pytest.raises(EngineFailed):
        speak(idle.client, poison=1)
    wait_until(lambda: idle.none_left, "the figures of the ended host to go")
    assert is_gone(pid)
    assert idle.told == []


def test_the_end_of_an_idle_host_by_another_hand_is_news(idle):
    os.kill(idle.client.hello().pid, signal.SIGKILL)
    wait_until(lambda: idle.told, "the news")
    assert idle.told == [("echo", "killed by signal SIGKILL (9)")]

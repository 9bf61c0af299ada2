"""Which card the hosts of a program use: asked of the driver once, the same for all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.driver import DriverCard
from core.errors import HostNotStarted
from core.host.client import HostOptions
from core.host.gpu import GpuChoice
from core.host.pool import HostPool
from core.install.environments import Environment
from tests.core.host.helpers import speak

GB = 10**9
STUDIO = Environment("studio", Path(sys.executable), ("starter",))
SIZES = (1_600_000_000, 3 * GB)
SMALL = DriverCard("GTX 1050 Ti", "GPU-aaaa1111", 4 * GB, 3 * GB)
LARGE = DriverCard("RTX 3090", "GPU-bbbb2222", 24 * GB, 20 * GB)


def test_the_card_with_the_most_free_memory_is_taken_once_and_for_all(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    busy = DriverCard(LARGE.name, LARGE.uuid, LARGE.total_bytes, GB)
    looks = [[SMALL, LARGE], [SMALL, busy]]
    choice = GpuChoice("", read=lambda: looks.pop(0))
    assert (choice(), choice()) == (LARGE.uuid, LARGE.uuid)
    assert GpuChoice("", read=lambda: [SMALL, busy])() == SMALL.uuid


def test_what_cuda_does_not_show_is_not_chosen(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-aaaa")
    assert GpuChoice("", read=lambda: [SMALL, LARGE])() == ""


@pytest.mark.parametrize("cards", [[], [SMALL]])
def test_where_there_is_nothing_to_choose_nothing_is_named(monkeypatch, cards):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert GpuChoice("", read=lambda: cards)() == ""


def test_a_beginning_of_a_uuid_becomes_the_whole(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert GpuChoice("gpu-bb", read=lambda: [SMALL, LARGE])() == LARGE.uuid


@pytest.mark.parametrize(
    ("wanted", "name"), [("", "Simulated GPU 2 (3.0 GB)"), ("SIM-1", "Simulated GPU 1 (1.6 GB)")]
)
def test_all_hosts_of_a_program_use_one_card(echo_environment, wanted, name):
    options = HostOptions(simulate_gpu_bytes=SIZES, gpu=GpuChoice(wanted, SIZES))
    pool = HostPool([STUDIO, echo_environment], options)
    try:
        hellos = pool.hello_all()
        assert [hello.device for hello in hellos] == [name, name]
        assert len({hello.card_id for hello in hellos}) == 1
        sample = pool.client_for("echo").sample()
        assert (sample.device, sample.card_id) == (name, hellos[0].card_id)
    finally:
        pool.close()


def test_a_card_that_has_gone_meanwhile_is_said_where_the_host_starts(new_client):
    client = new_client(simulate_gpu_bytes=SIZES, gpu=GpuChoice("SIM-7", SIZES))
    with pytest.raises(HostNotStarted) as caught:
        speak(client)
    assert "there is no card SIM-7; there are: SIM-1, SIM-2" in caught.value.reason

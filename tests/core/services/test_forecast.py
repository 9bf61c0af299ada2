"""What an order would meet, by the hosts that run, and by what is known where none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from core.errors import ParameterInvalid
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.paths import Paths
from core.services.forecast import Forecaster
from core.services.order import Order
from core.services.speeds import SpeedBook
from core.services.synthesize import Synthesizer
from core.settings import Settings
from tests.waiting import wait_until

ORDER = Order("one two three", "echo")
CARD_BYTES = 1_600_000_000


@pytest.fixture
def hosts(echo_environment: Environment) -> Iterator[HostPool]:
    pool = HostPool([echo_environment], HostOptions(simulate_gpu_bytes=CARD_BYTES))
    yield pool
    pool.close()


@pytest.fixture
def forecaster(hosts: HostPool, settings: Settings) -> Forecaster:
    paths = Paths.find()
    speeds = SpeedBook.of(paths)
    return Forecaster(hosts, settings, paths, speeds, Synthesizer(hosts, settings, paths, speeds))


def test_before_a_host_has_introduced_itself_nothing_is_known_and_none_is_started(
    hosts: HostPool, forecaster: Forecaster
) -> None:
    assert forecaster.look(ORDER, 10.0) is None
    assert not any(client.running for client in hosts.clients())


def test_room_and_time_are_those_of_the_device(hosts: HostPool, forecaster: Forecaster) -> None:
    hosts.hello_all()
    on_card = forecaster.look(ORDER, 100.0)
    on_cpu = forecaster.look(replace(ORDER, device="cpu", speed=2.0), 100.0)
    assert on_card is not None
    assert on_cpu is not None
    assert (on_card.fit.fits, on_card.fit.device) == (True, "cuda (simulated)")
    assert (on_card.expected_s, on_card.cpu_s, on_card.chosen) == (10.0, None, False)
    assert (on_cpu.fit.device, on_cpu.expected_s, on_cpu.chosen) == ("cpu", 5.0, True)


def test_several_orders_take_as_long_as_all_and_the_worst_of_them_is_told(
    hosts: HostPool, forecaster: Forecaster
) -> None:
    assert forecaster.look_at_all([(ORDER, 10.0)]) is None
    hosts.hello_all()
    on_cpu = replace(ORDER, device="cpu")
    both = forecaster.look_at_all([(on_cpu, 100.0), (ORDER, 50.0)])
    assert both is not None
    assert both.expected_s == 15.0
    assert both.fit == max(
        (one.fit for one in (forecaster.look(on_cpu, 1.0), forecaster.look(ORDER, 1.0)) if one is not None),
        key=lambda fit: fit.need_bytes,
    )
    assert forecaster.look_at_all([]) is None


def test_what_does_not_fit_says_how_long_the_cpu_takes(
    echo_environment: Environment, settings: Settings
) -> None:
    pool = HostPool([echo_environment], HostOptions(simulate_gpu_bytes=CARD_BYTES // 4))
    try:
        pool.hello_all()
        paths = Paths.find()
        speeds = SpeedBook.of(paths)
        forecaster = Forecaster(pool, settings, paths, speeds, Synthesizer(pool, settings, paths, speeds))
        forecast = forecaster.look(ORDER, 100.0)
        assert forecast is not None
        assert (forecast.fit.fits, forecast.cpu_s) == (False, 10.0)
    finally:
        pool.close()


def test_where_the_host_has_ended_what_it_said_is_added_up(hosts: HostPool, forecaster: Forecaster) -> None:
    hosts.hello_all()
    running = forecaster.look(ORDER, 10.0)
    (client,) = hosts.clients()
    psutil.Process(client.pid).kill()
    wait_until(lambda: not client.running, "the end of the host")
    ended = forecaster.look(ORDER, 10.0)
    assert running is not None
    assert ended is not None
    assert not client.running
    assert ended.fit.device == running.fit.device
    assert ended.fit.need_bytes == running.fit.need_bytes
    assert ended.fit.fits
    on_cpu = forecaster.look(replace(ORDER, device="cpu"), 10.0)
    assert on_cpu is not None
    assert (on_cpu.fit.device, on_cpu.fit.fits) == ("cpu", True)


def test_what_is_wrong_with_an_order_is_said(hosts: HostPool, forecaster: Forecaster) -> None:
    hosts.hello_all()
    with pytest.raises(ParameterInvalid):
        forecaster.look(replace(ORDER, speed=99.0), 10.0)

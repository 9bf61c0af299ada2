"""Which engines count where "automatic" decides, with real hosts on a simulated card."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.paths import Paths
from core.services.modes import Modes
from core.services.speeds import SpeedBook
from core.services.synthesize import Order, Synthesizer
from core.settings import Settings

STUDIO = Environment("studio", Path(sys.executable), ("starter",))
CARD_BYTES = 1_600_000_000
"""It holds the echo engine (1.5 GB with what is to spare), but not the starter engine beside it."""


@pytest.fixture(scope="module")
def hosts(echo_environment: Environment) -> Iterator[HostPool]:
    pool = HostPool([STUDIO, echo_environment], HostOptions(simulate_gpu_bytes=CARD_BYTES))
    pool.hello_all()
    yield pool
    pool.close()


@pytest.fixture
def modes(hosts: HostPool, settings: Settings) -> Modes:
    return Modes(hosts, settings)


def test_what_is_chosen_counts_as_long_as_it_is_chosen(modes: Modes) -> None:
    assert modes.mode().need is None
    assert modes.mode(["echo"]).need.engines == ("Echo",)
    assert not modes.mode(["echo"]).value
    assert modes.mode(["starter", "echo"]).value
    assert not modes.mode(["echo"]).value


def test_what_was_used_counts_to_the_end(modes: Modes) -> None:
    modes.use(["starter"])
    assert modes.mode(["echo"]).need.engines == ("Starter", "Echo")
    assert modes.mode(["echo"]).value
    assert modes.mode(["starter"]).need.engines == ("Starter",)


def test_where_nothing_goes_to_the_card_there_is_nothing_to_save(modes: Modes, settings: Settings) -> None:
    settings.click("device", "cpu")
    mode = modes.mode(["starter", "echo"])
    assert (mode.value, mode.need) == (False, None)


def test_an_engine_that_nobody_knows_counts_for_nothing(modes: Modes) -> None:
    assert modes.mode(["gone", "echo"]).need.engines == ("Echo",)


def test_before_a_host_has_said_what_there_is_nothing_is_decided(echo_environment: Environment) -> None:
    pool = HostPool([echo_environment], HostOptions(simulate_gpu_bytes=CARD_BYTES))
    assert Modes(pool, Settings.load(Paths.find(), {})).mode(["echo"]).need is None


def test_orders_that_wait_count_too_and_the_choice_is_logged_once(
    hosts: HostPool, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    synthesizer = Synthesizer(hosts, settings, Paths.find(), SpeedBook.of(Paths.find()))
    saved = [
        synthesizer.render(
            Order(text="one two", engine="echo"),
            wanted_next=wanted,
            on_event=lambda event: None,
            cancel=CancelToken(),
        ).low_vram.value
        for wanted in ((), (), ("starter",), ())
    ]
    assert saved == [False, False, True, True]
    told = [one.message for one in caplog.records if one.message.startswith("Low VRAM: ")]
    assert told == [
        "Low VRAM: off (automatic: Echo needs 1.5 GB of 1.6 GB, 15 % to spare included)",
        "Low VRAM: on (automatic: Echo and Starter need 1.7 GB of 1.6 GB, 15 % to spare included)",
    ]


def test_what_a_host_estimates_counts_and_not_what_is_declared(hosts: HostPool, modes: Modes) -> None:
    description, hello = hosts.known("starter")
    need = hello.needs["starter"]
    estimated = need.total_bytes + description.sizes.context_bytes
    assert modes.mode(["starter"]).need.need_bytes == round(estimated * 1.15)

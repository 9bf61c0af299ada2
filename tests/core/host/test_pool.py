"""The pool finds the way from an engine to its environment."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from core.errors import EngineNotInstalled, EngineUnknown
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment, find_environments
from tests.core.host.helpers import speak

STUDIO = Environment("studio", Path(sys.executable), ("starter",))


@pytest.fixture
def pool(echo_environment, tmp_path):
    both = dataclasses.replace(echo_environment, engine_ids=("starter", "echo", "echo_broken"))
    pool = HostPool([STUDIO, both], HostOptions(log_file=tmp_path / "logs" / "any.log"))
    yield pool
    pool.close()
    assert not any(client.running for client in pool.clients())


def test_ids_are_known_without_starting_a_host(pool):
    assert pool.engine_ids() == ["starter", "echo", "echo_broken"]
    assert not any(client.running for client in pool.clients())


def test_an_engine_is_described_by_its_own_host(pool):
    assert pool.describe("echo").version == "1.2.3"
    studio, echo = pool.clients()
    assert echo.running
    assert not studio.running


def test_an_engine_that_two_environments_know_belongs_to_the_one_that_it_names(echo_environment, tmp_path):
    other = dataclasses.replace(echo_environment, name="another")
    pool = HostPool([other, echo_environment], HostOptions())
    try:
        assert pool.client_for("echo").environment.name == "echo"
        hellos = pool.hello_all()
        assert [[one.id for one in hello.engines] for hello in hellos] == [[], ["echo"]]
    finally:
        pool.close()


def test_an_engine_package_is_found_where_it_is_installed_and_speaks(echo_environment):
    (found,) = find_environments(echo_environment.python.parents[1])
    pool = HostPool([found], HostOptions())
    try:
        assert "echo" in pool.engine_ids()
        assert speak(pool.client_for("echo")).done
    finally:
        pool.close()


def test_an_unknown_engine_is_said_with_the_known_ones(pool):
    with pytest.raises(EngineUnknown) as caught:
        pool.client_for("ecko")
    assert caught.value.known == "starter, echo, echo_broken"


def test_a_broken_engine_is_said_with_its_reason(pool):
    with pytest.raises(EngineNotInstalled, match=r"libecho\.so\.7"):
        pool.describe("echo_broken")


def test_each_host_logs_into_a_file_of_its_own(pool, tmp_path):
    speak(pool.client_for("echo"))
    pool.close()
    assert [file.name for file in (tmp_path / "logs").iterdir()] == ["host-echo.log"]


def test_a_host_that_cannot_be_started_hurts_no_other(echo_environment, tmp_path):
    gone = Environment("torch", tmp_path / "python", ("f5", "xtts"))
    pool = HostPool([gone, echo_environment], HostOptions())
    try:
        torch, echo = pool.hello_all()
        assert set(torch.broken) == {"f5", "xtts"}
        assert "No such file" in torch.broken["f5"]
        assert [one.id for one in echo.engines] == ["echo"]
    finally:
        pool.close()


def test_an_environment_that_was_made_meanwhile_is_taken_in(echo_environment):
    pool = HostPool([STUDIO], HostOptions())
    try:
        with pytest.raises(EngineUnknown):
            pool.client_for("echo")
        studio = pool.client_for("starter")
        assert pool.adopt([STUDIO, echo_environment]) == ["echo"]
        assert pool.client_for("starter") is studio
        assert speak(pool.client_for("echo")).done
        assert pool.adopt([STUDIO, echo_environment]) == []
    finally:
        pool.close()


def test_an_environment_that_is_to_be_removed_is_dismissed_and_may_come_back(echo_environment):
    pool = HostPool([*find_environments(), echo_environment], HostOptions())
    try:
        client = pool.client_for("echo")
        client.hello()
        late = client.sample()
        pool.dismiss(echo_environment.name)
        pool._take_sample(echo_environment.name, late)  # figures that were on their way
        assert not client.running
        assert echo_environment.name not in pool.environment_names()
        assert "echo" not in pool.engine_ids()
        assert not pool.is_busy(echo_environment.name)
        pool.dismiss(echo_environment.name)
        pool.adopt([echo_environment])
        assert pool.describe("echo").id == "echo"
    finally:
        pool.close()

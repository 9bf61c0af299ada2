"""An engine of this distribution is offered only where it lives; a third party's where it is installed."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from core.engines.registry import load_engines
from core.errors import EngineNotInstalled, EngineUnknown
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment

OURS = ("f5", "kokoro", "starter", "xtts")
UNSTAMPED = Environment("studio", Path(sys.executable), OURS)
"""A studio made by hand: all our entry points are in it, and no stamp says what it was made for."""


@pytest.mark.parametrize(
    ("environment", "ids"),
    [("studio", {"starter"}), ("torch", {"f5", "xtts"}), ("kokoro", {"kokoro"}), ("", set(OURS))],
)
def test_our_engines_are_offered_where_they_live(environment: str, ids: set[str]):
    engines, broken = load_engines(environment)
    assert set(engines) & set(OURS) == ids
    assert not set(broken) & set(OURS)


def test_a_studio_without_a_stamp_offers_no_other_environments_engine():
    pool = HostPool([UNSTAMPED], HostOptions())
    try:
        (hello,) = pool.hello_all()
        assert [one.id for one in hello.engines] == ["starter"]
        assert pool.not_installed([hello]) == ["f5", "kokoro", "xtts"]
        with pytest.raises(EngineNotInstalled) as caught:
            pool.describe("f5")
        assert caught.value.reason == ""
    finally:
        pool.close()


def test_beside_a_studio_without_a_stamp_the_engine_is_found_in_its_environment():
    torch = Environment("torch", Path(sys.executable), ("f5", "xtts"))
    pool = HostPool([UNSTAMPED, torch], HostOptions())
    try:
        assert pool.client_for("xtts").environment.name == "torch"
        assert [[one.id for one in hello.engines] for hello in pool.hello_all()] == [
            ["starter"],
            ["f5", "xtts"],
        ]
    finally:
        pool.close()


def test_a_third_partys_engine_is_offered_wherever_it_is_installed(echo_environment: Environment):
    pool = HostPool([dataclasses.replace(echo_environment, name="studio")], HostOptions())
    try:
        assert pool.describe("echo").environment == "echo"
    finally:
        pool.close()


def test_what_no_environment_names_is_not_installed_or_unknown():
    pool = HostPool([dataclasses.replace(UNSTAMPED, engine_ids=("starter",))], HostOptions())
    with pytest.raises(EngineNotInstalled):
        pool.check_known("kokoro")
    with pytest.raises(EngineUnknown) as caught:
        pool.check_known("f6")
    assert caught.value.known == "starter"
    assert not any(client.running for client in pool.clients())

"""What the window says of hosts that rest, and of what "automatic" decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.host.rest import Rested
from core.install.environments import Environment, find_environments
from gui.presenters.states import LineState
from tests.gui.conftest import OpenStudio


@pytest.fixture
def small_card(open_studio: Callable[..., OpenStudio], echo_environment: Environment) -> OpenStudio:
    """A studio with the starter engine and echo on a card that holds either, not both."""
    one = open_studio(
        {"simulate_gpu_bytes": 1_600_000_000}, environments=[*find_environments(), echo_environment]
    )
    one.start()
    return one


def test_automatic_decides_anew_when_another_engine_comes_into_use(small_card):
    studio = small_card.studio
    small_card.write("one two")
    small_card.generate()
    assert small_card.states() == [LineState.RENDERED]
    assert not studio.engine.state.low_vram
    assert not studio.meter.state.pill_on
    assert "Starter needs 0.2 GB of 1.6 GB" in studio.meter.state.pill_detail
    studio.engine.choose_engine("echo")
    assert studio.engine.state.low_vram
    assert studio.meter.state.pill_on
    reason = "on (automatic: Starter and Echo need 1.7 GB of 1.6 GB, 15 % to spare included)"
    assert studio.meter.state.pill_detail == f"Low VRAM: {reason}"
    assert reason in studio.engine.state.low_vram_source


def test_after_an_idle_exit_the_window_says_that_nothing_is_held(small_card):
    studio = small_card.studio
    studio.engine.choose_policy("on")
    small_card.write("one two")
    small_card.generate()
    studio.engine.choose_engine("echo")
    small_card.write("three four")
    small_card.generate()
    small_card.until(lambda: "context 0.3" in studio.meter.state.accessible)
    assert "Sottovoce holds 0 MB" not in studio.meter.state.peak
    echo = small_card.services.hosts.client_for("echo")
    pid = echo.pid
    assert echo.rest(echo.jobs_begun, ends=True) is Rested.REPLACED
    assert echo.pid != pid
    studio.lanes["engine"].submit(echo.sample)
    small_card.until(lambda: studio.meter.state.peak == "Sottovoce holds 0 MB")
    assert not any("host" in notice for notice in small_card.notices())
    small_card.write("five six")
    small_card.generate()
    assert small_card.states() == [LineState.RENDERED]


def test_where_no_host_is_left_the_window_says_so_and_tells_no_fault(open_studio, echo_environment):
    one = open_studio({"simulate_gpu_bytes": 4 * 10**9}, environments=[echo_environment])
    one.start()
    one.studio.engine.choose_engine("echo")
    one.studio.engine.set_parameter("poison", 1.0)
    one.write("one two")
    one.generate()
    one.until(lambda: one.studio.meter.state.device == "No engine host runs")
    assert one.studio.meter.state.figures == "Sottovoce holds 0 MB"
    assert not any("ended while it was idle" in notice for notice in one.notices())


def test_the_time_out_that_is_chosen_in_the_window_is_in_force_and_kept(open_studio):
    one = open_studio()
    bar = one.window.status_bar
    assert bar.idle_menu.timeout_actions[300.0].isChecked()
    bar.idle_menu.timeout_actions[60.0].trigger()
    assert bar.idle_menu.timeout_actions[60.0].isChecked()
    assert not bar.idle_menu.timeout_actions[300.0].isChecked()
    assert one.services.settings.value("idle_timeout_s") == 60.0
    one.services.settings.save()
    assert "idle_timeout_s = 60.0" in one.services.paths.settings_file.read_text()

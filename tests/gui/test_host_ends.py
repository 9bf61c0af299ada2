"""What the window keeps and tells when an engine's host ends, hangs or breaks the format."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtTest import QTest

from core.errors import DeviceMissing
from core.install.environments import Environment
from core.model.audio import AudioClip
from gui.presenters.states import LineState
from gui.runs import LineAudio
from tests.gui.conftest import OpenStudio
from tests.gui.fake_sound import FakeSound

SPELLED = {"crash!": "ended unexpectedly", "hang!": "no sign of life", "garbage!": "makes no sense"}


class Received(list[LineAudio]):
    """The audio that a run hands over."""

    def of(self, utterance_id: int) -> np.ndarray:
        return np.concatenate([one.samples for one in self if one.utterance_id == utterance_id])


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> FakeSound:
    fake = FakeSound()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


@pytest.fixture
def echo(
    open_studio: Callable[..., OpenStudio], echo_environment: Environment, sound: FakeSound
) -> OpenStudio:
    """A studio with the echo engine."""
    one = open_studio(environments=[echo_environment], speaking_limit_s=2.0)
    one.start()
    one.studio.engine.choose_engine("echo")
    return one


def received(studio: OpenStudio) -> Received:
    pieces = Received()
    studio.studio.runner.audio_made.connect(pieces.append)
    return pieces


def play_line(studio: OpenStudio, sound: FakeSound, number: int) -> np.ndarray:
    """Press a line's play button and return what is heard to the end, without the silence around it."""
    studio.studio.transport.stop()
    studio.until(lambda: not studio.studio.lanes["audio"].busy)
    sound.heard.clear()
    studio.editor.go_to_line(number)
    studio.editor.buttons.current.play.click()
    studio.until(lambda: studio.studio.playback.state.active)
    studio.until(lambda: not studio.studio.playback.state.active)
    return np.trim_zeros(np.concatenate(sound.heard))


@pytest.mark.parametrize("spell", list(SPELLED))
def test_a_line_whose_host_ends_keeps_its_audio_and_the_next_is_rendered(echo, sound, spell):
    pieces = received(echo)
    echo.write(f"one {spell} three\nfour five")
    echo.generate()
    assert echo.states() == [LineState.FAILED, LineState.RENDERED]
    assert any(SPELLED[spell] in notice for notice in echo.notices()), echo.notices()
    line = echo.studio.script.line(0)
    kept = echo.studio.script.failure(0).clip
    assert np.array_equal(kept.samples, pieces.of(line.id))
    assert len([piece for piece in pieces if piece.utterance_id == line.id]) == 2
    assert np.array_equal(play_line(echo, sound, 0), np.trim_zeros(kept.samples))


@pytest.mark.parametrize("spell", list(SPELLED))
def test_three_hosts_lost_in_a_row_end_the_run(echo, spell):
    echo.write("\n".join([f"one {spell}"] * 5))
    echo.generate()
    assert echo.states() == [LineState.FAILED] * 3 + [LineState.TODO] * 2


def test_audio_is_kept_whatever_ends_its_line(echo, monkeypatch):
    """An error that would meet every line ends the run; what had been spoken of this one stays."""
    client = echo.services.hosts.client_for("echo")
    speak = client.synthesize

    def lose_the_device(*arguments, **more):
        speak(*arguments, **more)
        raise DeviceMissing(engine="echo", device="cuda")

    monkeypatch.setattr(client, "synthesize", lose_the_device)
    pieces = received(echo)
    echo.write("one two\nthree")
    echo.generate()
    assert echo.states() == [LineState.FAILED, LineState.TODO]
    kept = echo.studio.script.failure(0).clip
    assert np.array_equal(kept.samples, pieces.of(echo.studio.script.line(0).id))


def test_a_cancelled_line_can_be_heard_as_far_as_it_came_and_is_still_to_do(echo, sound):
    echo.studio.engine.set_parameter("step_s", 0.02)
    pieces = received(echo)
    echo.studio.runner.audio_made.connect(lambda _: echo.studio.cancel())
    echo.write("one two " * 40)
    echo.generate()
    assert echo.states() == [LineState.TODO]
    assert echo.studio.script.failure(0).error is None
    kept: AudioClip = echo.studio.script.failure(0).clip
    assert np.array_equal(kept.samples, pieces.of(echo.studio.script.line(0).id))
    assert np.array_equal(play_line(echo, sound, 0), np.trim_zeros(kept.samples))
    assert echo.studio.script.todo_count == 1


def test_the_end_of_an_idle_host_is_told_once_and_its_figures_go(echo):
    echo.until(lambda: bool(echo.studio.meter.state.figures))
    client = echo.services.hosts.client_for("echo")
    os.kill(client.pid, signal.SIGKILL)
    echo.until(lambda: any("ended while it was idle" in notice for notice in echo.notices()))
    assert "SIGKILL" in echo.notices()[0]
    meter = echo.studio.meter.state
    assert (meter.device, meter.figures, meter.segments) == (
        "No engine host runs",
        "Sottovoce holds 0 MB",
        (),
    )
    echo.write("one")
    echo.generate()
    assert echo.states() == [LineState.RENDERED]
    assert echo.studio.meter.state.figures
    QTest.qWait(0)
    assert not any("ended while it was idle" in notice for notice in echo.notices())


def test_a_host_that_ends_with_the_program_is_no_news(echo):
    told = []
    echo.studio.teller.noticed.connect(told.append)
    echo.services.close()
    QTest.qWait(0)
    assert told == []

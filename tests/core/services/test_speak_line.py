"""A line spoken as its plan says, by a real host."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from core.errors import JobCancelled, TextEmpty
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress, RenderEvent
from core.paths import Paths
from core.services.choices import Choices
from core.services.lines import PLAIN
from core.services.speak_line import speak_line
from core.services.speeds import SpeedBook
from core.services.synthesize import Synthesizer
from core.settings import Settings

ECHO = Choices(engine="echo", seed=3)


@pytest.fixture(scope="module")
def hosts(echo_environment: Environment) -> Iterator[HostPool]:
    pool = HostPool([echo_environment], HostOptions())
    yield pool
    pool.close()


@pytest.fixture
def synthesizer(hosts: HostPool, settings: Settings) -> Synthesizer:
    return Synthesizer(hosts, settings, Paths.find(), SpeedBook.of(Paths.find()))


def test_a_plain_line_is_what_its_order_gives(synthesizer: Synthesizer) -> None:
    plan = PLAIN.plan("one two", ECHO)
    line = speak_line(synthesizer, plan, on_event=lambda _: None, cancel=CancelToken())
    order = synthesizer.render(ECHO.order("one two"), on_event=lambda _: None, cancel=CancelToken())
    assert np.array_equal(line.clip.samples, order.clip.samples)


def test_pauses_are_silence_of_their_length_between_the_stretches(synthesizer: Synthesizer) -> None:
    events: list[RenderEvent] = []
    plan = PLAIN.plan("one [pause 0.5s] two three [pause 100ms] four", ECHO)
    line = speak_line(synthesizer, plan, on_event=events.append, cancel=CancelToken())
    wanted: list[np.ndarray] = []
    for text, pause_s in (("one", 0.5), ("two three", 0.1), ("four", 0.0)):
        alone = synthesizer.render(ECHO.order(text), on_event=lambda _: None, cancel=CancelToken())
        wanted += [alone.clip.samples, np.zeros(round(pause_s * 24_000), np.float32)]
    assert np.array_equal(line.clip.samples, np.concatenate(wanted))
    heard = [event.samples for event in events if isinstance(event, AudioPiece)]
    assert np.array_equal(np.concatenate(heard), line.clip.samples)
    shares = [event.fraction for event in events if isinstance(event, Progress) and event.stage == "speaking"]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert line.duration_s == line.clip.duration_s
    assert line.seed == 3


def test_a_line_without_words_is_refused(synthesizer: Synthesizer) -> None:
    plan = PLAIN.plan("[pause 1s]", ECHO)
    with pytest.raises(TextEmpty):
        speak_line(synthesizer, plan, on_event=lambda _: None, cancel=CancelToken())


def test_cancel_ends_a_line_between_its_stretches(synthesizer: Synthesizer) -> None:
    cancel = CancelToken()

    def listen(event: RenderEvent) -> None:
        if isinstance(event, AudioPiece):
            cancel.cancel()

    plan = PLAIN.plan("one [pause 0.5s] two", ECHO)
    with pytest.raises(JobCancelled):
        speak_line(synthesizer, plan, on_event=listen, cancel=cancel)

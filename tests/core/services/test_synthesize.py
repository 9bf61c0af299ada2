"""Orders spoken by a real host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import EngineCrashed, JobCancelled, OutputInvalid, ParameterInvalid
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.card_need import CardNeed
from core.model.events import AudioPiece, Notice, Progress, RenderEvent
from core.paths import Paths
from core.services.speeds import SpeedBook
from core.services.synthesize import Order, Synthesizer
from core.settings import Settings

ORDER = Order(text="one two three four", engine="echo", seed=3)


@pytest.fixture(scope="module")
def hosts(echo_environment: Environment) -> Iterator[HostPool]:
    pool = HostPool([echo_environment], HostOptions(simulate_gpu_bytes=4 * 10**9))
    yield pool
    pool.close()


@pytest.fixture
def synthesizer(hosts: HostPool, settings: Settings) -> Synthesizer:
    return Synthesizer(hosts, settings, Paths.find(), SpeedBook.of(Paths.find()))


class Events(list[RenderEvent]):
    """What was handed over."""

    def __call__(self, event: RenderEvent) -> None:
        self.append(event)

    @property
    def samples(self) -> np.ndarray:
        return np.concatenate([one.samples for one in self if isinstance(one, AudioPiece)])


def test_the_pieces_are_the_clip(synthesizer: Synthesizer) -> None:
    events = Events()
    rendering = synthesizer.render(ORDER, on_event=events, cancel=CancelToken())
    assert np.array_equal(rendering.clip.samples, events.samples)
    assert rendering.clip.sample_rate_hz == 24_000
    assert rendering.duration_s == rendering.clip.duration_s > 0.4
    assert rendering.rtf == pytest.approx(rendering.synthesis_s / rendering.duration_s)
    assert (rendering.seed, rendering.notices) == (3, ())
    fractions = [one.fraction for one in events if isinstance(one, Progress) and one.stage == "speaking"]
    assert fractions == sorted(fractions)


def test_the_same_order_gives_the_same_samples(synthesizer: Synthesizer) -> None:
    one, two, other = (
        synthesizer.render(order, on_event=Events(), cancel=CancelToken()).clip.samples
        for order in (ORDER, ORDER, replace(ORDER, seed=4))
    )
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_the_mode_is_read_anew_for_each_order(synthesizer: Synthesizer, settings: Settings) -> None:
    modes = []
    for click in (None, "off", "on"):
        if click:
            settings.click("low_vram", click)
        modes.append(synthesizer.render(ORDER, on_event=Events(), cancel=CancelToken()).low_vram.report())
    assert [(mode["value"], mode["source"]) for mode in modes] == [
        (False, "default"),
        (False, "window"),
        (True, "window"),
    ]


def test_a_settings_file_changed_outside_in_mid_job_disturbs_no_job_and_is_not_overwritten(
    synthesizer: Synthesizer, settings: Settings
) -> None:
    """The mode is the running program's own; another program's values and comments stay in the file."""
    paths = Paths.find()
    outside = '# mine\nlow_vram = "on"\n'

    def change(event: RenderEvent) -> None:
        if isinstance(event, AudioPiece):
            paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
            paths.settings_file.write_text(outside, encoding="utf-8")

    during = synthesizer.render(ORDER, on_event=change, cancel=CancelToken())
    after = synthesizer.render(ORDER, on_event=Events(), cancel=CancelToken())
    assert [one.low_vram.value for one in (during, after)] == [False, False]
    assert np.array_equal(during.clip.samples, after.clip.samples)
    settings.click("theme", "dark")
    assert settings.save() == []
    assert paths.settings_file.read_text(encoding="utf-8").startswith(outside)
    assert Settings.load(paths, {}).low_vram(None).value


def test_notices_are_handed_over_and_kept(synthesizer: Synthesizer) -> None:
    events = Events()
    order = replace(ORDER, text="one\0 two", language="ja", parameters={"notice": 1})
    rendering = synthesizer.render(order, on_event=events, cancel=CancelToken())
    codes = ["control_characters_dropped", "language_not_supported", "echo_says"]
    assert [notice.code for notice in rendering.notices] == codes
    assert [one.code for one in events if isinstance(one, Notice)] == codes


@pytest.mark.parametrize("problem", ["nothing", "silence", "nan"])
def test_what_is_no_audio_is_refused(synthesizer: Synthesizer, problem: str) -> None:
    events = Events()
    with pytest.raises(OutputInvalid) as caught:
        synthesizer.render(replace(ORDER, parameters={problem: 1}), on_event=events, cancel=CancelToken())
    assert caught.value.problem == {"nothing": "empty", "silence": "silent", "nan": "nonfinite"}[problem]
    if problem == "nan":
        assert not [one for one in events if isinstance(one, AudioPiece)], "broken audio was handed on"


def test_audio_before_a_crash_is_handed_over(synthesizer: Synthesizer) -> None:
    events = Events()
    with pytest.raises(EngineCrashed):
        synthesizer.render(replace(ORDER, parameters={"crash": 1}), on_event=events, cancel=CancelToken())
    assert len(events.samples) > 0
    again = synthesizer.render(ORDER, on_event=Events(), cancel=CancelToken())
    assert again.clip.duration_s > 0.4


def test_a_bad_order_never_reaches_the_host(synthesizer: Synthesizer) -> None:
    events = Events()
    with pytest.raises(ParameterInvalid):
        synthesizer.render(replace(ORDER, speed=9.0), on_event=events, cancel=CancelToken())
    assert [one for one in events if not isinstance(one, Progress)] == []


def test_cancelled_before_it_begins(synthesizer: Synthesizer) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(JobCancelled):
        synthesizer.render(ORDER, on_event=Events(), cancel=cancel)


def test_a_stream_is_made_of_the_same_samples(synthesizer: Synthesizer) -> None:
    events = Events()
    spoken = synthesizer.stream(ORDER, on_event=events, cancel=CancelToken())
    clip = synthesizer.render(ORDER, on_event=Events(), cancel=CancelToken()).clip
    assert np.array_equal(events.samples, clip.samples)
    assert spoken.duration_s == clip.duration_s


def test_a_cancel_while_the_host_starts_is_heeded(settings: Settings, tmp_path: Path) -> None:
    mute = tmp_path / "python"
    mute.write_text("#!/bin/sh\nexec sleep 60\n")
    mute.chmod(0o755)
    pool = HostPool([Environment("echo", mute, ("echo",))], HostOptions(start_limit_s=5.0))
    cancel = CancelToken()

    def on_event(event: RenderEvent) -> None:
        cancel.cancel()

    try:
        with pytest.raises(JobCancelled):
            Synthesizer(pool, settings, Paths.find(), SpeedBook.of(Paths.find())).stream(
                ORDER, on_event=on_event, cancel=cancel
            )
    finally:
        pool.close()


def test_the_device_is_that_of_the_settings_unless_the_order_names_one(hosts: HostPool) -> None:
    settings = Settings.load(Paths.find(), {}, {"device": "cpu"})
    synthesizer = Synthesizer(hosts, settings, Paths.find(), SpeedBook.of(Paths.find()))
    events = Events()
    assert synthesizer.render(ORDER, on_event=events, cancel=CancelToken()).device == "cpu"
    named = replace(ORDER, device="cuda")
    assert synthesizer.render(named, on_event=events, cancel=CancelToken()).device == "cuda (simulated)"
    settings.click("device", "auto")
    assert synthesizer.render(ORDER, on_event=events, cancel=CancelToken()).device == "cuda (simulated)"


def test_the_mode_of_every_job_goes_by_the_one_card_that_any_host_has_found(
    synthesizer: Synthesizer, hosts: HostPool
) -> None:
    rendering = synthesizer.render(ORDER, on_event=Events(), cancel=CancelToken())
    assert hosts.card_total_bytes() == 4 * 10**9
    assert rendering.low_vram.need == CardNeed(("Echo",), 1_495_000_000, 4 * 10**9)
    assert not rendering.low_vram.value

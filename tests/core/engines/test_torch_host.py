"""F5 and XTTS through the true host of their environment, in turn, in Low VRAM on a simulated small card."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.errors import JobCancelled, ModelMissing
from core.host.client import HostClient
from core.host.rest import Rested
from core.host.values import HostOptions
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress, RenderEvent
from core.model.policy import LowVram, LowVramPolicy
from core.model.request import SynthesisRequest
from core.model.sourced import Source, Sourced
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.xtts import build_xtts
from tests.waiting import wait_until

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.filterwarnings("default")]

ON = LowVram(True, Sourced(LowVramPolicy.ON, Source.COMMAND_LINE, "--low-vram"))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    import core.engines.f5.loading

    assert core.engines.f5.loading
    root = tmp_path_factory.mktemp("models")
    # The host is another process: it builds the package's own vocoder, not a small one.
    return {"f5": build_f5(root / "f5"), "xtts": build_xtts(root / "xtts")}


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "host.log"


@pytest.fixture(scope="module")
def host(log_file: Path) -> Iterator[HostClient]:
    client = HostClient(
        Environment("torch", Path(sys.executable), ("f5", "xtts")),
        HostOptions(simulate_gpu_bytes=4_000_000_000, log_file=log_file),
    )
    yield client
    client.close()


class Listener:
    def __init__(self) -> None:
        self.events: list[RenderEvent] = []
        self.token = CancelToken()

    def __call__(self, event: RenderEvent) -> None:
        self.events.append(event)

    @property
    def samples(self) -> np.ndarray:
        return np.concatenate([event.samples for event in self.events if isinstance(event, AudioPiece)])

    @property
    def fractions(self) -> list[float]:
        return [
            event.fraction
            for event in self.events
            if isinstance(event, Progress) and event.stage == "speaking"
        ]


def request(engine: str, folder: Path, reference: Path) -> SynthesisRequest:
    return SynthesisRequest(
        engine,
        "Good evening.",
        reference=reference,
        reference_text="Some words.",
        parameters={"steps": 4} if engine == "f5" else {},
        model_dir=folder,
    )


def test_the_host_offers_both(host: HostClient) -> None:
    hello = host.hello()
    assert hello.broken == {}
    assert {"f5", "xtts"} <= {engine.id for engine in hello.engines}


@pytest.mark.timeout(300)
def test_both_speak_in_turn_and_are_released_after_each(
    host: HostClient, folders: dict[str, Path], reference: Path
) -> None:
    spoken: dict[str, np.ndarray] = {}
    for engine in ("f5", "xtts", "f5", "xtts"):
        listener = Listener()
        wanted = request(engine, folders[engine], reference)
        done = host.synthesize(wanted, ON, on_event=listener, cancel=listener.token)
        assert done.samples == len(listener.samples)
        assert listener.fractions == sorted(listener.fractions)
        assert np.array_equal(spoken.setdefault(engine, listener.samples), listener.samples)
        sample = host.sample()
        assert sample.allocated_bytes == 0
        assert not any(memory.on_device for memory in sample.engines)
        (parked,) = [memory for memory in sample.engines if memory.engine == engine]
        assert (parked.state, parked.size_bytes, parked.parked_bytes > 0) == ("parked", 0, True)


@pytest.mark.timeout(300)
def test_the_next_jobs_engine_comes_while_nobody_has_asked_for_it_yet(
    host: HostClient, folders: dict[str, Path], reference: Path, log_file: Path
) -> None:
    def speak(engine: str, *following: str) -> tuple[np.ndarray, float]:
        listener = Listener()
        done = host.synthesize(
            request(engine, folders[engine], reference),
            ON,
            wanted_next=following,
            on_event=listener,
            cancel=listener.token,
        )
        return listener.samples, done.load_s

    def states() -> dict[str, str]:
        return {memory.engine: memory.state for memory in host.sample().engines}

    alone = {engine: speak(engine)[0] for engine in ("xtts", "f5")}
    assert np.array_equal(speak("f5", "xtts")[0], alone["f5"])
    wait_until(lambda: (states()["xtts"], states()["f5"]) == ("resident", "parked"), "the next engine")
    samples, load_s = speak("xtts")
    assert (np.array_equal(samples, alone["xtts"]), load_s) == (True, 0.0)
    assert host.sample().allocated_bytes == 0
    events = [line.partition(" event=")[2].split()[:2] for line in read_lines(log_file) if " event=" in line]
    assert events[-3:] == [["park", "engine=f5"], ["unpark", "engine=xtts"], ["park", "engine=xtts"]]


@pytest.mark.timeout(300)
def test_errors_and_cancels_cross_and_the_host_lives_with_nothing_left_in_it(
    host: HostClient, folders: dict[str, Path], reference: Path, tmp_path: Path, log_file: Path
) -> None:
    pid = host.hello().pid
    with pytest.raises(ModelMissing):
        host.synthesize(request("xtts", tmp_path, reference), ON, on_event=Listener(), cancel=CancelToken())
    for engine in ("f5", "xtts"):
        listener = Listener()

        def cancel_when_it_speaks(event: RenderEvent, listener: Listener = listener) -> None:
            if isinstance(event, Progress) and event.stage == "speaking":
                listener.token.cancel()

        with pytest.raises(JobCancelled):
            host.synthesize(
                request(engine, folders[engine], reference),
                ON,
                on_event=cancel_when_it_speaks,
                cancel=listener.token,
            )
        assert not any(memory.on_device for memory in host.sample().engines)
    assert host.hello().pid == pid
    events = [line.partition(" event=")[2].split()[0] for line in read_lines(log_file) if " event=" in line]
    assert events.count("load") >= 2
    assert events.count("load") + events.count("unpark") == events.count("park")
    assert "leak" not in events


def read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.timeout(300)
def test_a_host_that_stands_ready_has_in_ram_what_was_used_and_speaks_the_same(
    host: HostClient, folders: dict[str, Path], reference: Path, log_file: Path
) -> None:
    before, after = Listener(), Listener()
    wanted = request("f5", folders["f5"], reference)
    host.synthesize(wanted, ON, on_event=before, cancel=before.token)
    pid = host.hello().pid
    assert host.rest(host.jobs_begun, ends=True) is Rested.REPLACED
    successor = host.hello().pid
    assert successor != pid

    def told(event: str) -> list[str]:
        lines = read_lines(log_file)
        return [one for one in lines if f"[{successor}]" in one and f"event={event} engine=f5" in one]

    wait_until(lambda: bool(told("park")), "the weights in RAM", 120.0)
    assert "why=ahead" in told("park")[0]
    sample = host.sample()
    assert (sample.allocated_bytes, sample.reserved_bytes, sample.context_bytes) == (0, 0, 0)
    (f5,) = [one for one in sample.engines if one.engine == "f5"]
    assert (f5.state, f5.size_bytes) == ("parked", 0)
    assert f5.parked_bytes > 0
    host.synthesize(wanted, ON, on_event=after, cancel=after.token)
    assert host.hello().pid == successor
    assert np.array_equal(after.samples, before.samples)
    assert (len(told("unpark")), len(told("load"))) == (1, 0)

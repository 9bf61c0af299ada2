"""Whatever happens to the host: one clear error, the audio kept, and the next job speaks again."""

from __future__ import annotations

import contextlib
import os
import queue
import random
import signal
import stat
import sys
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.errors import EngineCrashed, EngineFailed, EngineHung, HostNotStarted, WireBroken
from core.host.client import HostClient, HostOptions
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece
from tests.core.host.helpers import Take, is_gone, speak
from tests.waiting import comes_true, wait_until

LONG = " ".join(["word"] * 400)


def on_first_audio(action):
    """Return a take that acts once, when audio has come."""
    acted = []

    def act(event):
        if isinstance(event, AudioPiece) and not acted:
            acted.append(True)
            action()

    return Take(act)


def test_kill_9_in_mid_job_is_a_crash_and_the_audio_is_kept(client):
    whole = speak(client, LONG).samples
    take = on_first_audio(lambda: os.kill(client.pid, signal.SIGKILL))
    with pytest.raises(EngineCrashed) as caught:
        speak(client, LONG, take=take, step_s=0.01)
    assert caught.value.engine == "echo"
    assert caught.value.reason == "killed by signal SIGKILL (9)"
    kept = take.samples
    assert len(kept) > 0
    assert np.array_equal(kept, whole[: len(kept)])
    assert speak(client).done


def test_an_engine_that_kills_the_host_is_a_crash_not_a_loop(client):
    for _ in range(2):
        take = Take()
        with pytest.raises(EngineCrashed, match="SIGKILL"):
            speak(client, take=take, crash=1)
        assert len(take.pieces) == 1
    assert speak(client).done


def test_an_engine_that_exits_is_a_crash_with_its_code(client):
    with pytest.raises(EngineCrashed, match="exit code 7"):
        speak(client, leave=1)
    assert speak(client).done


def test_a_cuda_error_is_told_and_the_next_job_gets_a_new_host(client):
    pid = client.hello().pid
    with pytest.raises(EngineFailed) as caught:
        speak(client, poison=1)
    assert "device-side assert" in caught.value.reason
    assert len(speak(client).samples)
    assert client.hello().pid != pid
    assert is_gone(pid)


def test_an_exit_while_idle_is_noticed_and_the_next_job_speaks(client, tmp_path):
    pid = client.hello().pid
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not client.running, "the end to be noticed", 5.0)
    assert speak(client).done
    assert client.pid != pid
    client.close()
    assert "the host has ended: killed by signal SIGKILL (9)" in (tmp_path / "logs" / "host.log").read_text()


def test_a_job_sent_to_a_host_that_dies_at_that_moment_is_done_by_the_next(client):
    for _ in range(5):
        pid = client.hello().pid
        os.kill(pid, signal.SIGKILL)
        assert speak(client).done
        assert client.pid != pid


def test_who_still_waits_for_the_hello_has_it_though_the_host_has_ended(client):
    """Two ask at once, one hears the hello, and the host dies before the other looks for it."""
    waiting, go_on = threading.Event(), threading.Event()
    heard = []

    class Slow(CancelToken):
        def check(self) -> None:
            waiting.set()
            go_on.wait()

    slow = threading.Thread(target=lambda: heard.append(client.hello(Slow())))
    slow.start()
    waiting.wait()
    hello = client.hello()
    os.kill(hello.pid, signal.SIGKILL)
    wait_until(lambda: not client.running, "the end to be noticed", 5.0)
    go_on.set()
    slow.join()
    assert heard == [hello]


@pytest.mark.parametrize("hang", ["hang_s", "hang_locked_s"])
def test_a_hang_is_one_clear_error(new_client, hang):
    client = new_client(silence_limit_s=0.8, speaking_limit_s=0.8)
    take = Take()
    with pytest.raises(EngineHung) as caught:
        speak(client, take=take, **{hang: 60})
    assert caught.value.engine == "echo"
    assert caught.value.silence_s >= 0.8
    assert len(take.pieces) == 1
    assert speak(client).done


def test_a_stopped_host_is_a_hang(new_client):
    client = new_client(silence_limit_s=0.8)
    take = on_first_audio(lambda: os.kill(client.pid, signal.SIGSTOP))
    with pytest.raises(EngineHung):
        speak(client, LONG, take=take, step_s=0.01)
    assert speak(client).done


def test_a_host_that_is_stopped_while_idle_is_a_hang_also_for_a_long_text(new_client):
    client = new_client(loading_silence_limit_s=0.8)
    pid = client.hello().pid
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(EngineHung):
        speak(client, "word " * 200_000)
    assert is_gone(pid)
    assert speak(client).done


def test_slow_work_with_a_heartbeat_is_no_hang(new_client):
    client = new_client(silence_limit_s=0.8)
    assert speak(client, "one", step_s=0.5).done


def test_a_load_without_progress_is_a_hang(new_client, tmp_path):
    tmp_path.joinpath("weights.safetensors").write_bytes(b"ECHO")
    os.mkfifo(tmp_path / "load_s.txt")
    client = new_client(loading_limit_s=0.8)
    with pytest.raises(EngineHung):
        speak(client, model_dir=tmp_path)
    assert speak(client).done


def test_garbage_on_the_pipe_is_an_error_and_the_host_is_ended(client):
    pid = client.hello().pid
    take = Take()
    with pytest.raises(WireBroken) as caught:
        speak(client, take=take, garbage=1)
    assert "Loading" in caught.value.reason
    assert len(take.pieces) == 1
    wait_until(lambda: is_gone(pid), "the host to end", 5.0)
    assert speak(client).done


@pytest.mark.parametrize("end", ["close", "kill"])
def test_what_an_engine_started_ends_with_its_host(client, end):
    speak(client, child=1)
    (child,) = psutil.Process(client.pid).children()
    if end == "close":
        client.close()
    else:
        os.kill(client.pid, signal.SIGKILL)
    wait_until(lambda: is_gone(child.pid), "the child to end", 5.0)


def test_what_an_engine_let_go_holds_nobody_up(client):
    speak(client, child=2)
    (child,) = psutil.Process(client.pid).children()
    try:
        client.close()
        assert not is_gone(child.pid)  # it would have run for a minute
    finally:
        child.kill()


@pytest.mark.slow
def test_kills_at_any_moment_give_a_clear_error_or_a_good_take(client):
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    moments = random.Random(seed)
    text = "one two three"
    whole = speak(client, text, step_s=0.005).samples
    outcomes = []

    def kill() -> None:
        with contextlib.suppress(TypeError, ProcessLookupError):  # no host runs at this moment
            os.kill(client.pid, signal.SIGKILL)

    for _ in range(12):
        timer = threading.Timer(moments.uniform(0, 0.5), kill)
        timer.start()
        take = Take()
        try:
            speak(client, text, take=take, step_s=0.005)
            outcomes.append("done")
            assert np.array_equal(take.samples, whole)
        except (EngineCrashed, HostNotStarted):
            outcomes.append("crashed")
            assert np.array_equal(take.samples, whole[: len(take.samples)])
        timer.join()
    assert "crashed" in outcomes
    assert np.array_equal(speak(client, text, step_s=0.005).samples, whole)


def fake_host(folder: Path, program: str) -> Environment:
    """Return an environment whose interpreter runs a program of the test's instead of a host."""
    script = folder / "python"
    repository = Path(__file__).parents[3]
    script.write_text(f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(repository)!r})\n{program}")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return Environment("fake", script, ("echo",))


def test_garbage_instead_of_a_hello_is_an_error(new_client, tmp_path):
    client = new_client(fake_host(tmp_path, "print('Python 2.7', flush=True)\nsys.stdin.read()"))
    with pytest.raises(WireBroken, match="Python"):
        client.hello()
    assert not client.running


HELLO = """
import os
from core.host.protocol import encode_frame
hello = b'{"protocol_version": 1, "version": "9.9", "pid": 1, "engines": [], "mood": {"good": true}}'
def send(*frame, **more):
    os.write(1, encode_frame(*frame, **more))
send(16, hello)
"""


@pytest.mark.parametrize(
    "frame",
    [
        'send(18, b\'{"job": 1, "stage": "speaking", "fraction": "half"}\')',
        "send(19, b'{\"job\": 1, \"sample_rate_hz\": 24000}', b'abc')",
        "send(23, b'not json')",
        "os.write(1, b'SVOC' + bytes([0, 1, 0, 19]) + b'\\xff' * 8)",
    ],
    ids=["wrong type", "half a sample", "no JSON", "oversized"],
)
def test_a_host_that_breaks_the_format_is_an_error(new_client, tmp_path, frame):
    client = new_client(fake_host(tmp_path, f"{HELLO}\nos.read(0, 16)\n{frame}\nsys.stdin.read()"))
    assert client.hello().version == "9.9"
    with pytest.raises(WireBroken):
        speak(client)


def test_a_host_that_dies_inside_a_frame_is_a_crash_not_garbage(new_client, tmp_path):
    program = f"""{HELLO}
os.read(0, 16)
send(17, b'{{"job": 1}}')
os.write(1, encode_frame(19, b'{{"job": 1, "sample_rate_hz": 24000}}', bytes(400))[:200])
os.kill(os.getpid(), 9)
"""
    with pytest.raises(EngineCrashed, match="SIGKILL"):
        speak(new_client(fake_host(tmp_path, program)))


def test_unknown_kinds_of_frames_and_unknown_jobs_are_ignored(new_client, tmp_path):
    program = f"""{HELLO}
os.read(0, 16)
send(999, b'anything', b'abc')
send(18, b'{{"job": 77, "stage": "speaking", "fraction": 0.5}}')
send(17, b'{{"job": 1, "colour": "red"}}')
send(22, b'{{"job": 1, "device": "cpu", "samples": 5, "colour": "red"}}')
sys.stdin.read()
"""
    take = speak(new_client(fake_host(tmp_path, program)))
    assert take.done.samples == 5
    assert take.events[1:] == []


@pytest.mark.parametrize("fork", [1, 2], ids=["by Python", "by the C library"])
def test_kill_9_of_a_host_that_has_forked_is_a_crash_and_leaves_nobody(new_client, fork):
    client = new_client(silence_limit_s=30.0)
    children = []

    def kill() -> None:
        children.extend(psutil.Process(client.pid).children())
        os.kill(client.pid, signal.SIGKILL)

    with pytest.raises(EngineCrashed, match="SIGKILL"):
        speak(client, LONG, take=on_first_audio(kill), step_s=0.01, fork=fork)
    assert len(children) == 1
    wait_until(lambda: is_gone(children[0].pid), "the child to end", 5.0)
    assert speak(client).done


def test_an_idle_host_that_has_forked_leaves_nobody_either(client):
    speak(client, fork=2)
    (child,) = psutil.Process(client.pid).children()
    os.kill(client.pid, signal.SIGKILL)
    wait_until(lambda: is_gone(child.pid) and not client.running, "both to end", 5.0)
    assert speak(client).done


def test_a_host_whose_jobs_can_be_done_no_more_ends_though_threads_of_an_engine_last(new_client):
    client = new_client(speaking_limit_s=30.0)
    with pytest.raises(EngineCrashed, match="exit code 1"):
        speak(client, fail_base=1)
    assert speak(client).done


@pytest.fixture
def undying(monkeypatch, tmp_path):
    """The system ends nobody, as where a driver hangs; returns what was not ended."""
    spared: list[int] = []
    killpg = os.killpg
    monkeypatch.setattr("os.killpg", lambda pid, number: spared.append(pid))
    monkeypatch.setattr("core.host.process.KILL_WAIT_S", 0.2)
    yield spared
    for pid in set(spared):
        with contextlib.suppress(ProcessLookupError):
            killpg(pid, signal.SIGKILL)
    wait_until(lambda: not psutil.Process().children(recursive=True), "the spared to end")


def test_a_host_that_the_system_does_not_end_is_given_up(echo_environment, undying, caplog):
    client = HostClient(echo_environment, HostOptions(silence_limit_s=0.8, speaking_limit_s=0.8))
    with pytest.raises(EngineHung):
        speak(client, hang_locked_s=60)
    (pid,) = set(undying)
    assert not client.running
    assert f"host {pid}; it is given up" in caplog.text
    assert speak(client).done
    assert client.pid != pid
    with pytest.raises(EngineHung):
        speak(client, hang_locked_s=60)
    client.close()
    assert not client.running


def test_after_a_start_that_took_too_long_the_next_job_starts_another_host(undying, tmp_path):
    program = f"{MUTE}\nif not os.path.exists({str(tmp_path / 'begun')!r}):\n"
    program += f"    open({str(tmp_path / 'begun')!r}, 'w').close()\n    signal.pause()\n"
    program += (
        "import os\nfrom core.host.protocol import encode_frame\nos.write(1, encode_frame(16, HELLO))\n"
    )
    program += "sys.stdin.read()"
    client = HostClient(fake_host(tmp_path, program), HostOptions(start_limit_s=5.0))
    with pytest.raises(HostNotStarted, match="no hello within"):
        client.hello()
    assert not client.running
    assert client.hello().version == "9.9"
    client.close()


MUTE = """
import os, signal
HELLO = b'{"protocol_version": 1, "version": "9.9", "pid": 1}'
"""


def test_the_end_of_an_idle_host_is_told_with_its_reason(echo_environment):
    told: queue.Queue[tuple[str, str]] = queue.Queue()
    client = HostClient(echo_environment, HostOptions(), on_ended=lambda *end: told.put(end))
    for _ in range(2):
        speak(client)
        os.kill(client.pid, signal.SIGKILL)
        assert told.get(timeout=20) == ("echo", "killed by signal SIGKILL (9)")
    with pytest.raises(EngineCrashed):
        speak(client, crash=1)
    assert told.get(timeout=20) == ("echo", ""), "who waits is told why; that it holds nothing, all must know"
    speak(client)
    client.close()
    assert told.empty()


def test_an_engine_waits_where_its_audio_is_taken_slowly(new_client, monkeypatch, tmp_path):
    monkeypatch.setattr("core.host.connection.WAITING_LIMIT_BYTES", 100_000)
    sent = tmp_path / "sent"
    sent.touch()
    program = f"""{HELLO}
os.read(0, 16)
send(17, b'{{"job": 1}}')
for number in range(100):
    send(19, b'{{"job": 1, "sample_rate_hz": 24000}}', bytes(40_000))
    open({str(sent)!r}, "a").write(".")
send(22, b'{{"job": 1, "samples": 1000000}}')
sys.stdin.read()
"""
    ahead = []

    def take_slowly(event):
        if isinstance(event, AudioPiece) and not ahead:
            ahead.append(comes_true(lambda: sent.stat().st_size > 20, 1.0))

    take = speak(new_client(fake_host(tmp_path, program)), take=Take(take_slowly))
    assert ahead == [False]
    assert len(take.samples) == 1_000_000

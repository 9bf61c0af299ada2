"""Cancel is asked politely, enforced after a grace, and leaves the engine as it was."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from core.errors import DeviceMissing, EngineFailed, JobCancelled
from core.model.events import AudioPiece, Notice, Progress
from core.model.request import SynthesisRequest
from tests.core.host.helpers import LOW, NORMAL, Take, is_gone, speak, states
from tests.core.host.test_failures import HELLO, fake_host
from tests.waiting import wait_until

LONG = " ".join(["word"] * 2000)


def cancelled_after(pieces: int) -> Take:
    """Return a take that cancels itself when so many pieces have come and the engine goes on."""

    def count(event):
        if isinstance(event, Progress) and len(take.pieces) == pieces and not take.cancel.cancelled:
            take.cancelled_at_s = time.monotonic()
            take.cancel.cancel()

    take = Take(count)
    return take


def test_a_cancel_is_heeded_soon_and_what_was_rendered_is_kept(client):
    take = cancelled_after(3)
    pid = client.hello().pid
    with pytest.raises(JobCancelled):
        speak(client, LONG, take=take, step_s=0.01)
    assert 3 <= len(take.pieces) < 2000
    assert client.pid == pid


def test_afterwards_the_engine_is_as_fast_and_as_placed_as_before(new_client):
    client = new_client(simulate_gpu_bytes=4_000_000_000)
    first = speak(client)
    placed = client.sample()
    pid = client.pid
    with pytest.raises(JobCancelled):
        speak(client, LONG, take=cancelled_after(2), step_s=0.01)
    assert client.pid == pid
    after = client.sample()
    assert states(after) == states(placed)
    assert after.engines == placed.engines
    assert after.allocated_bytes == placed.allocated_bytes
    again = speak(client)
    assert again.done.load_s == 0
    assert again.done.device == first.done.device == "cuda (simulated)"
    assert again.samples.tobytes() == first.samples.tobytes()


def test_in_low_vram_a_cancelled_job_is_released_like_any(client):
    with pytest.raises(JobCancelled):
        speak(client, LONG, take=cancelled_after(1), low_vram=LOW, step_s=0.01)
    assert states(client.sample())["echo"] == "on_disk"


def test_an_engine_that_heeds_nothing_is_ended_after_the_grace(new_client, tmp_path):
    client = new_client(cancel_grace_s=0.5)
    pid = client.hello().pid
    take = cancelled_after(1)
    with pytest.raises(JobCancelled):
        speak(client, take=take, hang_s=60)
    assert time.monotonic() - take.cancelled_at_s >= 0.5  # the grace was given
    assert is_gone(pid)
    assert len(take.pieces) == 1
    assert speak(client).done
    client.close()
    assert "killed by signal SIGKILL" in (tmp_path / "logs" / "host.log").read_text()


def test_a_host_that_was_ended_comes_back_with_what_was_resident(new_client):
    client = new_client(cancel_grace_s=0.3, simulate_gpu_bytes=4_000_000_000)
    before = speak(client)
    placed = client.sample()
    with pytest.raises(JobCancelled):
        speak(client, take=cancelled_after(1), hang_locked_s=60)
    wait_until(
        lambda: client.running and states(client.sample())["echo"] == "resident", "the engine to come back"
    )
    sizes = [(one.engine, one.size_bytes, one.state) for one in client.sample().engines]
    assert sizes == [(one.engine, one.size_bytes, one.state) for one in placed.engines]
    again = speak(client)
    assert again.done.load_s == 0
    assert again.samples.tobytes() == before.samples.tobytes()


def test_the_grace_is_twice_the_longest_piece_measured(new_client):
    client = new_client(cancel_grace_s=0.1)
    speak(client, "one two", steps=2, step_s=0.4, deaf=1)
    pid = client.pid
    take = cancelled_after(1)
    with pytest.raises(JobCancelled):
        speak(client, "one two three", take=take, steps=2, step_s=0.4, deaf=1)
    assert client.pid == pid
    assert time.monotonic() - take.cancelled_at_s > 0.3


def test_a_cancel_while_loading_is_heeded(client, tmp_path):
    tmp_path.joinpath("weights.safetensors").write_bytes(b"ECHO")
    tmp_path.joinpath("load_s.txt").write_text("60")
    take = Take(lambda event: take.cancel.cancel())
    pid = client.hello().pid
    with pytest.raises(JobCancelled):
        speak(client, model_dir=tmp_path, take=take)
    assert client.pid == pid  # it was asked, not killed
    assert states(client.sample())["echo"] == "absent"


def test_a_cancel_before_the_start_starts_nothing(client):
    take = Take()
    take.cancel.cancel()
    with pytest.raises(JobCancelled):
        speak(client, take=take)
    assert not client.running
    assert take.events == []


def test_a_job_that_waits_for_another_can_be_cancelled(client):
    waiting = Take()
    outcome = []

    def wait() -> None:
        try:
            speak(client, take=waiting)
        except JobCancelled:
            outcome.append("cancelled")

    thread = threading.Thread(target=wait)

    def start_another(event):
        if isinstance(event, AudioPiece) and not thread.is_alive() and not outcome:
            thread.start()
            waiting.cancel.cancel()
            thread.join(5)

    first = speak(client, "one two three", take=Take(start_another))
    assert outcome == ["cancelled"]
    assert first.done
    assert waiting.events == []


def test_the_grace_counts_what_the_job_itself_has_measured(new_client):
    client = new_client(cancel_grace_s=0.2)
    pid = client.hello().pid
    with pytest.raises(JobCancelled):
        speak(client, "one two three", take=cancelled_after(1), steps=2, step_s=0.4, deaf=1)
    assert client.pid == pid


def test_a_kill_teaches_that_the_piece_was_at_least_so_long(new_client):
    """The first piece of a job is measured by nobody when the job ends with its host."""
    client = new_client(cancel_grace_s=0.6)

    def cancel(event):
        if isinstance(event, Progress) and event.stage == "speaking":
            take.cancel.cancel()

    pids = []
    for _ in range(2):
        speak(client, "one", steps=1)
        pids.append(client.pid)
        take = Take(cancel)
        with pytest.raises(JobCancelled):
            speak(client, "one two", take=take, steps=1, step_s=0.9, deaf=1)
    wait_until(lambda: client.running, "a host to be there")
    assert pids[0] != pids[1]
    assert client.pid == pids[1]


def test_a_cancelled_load_says_nothing_about_speaking(new_client, tmp_path, caplog):
    tmp_path.joinpath("weights.safetensors").write_bytes(b"ECHO")
    tmp_path.joinpath("load_s.txt").write_text("60 2.0")
    client = new_client(cancel_grace_s=2.5)

    def cancel(event):
        if isinstance(event, Progress) and event.stage == "loading" and event.fraction > 0:
            take.cancel.cancel()  # a step of two seconds has begun

    take = Take(cancel)
    pid = client.hello().pid
    with pytest.raises(JobCancelled):
        speak(client, model_dir=tmp_path, take=take)
    assert client.pid == pid
    with pytest.raises(JobCancelled):
        speak(client, take=cancelled_after(1), hang_s=60)
    assert "did not heed a cancel in 2.5 s" in caplog.text


def test_a_forced_cancel_restores_what_a_failed_job_had_left_resident(new_client):
    client = new_client(cancel_grace_s=0.3)
    with pytest.raises(EngineFailed):
        speak(client, fail=1)
    assert states(client.sample())["echo"] == "resident"
    with pytest.raises(JobCancelled):
        speak(client, take=cancelled_after(1), hang_locked_s=60)
    wait_until(
        lambda: client.running and states(client.sample())["echo"] == "resident", "the engine to come back"
    )


def test_a_job_that_was_refused_changes_nothing_of_what_is_restored(new_client):
    client = new_client(cancel_grace_s=0.3)
    speak(client)
    with pytest.raises(DeviceMissing):
        speak(client, device="cuda")
    with pytest.raises(JobCancelled):
        speak(client, take=cancelled_after(1), hang_locked_s=60)
    wait_until(
        lambda: client.running and states(client.sample())["echo"] == "resident", "the engine to come back"
    )


@pytest.mark.parametrize("why", ["another job has run", "engines are kept no more"])
def test_nothing_is_restored_against_what_happened_since(new_client, caplog, why):
    caplog.set_level(logging.INFO)
    client = new_client(cancel_grace_s=0.3)
    speak(client)
    asked = []

    def kept() -> bool:
        asked.append(why)
        return why == "another job has run"

    take = cancelled_after(1)
    request = SynthesisRequest("echo", "one two three", parameters={"hang_locked_s": 60})
    with pytest.raises(JobCancelled):
        client.synthesize(request, NORMAL, kept=kept, on_event=take, cancel=take.cancel)
    if why == "another job has run":
        speak(client, low_vram=LOW)
    wait_until(lambda: "echo is not loaded again" in caplog.text, "the restore to give way")
    assert states(client.sample())["echo"] == ("on_disk" if why == "another job has run" else "absent")


def test_a_host_that_gives_back_what_a_cancelled_job_held_is_not_killed(new_client, tmp_path):
    """It has heeded the cancel, however long the release takes."""
    program = f"""{HELLO}
import time
os.read(0, 65536)
send(17, b'{{"job": 1}}')
send(18, b'{{"job": 1, "stage": "releasing", "fraction": 0.0}}')
send(20, b'{{"job": 1, "code": "echo_says"}}')
os.read(0, 65536)  # the cancel
time.sleep(0.5)
send(24, b'{{"job": 1}}')
sys.stdin.read()
"""
    client = new_client(fake_host(tmp_path, program), cancel_grace_s=0.0)
    client.hello()
    pid = client.pid
    take = Take(lambda event: take.cancel.cancel() if isinstance(event, Notice) else None)
    with pytest.raises(JobCancelled):
        speak(client, take=take)
    assert client.pid == pid
    assert [event.stage for event in take.progress] == []

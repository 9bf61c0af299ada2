"""A third party's engine, installed into an environment of its own, speaks through its host."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.errors import (
    DeviceMissing,
    EngineFailed,
    EngineNotInstalled,
    EngineUnknown,
    HostNotStarted,
    JobCancelled,
    ModelBroken,
    ModelMissing,
    OutOfMemory,
    ParameterInvalid,
)
from core.host import process
from core.host.environ import host_environ
from core.host.jobs import FRAME_SAMPLES
from core.host.messages import TEXT_LIMIT
from core.host.protocol import VERSION
from core.install.environments import Environment
from core.model.events import AudioPiece, Progress
from core.model.line import TurnInsideTurn
from sottovoce import __version__
from tests.core.host.helpers import LOW, NORMAL, Take, is_gone, speak, states
from tests.waiting import wait_until


def tone(path: Path, pitch_hz: float, seconds: float = 2.0, rate_hz: int = 48_000) -> Path:
    time_s = np.arange(int(rate_hz * seconds)) / rate_hz
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * pitch_hz * time_s), rate_hz)
    return path


def pitch_hz(samples: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * 24_000 / len(samples)


def test_the_hello_says_what_is_there(client):
    hello = client.hello()
    assert hello.protocol_version == VERSION
    assert hello.version == __version__
    assert hello.pid == client.pid
    assert (hello.device, hello.card_total_bytes, hello.simulated) == ("CPU", None, False)
    echo = {one.id: one for one in hello.engines}["echo"]
    assert (echo.version, echo.clones, echo.sample_rate_hz) == ("1.2.3", True, 24_000)
    assert echo.sizes.weights_bytes == 600_000_000
    assert echo.preset("bell") is not None
    assert echo.parameter("steps").maximum == 10_000


def test_a_third_partys_engine_speaks(client):
    take = speak(client, "one two three")
    assert len(take.pieces) == 3
    assert take.samples.dtype == np.float32
    assert {piece.sample_rate_hz for piece in take.pieces} == {24_000}
    assert 0.05 < np.abs(take.samples).max() <= 1
    assert take.done.samples == len(take.samples)
    assert take.done.sample_rate_hz == 24_000
    assert take.done.device == "cpu"
    assert take.done.load_s > 0
    assert take.done.synthesis_s > 0
    assert take.done.peak_bytes > 10_000_000


def test_it_clones(client, tmp_path):
    for wanted_hz in (300, 900):
        reference = tone(tmp_path / f"não {wanted_hz}.wav", wanted_hz)
        take = speak(client, "abcdefghijklmnop", reference=reference)
        assert pitch_hz(take.samples) == pytest.approx(wanted_hz, rel=0.05)


def test_the_same_request_gives_the_same_samples_also_from_another_host(client, new_client):
    first = speak(client, seed=7)
    again = speak(client, seed=7)
    other = speak(new_client(), seed=7)
    assert first.samples.tobytes() == again.samples.tobytes() == other.samples.tobytes()
    assert speak(client, seed=8).samples.tobytes() != first.samples.tobytes()


def test_progress_goes_from_nothing_to_one_in_each_stage(client):
    """Loading is no part of the speaking: what is left is estimated from it."""
    for stages in (["loading", "speaking"], ["speaking"]):
        events = speak(client).progress
        assert list(dict.fromkeys(event.stage for event in events if event.stage != "starting")) == stages
        for stage in stages:
            progress = [event.fraction for event in events if event.stage == stage]
            assert progress == sorted(progress)
            assert progress[-1] == 1
            assert all(0 <= fraction <= 1 for fraction in progress)
        assert next(event.fraction for event in events if event.stage == "speaking") == 0


def test_the_stages_are_starting_loading_speaking(client):
    stages = [event.stage for event in speak(client).progress]
    assert list(dict.fromkeys(stages)) == ["starting", "loading", "speaking"]
    assert {event.stage for event in speak(client).progress} == {"speaking"}


def test_notices_cross_as_they_are(client):
    (notice,) = speak(client, "one two", notice=1).notices
    assert notice.code == "echo_says"
    assert notice.fields == {"words": 2, "level": float("-inf")}


def test_a_broken_engine_hurts_no_other(client):
    hello = client.hello()
    assert "libecho.so.7" in hello.broken["echo_broken"]
    assert "calls itself 'echo'" in hello.broken["echo_misnamed"]
    assert "speed_maximum" in hello.broken["echo_endless"]
    with pytest.raises(EngineNotInstalled, match=r"libecho\.so\.7"):
        speak(client, engine="echo_broken")
    assert speak(client).done


def test_an_unknown_engine_is_named_with_the_known_ones(client):
    with pytest.raises(EngineUnknown) as caught:
        speak(client, engine="ecko")
    assert caught.value.engine == "ecko"
    assert "echo" in caught.value.known.split(", ")


def test_weights_are_read_from_a_folder(client, tmp_path):
    with pytest.raises(ModelMissing) as missing:
        speak(client, model_dir=tmp_path / "nowhere")
    assert missing.value.path == str(tmp_path / "nowhere" / "weights.safetensors")
    (tmp_path / "weights.safetensors").write_bytes(b"<html>404</html>")
    with pytest.raises(ModelBroken):
        speak(client, model_dir=tmp_path)
    (tmp_path / "weights.safetensors").write_bytes(b"ECHO....")
    assert speak(client, model_dir=tmp_path).done.load_s > 0
    assert speak(client, model_dir=tmp_path).done.load_s == 0


def test_an_error_of_the_engines_own_keeps_its_name_and_text(client, tmp_path):
    with pytest.raises(EngineFailed) as caught:
        speak(client, fail=1)
    error = caught.value
    assert (error.engine, error.kind, error.reason) == ("echo", "EchoError", "the echo was lost")
    assert speak(client).done
    client.close()
    log = (tmp_path / "logs" / "host.log").read_text()
    assert "Traceback" in log
    assert "EchoError: the echo was lost" in log


def test_an_error_with_endless_words_arrives_cut_short(client):
    with pytest.raises(EngineFailed) as caught:
        speak(client, fail_chars=20_000_000)
    assert caught.value.kind == "EchoError"
    assert caught.value.reason == "o" * TEXT_LIMIT + "…"


def test_an_error_that_cannot_be_printed_is_still_told(client):
    with pytest.raises(EngineFailed) as caught:
        speak(client, fail_wordless=1)
    assert (caught.value.kind, caught.value.reason) == ("Wordless", "<exception str() failed>")


@pytest.mark.parametrize("kind", ["stereo", "sixteen_bit"])
def test_audio_of_another_shape_or_type_is_refused_not_garbled(client, kind):
    take = Take()
    with pytest.raises(EngineFailed, match=r"not float32 \(samples,\)"):
        speak(client, take=take, **{kind: 1})
    assert take.pieces == []
    assert speak(client).done.load_s == 0


@pytest.mark.parametrize("device", ["cuda", "cuda:1", "mps", "tpu"])
def test_a_device_that_is_not_there_is_refused(client, device):
    with pytest.raises(DeviceMissing) as caught:
        speak(client, device=device)
    assert (caught.value.engine, caught.value.device) == ("echo", device)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_never_reaches_the_engine(client, value):
    with pytest.raises(ParameterInvalid) as caught:
        speak(client, step_s=value)
    assert (caught.value.name, caught.value.value) == ("step_s", str(value))


def test_jobs_from_many_threads_wait_for_each_other(client):
    takes = [Take() for _ in range(4)]
    threads = [
        threading.Thread(target=speak, args=(client, "one two"), kwargs={"take": take, "step_s": 0.005})
        for take in takes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len({take.samples.tobytes() for take in takes}) == 1
    assert all(take.done for take in takes)


def test_samples_come_at_least_twice_a_second_while_busy(client, samples):
    client.load("echo")
    samples.clear()
    speak(client, " ".join(["word"] * 20), step_s=0.02)
    busy = [sample for sample in samples if states(sample)["echo"] == "busy"]
    assert len(busy) >= 4
    assert (len(busy) - 1) / (busy[-1].time_s - busy[0].time_s) >= 2
    assert all(sample.host_rss_bytes > 0 and sample.ram_total_bytes > 0 for sample in busy)


def test_a_sample_can_be_asked_for_at_any_time(client):
    assert set(states(client.sample()).values()) == {"absent"}
    seen = []

    def ask(event):
        if isinstance(event, AudioPiece) and not seen:
            seen.append(states(client.sample())["echo"])

    speak(client, " ".join(["word"] * 20), take=Take(ask), step_s=0.02)
    assert seen == ["busy"]


def test_a_piece_longer_than_a_frame_arrives_whole(client):
    word = "a" * 3000
    take = speak(client, word, steps=1)
    assert len(take.samples) == int(24_000 * 0.12 * 1500) > FRAME_SAMPLES
    assert len(take.pieces) == 2


def test_one_megabyte_of_text_crosses(client):
    text = "a" * 600 + " " + "\u0645" * 500_000
    take = Take(lambda event: take.cancel.cancel() if isinstance(event, AudioPiece) else None)
    with pytest.raises(JobCancelled):
        speak(client, text, take=take)


def test_what_the_callers_function_raises_ends_the_job(client):
    class DiskFull(Exception):
        pass

    def write(event):
        if isinstance(event, AudioPiece):
            raise DiskFull

    with pytest.raises(DiskFull):
        speak(client, " ".join(["word"] * 500), take=Take(write), step_s=0.01)
    pid = client.pid
    assert speak(client).done.load_s == 0
    assert client.pid == pid


def test_nothing_of_the_users_environment_reaches_the_host(new_client, monkeypatch):
    monkeypatch.setenv("LOW_VRAM", "nonsense")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    client = new_client()
    environ = Path(f"/proc/{client.hello().pid}/environ").read_bytes()
    assert b"LOW_VRAM" not in environ
    assert b"PYTHON" not in environ
    assert b"SOTTOVOCE" not in environ
    assert b"HF_HUB_OFFLINE=1" in environ


def test_an_engines_idle_threads_leave_the_processor_to_others(new_client, monkeypatch):
    monkeypatch.setenv("GOMP_SPINCOUNT", "infinity")
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    client = new_client()
    environ = Path(f"/proc/{client.hello().pid}/environ").read_bytes().split(b"\0")
    assert [one for one in environ if one.startswith((b"GOMP_", b"OMP_"))] == [b"GOMP_SPINCOUNT=10000"]


@pytest.mark.parametrize("ask", ["sample", "close"])
def test_who_hears_of_a_start_may_use_the_client(client, ask):
    outcomes = []

    def on_event(event):
        if isinstance(event, Progress) and event.stage == "starting":
            getattr(client, ask)()

    def run() -> None:
        try:
            outcomes.append(bool(speak(client, take=Take(on_event)).done))
        except JobCancelled:
            outcomes.append("cancelled")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(10)
    assert outcomes == [True if ask == "sample" else "cancelled"]


def test_close_leaves_no_process_and_may_be_called_twice(client):
    pid = client.hello().pid
    client.close()
    client.close()
    assert is_gone(pid)
    assert not client.running
    assert client.pid is None
    with pytest.raises(HostNotStarted):
        client.hello()


def test_close_in_mid_job_cancels_it(client):
    pids = []

    def close(event):
        if isinstance(event, AudioPiece) and not pids:
            pids.append(client.pid)
            threading.Thread(target=client.close).start()

    with pytest.raises(JobCancelled):
        speak(client, " ".join(["word"] * 500), take=Take(close), step_s=0.05)
    wait_until(lambda: is_gone(pids[0]), "the host to end", 5.0)


def test_close_cancels_the_jobs_that_wait_for_their_turn(client):
    outcomes = []

    def wait() -> None:
        try:
            speak(client)
        except JobCancelled:
            outcomes.append("cancelled")

    waiting = threading.Thread(target=wait)

    def close(event):
        if isinstance(event, AudioPiece) and waiting.ident is None:
            waiting.start()
            threading.Thread(target=client.close).start()

    with pytest.raises(JobCancelled):
        speak(client, " ".join(["word"] * 500), take=Take(close), step_s=0.05)
    waiting.join(5)
    assert outcomes == ["cancelled"]


def test_an_interpreter_that_is_not_there_is_one_clear_error(new_client, tmp_path):
    client = new_client(Environment("torch", tmp_path / "python", ("f5",)))
    with pytest.raises(HostNotStarted) as caught:
        client.hello()
    assert caught.value.environment == "torch"
    assert "No such file" in caught.value.reason


def test_an_interpreter_that_no_system_could_start_is_one_clear_error(new_client, echo_environment):
    client = new_client(Environment("torch", Path("/bin/py\0thon"), ("f5",)))
    caught = []

    def start() -> None:
        try:
            client.hello()
        except HostNotStarted as error:
            caught.append(error.reason)

    thread = threading.Thread(target=start, daemon=True)
    thread.start()
    thread.join(5)
    assert len(caught) == 1
    assert "null byte" in caught[0]
    assert speak(new_client()).done


def test_an_interpreter_without_this_program_is_one_clear_error(new_client, tmp_path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho 'No module named core' >&2\nexit 9\n")
    script.chmod(0o755)
    client = new_client(Environment("torch", script, ("f5",)))
    with pytest.raises(HostNotStarted) as caught:
        client.hello()
    assert caught.value.reason == "exit code 9: No module named core"


def test_an_interpreter_that_says_nothing_is_one_clear_error(new_client, tmp_path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o755)
    client = new_client(Environment("torch", script, ("f5",)), start_limit_s=0.3)
    with pytest.raises(HostNotStarted, match=r"no hello within 0\.3 s"):
        client.hello()


def test_release_does_nothing_while_no_host_runs(client):
    client.release()
    assert not client.running


def test_load_keeps_and_release_releases(client):
    client.load("echo")
    assert states(client.sample())["echo"] == "resident"
    assert speak(client).done.load_s == 0
    client.release("echo")
    assert states(client.sample())["echo"] == "on_disk"


def test_the_policy_is_each_jobs_own(client, tmp_path):
    speak(client, low_vram=NORMAL)
    assert states(client.sample())["echo"] == "resident"
    speak(client, low_vram=LOW, wanted_next=["echo"])
    assert states(client.sample())["echo"] == "resident"
    speak(client, low_vram=LOW)
    assert states(client.sample())["echo"] == "on_disk"
    speak(client, low_vram=NORMAL)
    assert states(client.sample())["echo"] == "resident"
    client.close()
    log = (tmp_path / "logs" / "host.log").read_text()
    assert "vram event=load engine=echo device=cpu " in log
    assert "policy=off asked=off source=window detail=''" in log
    assert "vram event=release engine=echo device=cpu " in log
    assert "why=low_vram policy=on asked=on source=environment detail=LOW_VRAM" in log


def test_the_simulated_card_is_labelled_and_accounted(new_client):
    client = new_client(simulate_gpu_bytes=4_000_000_000)
    hello = client.hello()
    assert (hello.device, hello.card_total_bytes, hello.simulated) == (
        "Simulated GPU (4.0 GB)",
        4_000_000_000,
        True,
    )
    before = client.sample()
    assert before.simulated
    assert (before.total_bytes, before.free_bytes) == (4_000_000_000, 3_500_000_000)
    take = speak(client)
    assert take.done.device == "cuda (simulated)"
    assert take.done.peak_bytes == 1_000_000_000
    after = client.sample()
    assert (after.allocated_bytes, after.free_bytes) == (600_000_000, 2_600_000_000)
    assert (after.other_bytes, after.context_bytes) == (500_000_000, 300_000_000)
    client.release()
    assert client.sample().allocated_bytes == 0
    assert speak(client, device="cpu").done.device == "cpu"


def test_an_error_with_numbers_of_numpys_is_told_and_the_host_stays(client):
    pid = client.hello().pid
    with pytest.raises(OutOfMemory) as caught:
        speak(client, fail_number=1)
    assert (caught.value.need_bytes, caught.value.free_bytes) == (2, 0.5)
    assert speak(client).done
    assert client.pid == pid


def test_an_error_that_cannot_be_sent_is_an_error_and_the_host_stays(client):
    pid = client.hello().pid
    with pytest.raises(EngineFailed) as caught:
        speak(client, fail_untold=1)
    assert (caught.value.kind, caught.value.reason) == ("EchoError", "no words")
    assert speak(client).done
    assert client.pid == pid


def test_the_order_of_the_cards_is_handed_on_with_their_choice():
    wanted = {"CUDA_VISIBLE_DEVICES": "1", "CUDA_DEVICE_ORDER": "PCI_BUS_ID"}
    assert wanted.items() <= host_environ(wanted | {"LOW_VRAM": "on"}).items()


def test_what_cannot_be_started_at_all_does_not_stop_later_starts(new_client):
    replies = []

    def start() -> None:
        replies.append(process._SPAWNER.spawn(["sleep", 5]))

    thread = threading.Thread(target=start, daemon=True)
    thread.start()
    thread.join(10)
    assert [type(reply) for reply in replies] == [TypeError]
    assert speak(new_client()).done


def test_an_idle_host_goes_on_telling_its_memory(client, samples):
    client.sample()
    samples.clear()
    wait_until(lambda: len(samples) >= 2, "two samples that nobody asked for")
    assert samples[0].time_s < samples[1].time_s


def test_a_job_inside_a_job_is_refused_and_does_not_wait_for_itself(client):
    refused = []

    def speak_again(event: object) -> None:
        if not refused:
            with pytest.raises(TurnInsideTurn) as caught:
                speak(client, "two")
            refused.append(caught.type)

    assert speak(client, "one two", take=Take(speak_again)).done
    assert refused == [TurnInsideTurn]

"""The analysis host: real jobs in a real process, its crashes, cancels and end."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from core.errors import (
    AnalysisFailed,
    JobCancelled,
    RecognitionBroken,
    RecognitionMissing,
    ReferenceMissing,
)
from core.host.analysis_client import AnalysisClient
from core.host.values import HostOptions
from core.model.cancel import CancelToken
from core.model.events import Progress
from core.model.voice import Stretch
from core.model.work import Work
from tests.audio_fixtures import SENTENCES, wer
from tests.core.host.helpers import is_gone
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

SECOND = SENTENCES[1]

NewClient = Callable[..., AnalysisClient]


@pytest.fixture
def new_client(tmp_path: Path) -> Iterator[NewClient]:
    clients: list[AnalysisClient] = []

    def make(idle_s: float = 60.0, **options: float) -> AnalysisClient:
        clients.append(
            AnalysisClient(HostOptions(log_file=tmp_path / "logs" / "host.log", **options), idle_s=idle_s)
        )
        return clients[-1]

    yield make
    for client in clients:
        client.close()
    wait_until(lambda: psutil.Process().children(recursive=True) == [], "the hosts' end")


@pytest.fixture
def client(new_client: NewClient) -> AnalysisClient:
    return new_client()


@pytest.mark.whisper
def test_a_stretch_is_heard_with_its_words_times_and_language(client, spoken, whisper_base):
    path, places = spoken
    stages: list[Progress] = []

    stretch, transcript = client.transcribe(path, places[1], whisper_base, work=Work(stages.append))

    assert wer(SECOND, transcript.text) == 0.0
    assert transcript.language == "en"
    assert all(stretch.start_s <= word.start_s < word.end_s <= stretch.end_s for word in transcript.words)
    assert [word.start_s for word in transcript.words] == sorted(word.start_s for word in transcript.words)
    assert list(dict.fromkeys(one.stage for one in stages)) == ["starting", "loading", "transcribing"]
    assert all(0 <= one.fraction <= 1 for one in stages)


@pytest.mark.whisper
def test_a_cut_through_a_word_moves_into_the_pause_and_the_text_goes_with_it(client, spoken, whisper_base):
    path, places = spoken
    asked = Stretch(places[0].end_s - 0.65, places[1].end_s + 0.2)  # begins within "planks"

    stretch, transcript = client.transcribe(path, asked, whisper_base)

    assert wer(SECOND, transcript.text) == 0.0
    samples, rate = soundfile.read(path, dtype="float32")
    cut = samples[round((stretch.start_s - 0.01) * rate) : round((stretch.start_s + 0.01) * rate)]
    assert np.abs(cut).max() < 0.01
    assert asked.start_s < stretch.start_s <= places[1].start_s + 0.4


@pytest.mark.whisper
def test_numbers_are_written_as_they_are_said(client, whisper_base, tmp_path):
    from hibari import SAMPLE_RATE, Hibari

    said = "We bought twenty five apples for thirty dollars in nineteen ninety nine."
    path = tmp_path / "numbers.wav"
    soundfile.write(path, np.asarray(Hibari()(said, seed=1), np.float32), SAMPLE_RATE)

    _, transcript = client.transcribe(path, Stretch(0.0, soundfile.info(path).duration), whisper_base)

    assert "twenty" in transcript.text.lower()
    assert not any(letter.isdigit() or letter in "$%" for letter in transcript.text)


@pytest.mark.whisper
def test_neither_torch_nor_the_libraries_left_out_come_into_the_host(client, spoken, whisper_base):
    path, places = spoken
    client.transcribe(path, places[0], whisper_base)

    maps = Path(f"/proc/{client.pid}/maps").read_text() if sys.platform == "linux" else ""

    assert "ctranslate2" in maps or sys.platform != "linux"
    assert not any(name in maps for name in ("libtorch", "libav", "x264", "hf_xet"))


@pytest.mark.whisper
def test_a_cancel_is_heeded_and_the_host_stays(new_client, spoken, whisper_base):
    client = new_client(cancel_grace_s=60.0)
    path, places = spoken
    client.transcribe(path, places[0], whisper_base)
    pid, cancel = client.pid, CancelToken()

    with pytest.raises(JobCancelled):
        client.transcribe(path, places[0], whisper_base, work=Work(lambda progress: cancel.cancel(), cancel))

    assert client.pid == pid
    assert client.transcribe(path, places[0], whisper_base)[1].text


@pytest.mark.whisper
def test_a_host_that_heeds_no_cancel_is_killed_and_the_next_job_gets_another(
    new_client, spoken, whisper_base
):
    client = new_client(cancel_grace_s=0.05)
    path, places = spoken
    cancel, pids = CancelToken(), []

    def stop(progress: Progress) -> None:
        if progress.stage == "transcribing" and not pids:
            pids.append(client.pid)
            os.kill(client.pid, signal.SIGSTOP)
            cancel.cancel()

    with pytest.raises(JobCancelled):
        client.transcribe(path, places[0], whisper_base, work=Work(stop, cancel))

    assert is_gone(pids[0])
    assert client.transcribe(path, places[0], whisper_base)[1].text
    assert client.pid != pids[0]


def test_a_cancel_before_the_start_starts_nothing(client, spoken, tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(JobCancelled):
        client.prepare(spoken[0], Stretch(0.0, 1.0), work=Work(cancel=cancel))
    assert client.pid is None


@pytest.mark.whisper
def test_a_crash_is_told_and_the_next_job_gets_a_new_host(client, spoken, whisper_base):
    path, places = spoken
    pids: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.stage == "transcribing" and not pids:
            pids.append(client.pid)
            os.kill(client.pid, signal.SIGKILL)

    with pytest.raises(AnalysisFailed, match="SIGKILL"):
        client.transcribe(path, places[0], whisper_base, work=Work(kill))

    assert client.transcribe(path, places[0], whisper_base)[1].text
    assert client.pid != pids[0]


@pytest.mark.whisper
def test_a_host_that_gives_no_sign_of_life_is_given_up(new_client, spoken, whisper_base):
    client = new_client(loading_silence_limit_s=2.0)

    def freeze(progress: Progress) -> None:
        if progress.stage == "loading":
            os.kill(client.pid, signal.SIGSTOP)

    with pytest.raises(AnalysisFailed, match="no sign of life"):
        client.transcribe(spoken[0], spoken[1][0], whisper_base, work=Work(freeze))


def test_a_host_killed_between_two_jobs_is_replaced_without_a_word(client, spoken, tmp_path):
    with pytest.raises(RecognitionMissing):
        client.transcribe(spoken[0], spoken[1][0], tmp_path)
    pid = client.pid
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(RecognitionMissing):
        client.transcribe(spoken[0], spoken[1][0], tmp_path)

    assert client.pid not in (None, pid)


def test_it_ends_after_some_time_without_a_job(new_client, spoken, tmp_path):
    client = new_client(idle_s=0.1)
    pids: list[int | None] = []
    with pytest.raises(RecognitionMissing):
        client.transcribe(
            spoken[0], spoken[1][0], tmp_path, work=Work(lambda progress: pids.append(client.pid))
        )

    wait_until(lambda: client.pid is None and is_gone(pids[-1]), "the idle host's end")


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json"])
@pytest.mark.whisper
def test_weights_that_are_not_whole_are_missing_and_nobody_asks_the_network(
    client, spoken, whisper_base, tmp_path, missing
):
    folder = tmp_path / "weights"
    shutil.copytree(whisper_base, folder, copy_function=os.link)
    (folder / missing).unlink()

    with pytest.raises(RecognitionMissing) as caught:
        client.transcribe(spoken[0], spoken[1][0], folder)

    assert caught.value.path == str(folder)


@pytest.mark.parametrize(
    "broken",
    [("model.bin", b""), ("model.bin", b"\x06\x00\x00\x00garbage" * 50), ("tokenizer.json", b"{")],
)
@pytest.mark.whisper
def test_weights_that_do_not_load_are_told(client, spoken, whisper_base, tmp_path, broken):
    folder = tmp_path / "weights"
    shutil.copytree(whisper_base, folder, copy_function=os.link)
    name, content = broken
    (folder / name).unlink()
    (folder / name).write_bytes(content)

    with pytest.raises(RecognitionBroken) as caught:
        client.transcribe(spoken[0], spoken[1][0], folder)

    assert caught.value.reason
    assert client.pid is not None


@pytest.mark.whisper
def test_a_recording_that_is_gone_is_told_as_such(client, tmp_path, whisper_base):
    with pytest.raises(ReferenceMissing):
        client.transcribe(tmp_path / "gone.wav", Stretch(0.0, 1.0), whisper_base)


def test_the_users_environment_does_not_reach_it(client, spoken, tmp_path, monkeypatch):
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "faster_whisper.py").write_text("raise SystemExit(9)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "evil"))
    monkeypatch.setenv("CT2_VERBOSE", "3")

    with pytest.raises(RecognitionMissing):
        client.transcribe(spoken[0], spoken[1][0], tmp_path)

    if sys.platform == "linux":
        seen = Path(f"/proc/{client.pid}/environ").read_bytes()
        assert b"PYTHONPATH" not in seen
        assert b"CT2_VERBOSE" not in seen


def test_an_interpreter_that_does_not_start_is_told(tmp_path):
    client = AnalysisClient(HostOptions(), python=tmp_path / "python")
    with pytest.raises(AnalysisFailed, match="No such file"):
        client.prepare(tmp_path / "a.wav", Stretch(0.0, 1.0))
    client.close()


def test_a_closed_client_starts_nothing(client, spoken):
    client.close()
    with pytest.raises(JobCancelled):
        client.prepare(spoken[0], Stretch(0.0, 1.0))


@pytest.mark.whisper
def test_silence_has_no_words(client, tmp_path, whisper_base):
    path = tmp_path / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16_000 * 3))
    assert client.transcribe(path, Stretch(0.0, 3.0), whisper_base)[1].text == ""

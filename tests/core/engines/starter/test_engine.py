"""The starter engine for real: its own weights, its own voice."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import hibari
import numpy as np
import pytest

from core.engines.base import LoadOptions, Model
from core.engines.starter.engine import make_engine
from core.errors import DeviceMissing, JobCancelled, TextUnspeakable, VoiceUnknown
from core.model.events import Notice
from core.model.request import SynthesisRequest
from tests.core.engines.starter.conftest import Job, Speak, whole

UNPUNCTUATED = " ".join(["the quick brown fox jumps over the lazy dog"] * 30)

HASH = """
import hashlib, sys
from tests.core.engines.starter.conftest import Job
from core.engines.base import LoadOptions
from core.engines.starter.engine import make_engine
from core.model.request import SynthesisRequest
job = Job().context
model = make_engine().load(LoadOptions("cpu"), job)
text = "The same words, twice. And $12.50 more! " * 3
request = SynthesisRequest("starter", text, seed=7)
sound = b"".join(piece.tobytes() for piece in model.synthesize(request, job))
print(hashlib.sha256(sound).hexdigest())
"""

DESCRIBE = """
import importlib.metadata, sys
from core.engines.base import Engine
from core.model.engine import EngineDescription
before = set(sys.modules)
from core.engines.starter.engine import make_engine
description = make_engine().description
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(names - set(sys.stdlib_module_names)), description.id)
"""

OFFLINE = """
import socket, urllib.request
def refuse(*words, **named):
    raise SystemExit("the network was touched")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = urllib.request.urlopen = refuse
"""


def run(code: str, **environ: str) -> str:
    call = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert call.returncode == 0, call.stderr
    assert call.stderr == ""
    return call.stdout.strip()


def test_it_describes_itself_and_imports_nothing_for_it():
    assert run(DESCRIBE) == "['core'] starter" or run(DESCRIBE) == "[] starter"


LOAD = """
from core.engines.base import JobContext, LoadOptions
from core.engines.starter.engine import make_engine
from core.model.cancel import CancelToken
job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)
make_engine().load(LoadOptions("cpu"), job).close()
"""


def test_loading_it_sends_nothing_and_leaves_no_identity(tmp_path: Path):
    run(LOAD, HOME=str(tmp_path), TMPDIR=str(tmp_path), ORT_DISABLE_TELEMETRY="0")
    assert list(tmp_path.iterdir()) == []


def test_its_description():
    description = make_engine().description
    assert description.languages == ("en-US",)
    assert description.sample_rate_hz == hibari.SAMPLE_RATE
    assert description.preset("heart") is not None
    assert not description.clones
    assert not description.takes_model_folder
    assert (description.code_licence.spdx, description.weights_licence.spdx) == ("Apache-2.0", "Apache-2.0")
    assert description.version == hibari.__version__


def test_pieces_are_float32_at_most_30_s_each_and_progress_ends_at_one(speak: Speak, job: Job):
    pieces = speak("Hello there. How are you? Fine, thank you.")
    assert len(pieces) == 3
    assert all(piece.dtype == np.float32 and piece.ndim == 1 for piece in pieces)
    assert job.fractions == sorted(job.fractions)
    assert job.fractions[-1] == 1.0
    assert job.notices == []


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        (UNPUNCTUATED, 1.0),
        (UNPUNCTUATED, 0.5),
        ("x" * 900, 1.0),
        ("1234567890" * 20, 0.5),
        ("AAAA" * 100, 0.5),
        ("a, " * 200, 0.5),
        ("W. " * 60, 1.0),
        ("$9,999,999.99 " * 9, 0.5),
    ],
)
def test_no_piece_is_longer_than_30_s(speak: Speak, text: str, speed: float):
    pieces = speak(text, speed=speed)
    assert max(map(len, pieces)) <= 30 * 24_000
    assert sum(map(len, pieces)) > 24_000


def test_the_first_piece_is_short(speak: Speak):
    text = (
        "Although it was raining heavily, and the streets were empty after the storm from the sea, she left."
    )
    assert len(speak(text + " " + UNPUNCTUATED)[0]) < 10 * 24_000
    assert len(speak(UNPUNCTUATED)[0]) < 16 * 24_000


def test_one_sentence_sounds_like_bare_hibari(speak: Speak):
    text = "Hello there, this is the starter voice."
    assert np.array_equal(whole(speak(text, seed=5)).samples, hibari.Hibari()(text, seed=5))


def test_sentences_sound_like_bare_hibaris_with_its_own_pauses(speak: Speak):
    text = "This is one. Is this two? It is three!"
    assert np.array_equal(whole(speak(text, seed=5)).samples, hibari.Hibari()(text, seed=5))


def test_what_is_not_to_be_cut_is_one_piece_as_long_as_it_fits(speak: Speak):
    pieces = speak("This is one. Is this two? It is three!", whole=True)
    assert len(pieces) == 1
    assert 2 * 24_000 < len(pieces[0]) < 8 * 24_000
    assert 1 < len(speak(UNPUNCTUATED + ". Yes.", whole=True)) <= len(speak(UNPUNCTUATED + ". Yes."))


def test_the_same_request_gives_the_same_samples(speak: Speak):
    text = "The same words, twice. " + UNPUNCTUATED
    first, again, other = (whole(speak(text, seed=seed)).samples for seed in (7, 7, 8))
    assert first.tobytes() == again.tobytes()
    assert len(other) == len(first)
    assert other.tobytes() != first.tobytes(), "the seed makes a difference"


def test_another_process_gives_the_same_samples():
    hashes = {run(HASH, PYTHONHASHSEED=seed) for seed in ("1", "2", "3")}
    assert len(hashes) == 1
    assert len(hashes.pop()) == len(hashlib.sha256().hexdigest())


def test_it_never_touches_the_network():
    assert len(run(OFFLINE + HASH)) == 64


def test_faster_is_shorter(speak: Speak):
    text = "The quick brown fox jumps over the lazy dog, and then it runs."
    slow, plain, fast = (len(whole(speak(text, speed=speed)).samples) for speed in (0.5, 1.0, 1.5))
    assert slow / plain == pytest.approx(2, abs=0.15)
    assert plain / fast == pytest.approx(1.5, abs=0.15)


@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "🇧🇷🎉",
        "!!!",
        "... — ...",
        "日本語",
        "你好，世界。",
        "привет мир",
        "مرحبا بالعالم",
        "$",
        "' ' '",
        "\u0301",
    ],
)
def test_what_it_cannot_speak_is_an_error_and_not_silence(speak: Speak, text: str):
    with pytest.raises(TextUnspeakable) as caught:
        speak(text)
    assert caught.value.sample == text


def test_what_it_leaves_out_is_said_once(speak: Speak, job: Job):
    assert whole(speak("Hello 日本 world. And привет again.")).peak > 0.1
    assert job.notices == [Notice("text_partly_unspoken", {"count": 8, "sample": "日本привет"})]


@pytest.mark.parametrize(
    "text", ["Olá, você não está aqui.", "Größe und Übermut", "Café 😀 time!", "½ of x²", "٣ ⑴ Ⅷ 𝐇𝐢"]
)
def test_what_it_can_speak_is_spoken_without_a_word(speak: Speak, job: Job, text: str):
    assert whole(speak(text)).peak > 0.1
    assert job.notices == []


def test_pieces_begin_and_end_in_silence_so_that_joins_do_not_click(speak: Speak):
    for piece in speak(UNPUNCTUATED):
        assert np.abs(piece[[0, -1]]).max() < 1e-4
        assert np.abs(np.concatenate((piece[:48], piece[-48:]))).max() < 0.01


def test_cuts_inside_a_sentence_make_no_long_pause(speak: Speak):
    samples = whole(speak(UNPUNCTUATED)).samples
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    assert np.diff(loud).max() < 0.35 * 24_000, "hibari's own silence at both ends is 0.8 s"


def test_cancel_is_heard_before_the_next_piece(model: Model, job: Job):
    pieces = model.synthesize(SynthesisRequest("starter", UNPUNCTUATED), job.context)
    next(pieces)
    job.cancel.cancel()
    with pytest.raises(JobCancelled):
        next(pieces)


def test_loading_can_be_cancelled(job: Job):
    job.cancel.cancel()
    with pytest.raises(JobCancelled):
        make_engine().load(LoadOptions("cpu"), job.context)


def test_it_has_one_preset(speak: Speak):
    assert np.array_equal(speak("Yes.", preset="heart")[0], speak("Yes.")[0])
    with pytest.raises(VoiceUnknown) as caught:
        speak("Yes.", preset="emma")
    assert caught.value.voice == "starter:emma"


def test_it_runs_on_the_cpu_only(job: Job):
    with pytest.raises(DeviceMissing):
        make_engine().load(LoadOptions("cuda"), job.context)

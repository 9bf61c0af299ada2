"""Kokoro by its real weights: same samples as the bare package, limits, cancel, broken files."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engines.base import JobContext, LoadOptions, Model
from core.engines.kokoro.engine import DOWNLOAD_BYTES, MODEL_NAME, VOICES_NAME, KokoroEngine
from core.engines.kokoro.presets import ESPEAK_VOICES, PRESETS
from core.errors import JobCancelled, ModelBroken, TextUnspeakable, VoiceUnknown
from core.model.cancel import CancelToken
from core.model.events import Notice
from core.model.request import SynthesisRequest
from tests.waiting import wait_until

pytestmark = pytest.mark.engines

SHORT = "O menino pegou o livro."
LONG = (
    "Era uma vez um rei que morava longe, num castelo de pedra à beira do mar, e que todas as noites subia"
    " à torre mais alta para contar as estrelas, porque tinha medo de que alguma se apagasse enquanto o"
    " reino dormia. Certa noite faltou uma. O rei chamou os sábios, e os sábios chamaram os pescadores,"
    " e ninguém sabia dela."
)


def test_the_weights_are_the_size_that_is_told_and_have_every_preset(weights: Path):
    assert sum((weights / name).stat().st_size for name in (MODEL_NAME, VOICES_NAME)) == DOWNLOAD_BYTES
    with np.load(weights / VOICES_NAME, allow_pickle=False) as archive:
        assert {preset.id for preset in PRESETS} < set(archive.files)


@pytest.mark.parametrize(
    ("text", "preset", "bare_language"),
    [(SHORT, "pf_dora", "pt-br"), ("Twelve and a half, please!", "bm_george", "en-gb")],
)
def test_a_sentence_is_sample_for_sample_that_of_the_bare_package(
    speak, weights: Path, text: str, preset: str, bare_language: str
):
    from kokoro_onnx import Kokoro

    bare = Kokoro(str(weights / MODEL_NAME), str(weights / VOICES_NAME))
    samples, rate_hz = bare.create(text, preset, speed=1.0, lang=bare_language)
    bare.voices.close()
    heard = speak(text, preset=preset, language="")
    assert rate_hz == 24_000
    assert len(heard.pieces) == 1
    np.testing.assert_array_equal(heard.samples, samples)


def test_foreign_words_carry_no_marks_into_the_speech(model: Model):
    assert "(en)" in model._kokoro.tokenizer.phonemize("Le weekend", "fr-fr")
    assert "(" not in model._speller.spell("Le weekend", "fr")


def test_the_same_request_gives_the_same_samples(speak):
    first = speak(SHORT).samples
    speak("Outra coisa.", preset="pm_alex")
    np.testing.assert_array_equal(speak(SHORT).samples, first)
    assert first.dtype == np.float32


def test_a_long_text_comes_in_pieces_with_progress_and_pauses(speak):
    heard = speak(LONG, speed=2.0)
    assert len(heard.pieces) == 3
    assert len(heard.pieces[0]) < 4 * 24_000
    assert all(len(piece) <= 30 * 24_000 for piece in heard.pieces)
    assert heard.fractions == sorted(heard.fractions)
    assert heard.fractions[-1] == 1.0
    assert not heard.pieces[-1][:2_400].any()  # the pause after the piece before it


def test_what_is_not_to_be_cut_is_one_piece_as_long_as_it_fits(speak):
    text = LONG[:320]
    assert len(speak(text, speed=2.0).pieces) > 1
    assert len(speak(text, speed=2.0, whole=True).pieces) == 1


def test_speed_is_a_factor(speak):
    plain, fast, slow = (len(speak(SHORT, speed=speed).samples) for speed in (1.0, 2.0, 0.5))
    assert fast < 0.65 * plain
    assert slow > 1.6 * plain


@given(st.text(st.sampled_from("ab ç9.,;–\n漢й😀R$h%@"), max_size=600), st.sampled_from(list(ESPEAK_VOICES)))
@settings(max_examples=40, deadline=None)
def test_no_text_makes_more_phonemes_than_the_net_takes(model: Model, text: str, language: str):
    for phonemes in model._spell(text, language, 1.0):
        assert 0 < len(phonemes) <= 400


def test_a_number_without_end_is_spoken_in_parts(model: Model):
    spelled = model._spell("7" * 190, "pt-BR", 0.5)
    assert len(spelled) > 3
    assert all(len(phonemes) <= 200 for phonemes in spelled)


@pytest.mark.parametrize("text", ["😀🎉", "...", "?!", "你好世界", "Привет", "—", " "])
def test_what_has_no_sound_is_said_to_be_unspeakable(speak, text: str):
    with pytest.raises(TextUnspeakable):
        speak(text)


def test_letters_without_sound_are_told_of(speak):
    assert speak("Oi 世界!").notices == [Notice("text_partly_unspoken", {"count": 2, "sample": "世界"})]


@pytest.mark.parametrize("preset", ["jf_alpha", "nobody", "../pf_dora"])
def test_a_voice_that_is_not_offered_is_unknown(speak, preset: str):
    with pytest.raises(VoiceUnknown) as caught:
        speak(SHORT, preset=preset)
    assert caught.value.voice == f"kokoro:{preset}"


def test_cancel_stops_the_net_in_the_middle_and_the_next_job_is_unharmed(speak, model: Model):
    before = speak(SHORT).samples
    cancel = CancelToken()

    def cancel_in_mid_run():
        wait_until(lambda: model._session._options is not None, "the net to run")
        cancel.cancel()

    thread = threading.Thread(target=cancel_in_mid_run)
    job = JobContext(cancel, lambda fraction: None, lambda notice: None)
    pieces: list[np.ndarray] = []
    thread.start()
    with pytest.raises(JobCancelled):
        pieces.extend(model.synthesize(SynthesisRequest("kokoro", LONG, preset="pf_dora"), job))
    thread.join()
    assert pieces == []  # the first run of the net did not reach its end
    np.testing.assert_array_equal(speak(SHORT).samples, before)


def test_memory_does_not_grow_from_job_to_job(speak):
    speak(SHORT)
    process = psutil.Process()
    before_bytes = process.memory_info().rss
    for text in ("Sim, senhor.", LONG[:90], SHORT):  # onnxruntime would keep memory for each new length
        speak(text, speed=2.0)
    assert process.memory_info().rss - before_bytes < 40_000_000


class Malicious:
    """Pickled, it makes a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def truncated_net(weights: Path, folder: Path):
    with (weights / MODEL_NAME).open("rb") as file:
        (folder / MODEL_NAME).write_bytes(file.read(1_000_000))


def empty_net(weights: Path, folder: Path):
    (folder / MODEL_NAME).write_bytes(b"")


def text_as_voices(weights: Path, folder: Path):
    (folder / VOICES_NAME).write_text("<html>404</html>")


def pickle_as_voices(weights: Path, folder: Path):
    (folder / VOICES_NAME).write_bytes(pickle.dumps(Malicious(folder / "harmed")))


def pickle_in_voices(weights: Path, folder: Path):
    with (folder / VOICES_NAME).open("wb") as file:
        np.savez(file, pf_dora=np.array([Malicious(folder / "harmed")], dtype=object))


def array_as_voices(weights: Path, folder: Path):
    with (folder / VOICES_NAME).open("wb") as file:
        np.save(file, np.zeros(3, np.float32))


def other_shape_in_voices(weights: Path, folder: Path):
    with (folder / VOICES_NAME).open("wb") as file:
        np.savez(file, pf_dora=np.zeros((510, 256), np.float32))


def no_voices(weights: Path, folder: Path):
    with (folder / VOICES_NAME).open("wb") as file:
        np.savez(file, somebody=np.zeros((510, 1, 256), np.float32))


@pytest.mark.parametrize(
    "breaks",
    [
        truncated_net,
        empty_net,
        text_as_voices,
        pickle_as_voices,
        pickle_in_voices,
        array_as_voices,
        other_shape_in_voices,
        no_voices,
    ],
)
def test_broken_files_are_said_to_be_broken_and_run_nothing(weights: Path, tmp_path: Path, breaks):
    for name in (MODEL_NAME, VOICES_NAME):
        (tmp_path / name).symlink_to(weights / name)
    broken = MODEL_NAME if breaks in (truncated_net, empty_net) else VOICES_NAME
    (tmp_path / broken).unlink()
    breaks(weights, tmp_path)
    job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)
    with pytest.raises(ModelBroken) as caught:
        KokoroEngine().load(LoadOptions("cpu", tmp_path), job)
    assert caught.value.path == str(tmp_path)
    assert caught.value.reason
    assert not (tmp_path / "harmed").exists()


def test_after_closing_the_memory_is_given_back(weights: Path):
    """In a process of its own: what earlier tests freed would hide what a model takes."""
    child = subprocess.run(
        [sys.executable, "-c", _MEMORY_OF_ONE_MODEL, str(weights)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[4],
    )
    assert child.returncode == 0, child.stderr
    held_bytes, left_bytes = map(int, child.stdout.split()[-2:])
    assert held_bytes > 60_000_000
    assert left_bytes < 0.25 * held_bytes


_MEMORY_OF_ONE_MODEL = """
import gc, sys
from pathlib import Path

import psutil

from core.engines.base import JobContext, LoadOptions
from core.engines.kokoro.engine import KokoroEngine
from core.model.cancel import CancelToken
from core.model.request import SynthesisRequest
from core.vram.trim import trim_memory

job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)


def speak_once():
    loaded = KokoroEngine().load(LoadOptions("cpu", Path(sys.argv[1])), job)
    assert list(loaded.synthesize(SynthesisRequest("kokoro", "O menino.", preset="pf_dora"), job))
    held_bytes = psutil.Process().memory_info().rss
    loaded.close()
    return held_bytes


def trimmed_bytes():
    gc.collect()
    trim_memory()
    return psutil.Process().memory_info().rss


speak_once()
before_bytes = trimmed_bytes()
held_bytes = speak_once() - before_bytes
print(held_bytes, trimmed_bytes() - before_bytes)
"""

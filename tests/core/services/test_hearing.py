"""A recording becomes a reference: its best part, its words, and what happens when something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import soundfile

from core.errors import JobCancelled, ReferenceUnreadable
from core.host.analysis_client import AnalysisClient
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.model.cancel import CancelToken
from core.model.events import Progress
from core.model.verdict import Level
from core.model.work import Work
from core.paths import Paths
from core.services.hearing import Hearing
from core.services.voices import NewRecordings, VoiceService
from tests.audio_fixtures import SENTENCES, Hear, wer

pytestmark = pytest.mark.slow

NewService = Callable[..., VoiceService]


@pytest.fixture
def new_service() -> Iterator[NewService]:
    made: list[Hearing] = []
    hosts = HostPool([], HostOptions())

    def make(**options: Path) -> VoiceService:
        made.append(Hearing(Paths.find(), AnalysisClient(HostOptions(), **options)))
        return VoiceService(Paths.find(), hosts, made[-1])

    yield make
    for one in made:
        one.close()
    hosts.close()


@pytest.fixture
def weights(whisper_base: Path) -> Path:
    """Put the weights of the speech recognition where the program looks for them."""
    folder = Paths.find().recognition_dir
    folder.mkdir(parents=True)
    for file in whisper_base.iterdir():
        os.link(file, folder / file.name)
    return folder


@pytest.mark.whisper
def test_what_the_voice_says_is_what_is_heard_in_its_sound(new_service, spoken, weights, hear: Hear):
    stages: list[Progress] = []
    added = new_service().add(NewRecordings([spoken[0]], name="Ana"), Work(stages.append))

    reference = added.voice.reference
    assert wer(hear(reference.path), reference.text) < 0.1  # "canoe" is heard one way or another
    assert wer(" ".join(SENTENCES), reference.text) < 0.15  # it is too much for the small model
    assert added.voice.language == "en"
    assert soundfile.info(reference.path).samplerate == 24_000
    assert reference.stretch.duration_s == pytest.approx(reference.duration_s, abs=0.01)
    assert reference.original.read_bytes() == spoken[0].read_bytes()
    order = ["starting", "surveying", "loading", "transcribing", "preparing"]
    assert list(dict.fromkeys(one.stage for one in stages)) == order


def test_without_weights_the_voice_comes_without_words_and_this_is_said(new_service, spoken):
    added = new_service().add(NewRecordings([spoken[0]]))

    assert added.voice.reference.text == ""
    assert added.voice.reference.stretch is not None
    assert "recognition_missing" in [notice.code for notice in added.notices]


@pytest.mark.whisper
def test_weights_that_do_not_load_are_told_and_the_voice_comes_all_the_same(new_service, spoken, weights):
    (weights / "model.bin").unlink()
    (weights / "model.bin").write_bytes(b"broken")

    added = new_service().add(NewRecordings([spoken[0]]))

    assert added.voice.reference.text == ""
    assert "recognition_broken" in [notice.code for notice in added.notices]


def test_words_that_are_known_belong_to_the_whole_recording(new_service, spoken, tmp_path):
    text = " ".join(SENTENCES)
    recording = tmp_path / "ana.wav"
    shutil.copy(spoken[0], recording)
    recording.with_suffix(".txt").write_text(text)
    service = new_service()

    for added in (service.add(NewRecordings([spoken[0]], [text])), service.add_reference(recording)):
        assert added.voice.reference.text == text
        assert added.voice.reference.stretch is None
        assert added.voice.reference.duration_s == pytest.approx(soundfile.info(spoken[0]).duration, abs=0.01)


def test_an_analysis_that_does_not_start_loses_no_recording(new_service, spoken, tmp_path):
    added = new_service(python=tmp_path / "python").add(NewRecordings([spoken[0]]))

    assert added.voice.reference.duration_s == pytest.approx(soundfile.info(spoken[0]).duration, abs=0.01)
    assert [notice.code for notice in added.notices] == ["reference_as_it_is"]


def test_a_cancel_adds_nothing(new_service, spoken):
    service, cancel = new_service(), CancelToken()

    with pytest.raises(JobCancelled):
        service.add(NewRecordings([spoken[0]]), Work(lambda progress: cancel.cancel(), cancel))

    assert service.references() == []


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_a_foreign_format_becomes_a_voice_with_words_and_without(new_service, spoken, tmp_path):
    path = tmp_path / "áudio.m4a"
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(spoken[0]), str(path)], check=True)
    service = new_service()

    heard = service.add(NewRecordings([path]))
    told = service.add(NewRecordings([path], ["As it was said."]))

    assert heard.voice.reference.original.suffix == ".m4a"
    assert told.voice.reference.text == "As it was said."
    assert told.voice.reference.duration_s == pytest.approx(soundfile.info(spoken[0]).duration, abs=0.1)


def test_what_is_no_sound_is_refused_as_before(new_service, tmp_path):
    path = tmp_path / "notes.m4a"
    path.write_bytes(b"these are notes" * 100)
    with pytest.raises(ReferenceUnreadable) as caught:
        new_service().add(NewRecordings([path]))
    assert caught.value.path == str(path)


@pytest.mark.whisper
def test_a_check_tells_what_is_said(new_service, spoken, weights):
    hearing = Hearing(Paths.find(), AnalysisClient(HostOptions()))
    survey = hearing.check(spoken[0])
    again = hearing.check(spoken[0], survey.verdict.stretch, "Quite another text.")
    hearing.close()

    assert survey.verdict.transcript is not None
    assert survey.verdict.finding("text").level is Level.GREEN
    assert again.verdict.transcript is None

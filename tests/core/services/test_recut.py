"""Another part of a recording: its words are cut by the times that are known, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.spoil import RATE_HZ
from benchmarks.verdict_grid import starter
from core.model.verdict import Transcript, Word
from core.model.voice import Reference, Stretch, Voice
from core.paths import Paths
from core.services.app import Services
from core.services.recut import NewPart, recut
from core.services.verdict_book import source_of
from core.services.voices import NewRecordings
from core.settings import Settings

WORDS = ("One", " two", " three", " four", " five")


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    paths = Paths.find({"SOTTOVOCE_HOME": str(home)})
    made = Services.create(paths, Settings.load(paths, {}, {}), environments=[])
    yield made
    made.close()


@pytest.fixture
def voice(services: Services, tmp_path: Path) -> Voice:
    """Add a voice whose words were heard: one a second, with pauses of 0.4 s."""
    path = tmp_path / "Elena.wav"
    soundfile.write(path, np.concatenate((starter(), starter())), RATE_HZ)
    added = services.voices.add(NewRecordings([path], ["".join(WORDS)]))
    voice = added.voice
    survey = services.verdicts.of(voice.references[0])
    start_s = _stretch(voice).start_s
    heard = tuple(Word(word, start_s + at + 0.2, start_s + at + 0.8) for at, word in enumerate(WORDS))
    transcript = Transcript("".join(WORDS), "en", heard)
    services.verdicts.keep(
        voice.references[0], replace(survey, verdict=replace(survey.verdict, transcript=transcript))
    )
    return voice


def _stretch(voice: Voice) -> Stretch:
    return source_of(voice.references[0])[1]


def _move(services: Services, voice: Voice, first_s: float, last_s: float, text: str = "") -> Reference:
    begin_s = _stretch(voice).start_s
    reference = voice.references[0]
    part = NewPart(Stretch(begin_s + first_s, begin_s + last_s), text or reference.text)
    changed = recut(
        services.voices,
        services.hearing,
        services.verdicts,
        voice_id=voice.id,
        reference=reference,
        part=part,
    )
    return changed.references[0]


def test_words_are_cut_with_the_sound_again_and_again_without_being_heard(
    services: Services, voice: Voice
) -> None:
    assert services.hearing.weights is None
    first = _move(services, voice, 1.0, 4.0)
    assert first.text == "two three four"
    assert first.stretch is not None
    assert first.stretch.duration_s == pytest.approx(3.0, abs=0.01)
    changed = services.voices.library.get(voice.id)
    second = _move(services, changed, 0.0, 2.0)
    assert second.text == "two three"


@pytest.mark.parametrize(("first_s", "last_s"), [(0.5, 4.0), (1.0, 3.5)])
def test_where_an_end_cuts_a_word_they_are_left_to_hearing(
    services: Services, voice: Voice, first_s: float, last_s: float
) -> None:
    assert _move(services, voice, first_s, last_s).text == "".join(WORDS)


def test_words_beyond_the_old_part_are_left_to_hearing(services: Services, voice: Voice) -> None:
    _move(services, voice, 1.0, 4.0)
    changed = services.voices.library.get(voice.id)
    assert _move(services, changed, -0.5, 3.0).text == "two three four"


def test_words_that_the_user_typed_stay(services: Services, voice: Voice) -> None:
    assert _move(services, voice, 1.0, 4.0, "Two, three and four.").text == "Two, three and four."


def test_noise_is_reduced_and_let_in_again_and_the_original_stays(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "noisy.wav"
    sound = np.tile(starter(), 2)
    noise = 0.02 * np.random.default_rng(3).standard_normal(len(sound)).astype(np.float32)
    soundfile.write(path, sound + noise, RATE_HZ, subtype="PCM_24")
    voice = services.voices.add(NewRecordings([path], ["".join(WORDS)])).voice
    given = voice.references[0]
    verdict_before = services.verdicts.of(given).verdict
    assert given.original is not None
    recorded = given.original.read_bytes()

    def change(reference: Reference, *, denoise: bool) -> Reference:
        part = NewPart(source_of(reference)[1], reference.text, denoise)
        made = recut(
            services.voices,
            services.hearing,
            services.verdicts,
            voice_id=voice.id,
            reference=reference,
            part=part,
        )
        return made.references[0]

    before = change(given, denoise=False)
    reduced = change(before, denoise=True)
    assert reduced.denoised
    assert reduced.stretch == before.stretch
    assert services.voices.library.get(voice.id).references[0].denoised
    noise_db = {one.code: one.value for one in verdict_before.findings}["noise"]
    left_db = {one.code: one.value for one in services.verdicts.of(reduced).verdict.findings}["noise"]
    assert noise_db is not None
    assert left_db is not None
    assert left_db > noise_db + 5

    again = change(reduced, denoise=False)
    assert not again.denoised
    assert again.original is not None
    assert again.original.read_bytes() == recorded
    assert soundfile.read(again.path)[0].tolist() == soundfile.read(before.path)[0].tolist()

"""The reference as F5 hears it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.engines.f5.prompt import prepare_prompt
from core.engines.f5.prompts import PromptCache
from core.errors import ReferenceAudioError, ReferenceSilent, ReferenceTextNeeded, ReferenceTooShort
from tests.checkpoints.sounds import write_reference

RATE_HZ = 24_000
LIMITS = {"minimum_s": 1.0, "maximum_s": 12.0}


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3", "aiff"])
@pytest.mark.parametrize(("rate_hz", "channels"), [(44_100, 2), (8_000, 1)])
def test_any_recording_that_soundfile_reads_will_do(
    tmp_path: Path, ending: str, rate_hz: int, channels: int
) -> None:
    path = write_reference(tmp_path / f"voice.{ending}", 3.0, rate_hz, channels=channels)
    prompt, notices = prepare_prompt(path, "some words", **LIMITS)
    assert prompt.duration_s == pytest.approx(3.0, abs=0.3)
    assert prompt.text == "some words. "
    assert notices == ()


def test_a_reference_without_words_is_refused(tmp_path: Path) -> None:
    path = write_reference(tmp_path / "voice.wav")
    for words in ("", "  \n "):
        with pytest.raises(ReferenceTextNeeded):
            prepare_prompt(path, words, **LIMITS)


def test_a_long_reference_is_cut_in_a_pause_and_its_words_with_it(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    samples = np.random.default_rng(1).normal(0, 0.1, 24 * RATE_HZ)
    samples[round(8.9 * RATE_HZ) : round(9.3 * RATE_HZ)] = 0
    soundfile.write(path, samples, RATE_HZ)
    words = " ".join(f"word{number}" for number in range(48))
    prompt, notices = prepare_prompt(path, words, **LIMITS)
    assert 8.9 < prompt.duration_s < 9.3
    said = prompt.text.split()
    assert said == [*words.split()[: len(said) - 1], said[-1].rstrip(".") + "."]
    assert len(said) == pytest.approx(48 * 9.1 / 24, abs=2)
    assert notices[0].code == "reference_text_cut"
    assert notices[0].fields["words"] == 48 - len(said)


def test_silence_at_its_ends_is_cut_off(tmp_path: Path) -> None:
    path = write_reference(tmp_path / "voice.wav", 3.0)
    samples, _ = soundfile.read(path, dtype="float32")
    soundfile.write(path, np.concatenate([np.zeros(RATE_HZ), samples, np.zeros(2 * RATE_HZ)]), RATE_HZ)
    prompt, _ = prepare_prompt(path, "some words", **LIMITS)
    assert prompt.duration_s == pytest.approx(3.0, abs=0.2)
    assert not prompt.samples[-round(0.05 * RATE_HZ) :].any()


def test_a_silent_reference_is_refused_before_it_gives_nan(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    soundfile.write(path, np.zeros(3 * RATE_HZ), RATE_HZ)
    with pytest.raises(ReferenceSilent):
        prepare_prompt(path, "some words", **LIMITS)


def test_a_click_in_silence_is_too_short(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    samples = np.zeros(3 * RATE_HZ)
    samples[RATE_HZ : RATE_HZ + 100] = 0.5
    soundfile.write(path, samples, RATE_HZ)
    with pytest.raises(ReferenceTooShort):
        prepare_prompt(path, "some words", **LIMITS)


def test_a_prompt_is_made_once_for_a_sound_and_its_words(tmp_path: Path) -> None:
    cache = PromptCache()
    path = write_reference(tmp_path / "a.wav", 15.0)
    words = " ".join(["one two three four"] * 10)
    first = cache.prepare(path, words, **LIMITS)
    assert first[1]  # a notice, which is told each time
    moved = tmp_path / "elsewhere.wav"
    moved.write_bytes(path.read_bytes())
    assert cache.prepare(moved, words, **LIMITS) is first
    plain, notices = prepare_prompt(path, words, **LIMITS)
    assert np.array_equal(first[0].samples, plain.samples)
    assert (first[0].text, first[1]) == (plain.text, notices)
    assert cache.prepare(path, "other words", **LIMITS)[0].text != first[0].text
    write_reference(path, 3.0)
    assert cache.prepare(path, words, **LIMITS)[0].duration_s < 4
    assert len(cache) == 3


def test_the_oldest_prompts_go(tmp_path: Path) -> None:
    cache = PromptCache(size=2)
    path = write_reference(tmp_path / "a.wav", 3.0)
    first = cache.prepare(path, "one", **LIMITS)
    cache.prepare(path, "two", **LIMITS)
    assert cache.prepare(path, "one", **LIMITS) is first
    cache.prepare(path, "three", **LIMITS)
    assert len(cache) == 2
    assert cache.prepare(path, "one", **LIMITS) is first


def test_a_reference_that_cannot_be_used_is_not_kept(tmp_path: Path) -> None:
    cache = PromptCache()
    path = write_reference(tmp_path / "a.wav", 3.0)
    with pytest.raises(ReferenceTextNeeded):
        cache.prepare(path, "", **LIMITS)
    with pytest.raises(ReferenceAudioError):
        cache.prepare(tmp_path / "gone.wav", "words", **LIMITS)
    assert len(cache) == 0

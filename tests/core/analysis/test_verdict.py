"""A part of the grid in docs/verdict.md: every fault is found, clean recordings are left alone."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import spoil
from benchmarks.spoil import RATE_HZ, Sound
from benchmarks.verdict_grid import Way, false_alarms, found, pairs, seed_of, ways
from core.model.verdict import CODES, Level
from tests.core.analysis.conftest import Check

CHOSEN = (
    "white noise, 10 dB",
    "pink noise, 10 dB",
    "babble, 10 dB",
    "clipped, 3%",
    "clipped, then 20 dB softer",
    "wall at 3400 Hz",
    "3400 Hz, 24 dB an octave",
    "2.9 s",
    "-45 LUFS",
    "RT60 0.8 s",
    "RT60 0.8 s, direct sound +5 dB",
    "held, 10 dB",
    "chords, 10 dB",
    "arpeggio, 10 dB",
    "zeros",
    "white noise alone",
    "chords alone",
    "scrambled speech",
    "white noise, 40 dB",
    "wall at 10 kHz",
)


@pytest.mark.parametrize("way", [way for way in ways() if way.name in CHOSEN], ids=lambda way: way.name)
def test_what_was_done_to_the_starter_is_found(way: Way, voices: dict[str, Sound], check: Check) -> None:
    verdict = check(way.spoil(voices["starter"], seed_of(way.name, "test"), voices))
    if way.code:
        assert found(verdict, way.code), verdict
        assert verdict.level in {Level.AMBER, Level.RED}
    else:
        assert false_alarms(verdict) == []
        assert verdict.level is not Level.RED


def test_every_name_of_the_table_is_there() -> None:
    assert set(CHOSEN) <= {way.name for way in ways()}


def test_faults_that_come_together_are_found_together(voices: dict[str, Sound], check: Check) -> None:
    for title, codes, way in pairs():
        if "another voice" in title:
            continue
        verdict = check(way(voices["starter"], seed_of(title), voices))
        assert [code for code in codes if not found(verdict, code)] == [], title


def test_two_voices_are_told_from_one(voices: dict[str, Sound], check: Check) -> None:
    one = voices["starter"]
    assert check(np.concatenate((one, np.tile(voices["higher"], 2)))).finding("speakers").value == 2
    assert check(np.concatenate((one, one))).finding("speakers").level is Level.GREEN


def test_findings_are_told_in_their_order(voices: dict[str, Sound], check: Check) -> None:
    for sound in (voices["starter"], np.zeros(RATE_HZ, np.float32)):
        assert tuple(one.code for one in check(sound).findings) == CODES


@pytest.mark.parametrize("rate", [8_000, 11_025])
def test_a_telephone_is_dull(rate: int, voices: dict[str, Sound], check: Check) -> None:
    import soxr

    verdict = check(soxr.resample(voices["starter"], RATE_HZ, rate), rate)
    assert found(verdict, "bandwidth")


ODD = {
    "one channel is dead": lambda sound: np.stack((sound, 0 * sound), axis=1),
    "the channels cancel out": lambda sound: np.stack((sound, -sound), axis=1),
    "it does not swing around zero": lambda sound: 0.5 * sound + 0.3,
    "it gets softer": lambda sound: sound * np.linspace(1, 0.2, len(sound)),
    "zeros around it": lambda sound: np.pad(sound, 2 * RATE_HZ),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_recordings_of_a_clear_voice_stay_green(
    what: str, voices: dict[str, Sound], check: Check
) -> None:
    assert false_alarms(check(ODD[what](voices["starter"]).astype(np.float32))) == []


def test_hum_far_below_the_voice_is_no_music(voices: dict[str, Sound], check: Check) -> None:
    sound = voices["starter"]
    hum = np.sin(2 * np.pi * 50 * np.arange(len(sound)) / RATE_HZ).astype(np.float32)
    assert false_alarms(check(spoil.mixed(sound, hum, 35))) == []


@pytest.mark.parametrize("samples", [1, 2, 100, 700, 24_000])
def test_a_moment_of_sound_is_judged(samples: int, check: Check) -> None:
    verdict = check(np.full(samples, 0.1, np.float32))
    assert verdict.level is Level.RED
    assert found(verdict, "length")

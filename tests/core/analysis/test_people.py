"""Verdicts on recordings of people: those that come with f5-tts, so that its environment runs this."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.spoil import Sound
from benchmarks.verdict_grid import false_alarms, found, human_recordings, read, seed_of, starter, ways
from core.model.verdict import Level
from tests.core.analysis.conftest import Check

pytestmark = pytest.mark.engines

MILDEST = (
    "babble, 10 dB",
    "clipped, 3%",
    "3400 Hz, 24 dB an octave",
    "RT60 0.8 s, direct sound +5 dB",
    "arpeggio, 10 dB",
    "scrambled speech",
)


@pytest.fixture(scope="session")
def people() -> dict[str, Sound]:
    return {name: read(path) for name, path in human_recordings().items()}


def test_people_who_speak_clearly_are_green_but_for_length(people: dict[str, Sound], check: Check) -> None:
    assert len(people) == 5
    for name, sound in people.items():
        verdict = check(sound)
        assert false_alarms(verdict) == [], name
        assert verdict.level is not Level.RED, name


@pytest.mark.parametrize("fault", MILDEST)
def test_the_mildest_of_each_fault_is_found(fault: str, people: dict[str, Sound], check: Check) -> None:
    (way,) = (way for way in ways() if way.name == fault)
    for name, sound in people.items():
        assert found(check(way.spoil(sound, seed_of(fault, name, 7), people)), way.code), name


def test_a_person_after_another_voice_is_told_from_it(people: dict[str, Sound], check: Check) -> None:
    for name, sound in people.items():
        verdict = check(np.concatenate((starter(), sound)))
        assert verdict.finding("speakers").level is Level.AMBER, name

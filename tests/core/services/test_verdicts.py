from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.spoil import RATE_HZ
from benchmarks.verdict_grid import starter
from core.errors import ReferenceMissing
from core.host.analysis_client import AnalysisClient
from core.host.values import HostOptions
from core.model.verdict import CODES, Finding, Level, Verdict
from core.model.voice import Reference, Stretch
from core.paths import Paths
from core.services.app import Services
from core.services.verdict_book import VerdictBook
from core.services.verdicts import faults, finding_words, verdict_words
from core.services.words.verdict import FINDINGS
from core.settings import Settings

CAN_BE_UNKNOWN = {"noise", "reverberation", "bandwidth", "music", "speakers", "text"}
NEVER_RED = {"speakers", "text"}


@pytest.mark.parametrize(("code", "level"), list(itertools.product(CODES, Level)))
def test_every_finding_that_can_be_has_words(code: str, level: Level) -> None:
    if (level is Level.NOT_CHECKED and code not in CAN_BE_UNKNOWN) or (
        level is Level.RED and code in NEVER_RED
    ):
        return
    details = {key.split(".")[2] for key in FINDINGS if key.startswith(f"{code}.{level}.")} or {""}
    for detail in details:
        words = finding_words(Finding(code, level, 3.5, "s", detail), decimal_point=",")
        assert words.message
        assert "{" not in words.message
        if "{value}" in FINDINGS.get(f"{code}.{level}", ("",))[0]:
            assert "3,5" in words.message
        if level in {Level.AMBER, Level.RED}:
            assert words.remedy


def test_the_worst_finding_is_the_verdict() -> None:
    levels = (Level.GREEN, Level.AMBER, Level.NOT_CHECKED, Level.RED)
    findings = tuple(Finding(code, level) for code, level in zip(CODES, levels, strict=False))
    verdict = Verdict(findings, Stretch(0.0, 8.0))
    assert verdict.level is Level.RED
    assert [one.level for one in faults(verdict)] == [Level.RED, Level.AMBER]
    unknown = dataclasses.replace(verdict, findings=(Finding("text", Level.NOT_CHECKED),))
    assert unknown.level is Level.GREEN
    assert verdict_words(Level.RED) == "Bad reference"


@pytest.fixture
def book(home: Path):
    paths = Paths.find({"SOTTOVOCE_HOME": str(home)})
    analysis = AnalysisClient(HostOptions())
    yield VerdictBook(paths, analysis), analysis
    analysis.close()


def test_a_verdict_is_made_once_for_each_state_of_a_reference(book, tmp_path: Path) -> None:
    verdicts, analysis = book
    path = tmp_path / "one.wav"
    sound = starter()
    soundfile.write(path, sound, RATE_HZ)
    reference = Reference(path, "", len(sound) / RATE_HZ)
    first = verdicts.of(reference)
    analysis.close()  # from here on nothing can be asked
    assert analysis.pid is None
    assert verdicts.of(reference) == first
    assert analysis.pid is None
    soundfile.write(path, np.zeros(3 * RATE_HZ, np.float32), RATE_HZ)
    verdicts_again = VerdictBook(Paths.find(), AnalysisClient(HostOptions()))
    try:
        assert verdicts_again.of(reference).verdict.level is Level.RED
    finally:
        verdicts_again._analysis.close()


def test_what_was_found_while_a_voice_was_added_is_not_made_again(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "Elena.wav"
    sound = starter()
    soundfile.write(path, np.concatenate((sound, sound)), RATE_HZ)
    paths = Paths.find({"SOTTOVOCE_HOME": str(home)})
    services = Services.create(paths, Settings.load(paths, {}, {}), environments=[])
    try:
        voice = services.voices.add_reference(path).voice
    finally:
        services.close()
    assert voice.reference is not None
    assert voice.reference.original is not None
    found = AnalysisClient(HostOptions(), python=tmp_path / "none")  # nobody can be asked
    survey = VerdictBook(paths, found).of(voice.reference)
    assert survey.verdict.stretch == voice.reference.stretch


def test_a_broken_kept_verdict_is_made_anew(book, home: Path, tmp_path: Path) -> None:
    verdicts, _ = book
    path = tmp_path / "one.wav"
    soundfile.write(path, starter(), RATE_HZ)
    reference = Reference(path, "", 7.0)
    first = verdicts.of(reference)
    (kept,) = home.rglob("verdicts/*.json")
    for broken in (b"", b"{}", b'{"verdict": 3}', b"\xff" * 100):
        kept.write_bytes(broken)
        assert verdicts.of(reference) == first


def test_a_recording_that_is_gone_is_an_error(book, tmp_path: Path) -> None:
    verdicts, _ = book
    with pytest.raises(ReferenceMissing):
        verdicts.of(Reference(tmp_path / "none.wav", "", 3.0))

"""Voices to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.errors import ReferenceSilent, VoiceUnknown
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.paths import Paths
from core.services.voices import VoiceService


@pytest.fixture
def voices(echo_environment: Environment) -> Iterator[VoiceService]:
    hosts = HostPool([echo_environment], HostOptions())
    yield VoiceService(Paths.find(), hosts)
    hosts.close()


def test_a_reference_is_copied_with_its_length(voices: VoiceService, tmp_path: Path) -> None:
    path = tmp_path / "Anna.wav"
    soundfile.write(path, 0.1 * np.sin(np.arange(48_000) / 20), 16_000)
    added = voices.add_reference(path, "  good morning ")
    voice = added.voice
    assert added.notices == ()
    path.unlink()
    assert voice.name == "Anna"
    assert voice.reference is not None
    assert (voice.reference.text, voice.reference.duration_s) == ("good morning", 3.0)
    assert soundfile.info(voice.reference.path).duration == 3.0
    assert voices.references() == [voice]
    assert voices.find(voice.id) == voice
    voices.remove(voice.id)
    assert voices.references() == []


def test_what_is_no_reference_is_not_kept(voices: VoiceService, tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros(48_000), 16_000)
    with pytest.raises(ReferenceSilent):
        voices.add_reference(path)
    assert voices.references() == []


def test_presets_are_found_by_engine_and_name(voices: VoiceService) -> None:
    voice = voices.find("echo:bell")
    assert (voice.engine, voice.preset, voice.name, voice.is_preset) == ("echo", "bell", "Bell", True)
    for unknown in ("echo:gong", "nobody:bell", "nobody"):
        with pytest.raises(VoiceUnknown):
            voices.find(unknown)

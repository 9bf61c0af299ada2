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


@pytest.fixture
def hum(tmp_path: Path) -> Path:
    path = tmp_path / "Anna.wav"
    soundfile.write(path, 0.1 * np.sin(np.arange(48_000) / 20), 16_000)
    return path


def test_a_text_beside_a_recording_is_its_words_unless_others_are_given(
    voices: VoiceService, hum: Path
) -> None:
    hum.with_suffix(".txt").write_bytes("\ufeffGood\r\nmorning.\n".encode())
    texts = [voices.add_reference(hum, text).voice.reference for text in (None, "other", "")]
    assert [one.text for one in texts if one is not None] == ["Good morning.", "other", ""]


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 50, b"word " * 1000])
def test_what_cannot_be_the_words_is_left_out_and_told(
    voices: VoiceService, hum: Path, content: bytes
) -> None:
    hum.with_suffix(".txt").write_bytes(content)
    added = voices.add_reference(hum)
    assert added.voice.reference is not None
    assert added.voice.reference.text == ""
    assert [(notice.code, notice.fields) for notice in added.notices] == [
        ("reference_words_left", {"name": "Anna.txt"})
    ]


def test_a_voice_is_called_as_it_is_said_and_its_words_can_be_written_later(
    voices: VoiceService, hum: Path
) -> None:
    voice = voices.add_reference(hum, name=" Dona Lúcia ").voice
    assert voice.name == "Dona Lúcia"
    changed = voices.set_reference_text(voice.id, "  bom dia ")
    assert changed.reference is not None
    assert changed.reference.text == "bom dia"
    assert voices.references() == [changed]


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

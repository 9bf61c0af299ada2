"""What was read of the library is kept for the next start, and never believed against the files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.model.voice import Voice
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.index import WORTH_KEEPING


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "voices.index"


@pytest.fixture
def voices(library: VoiceLibrary, recording: Path) -> list[Voice]:
    first = library.add(NewVoice("Voice 0", [NewReference(recording, "hello")], "pt-BR"))
    for _ in range(WORTH_KEEPING):
        library.duplicate(first.id)
    return library.all()


def facts_of(library: VoiceLibrary, voice: Voice) -> Path:
    return library.folder / voice.id / "voice.toml"


def blind(path: Path) -> None:
    """Change a file's content so that nothing outside of it tells: who reads it again finds nothing."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"#" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_files_that_did_not_change_are_not_read_at_the_next_start(
    library: VoiceLibrary, voices: list[Voice], cache: Path
) -> None:
    assert VoiceLibrary(library.folder, cache).all() == voices
    for voice in voices:
        blind(facts_of(library, voice))
    assert VoiceLibrary(library.folder, cache).all() == voices
    assert VoiceLibrary(library.folder).all() == []


def test_what_has_changed_is_read(library: VoiceLibrary, voices: list[Voice], cache: Path) -> None:
    VoiceLibrary(library.folder, cache).all()
    library.rename(voices[3].id, "Otto")
    library.remove(voices[4].id)
    now = VoiceLibrary(library.folder, cache).all()
    assert now == library.all()
    assert "Otto" in [voice.name for voice in now]
    assert len(now) == len(voices) - 1


@pytest.mark.parametrize("data", [b"", b"\xff" * 100, b"\x93" * 50_000, b"\x81\xa6folder\xc0"])
def test_a_cache_that_cannot_be_read_is_none(
    library: VoiceLibrary, voices: list[Voice], cache: Path, data: bytes
) -> None:
    cache.parent.mkdir()
    cache.write_bytes(data)
    assert VoiceLibrary(library.folder, cache).all() == voices
    assert cache.read_bytes() != data, "it is made anew"


def test_a_cache_of_another_library_is_none(
    library: VoiceLibrary, voices: list[Voice], cache: Path, tmp_path: Path
) -> None:
    VoiceLibrary(library.folder, cache).all()
    moved = tmp_path / "moved"
    library.folder.rename(moved)
    now = VoiceLibrary(moved, cache).all()
    assert [voice.id for voice in now] == [voice.id for voice in voices]
    assert all(one.path.is_relative_to(moved) for voice in now for one in voice.references)


def test_a_cache_that_cannot_be_written_is_left_out(
    library: VoiceLibrary, voices: list[Voice], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    assert VoiceLibrary(library.folder, tmp_path / "file" / "voices.index").all() == voices

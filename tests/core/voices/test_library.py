"""The voice library on disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import StorageError, VoiceUnknown
from core.voices import NewReference, VoiceLibrary


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "Ânna's voice.FLAC"
    path.write_bytes(b"fLaC and so on")
    return path


@pytest.fixture
def library(tmp_path: Path) -> VoiceLibrary:
    return VoiceLibrary(tmp_path / "voices")


def test_an_empty_library(library: VoiceLibrary) -> None:
    assert library.all() == []


def test_what_is_added_is_found_again(library: VoiceLibrary, recording: Path, tmp_path: Path) -> None:
    voice = library.add(NewReference(recording, "Ânna's voice", 'good "morning"\nall', 3.25))
    recording.unlink()
    assert re.fullmatch(r"anna-s-voice-[0-9a-f]{6}", voice.id)
    assert voice == library.get(voice.id)
    assert library.all() == [voice]
    assert voice.name == "Ânna's voice"
    assert voice.reference is not None
    assert voice.reference.text == 'good "morning"\nall'
    assert voice.reference.duration_s == 3.25
    assert voice.reference.path.read_bytes() == b"fLaC and so on"
    assert voice.reference.path.name == "reference.flac"
    assert [folder.name for folder in (tmp_path / "voices").iterdir()] == [voice.id]


@pytest.mark.parametrize("name", ["声", "...", "", "CON", "a" * 300, "../../etc"])
def test_any_name_gives_a_folder_of_its_own(
    library: VoiceLibrary, recording: Path, name: str, tmp_path: Path
) -> None:
    one = library.add(NewReference(recording, name))
    two = library.add(NewReference(recording, name))
    assert one.id != two.id
    assert {folder.name for folder in (tmp_path / "voices").iterdir()} == {one.id, two.id}
    assert all(voice.name == name for voice in library.all())


def test_a_name_with_bytes_that_are_no_characters(library: VoiceLibrary, recording: Path) -> None:
    voice = library.add(NewReference(recording, "r\udce9f", "a \ud800 word"))
    assert voice.name == "r?f"
    assert voice.reference is not None
    assert voice.reference.text == "a ? word"


@pytest.mark.parametrize(
    "voice_id", ["", "nobody", "..", "../voices", "a/b", ".hidden", "A", "x" * 200, "a\0b"]
)
def test_what_is_no_id_is_unknown(library: VoiceLibrary, recording: Path, voice_id: str) -> None:
    library.add(NewReference(recording, "Anna"))
    with pytest.raises(VoiceUnknown):
        library.get(voice_id)
    with pytest.raises(VoiceUnknown):
        library.remove(voice_id)
    assert len(library.all()) == 1


def test_words_are_written_down_and_all_else_stays(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(NewReference(recording, "Anna", "", 3.25))
    facts = tmp_path / "voices" / voice.id / "voice.toml"
    facts.write_text(f'# mine\nlanguage = "pt-BR"\n{facts.read_text()}')
    changed = library.set_text(voice.id, 'é "assim"\naqui \ud800')
    assert changed == library.get(voice.id)
    assert changed.reference is not None
    assert changed.reference.text == 'é "assim"\naqui ?'
    assert (changed.name, changed.language, changed.reference.duration_s) == ("Anna", "pt-BR", 3.25)
    assert facts.read_text().startswith("# mine\n")
    assert sorted(file.name for file in facts.parent.iterdir()) == ["reference.flac", "voice.toml"]
    with pytest.raises(VoiceUnknown):
        library.set_text("nobody", "words")


def test_words_that_cannot_be_written_leave_the_old_ones(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(NewReference(recording, "Anna", "old words"))
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from core.errors import StorageError\n"
        "from core.voices import VoiceLibrary\n"
        "import tomlkit\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))\n"
        "try: VoiceLibrary(Path(sys.argv[1])).set_text(sys.argv[2], 'new words ' * 20)\n"
        "except StorageError: sys.exit(7)\n"
    )
    words = [sys.executable, "-B", "-c", script, str(tmp_path / "voices"), voice.id]
    assert subprocess.run(words, env=os.environ, check=False).returncode == 7
    assert library.get(voice.id) == voice
    folder = tmp_path / "voices" / voice.id
    assert sorted(file.name for file in folder.iterdir()) == ["reference.flac", "voice.toml"]


def test_what_is_removed_is_gone(library: VoiceLibrary, recording: Path, tmp_path: Path) -> None:
    voice = library.add(NewReference(recording, "Anna"))
    library.remove(voice.id)
    assert library.all() == []
    assert list((tmp_path / "voices").iterdir()) == []
    assert recording.exists()


@pytest.mark.parametrize(
    "facts", ["name = ", "x = 1", 'file = "reference.flac"\nduration_s = "long"', "\udc80"]
)
def test_a_folder_that_is_no_voice_is_left_alone(
    library: VoiceLibrary, recording: Path, tmp_path: Path, facts: str
) -> None:
    voice = library.add(NewReference(recording, "Anna"))
    strange = tmp_path / "voices" / "strange-1"
    strange.mkdir()
    (strange / "voice.toml").write_bytes(facts.encode("utf-8", "surrogateescape"))
    assert library.all() == [voice]
    assert strange.is_dir()


def test_a_voice_file_cannot_point_outside_its_folder(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(NewReference(recording, "Anna"))
    (tmp_path / "voices" / voice.id / "voice.toml").write_text(
        'name = "Anna"\nfile = "../../../etc/passwd"\n'
    )
    reference = library.get(voice.id).reference
    assert reference is not None
    assert reference.path == tmp_path / "voices" / voice.id / "passwd"


def test_a_recording_that_is_gone_leaves_nothing(library: VoiceLibrary, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        library.add(NewReference(tmp_path / "gone.wav", "Gone"))
    assert list((tmp_path / "voices").iterdir()) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    recording = tmp_path / "long.wav"
    recording.write_bytes(b"RIFF" * 10_000)
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from core.errors import StorageError\n"
        "from core.voices import NewReference, VoiceLibrary\n"
        "import tomlkit\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "try: VoiceLibrary(Path(sys.argv[1])).add(NewReference(Path(sys.argv[2]), 'Long'))\n"
        "except StorageError: sys.exit(7)\n"
    )
    words = [sys.executable, "-B", "-c", script, str(tmp_path / "voices"), str(recording)]
    assert subprocess.run(words, env=os.environ, check=False).returncode == 7
    assert list((tmp_path / "voices").iterdir()) == []


def test_voices_stand_in_the_order_of_adding(library: VoiceLibrary, recording: Path, tmp_path: Path) -> None:
    for name in ("Zoe", "anna", "Mike"):
        library.add(NewReference(recording, name))
    assert [voice.name for voice in library.all()] == ["Zoe", "anna", "Mike"]
    facts = tmp_path / "voices" / library.all()[0].id / "voice.toml"
    earlier = [line for line in facts.read_text().splitlines() if not line.startswith("added_at_s")]
    facts.write_text("\n".join(earlier))
    os.utime(facts, (1, 1))
    assert [voice.name for voice in library.all()] == ["Zoe", "anna", "Mike"], "as before, by the file's time"

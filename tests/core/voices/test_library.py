"""The voice library on disk."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.errors import StorageError, VoiceUnknown
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.references import set_text


def new(recording: Path, name: str, text: str = "") -> NewVoice:
    return NewVoice(name, [NewReference(recording, text)])


def visible(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def test_an_empty_library(library: VoiceLibrary) -> None:
    assert library.all() == []


def test_what_is_added_is_found_again(library: VoiceLibrary, recording: Path, tmp_path: Path) -> None:
    given = recording.read_bytes()
    samples, _ = soundfile.read(recording, dtype="int16")
    voice = library.add(new(recording, "Ânna's voice", 'good "morning"\nall'))
    recording.unlink()
    assert re.fullmatch(r"anna-s-voice-[0-9a-f]{6}", voice.id)
    assert voice == library.get(voice.id)
    assert library.all() == [voice]
    assert voice.name == "Ânna's voice"
    assert voice.reference is not None
    assert voice.reference.text == 'good "morning"\nall'
    assert voice.reference.duration_s == 3.25
    assert voice.reference.path.suffix == ".flac"
    assert np.array_equal(soundfile.read(voice.reference.path, dtype="int16")[0], samples)
    assert voice.reference.original is not None
    assert voice.reference.original.suffix == ".wav"
    assert voice.reference.original.read_bytes() == given
    assert voice.reference.original_sha256 == hashlib.sha256(given).hexdigest()
    assert visible(tmp_path / "voices") == [voice.id]


@pytest.mark.parametrize("name", ["声", "...", "", "CON", "a" * 300, "../../etc"])
def test_any_name_gives_a_folder_of_its_own(
    library: VoiceLibrary, recording: Path, name: str, tmp_path: Path
) -> None:
    one = library.add(new(recording, name))
    two = library.add(new(recording, name))
    assert one.id != two.id
    assert visible(tmp_path / "voices") == sorted([one.id, two.id])
    assert all(voice.name == (name or voice.id) for voice in library.all())


def test_a_name_with_bytes_that_are_no_characters(library: VoiceLibrary, recording: Path) -> None:
    voice = library.add(new(recording, "r\udce9f", "a \ud800 word"))
    assert voice.name == "r?f"
    assert voice.reference is not None
    assert voice.reference.text == "a ? word"


@pytest.mark.parametrize(
    "voice_id", ["", "nobody", "..", "../voices", "a/b", ".hidden", "A", "x" * 200, "a\0b"]
)
def test_what_is_no_id_is_unknown(library: VoiceLibrary, recording: Path, voice_id: str) -> None:
    library.add(new(recording, "Anna"))
    with pytest.raises(VoiceUnknown):
        library.get(voice_id)
    with pytest.raises(VoiceUnknown):
        library.remove(voice_id)
    assert len(library.all()) == 1


def test_words_are_written_down_and_all_else_stays(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(new(recording, "Anna"))
    facts = tmp_path / "voices" / voice.id / "voice.toml"
    facts.write_text(
        "# mine\n" + facts.read_text().replace('language = ""', 'language = "pt-BR"\nmore = 1'), "utf-8"
    )
    files = visible(facts.parent)
    changed = set_text(library, voice.id, 'é "assim"\naqui \ud800')
    assert changed == library.get(voice.id)
    assert changed.reference is not None
    assert changed.reference.text == 'é "assim"\naqui ?'
    assert (changed.name, changed.language, changed.reference.duration_s) == ("Anna", "pt-BR", 3.25)
    assert facts.read_text().startswith("# mine\n")
    assert "more = 1\n" in facts.read_text()
    assert sorted(file.name for file in facts.parent.iterdir()) == files
    with pytest.raises(VoiceUnknown):
        set_text(library, "nobody", "words")
    with pytest.raises(VoiceUnknown):
        set_text(library, voice.id, "words", "nothing")


def test_words_that_cannot_be_written_leave_the_old_ones(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(new(recording, "Anna", "old words"))
    folder = tmp_path / "voices" / voice.id
    files = sorted(file.name for file in folder.iterdir())
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from core.errors import StorageError\n"
        "from core.voices import VoiceLibrary\n"
        "import tomlkit\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))\n"
        "from core.voices.references import set_text\n"
        "try: set_text(VoiceLibrary(Path(sys.argv[1])), sys.argv[2], 'new words ' * 20)\n"
        "except StorageError: sys.exit(7)\n"
    )
    words = [sys.executable, "-B", "-c", script, str(tmp_path / "voices"), voice.id]
    assert subprocess.run(words, env=os.environ, check=False).returncode == 7
    assert library.get(voice.id) == voice
    assert sorted(file.name for file in folder.iterdir()) == files


def test_what_is_removed_is_gone_and_can_be_brought_back(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(new(recording, "Anna"))
    library.remove(voice.id)
    assert library.all() == []
    assert visible(tmp_path / "voices") == []
    assert recording.exists()
    with pytest.raises(VoiceUnknown):
        library.remove(voice.id)
    assert library.bring_back(voice.id) == voice
    assert library.all() == [voice]
    with pytest.raises(VoiceUnknown):
        library.bring_back(voice.id)


def test_the_trash_is_emptied_by_age(library: VoiceLibrary, recording: Path, tmp_path: Path) -> None:
    old, younger = (library.add(new(recording, name)) for name in ("Old", "Younger"))
    library.remove(old.id)
    trash = tmp_path / "voices" / ".trash"
    (deleted,) = trash.iterdir()
    _, at_s, rest = deleted.name.split(".")
    deleted.rename(trash / f"{old.id}.{int(at_s) - 31 * 24 * 3600}.{rest}")
    strange = trash / "somebody's folder"
    strange.mkdir()
    library.remove(younger.id)
    with pytest.raises(VoiceUnknown):
        library.bring_back(old.id)
    assert library.bring_back(younger.id) == younger
    assert list(trash.iterdir()) == [strange]


def test_what_a_killed_adding_has_left_goes_after_a_day(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    left, young = (tmp_path / "voices" / f".anna-{n}.part" for n in (1, 2))
    for folder in (left, young):
        folder.mkdir(parents=True)
    os.utime(left, (1, 1))
    library.remove(library.add(new(recording, "Anna")).id)
    assert (left.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize(
    "facts",
    [
        "name = ",
        "x = 1",
        'file = "reference.flac"\nduration_s = "long"',
        'file = "reference.flac"\nduration_s = nan',
        'file = "reference.flac"\nduration_s = 1e400',
        'file = "reference.flac"\nduration_s = -1',
        'file = ""',
        "\udc80",
        "x = " + "[" * 5000,
        'format = 2\nname = "A"\nreferences = []',
        'format = 2\nname = 3\nreferences = [{file = "a.flac", id = "1"}]',
        'format = 2\nname = "A"\nreferences = [{file = "../a.flac", id = "1"}]',
        'format = 2\nname = "A"\nreferences = [{file = "a.flac", id = "1"}, {file = "b.flac", id = "1"}]',
        'format = 2\nname = "A"\nreferences = [{file = "a", id = "1", original = {file = "/etc/passwd"}}]',
        'format = 2\nname = "A"\nconsent = {whose = "king"}\nreferences = [{file = "a.flac", id = "1"}]',
        'format = 3\nname = "A"\nreferences = [{file = "a.flac", id = "1"}]',
        'format = "2"',
        'name = "A"\nfile = "a.flac"\nnotes = "' + "x" * 2_000_000 + '"',
    ],
)
def test_a_folder_that_is_no_voice_is_left_alone(
    library: VoiceLibrary, recording: Path, tmp_path: Path, facts: str
) -> None:
    voice = library.add(new(recording, "Anna"))
    strange = tmp_path / "voices" / "strange-1"
    strange.mkdir()
    data = facts.encode("utf-8", "surrogateescape")
    (strange / "voice.toml").write_bytes(data)
    assert library.all() == [voice]
    assert (strange / "voice.toml").read_bytes() == data
    for refuse in (library.get, library.remove, library.duplicate, lambda id: library.rename(id, "Anna")):
        with pytest.raises(VoiceUnknown):
            refuse("strange-1")
    assert (strange / "voice.toml").read_bytes() == data


def test_a_voice_file_cannot_point_outside_its_folder(
    library: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    voice = library.add(new(recording, "Anna"))
    (tmp_path / "voices" / voice.id / "voice.toml").write_text(
        'name = "Anna"\nfile = "../../../etc/passwd"\n'
    )
    reference = library.get(voice.id).reference
    assert reference is not None
    assert reference.path == tmp_path / "voices" / voice.id / "passwd"


def test_a_recording_that_is_gone_leaves_nothing(library: VoiceLibrary, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        library.add(new(tmp_path / "gone.wav", "Gone"))
    assert visible(tmp_path / "voices") == []
    assert not list((tmp_path / "voices").glob("*.part"))


@pytest.mark.parametrize("limit_bytes", [50, 8192, 110_000])
def test_a_full_disk_leaves_nothing(tmp_path: Path, recording: Path, limit_bytes: int) -> None:
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from core.errors import StorageError\n"
        "from core.voices import NewReference, NewVoice, VoiceLibrary\n"
        "import tomlkit, soundfile, numpy, core.audio.flac\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes}))\n"
        "new = NewVoice('Long', [NewReference(Path(sys.argv[2]))], notes='x' * 200_000)\n"
        "try: VoiceLibrary(Path(sys.argv[1])).add(new)\n"
        "except StorageError: sys.exit(7)\n"
    )
    words = [sys.executable, "-B", "-c", script, str(tmp_path / "voices"), str(recording)]
    result = subprocess.run(words, env=os.environ, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (7, b"")
    assert list((tmp_path / "voices").iterdir()) == []


def test_voices_stand_in_the_order_of_adding(library: VoiceLibrary, recording: Path, tmp_path: Path) -> None:
    for name in ("Zoe", "anna", "Mike"):
        library.add(new(recording, name))
    assert [voice.name for voice in library.all()] == ["Zoe", "anna", "Mike"]
    facts = tmp_path / "voices" / library.all()[0].id / "voice.toml"
    earlier = [line for line in facts.read_text().splitlines() if not line.startswith("added_at_s")]
    facts.write_text("\n".join(earlier))
    os.utime(facts, (1, 1))
    assert [voice.name for voice in library.all()] == ["Zoe", "anna", "Mike"], "as before, by the file's time"

"""A voice in one file, there and back."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.errors import ReferenceUnreadable, StorageError, VoiceFileRefused
from core.model.voice import Consent, Voice, Whose
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.references import set_text
from core.voices.sharing import export_voice, import_voice


@pytest.fixture
def other(tmp_path: Path) -> VoiceLibrary:
    """Somebody else's library."""
    return VoiceLibrary(tmp_path / "other")


@pytest.fixture
def voice(library: VoiceLibrary, recording: Path, tmp_path: Path) -> Voice:
    """A voice with two recordings, 16 and 24 bit, and all that can be said of it."""
    second = tmp_path / "zwei.flac"
    with soundfile.SoundFile(second, "w", 48_000, 2, "PCM_24") as file:
        file.comment = "recorded at 12 Elm Street"
        file.write(np.random.default_rng(2).integers(-(2**31), 2**31, (4000, 2)).astype(np.int32))
    consent = Consent(Whose.PERMISSION, "2026-11-27", "by letter\nof June")
    references = [NewReference(recording, 'olá, "mundo"\nاهلا'), NewReference(second, "", "calm")]
    return library.add(NewVoice("Dona Lúcia 声 🎙", references, "pt-BR", consent, ["a b", "نعم"], "line\ntwo"))


def samples(voice: Voice) -> list[np.ndarray]:
    return [soundfile.read(one.path, dtype="int32")[0] for one in voice.references]


def test_all_of_a_voice_comes_back(
    library: VoiceLibrary, other: VoiceLibrary, voice: Voice, tmp_path: Path
) -> None:
    file = tmp_path / "Lúcia 声.svoice"
    export_voice(voice, file)
    imported = import_voice(other, file)
    assert not imported.was_there
    got = imported.voice
    assert other.all() == [got]
    assert (got.name, got.language, got.tags, got.notes) == (voice.name, "pt-BR", ("a b", "نعم"), "line\ntwo")
    assert got.consent == Consent(Whose.PERMISSION, "2026-11-27", "by letter\nof June", shared=True)
    assert [one.text for one in got.references] == [one.text for one in voice.references]
    assert [one.style for one in got.references] == ["", "calm"]
    assert [one.duration_s for one in got.references] == [3.25, round(4000 / 48_000, 3)]
    assert [one.original for one in got.references] == [None, None]
    assert [one.original_sha256 for one in got.references] == [
        one.original_sha256 for one in voice.references
    ]
    assert all(np.array_equal(a, b) for a, b in zip(samples(got), samples(voice), strict=True))
    assert [soundfile.info(one.path).subtype for one in got.references] == ["PCM_16", "PCM_24"]


def test_only_sound_and_facts_are_in_it_and_the_same_bytes_each_time(
    voice: Voice, library: VoiceLibrary, other: VoiceLibrary, tmp_path: Path
) -> None:
    file, again = tmp_path / "a.svoice", tmp_path / "b.svoice"
    export_voice(voice, file)
    export_voice(library.get(voice.id), again)
    assert file.read_bytes() == again.read_bytes()
    assert b"Elm Street" not in file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["voice.toml", "references/1.flac", "references/2.flac"]
        assert archive.testzip() is None
    export_voice(import_voice(other, file).voice, again)
    assert len(again.read_bytes()) - len(file.read_bytes()) == len("true") - len("false")


def test_the_same_voice_twice_is_recognised_by_its_content(
    library: VoiceLibrary, other: VoiceLibrary, voice: Voice, tmp_path: Path
) -> None:
    file = tmp_path / "a.svoice"
    export_voice(voice, file)
    assert import_voice(library, file).was_there, "it never left"
    first = import_voice(other, file).voice
    other.rename(first.id, "Another name")
    other.set_tags(first.id, [])
    again = import_voice(other, file)
    assert (again.was_there, again.voice.id, again.voice.name) == (True, first.id, "Another name")
    assert [folder.name for folder in other.folder.iterdir() if not folder.name.startswith(".")] == [first.id]
    assert not list(other.folder.glob("*.part"))
    set_text(other, first.id, "other words")
    assert not import_voice(other, file).was_there, "the words count"


def test_a_voice_of_the_first_form_is_known_again_and_can_be_shared(
    library: VoiceLibrary, other: VoiceLibrary, recording: Path, tmp_path: Path
) -> None:
    for place in (library, other):
        folder = place.folder / "old-1"
        folder.mkdir(parents=True)
        (folder / "clip.wav").write_bytes(recording.read_bytes())
        (folder / "voice.toml").write_text('name = "Old"\nfile = "clip.wav"\ntext = "hi"\n')
    file = tmp_path / "a.svoice"
    export_voice(library.get("old-1"), file)
    assert import_voice(other, file).was_there
    other.remove("old-1")
    got = import_voice(other, file).voice
    assert np.array_equal(samples(got)[0], samples(library.get("old-1"))[0])
    assert got.consent == Consent()


def test_a_voice_whose_recording_is_gone_cannot_be_shared(voice: Voice, tmp_path: Path) -> None:
    file = tmp_path / "a.svoice"
    file.write_bytes(b"before")
    voice.references[1].path.unlink()
    with pytest.raises(ReferenceUnreadable):
        export_voice(voice, file)
    assert file.read_bytes() == b"before"


def test_a_folder_to_write_to_that_is_not_there(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        export_voice(voice, tmp_path / "gone" / "a.svoice")
    with pytest.raises(StorageError):
        export_voice(voice, tmp_path)


def test_a_file_that_is_not_there(library: VoiceLibrary, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.svoice", tmp_path):
        with pytest.raises(VoiceFileRefused):
            import_voice(library, path)
    assert not library.folder.exists()


@pytest.mark.parametrize(
    "what", ["export_voice(voice, Path(sys.argv[3]))", "import_voice(other, Path(sys.argv[4]))"]
)
def test_a_full_disk_leaves_nothing(
    library: VoiceLibrary, other: VoiceLibrary, voice: Voice, tmp_path: Path, what: str
) -> None:
    whole, target = tmp_path / "whole.svoice", tmp_path / "target.svoice"
    export_voice(voice, whole)
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "import tomlkit, soundfile, numpy\n"
        "from core.errors import StorageError\n"
        "from core.voices import VoiceLibrary\n"
        "from core.voices.sharing import export_voice, import_voice\n"
        "voice = VoiceLibrary(Path(sys.argv[1])).all()[0]\n"
        "other = VoiceLibrary(Path(sys.argv[2]))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        f"try: {what}\n"
        "except StorageError: sys.exit(7)\n"
    )
    folders = [str(library.folder), str(other.folder), str(target), str(whole)]
    words = [sys.executable, "-B", "-c", script, *folders]
    result = subprocess.run(words, env=os.environ, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (7, b"")
    assert not target.exists()
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]
    assert not other.folder.exists() or list(other.folder.iterdir()) == []

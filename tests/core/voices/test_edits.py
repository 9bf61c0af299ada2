"""Changes to a voice: names, tags, notes, consent, archive, copies; by one program and by several at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from core.errors import StorageError, VoiceUnknown
from core.model.voice import Consent, Voice, Whose
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.content import voice_sha256
from core.voices.references import set_text
from core.voices.search import matching, named

FIRST_FORM = """\
# made by the first Sottovoce
name = "Lúcia"
text = "bom dia"
file = "reference.wav"
duration_s = 3.25
added_at_s = 1790000000.5
mood = "glad"
"""


@pytest.fixture
def anna(library: VoiceLibrary, recording: Path) -> Voice:
    consent = Consent(Whose.PERMISSION, "2026-11-27", "by letter")
    return library.add(
        NewVoice("Anna", [NewReference(recording, "hello")], "en-GB", consent, ["calm", "old"], "a note")
    )


@pytest.fixture
def first(library: VoiceLibrary, recording: Path) -> Path:
    """A voice of the first form: its folder."""
    folder = library.folder / "lucia-0a1b2c"
    folder.mkdir(parents=True)
    shutil.copyfile(recording, folder / "reference.wav")
    (folder / "voice.toml").write_text(FIRST_FORM, "utf-8")
    return folder


def test_all_that_is_said_of_a_new_voice_is_kept(library: VoiceLibrary, anna: Voice) -> None:
    again = VoiceLibrary(library.folder).get(anna.id)
    assert again == anna
    assert (again.language, again.tags, again.notes, again.archived) == (
        "en-GB",
        ("calm", "old"),
        "a note",
        False,
    )
    assert again.consent == Consent(Whose.PERMISSION, "2026-11-27", "by letter")


def test_changes(library: VoiceLibrary, anna: Voice) -> None:
    library.rename(anna.id, "  Ânna \n B.\ud800 ")
    library.rename(anna.id, "   ")
    library.set_tags(anna.id, [" deep  voice ", "", "deep voice", "نعم"])
    library.set_notes(anna.id, 'line\n"two"')
    library.set_language(anna.id, "pt-BR")
    library.set_archived(anna.id, True)
    library.set_consent(anna.id, Consent(Whose.MINE, "2026-01-01"))
    now = VoiceLibrary(library.folder).get(anna.id)
    assert (now.name, now.tags, now.notes) == ("Ânna B.?", ("deep voice", "نعم"), 'line\n"two"')
    assert (now.language, now.archived) == ("pt-BR", True)
    assert now.consent == Consent(Whose.MINE, "2026-01-01")
    assert now.references == anna.references
    for change in (library.rename, library.set_notes, library.set_language):
        with pytest.raises(VoiceUnknown):
            change("nobody", "x")


def test_a_voice_of_the_first_form_opens_and_is_not_rewritten(library: VoiceLibrary, first: Path) -> None:
    (voice,) = library.all()
    assert (voice.id, voice.name, voice.language) == (first.name, "Lúcia", "")
    assert voice.reference is not None
    assert (voice.reference.path, voice.reference.text) == (first / "reference.wav", "bom dia")
    assert voice.reference.duration_s == 3.25
    assert (voice.added_at_s, voice.consent.whose) == (1790000000.5, Whose.NOT_STATED)
    assert (first / "voice.toml").read_text("utf-8") == FIRST_FORM


def test_a_voice_of_the_first_form_changes_into_the_form_of_today(library: VoiceLibrary, first: Path) -> None:
    before = library.get(first.name)
    changed = library.set_consent(first.name, Consent(Whose.MINE, "2026-11-27"))
    assert changed.consent.whose is Whose.MINE
    assert changed.references == before.references
    assert (changed.name, changed.added_at_s) == (before.name, before.added_at_s)
    text = (first / "voice.toml").read_text("utf-8")
    assert text.startswith("# made by the first Sottovoce\n")
    assert 'mood = "glad"' in text
    assert "format = 2" in text
    assert set_text(library, first.name, "boa noite").reference.text == "boa noite"  # type: ignore[union-attr]
    assert sorted(file.name for file in first.iterdir()) == ["reference.wav", "voice.toml"]


def test_a_copy_is_a_voice_of_its_own(library: VoiceLibrary, anna: Voice, first: Path) -> None:
    copy = library.duplicate(anna.id)
    assert copy.id != anna.id
    assert (copy.name, library.duplicate(anna.id).name, library.duplicate(copy.id).name) == (
        "Anna 2",
        "Anna 3",
        "Anna 4",
    )
    assert library.duplicate(anna.id, "Berta").name == "Berta"
    assert (copy.tags, copy.consent, copy.notes) == (anna.tags, anna.consent, anna.notes)
    assert voice_sha256(copy) == voice_sha256(anna)
    library.remove(anna.id)
    assert copy.reference is not None
    assert soundfile.info(copy.reference.path).frames == 52_000
    assert library.duplicate(first.name).references[0].text == "bom dia"
    with pytest.raises(VoiceUnknown):
        library.duplicate("nobody")


def test_search_folds_accents_and_case(library: VoiceLibrary, anna: Voice, first: Path) -> None:
    library.set_notes(first.name, "Gravada em SÃO Paulo. STRASSE")

    def found(query: str) -> list[str]:
        return [voice.name for voice in matching(library.all(), query)]

    assert found("") == ["Lúcia", "Anna"] or found("") == ["Anna", "Lúcia"]
    assert found("lucia") == found("LÚCIA") == found("sao paulo") == found("paulo luci") == ["Lúcia"]
    assert found("straße") == ["Lúcia"]
    assert found("calm") == found("EN-gb") == found("a note") == ["Anna"]
    assert found("anna paulo") == []


def test_search_finds_what_is_said_of_a_voice_where_it_is_shown(library: VoiceLibrary, anna: Voice) -> None:
    names = {"en-GB": "Inglês (Reino Unido)"}
    found = matching(library.all(), "ingles unido", lambda voice: names.get(voice.language, ""))
    assert found == [anna]


def test_names_are_found_as_written_before_those_that_are_alike(
    library: VoiceLibrary, anna: Voice, recording: Path
) -> None:
    other = library.add(NewVoice("ÂNNA", [NewReference(recording)]))
    voices = library.all()
    assert named(voices, "Anna") == [anna]
    assert named(voices, "ÂNNA") == [other]
    assert {voice.id for voice in named(voices, "anna")} == {anna.id, other.id}
    assert named(voices, "ann") == []


EDITS = """
import sys
from pathlib import Path
from core.voices import VoiceLibrary
library = VoiceLibrary(Path(sys.argv[1]))
sys.stdin.readline()
def tag(document):
    document["tags"].append(word)
for n in range(25):
    word = f"{sys.argv[3]}-{n}"
    library.edit(sys.argv[2], tag)
"""


def test_two_programs_at_once_lose_no_edit(library: VoiceLibrary, anna: Voice) -> None:
    library.set_tags(anna.id, [])
    words = [sys.executable, "-c", EDITS, str(library.folder), anna.id]
    programs = [
        subprocess.Popen([*words, name], env=os.environ, stdin=subprocess.PIPE, text=True) for name in "ab"
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.close()
    for n in range(25):
        library.edit(anna.id, lambda document, n=n: document["tags"].append(f"c-{n}"))  # type: ignore[misc]
    assert [program.wait(120) for program in programs] == [0, 0]
    assert sorted(library.get(anna.id).tags) == sorted(f"{name}-{n}" for name in "abc" for n in range(25))


def test_what_another_has_changed_is_seen_at_the_next_look(library: VoiceLibrary, anna: Voice) -> None:
    other = VoiceLibrary(library.folder)
    assert other.all() == [anna]
    stamp = (library.folder / ".changed").read_bytes()
    library.rename(anna.id, "Anne")  # of the same length, within one tick of the clock perhaps
    assert [voice.name for voice in other.all()] == ["Anne"]
    assert (library.folder / ".changed").read_bytes() != stamp
    library.remove(anna.id)
    assert other.all() == []
    other.bring_back(anna.id)
    assert [voice.name for voice in library.all()] == ["Anne"]


def test_a_library_whose_lock_cannot_be_had(library: VoiceLibrary, anna: Voice) -> None:
    (library.folder / ".lock").unlink(missing_ok=True)
    (library.folder / ".lock").mkdir()
    for change in (library.remove, library.duplicate, lambda id: library.rename(id, "B")):
        with pytest.raises(StorageError):
            change(anna.id)
    assert library.all() == [anna]


def test_a_library_in_the_place_of_a_file(tmp_path: Path, recording: Path) -> None:
    (tmp_path / "file").write_text("x")
    library = VoiceLibrary(tmp_path / "file")
    assert library.all() == []
    with pytest.raises(StorageError):
        library.add(NewVoice("Anna", [NewReference(recording)]))
    assert (tmp_path / "file").read_text() == "x"


def test_an_edit_that_would_break_the_file_is_not_written(library: VoiceLibrary, anna: Voice) -> None:
    path = library.folder / anna.id / "voice.toml"
    before = path.read_bytes()
    with pytest.raises(ValueError, match="name"):
        library.edit(anna.id, lambda document: document.update({"name": 3}))
    assert path.read_bytes() == before

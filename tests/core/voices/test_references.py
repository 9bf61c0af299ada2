"""Several recordings a voice."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.flac import read_flac
from core.errors import LastReference, ReferenceUnreadable, StorageError, VoiceUnknown
from core.model.audio import AudioClip
from core.model.voice import Stretch, Voice
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.content import voice_sha256
from core.voices.recordings import Prepared
from core.voices.references import (
    add_references,
    order_references,
    remove_reference,
    set_prepared,
    set_style,
    set_text,
)


@pytest.fixture
def flac(tmp_path: Path) -> Path:
    path = tmp_path / "second.flac"
    noise = np.random.default_rng(2).integers(-(2**22), 2**22, (48_000, 2), dtype=np.int32) << 8
    soundfile.write(path, noise, 48_000, "PCM_24")
    return path


@pytest.fixture
def voice(library: VoiceLibrary, recording: Path, flac: Path) -> Voice:
    new = [NewReference(recording, "one"), NewReference(flac, "two", "calm")]
    return library.add(NewVoice("Anna", new))


def texts(voice: Voice) -> list[str]:
    return [one.text for one in voice.references]


def test_a_voice_of_several_recordings(library: VoiceLibrary, voice: Voice, flac: Path) -> None:
    assert texts(voice) == ["one", "two"]
    assert voice.reference == voice.references[0]
    second = voice.references[1]
    assert second.original == second.path, "a FLAC is kept once"
    assert second.path.read_bytes() == flac.read_bytes()
    assert second.duration_s == 1.0
    assert [one.style for one in voice.references] == ["", "calm"]
    assert len({one.id for one in voice.references}) == 2


def test_recordings_come_go_and_change_places(library: VoiceLibrary, voice: Voice, recording: Path) -> None:
    more = add_references(
        library, voice.id, [NewReference(recording, "three"), NewReference(recording, "four")]
    )
    assert texts(more) == ["one", "two", "three", "four"]
    one, two, three, four = more.references
    assert texts(order_references(library, voice.id, [four.id, two.id])) == ["four", "two", "one", "three"]
    assert texts(remove_reference(library, voice.id, two.id)) == ["four", "one", "three"]
    assert not two.path.exists()
    deleted = [file.name for file in (library.folder / ".trash").rglob("*.flac")]
    assert deleted == [two.path.name], "it lies in the trash"
    assert library.get(voice.id).references[1] == one
    assert set_style(library, voice.id, " loud ", three.id).references[2].style == "loud"
    assert set_text(library, voice.id, "drei", three.id).references[2].text == "drei"
    for wrong in ("nothing", two.id):
        with pytest.raises(VoiceUnknown):
            remove_reference(library, voice.id, wrong)
        with pytest.raises(VoiceUnknown):
            set_style(library, voice.id, "x", wrong)
    library.remove(voice.id)
    with pytest.raises(VoiceUnknown):
        library.bring_back(f"{voice.id}.files")
    assert texts(library.bring_back(voice.id)) == ["four", "one", "drei"]


def test_the_last_recording_stays(library: VoiceLibrary, voice: Voice) -> None:
    left = remove_reference(library, voice.id, voice.references[0].id)
    with pytest.raises(LastReference):
        remove_reference(library, voice.id, left.references[0].id)
    assert library.get(voice.id) == left
    assert left.references[0].path.exists()


@pytest.mark.parametrize("kind", ["gone", "no sound"])
def test_all_of_them_or_none(
    library: VoiceLibrary, voice: Voice, recording: Path, tmp_path: Path, kind: str
) -> None:
    files = sorted((library.folder / voice.id).iterdir())
    broken = tmp_path / "broken.wav"
    if kind == "no sound":
        broken.write_bytes(b"RIFF")
    with pytest.raises((ReferenceUnreadable, StorageError)):
        add_references(library, voice.id, [NewReference(recording), NewReference(broken)])
    assert library.get(voice.id) == voice
    assert sorted((library.folder / voice.id).iterdir()) == files


def test_another_part_of_a_recording(library: VoiceLibrary, voice: Voice) -> None:
    original = voice.references[0].original
    assert original is not None
    samples = np.linspace(-0.5, 0.5, 24_000, dtype=np.float32)
    prepared = Prepared(AudioClip(samples, 24_000), "part", Stretch(0.5, 1.5))
    changed = set_prepared(library, voice.id, prepared)
    first = changed.references[0]
    assert (first.text, first.duration_s, first.stretch) == ("part", 1.0, Stretch(0.5, 1.5))
    assert (first.original, first.original_sha256) == (original, voice.references[0].original_sha256)
    assert np.abs(soundfile.read(first.path, dtype="float32")[0] - samples).max() < 2**-22
    assert first.samples_sha256 == read_flac(first.path).sha256
    assert changed.references[1] == voice.references[1]
    assert voice.references[0].path.exists(), "a line that waits may need it"
    os.utime(voice.references[0].path, (1, 1))
    whole = set_prepared(library, voice.id, Prepared(prepared.clip, "all"), first.id)
    assert (whole.references[0].stretch, whole.references[0].text) == (None, "all")
    assert not voice.references[0].path.exists()
    assert original.exists()
    assert voice_sha256(whole) != voice_sha256(voice)


def test_a_prepared_recording_is_added(library: VoiceLibrary, recording: Path) -> None:
    clip = AudioClip(np.zeros(12_000, np.float32), 24_000)
    new = NewReference(recording, "of all of it", prepared=Prepared(clip, "of the part", Stretch(1.0, 1.5)))
    reference = library.add(NewVoice("Anna", [new])).references[0]
    assert (reference.text, reference.duration_s) == ("of the part", 0.5)
    assert reference.stretch == Stretch(1.0, 1.5)
    assert reference.original is not None
    assert reference.original.read_bytes() == recording.read_bytes()

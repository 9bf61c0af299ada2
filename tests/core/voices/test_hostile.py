"""Nothing of a voice file that wants to do harm is kept, and nothing is written anywhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.flac import TOO_LONG
from core.errors import VoiceFileRefused
from core.services.explain import explain
from core.services.words.reasons import REASONS
from core.voices import VoiceLibrary
from core.voices.facts import FORMAT, ReferenceFacts, VoiceFacts, dump_facts
from core.voices.sharing import MOST_SAMPLES, import_voice
from tests.core.voices.hostile import HOSTILE, REFERENCE, Good, Part, zipped


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    path = tmp_path_factory.mktemp("good") / "1.flac"
    soundfile.write(path, np.random.default_rng(4).integers(-9000, 9000, 8000, dtype=np.int16), 8000)
    facts = VoiceFacts(FORMAT, "Eve", (ReferenceFacts("1.flac", "abc", "hi", 1.0),))
    return Good(dump_facts(facts), path.read_bytes())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that all that could be written lies in, the system's temporary files too."""
    place = tmp_path / "place"
    for folder in ("work", "temporary"):
        (place / folder).mkdir(parents=True)
    monkeypatch.chdir(place / "work")
    monkeypatch.setattr("tempfile.tempdir", str(place / "temporary"))
    return place


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all there is, links and hidden files too."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_there_are_many() -> None:
    assert len(HOSTILE) >= 90


def test_every_reason_has_words_of_ours() -> None:
    reasons = {reason for _, reason in HOSTILE.values()} - {REFERENCE}
    assert [one for one in reasons if not any(one in known for known in REASONS)] == []


def test_what_they_are_made_of_is_good(good: Good, place: Path) -> None:
    file = place / "good.svoice"
    file.write_bytes(zipped(good.parts()))
    library = VoiceLibrary(place / "voices")
    assert import_voice(library, file).voice == library.all()[0]


@pytest.mark.parametrize("kind", HOSTILE)
def test_refused_with_the_reason_and_nothing_is_left(good: Good, place: Path, kind: str) -> None:
    make, reason = HOSTILE[kind]
    file = place / "work" / "eve.svoice"
    file.write_bytes(make(good))
    library = VoiceLibrary(place / "voices")
    library.folder.mkdir()
    before = everything(place)
    with pytest.raises(VoiceFileRefused) as raised:
        import_voice(library, file)
    assert reason in raised.value.reason
    assert everything(place) == before
    assert not Path("/tmp/sottovoce-was-here").exists()
    words = explain(raised.value)
    assert all(char.isprintable() for char in words.why)
    assert len(words.why) < 400


def test_a_file_of_two_gigabytes_is_not_even_read(place: Path) -> None:
    file = place / "work" / "huge.svoice"
    with file.open("wb") as out:
        out.truncate(2**31)
    with pytest.raises(VoiceFileRefused) as raised:
        import_voice(VoiceLibrary(place / "voices"), file)
    assert "larger" in raised.value.reason


def test_long_recordings_are_refused_for_their_sum_before_they_are_read(place: Path) -> None:
    """Silence is small as FLAC: a minute at 192 kHz and 8 channels takes some kilobytes."""
    silence = place / "temporary" / "silence.flac"
    with soundfile.SoundFile(silence, "w", 192_000, 8, "PCM_16") as out:
        for _ in range(60):
            out.write(np.zeros((192_000, 8), np.int16))
    assert silence.stat().st_size < 2_000_000
    data = silence.read_bytes()
    silence.unlink()
    count = MOST_SAMPLES // (60 * 192_000 * 8) + 1
    references = tuple(ReferenceFacts(f"{n}.flac", f"r{n}", duration_s=60) for n in range(1, count + 1))
    parts = [Part(b"voice.toml", dump_facts(VoiceFacts(FORMAT, "Eve", references)))]
    parts += [Part(f"references/{n}.flac".encode(), data) for n in range(1, count + 1)]
    file = place / "work" / "eve.svoice"
    file.write_bytes(zipped(parts))
    before = everything(place)
    with pytest.raises(VoiceFileRefused) as raised:
        import_voice(VoiceLibrary(place / "voices"), file)
    assert TOO_LONG in raised.value.reason
    shutil.rmtree(place / "voices")
    assert everything(place) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_a_link_in_the_place_of_the_file_is_read_as_what_it_leads_to(good: Good, place: Path) -> None:
    (place / "good.svoice").write_bytes(zipped(good.parts()))
    (place / "link.svoice").symlink_to(place / "good.svoice")
    assert import_voice(VoiceLibrary(place / "voices"), place / "link.svoice").voice.name == "Eve"

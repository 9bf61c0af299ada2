"""Voices that are shared: out of the library into a ``.svoice``, and into it again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from core.atomic import storage_error
from core.audio.flac import TOO_LONG, FlacFacts, write_flac
from core.audio.flac import read_flac as check_flac
from core.errors import ReferenceUnreadable, VoiceFileRefused
from core.model.voice import Voice, Whose
from core.voices.content import content_sha256
from core.voices.facts import (
    FACTS_FILE,
    OriginalFacts,
    ReferenceFacts,
    VoiceFacts,
    consent_facts,
    dump_facts,
    one_line,
    parse_facts,
)
from core.voices.library import VoiceLibrary, write_whole
from core.voices.svoice import (
    MISSING,
    MOST_REFERENCES,
    TOO_MANY,
    Archive,
    Refused,
    opened,
    pack,
    reference_name,
)

MOST_SAMPLES = 2**27
"""Of all recordings of a shared voice together: 46 minutes of mono at 48 kHz."""

NOT_UNDERSTOOD = "its voice.toml cannot be understood"


@dataclass(frozen=True)
class Imported:
    """A voice that was shared and is in the library now.

    Attributes:
        voice: It.
        was_there: The library had it already, under whatever name; nothing was added.
    """

    voice: Voice
    was_there: bool


def export_voice(voice: Voice, target: Path) -> None:
    """Write a voice of the library into a file to share.

    The recordings in it are what engines hear, as sound alone: tags and pictures that a file had stay behind,
    as do the originals.

    Args:
        voice: A voice with recordings.
        target: The file; replaced if it is there.

    Raises:
        ReferenceUnreadable: When a recording cannot be read to its end.
        VoiceFileRefused: When it has too many recordings, or too long ones.
        StorageError: When the file cannot be written.
    """
    if len(voice.references) > MOST_REFERENCES:
        raise VoiceFileRefused(path=str(target), reason=TOO_MANY)
    with TemporaryDirectory() as folder:
        paths: list[Path] = []
        samples = 0
        references: list[ReferenceFacts] = []
        for number, one in enumerate(voice.references, 1):
            paths.append(Path(folder) / f"{number}.flac")
            try:
                heard = write_flac(one.path, paths[-1])
            except OSError as error:
                raise storage_error(error, target) from error
            samples += heard.samples
            if samples > MOST_SAMPLES:
                raise VoiceFileRefused(path=str(target), reason=TOO_LONG)
            references.append(
                ReferenceFacts(
                    f"{number}.flac",
                    one.id,
                    one.text,
                    heard.duration_s,
                    one.style,
                    heard.sha256,
                    OriginalFacts("", one.original_sha256),
                )
            )
        pack(target, dump_facts(_shared_facts(voice, tuple(references))), paths)


def _shared_facts(voice: Voice, references: tuple[ReferenceFacts, ...]) -> VoiceFacts:
    """Return what of a voice goes with it: all but when it came, and whether it is put aside."""
    return VoiceFacts(
        2,
        voice.name,
        references,
        voice.language,
        tags=voice.tags,
        notes=voice.notes,
        consent=consent_facts(voice.consent),
    )


def import_voice(library: VoiceLibrary, path: Path, wanted: str = "") -> Imported:
    """Take a voice that was shared into the library: whole, or nothing of it.

    Args:
        library: Where to.
        path: The file.
        wanted: The id that it shall have, as takes know it by that; it is added then, even where the library
            has the same voice under another id. Empty: any.

    Raises:
        VoiceFileRefused: When it is not exactly what ``export_voice`` writes.
        StorageError: When the library cannot be written.
    """
    try:
        with opened(path) as archive:
            return _take_in(library, archive, wanted)
    except Refused as error:
        raise VoiceFileRefused(path=str(path), reason=str(error)) from error
    except OSError as error:
        raise VoiceFileRefused(path=str(path), reason=error.strerror or str(error)) from error


class _AlreadyThereError(Exception):
    """The library has the voice."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice


def _take_in(library: VoiceLibrary, archive: Archive, wanted: str) -> Imported:
    facts = _facts(archive)
    try:
        with library.adding(facts.name, wanted) as folder:
            heard = _sounds(archive, folder)
            if not wanted:
                _see_whether_new(library, facts, heard)
            write_whole(folder / FACTS_FILE, _kept_facts(facts, heard))
    except _AlreadyThereError as found:
        return Imported(found.voice, True)
    return Imported(library.added(folder), False)


def _see_whether_new(library: VoiceLibrary, facts: VoiceFacts, heard: list[FlacFacts]) -> None:
    parts = zip(heard, facts.references, strict=True)
    same = library.same_content(content_sha256((sound.sha256, one.text) for sound, one in parts))
    if same is not None:
        raise _AlreadyThereError(same)


def _kept_facts(facts: VoiceFacts, heard: list[FlacFacts]) -> bytes:
    """Return the library's ``voice.toml``; of the sound it believes what was heard."""
    references = tuple(
        msgspec.structs.replace(
            one,
            file=_file_name(number),
            duration_s=sound.duration_s,
            samples_sha256=sound.sha256,
            original=OriginalFacts("", one.original.sha256),
            stretch=None,
        )
        for number, (one, sound) in enumerate(zip(facts.references, heard, strict=True), 1)
    )
    shared = facts.consent.whose is not Whose.NOT_STATED
    kept = msgspec.structs.replace(
        facts,
        name=one_line(facts.name),
        references=references,
        added_at_s=round(time.time(), 6),
        archived=False,
        consent=msgspec.structs.replace(facts.consent, shared=shared),
    )
    data = dump_facts(kept)
    try:
        parse_facts(data)
    except ValueError as error:
        raise Refused(f"{NOT_UNDERSTOOD}: {error}") from error
    return data


def _file_name(number: int) -> str:
    return f"reference-{number}.flac"


def _sounds(archive: Archive, folder: Path) -> list[FlacFacts]:
    """Write all recordings anew, as sound alone: what else a FLAC may carry stays behind."""
    heard: list[FlacFacts] = []
    packed = folder / "packed.flac"
    left = MOST_SAMPLES
    for number in range(1, archive.references + 1):
        archive.take_out(number, packed)
        try:
            left -= check_flac(packed, left).samples
            heard.append(write_flac(packed, folder / _file_name(number)))
        except ReferenceUnreadable as error:
            raise Refused(f"{error.reason}: {reference_name(number)}") from error
        packed.unlink()
    return heard


def _facts(archive: Archive) -> VoiceFacts:
    try:
        facts = parse_facts(archive.facts())
    except ValueError as error:
        raise Refused(f"{NOT_UNDERSTOOD}: {error}") from error
    files = [one.file for one in facts.references]
    if files != [f"{number}.flac" for number in range(1, len(files) + 1)]:
        raise Refused(f"{NOT_UNDERSTOOD}: {', '.join(files)[:80]}")
    if len(files) != archive.references:
        raise Refused(f"{MISSING}: {reference_name(min(len(files), archive.references) + 1)}")
    return facts

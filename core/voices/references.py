"""The recordings of a voice: more of them, fewer, in another order, with other words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from core.atomic import storage_error
from core.errors import LastReference, VoiceUnknown
from core.model.voice import Voice
from core.voices.facts import one_line, reference_table, written
from core.voices.library import VoiceLibrary
from core.voices.recordings import NewReference, Prepared, put, put_prepared

UNUSED_S = 24 * 3600.0
"""A sound that engines do not hear any more stays so long: lines that wait to be spoken may know it."""

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table


def add_references(library: VoiceLibrary, voice_id: str, new: Sequence[NewReference]) -> Voice:
    """Give a voice more recordings, behind those that it has: all of them or none.

    Raises:
        VoiceUnknown: When there is no voice of that id.
        ReferenceUnreadable: When one cannot be read to its end.
        StorageError: When they cannot be written.
    """
    library.get(voice_id)
    folder = library.folder / voice_id
    before = set(folder.iterdir())
    try:
        added = [put(one, folder) for one in new]

        def change(document: TOMLDocument) -> None:
            for facts in added:
                document["references"].append(reference_table(facts))

        return library.edit(voice_id, change)
    except BaseException as error:
        for file in set(folder.iterdir()) - before:
            if file.name.startswith(("reference-", "original-")):
                file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise storage_error(error, folder) from error
        raise


def remove_reference(library: VoiceLibrary, voice_id: str, reference_id: str) -> Voice:
    """Take a recording from a voice; its files go into the trash.

    Raises:
        VoiceUnknown: When there is no such voice, or no such recording of it.
        LastReference: When it is the only one.
        StorageError: When it cannot be written.
    """
    doomed: list[Path] = []

    def change(document: TOMLDocument) -> None:
        tables = _tables(document)
        if len(tables) == 1:
            raise LastReference(voice=str(document["name"]))
        place = _place_of(tables, voice_id, reference_id)
        table = tables[place]
        names = {str(table["file"]), str(table.get("original", {}).get("file", ""))} - {""}
        doomed.extend(library.folder / voice_id / name for name in sorted(names))
        del document["references"][place]

    voice = library.edit(voice_id, change)
    with suppress(OSError):  # they are no part of the voice any more, wherever they lie
        library.trash.take_files(voice_id, doomed)
    return voice


def order_references(library: VoiceLibrary, voice_id: str, ids: Sequence[str]) -> Voice:
    """Put a voice's recordings in another order; those that are not named come behind, as they were.

    Raises:
        VoiceUnknown: When there is no voice of that id.
        StorageError: When it cannot be written.
    """

    def change(document: TOMLDocument) -> None:
        places = {one: place for place, one in enumerate(ids)}
        tables = [table.unwrap() for table in _tables(document)]
        document["references"] = sorted(tables, key=lambda table: places.get(table["id"], len(places)))

    return library.edit(voice_id, change)


def set_text(library: VoiceLibrary, voice_id: str, text: str, reference_id: str = "") -> Voice:
    """Write down what is said in a recording; without an id: in the first one.

    Raises:
        VoiceUnknown: When there is no such voice, or no such recording of it.
        StorageError: When it cannot be written.
    """
    return _set(library, voice_id, reference_id, {"text": written(text)})


def set_style(library: VoiceLibrary, voice_id: str, style: str, reference_id: str = "") -> Voice:
    """Put a recording into the group of a style, or into none (empty).

    Raises:
        VoiceUnknown: When there is no such voice, or no such recording of it.
        StorageError: When it cannot be written.
    """
    return _set(library, voice_id, reference_id, {"style": one_line(style)})


def set_prepared(library: VoiceLibrary, voice_id: str, prepared: Prepared, reference_id: str = "") -> Voice:
    """Let engines hear another part of a recording, or the same prepared in another way.

    Sound and words change as one. The original stays.

    Args:
        library: The library.
        voice_id: Which voice.
        prepared: What engines shall hear, and what is said in it.
        reference_id: Which of its recordings; empty: the first.

    Raises:
        VoiceUnknown: When there is no such voice, or no such recording of it.
        StorageError: When it cannot be written.
    """
    library.get(voice_id)
    folder = library.folder / voice_id
    try:
        name, facts = put_prepared(prepared.clip, folder)
    except OSError as error:
        raise storage_error(error, folder) from error
    values: dict[str, object] = {
        "file": name,
        "text": written(prepared.text),
        "duration_s": round(facts.duration_s, 3),
        "samples_sha256": facts.sha256,
    }
    stretch = prepared.stretch
    if stretch is not None:
        values["stretch"] = {"start_s": round(stretch.start_s, 3), "end_s": round(stretch.end_s, 3)}
    if prepared.denoised:
        values["denoised"] = True
    said = {"stretch": stretch is not None, "denoised": prepared.denoised}
    gone = tuple(key for key, there in said.items() if not there)
    voice = _set(library, voice_id, reference_id, values, without=gone)
    _sweep(library, voice)
    return voice


def _sweep(library: VoiceLibrary, voice: Voice) -> None:
    """Put prepared sounds into the trash that no line which waits to be spoken can need any more."""
    used = {path.name for one in voice.references for path in (one.path, one.original) if path is not None}
    old_s = time.time() - UNUSED_S
    with suppress(OSError):
        files = list((library.folder / voice.id).glob("reference-*.flac"))
        doomed = [file for file in files if file.name not in used and file.stat().st_mtime < old_s]
        if doomed:
            library.trash.take_files(voice.id, doomed)


def _set(
    library: VoiceLibrary,
    voice_id: str,
    reference_id: str,
    values: dict[str, object],
    without: Sequence[str] = (),
) -> Voice:
    def change(document: TOMLDocument) -> None:
        tables = _tables(document)
        table = tables[_place_of(tables, voice_id, reference_id)]
        for key, value in values.items():
            table[key] = value
        for key in without:
            table.pop(key, None)

    return library.edit(voice_id, change)


def _tables(document: TOMLDocument) -> list[Table]:
    return list(document["references"])


def _place_of(tables: Sequence[Table], voice_id: str, reference_id: str) -> int:
    if not reference_id:
        return 0
    for place, table in enumerate(tables):
        if table["id"] == reference_id:
            return place
    raise VoiceUnknown(voice=f"{voice_id}/{reference_id}"[:80])

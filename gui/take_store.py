"""Where the audio of takes lies: in files beside the session, so that hours of it fit and all comes back.

An hour of speech is 350 MB. Audio goes into segments (``*.f32``: float32, take after take, each followed
by its peaks) whose room is taken beforehand, so that a full disk shows while a file is made and not while
it is used. A journal (``*.jsonl``, one take a line) says which take lies where; it is written after the
audio, line by line, so that ``kill -9`` loses nothing that was heard. Each run of the program writes
files of its own; the next start reads them, keeps what the script still needs, and brings it together.
Without a folder or room, audio simply stays in memory.
"""

from __future__ import annotations

import contextlib
import logging
import mmap
import os
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec
import numpy as np

from core.model.audio import Samples
from core.model.script import Script, Take
from gui.take_journal import LIMIT_BYTES, Entry, entry_of, most_wanted, share_out

log = logging.getLogger(__name__)

SEGMENT_BYTES = 32 * 1024 * 1024
"""Size of a file: six minutes at 24 kHz. A longer take has a file of its own."""

KEPT = "kept.jsonl"
"""The journal of what earlier runs have made and the script still needs."""

_CHUNK_BYTES = 1024 * 1024
_ZEROS = bytes(_CHUNK_BYTES)
_SAMPLE_BYTES = np.dtype(np.float32).itemsize


@dataclass(frozen=True, eq=False)
class RestoredTakes:
    """What came back of earlier runs.

    Attributes:
        by_line: Takes of each line, by its id, oldest first.
        others: Takes of texts that no line has now, oldest first.
        lost: Takes that the script needs and that could not be read.
    """

    by_line: Mapping[int, tuple[Take, ...]] = field(default_factory=dict)
    others: tuple[Take, ...] = ()
    lost: int = 0


class TakeStore:
    """Keeps takes on disk and gives them back as arrays: one thread may ``keep`` and another ``restore``."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; no file is made before the first take.

        Args:
            folder: Where the files are made; no other program may use it.
        """
        self._folder = folder
        self._run = f"{time.time_ns():016x}"
        self._segment: Samples = np.zeros(0, np.float32)
        self._segment_name = ""
        self._segments = 0
        self._used = 0
        self._total_bytes = 0
        self._journal: IO[bytes] | None = None
        self._works = True
        self._lasts = True
        self._readable = True

    # --- while the program runs ---------------------------------------------------------------

    def keep(self, take: Take, line: int | None = None) -> Take:
        """Return the same take, its audio lying on disk; as it came where the disk does not take it.

        Args:
            take: What was made.
            line: Id of its line: the take comes back after a restart. None: it does not.
        """
        outline = np.zeros(0, np.float32) if take.peaks is None else take.peaks.ravel()
        count = len(take.clip.samples)
        length = count + len(outline)
        if not self._works or not count:
            return take
        if self._used + length > len(self._segment):
            try:
                self._begin_segment(max(SEGMENT_BYTES, length * _SAMPLE_BYTES))
            except (OSError, ValueError) as error:
                log.warning("takes stay in memory: %s", error)
                self._works = False
                return take
        start, self._used = self._used, self._used + length
        place = self._segment[start : self._used]
        place[:count] = take.clip.samples
        place[count:] = outline
        entry = entry_of(take, line or 0, self._segment_name, start, zlib.crc32(place.data))
        if line is not None and self._segment_name:
            self._write_down(entry)
        written = self._segment[: self._used]
        written.flags.writeable = False
        return entry.take(written)

    def _begin_segment(self, size_bytes: int) -> None:
        """Make the next file; one without a name when enough is kept already.

        Raises:
            OSError: When the folder or the disk does not take it.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._segment_name = ""
        if self._lasts and self._total_bytes + size_bytes <= LIMIT_BYTES:
            self._segments += 1
            self._segment_name = f"{self._run}-{self._segments}.f32"
        self._segment = _make_segment(self._folder, self._segment_name, size_bytes)
        self._total_bytes += size_bytes
        self._used = 0

    def _write_down(self, entry: Entry) -> None:
        if not self._lasts:
            return
        try:
            if self._journal is None:
                self._journal = (self._folder / f"{self._run}.jsonl").open("ab", buffering=0)
            self._journal.write(msgspec.json.encode(entry) + b"\n")
        except OSError as error:
            log.warning("takes will not come back: %s", error)
            self._lasts = False

    def close(self) -> None:
        """Write no more."""
        self._works = self._lasts = False
        if self._journal is not None:
            self._journal.close()

    # --- at the start -------------------------------------------------------------------------

    def restore(self, script: Script) -> RestoredTakes:
        """Read what earlier runs have kept, and throw away what is not needed any more.

        Reads all that comes back once, so it takes a second for hours of audio.

        Args:
            script: Its lines get the takes that were made of the same words.
        """
        if not self._folder.is_dir():
            return RestoredTakes()
        self._readable = True
        journals = [path for path in self._folder.glob("*.jsonl") if path.stem != self._run]
        journals.sort(key=lambda path: (path.name != KEPT, path.name))
        entries, lost = self._read_journals(journals)
        wanted = most_wanted(entries, script)
        shared = share_out([entry for entry in entries if id(entry) in wanted], script)
        maps: dict[str, Samples] = {}
        good: list[Entry] = []
        for entry in shared:
            if self._is_whole(entry, maps):
                good.append(entry)
            else:
                log.warning("a take in %s is broken", entry.segment)
                lost += entry.line >= 0
        if self._readable:
            self._bring_together(good, maps)
            self._clean_up(good, journals)
        self._total_bytes += sum(entry.size_bytes for entry in good)
        by_line: dict[int, tuple[Take, ...]] = {}
        others: list[Take] = []
        for entry in good:
            take = entry.take(maps[entry.segment])
            if entry.line >= 0:
                by_line[entry.line] = (*by_line.get(entry.line, ()), take)
            else:
                others.append(take)
        return RestoredTakes(by_line, tuple(others), lost)

    def _read_journals(self, journals: Iterable[Path]) -> tuple[list[Entry], int]:
        """Return all entries, oldest first, and how many lines could not be read.

        The last line of a journal may have been cut short by a crash: its take was never shown.
        """
        decode = msgspec.json.Decoder(Entry).decode
        found: dict[tuple[str, int], Entry] = {}
        lost = 0
        for path in journals:
            try:
                *lines, _rest = path.read_bytes().split(b"\n")
            except OSError as error:
                log.warning("the journal %s cannot be read: %s", path, error)
                self._readable = False
                lost += 1
                continue
            for line in lines:
                try:
                    entry = decode(line)
                except ValueError as error:
                    log.warning("a line of %s cannot be read: %s", path, error)
                    lost += 1
                    continue
                if entry.sound and Path(entry.segment).name == entry.segment:
                    found[entry.segment, entry.start] = entry
                else:
                    lost += 1
        return list(found.values()), lost

    def _is_whole(self, entry: Entry, maps: dict[str, Samples]) -> bool:
        """Say whether an entry's audio is as it was written; maps its segment.

        It is read from the file and not through the map, whose pages would count as the program's memory.
        """
        try:
            with (self._folder / entry.segment).open("rb") as file:
                if entry.segment not in maps:
                    maps[entry.segment] = _map(file)
                file.seek(entry.start * _SAMPLE_BYTES)
                crc = 0
                for chunk in _chunks(file, entry.size_bytes):
                    crc = zlib.crc32(chunk, crc)
        except (OSError, ValueError) as error:
            log.warning("%s cannot be read: %s", entry.segment, error)
            self._readable &= isinstance(error, FileNotFoundError | ValueError)  # another day, perhaps
            return False
        return crc == entry.crc and entry.start + entry.length <= len(maps[entry.segment])

    def _bring_together(self, entries: Sequence[Entry], maps: dict[str, Samples]) -> None:
        """Copy takes out of segments that are mostly waste into one new segment."""
        needed: dict[str, int] = {}
        for entry in entries:
            needed[entry.segment] = needed.get(entry.segment, 0) + entry.length
        sparse = {name for name, length in needed.items() if 2 * length < len(maps[name])}
        moving = [entry for entry in entries if entry.segment in sparse]
        if not moving:
            return
        name = f"{self._run}-0.f32"
        try:
            target = _make_segment(self._folder, name, sum(entry.size_bytes for entry in moving))
        except (OSError, ValueError) as error:
            log.warning("takes stay where they lie: %s", error)
            return
        at = 0
        for entry in moving:
            source = maps[entry.segment][entry.start : entry.start + entry.length]
            target[at : at + entry.length] = source
            entry.segment, entry.start = name, at
            at += entry.length
        target.flags.writeable = False
        maps[name] = target

    def _clean_up(self, entries: Sequence[Entry], journals: Sequence[Path]) -> None:
        """Write one journal in place of those of earlier runs; then delete what none names any more."""
        lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
        part = self._folder / f"{KEPT}.part"
        try:
            with part.open("wb") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._folder / KEPT)
        except OSError as error:
            log.warning("the journals of earlier takes stay as they are: %s", error)
            return
        used = {entry.segment for entry in entries}
        gone = [path for path in journals if path.name != KEPT]
        gone += [
            path
            for path in self._folder.glob("*.f32")
            if path.name not in used and not path.name.startswith(self._run)
        ]
        for path in gone:
            with contextlib.suppress(OSError):  # Windows keeps what is mapped until the next start
                path.unlink()


def _chunks(file: IO[bytes], size_bytes: int) -> Iterator[bytes]:
    while size_bytes > 0 and (chunk := file.read(min(size_bytes, _CHUNK_BYTES))):
        size_bytes -= len(chunk)
        yield chunk


def _map(file: IO[bytes]) -> Samples:
    """Map a whole file for reading.

    Raises:
        OSError: When the system does not take it.
        ValueError: When it is empty.
    """
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(mapped, np.float32, len(mapped) // _SAMPLE_BYTES)


def _make_segment(folder: Path, name: str, size_bytes: int) -> Samples:
    """Make a file of that size and map it; without a name it goes with the last array that lies in it.

    Raises:
        OSError: When the folder or the disk does not take it.
    """
    if not name:
        with tempfile.TemporaryFile(dir=folder, prefix="takes-") as file:
            return _map_new(file, size_bytes)
    path = folder / name
    try:
        with path.open("w+b") as named:
            return _map_new(named, size_bytes)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _map_new(file: IO[bytes], size_bytes: int) -> Samples:
    _take_room(file, size_bytes)
    mapped = mmap.mmap(file.fileno(), size_bytes)  # holds the file open by itself
    return np.frombuffer(mapped, np.float32)


def _take_room(file: IO[bytes], size_bytes: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size_bytes)
        return
    for start in range(0, size_bytes, len(_ZEROS)):
        file.write(_ZEROS[: size_bytes - start])
    file.flush()

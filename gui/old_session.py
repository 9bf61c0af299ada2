"""Reads what was kept before there were projects: ``session.json``, and the takes in segments beside it.

The text lay in the session file. Audio lay in segments (``*.f32``: float32, take after take, each followed
by its peaks); journals (``*.jsonl``, one take a line) said which lies where. Reading changes nothing; once
all is in a project, ``retire_session`` and ``retire_takes`` put the old files away.
"""

from __future__ import annotations

import logging
import shutil
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from core.model.audio import AudioClip
from core.model.script import Recipe, Script, Take
from gui.session import Layout, set_aside

log = logging.getLogger(__name__)

_FIRST_JOURNAL = "kept.jsonl"
_IDS = uuid.UUID("6b1f3c52-8f0e-4d0e-9a5c-5e0b6f3f1a77")
_SAMPLE_BYTES = np.dtype(np.float32).itemsize


class _SessionFile(msgspec.Struct):
    """The session as it lay on disk."""

    text: str
    current_line: int = 0
    parameters: dict[str, dict[str, float]] = {}
    geometry: str = ""
    splitters: dict[str, tuple[int, ...]] = {}
    advised: bool = False


class _Entry(msgspec.Struct):
    """A take as it stood in a journal: where its audio lies, and all else that was known of it."""

    line: int
    text: str
    segment: str
    start: int
    count: int
    sample_rate_hz: int
    crc: int
    buckets: int = 0
    voice: str = ""
    engine: str = ""
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: tuple[tuple[str, float], ...] = ()
    model: str = ""
    synthesis_s: float = 0.0
    device: str = ""
    made_at_s: float = 0.0

    @property
    def sound(self) -> bool:
        """True when the numbers make sense and the name leads nowhere else."""
        sizes = self.start >= 0 and self.count > 0 and self.buckets >= 0 and self.sample_rate_hz > 0
        return sizes and Path(self.segment).name == self.segment

    @property
    def id(self) -> str:
        """The take's id from now on: the same however often it is read."""
        return uuid.uuid5(_IDS, f"{self.crc} {self.made_at_s} {self.text}").hex

    def take(self, numbers: np.ndarray) -> Take:
        """Return the take, made of its samples and peaks."""
        recipe = Recipe(
            self.text,
            self.voice,
            self.engine,
            self.language,
            self.speed,
            self.seed,
            self.parameters,
            self.model,
        )
        peaks = numbers[self.count :].reshape(-1, 2) if self.buckets else None
        clip = AudioClip(numbers[: self.count], self.sample_rate_hz)
        return Take(recipe, clip, peaks, self.synthesis_s, self.device, self.made_at_s, self.id)


@dataclass(frozen=True)
class OldSession:
    """What an old session file says."""

    text: str
    current_line: int
    parameters: Mapping[str, Mapping[str, float]]
    layout: Layout
    advised: bool


def read_old_session(path: Path) -> OldSession | None:
    """Read an old session; None where there is none that can be read."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_SessionFile)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        log.warning("the old session %s cannot be read: %s", path, error)
        return None
    layout = Layout(kept.geometry, kept.splitters)
    return OldSession(kept.text, kept.current_line, kept.parameters, layout, kept.advised)


class OldTakes:
    """The takes in a folder, one after the other, oldest first: hours of audio need no memory.

    Attributes:
        lost: How many could not be read so far.
        complete: False where the system did not let something be read: another day, perhaps.
    """

    def __init__(self, folder: Path, script: Script) -> None:
        """Read the journals.

        Args:
            folder: Where journals and segments lie.
            script: Its lines get the takes that were made of the same words.
        """
        self.lost = 0
        self.complete = True
        self._folder = folder
        self._entries = _share_out(self._read_journals(), script)

    def __iter__(self) -> Iterator[tuple[int | None, Take]]:
        """Give each take with the id of its line; None where no line has these words any more."""
        for entry, line in self._entries:
            numbers = self._numbers(entry)
            if numbers is not None:
                yield line, entry.take(numbers)

    def _read_journals(self) -> list[_Entry]:
        """Return all entries. The last line of a journal may have been cut short by a crash."""
        decode = msgspec.json.Decoder(_Entry).decode
        journals = sorted(self._folder.glob("*.jsonl"), key=lambda path: (path.name != _FIRST_JOURNAL, path))
        found: dict[tuple[str, int], _Entry] = {}
        for path in journals:
            try:
                *lines, _rest = path.read_bytes().split(b"\n")
            except OSError as error:
                self._not_read(path.name, error)
                continue
            for line in lines:
                try:
                    entry = decode(line)
                except ValueError as error:
                    self._not_read(path.name, error)
                    continue
                if entry.sound:
                    found[entry.segment, entry.start] = entry
                else:
                    self._not_read(path.name, ValueError("numbers without sense"))
        return list(found.values())

    def _numbers(self, entry: _Entry) -> np.ndarray | None:
        """Return an entry's samples and peaks; None where they are not as they were written."""
        size_bytes = (entry.count + 2 * entry.buckets) * _SAMPLE_BYTES
        try:
            with (self._folder / entry.segment).open("rb") as file:
                file.seek(entry.start * _SAMPLE_BYTES)
                data = file.read(size_bytes)
        except OSError as error:
            self._not_read(entry.segment, error)
            return None
        if zlib.crc32(data) != entry.crc:
            self._not_read(entry.segment, ValueError("other bytes than were written"))
            return None
        return np.frombuffer(data, np.float32)

    def _not_read(self, name: str, error: Exception) -> None:
        log.warning("old takes in %s cannot be read: %s", name, error)
        self.lost += 1
        self.complete &= isinstance(error, FileNotFoundError | ValueError)


def _share_out(entries: Sequence[_Entry], script: Script) -> list[tuple[_Entry, int | None]]:
    """Find each entry's line.

    Lines of the same words share their takes out as they had them: in the order of the lines then.
    """
    lines: dict[str, list[int]] = {}
    for line in script.lines:
        if not line.is_blank:
            lines.setdefault(line.text, []).append(line.id)
    owners: dict[str, set[int]] = {}
    for entry in entries:
        owners.setdefault(entry.text, set()).add(entry.line)
    shared: list[tuple[_Entry, int | None]] = []
    for entry in entries:
        places = lines.get(entry.text)
        rank = sorted(owners[entry.text]).index(entry.line)
        shared.append((entry, places[min(rank, len(places) - 1)] if places else None))
    return shared


def retire_session(path: Path) -> None:
    """The text is in a project: give the old session file another name."""
    if path.exists():
        set_aside(path, "moved")


def retire_takes(folder: Path) -> None:
    """Every take is in a project: delete the old audio."""
    shutil.rmtree(folder, ignore_errors=True)

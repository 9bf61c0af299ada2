"""Hold the files of a model against its manifest, or against what was here first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.hashing import file_sha256
from core.model.cancel import CancelToken
from core.models.ledger import Ledger
from core.models.manifest import WeightFile
from core.models.progress import ProgressClock, Stage


class FileState(StrEnum):
    """What a file of a model is."""

    WHOLE = "whole"
    FIRST_SEEN = "first_seen"
    """Nobody has published its hash: from now on it is known here."""
    MISSING = "missing"
    WRONG_SIZE = "wrong_size"
    WRONG_HASH = "wrong_hash"
    UNREADABLE = "unreadable"


GOOD = frozenset({FileState.WHOLE, FileState.FIRST_SEEN})


@dataclass(frozen=True)
class FileCheck:
    """What was found of a file.

    Attributes:
        path: Within the model's folder.
        state: What it is.
        sha256: Its hash, or empty where it was not computed.
    """

    path: str
    state: FileState
    sha256: str = ""


@dataclass(frozen=True)
class Checker:
    """Looks at the files of one model.

    Attributes:
        key: ``ENGINE/FOLDER``, by which the ledger knows it.
        ledger: Knows hashes that were seen first.
        cancel: Looked at while a file is read.
        clock: Told how far it is.
    """

    key: str
    ledger: Ledger
    cancel: CancelToken
    clock: ProgressClock

    def look(self, folder: Path, file: WeightFile, before_bytes: int = 0) -> FileCheck:
        """Look at one file.

        Args:
            folder: Where it is.
            file: What it should be.
            before_bytes: What of the model was looked at before.

        Raises:
            JobCancelled: When the token says so.
        """
        self.clock.begin(Stage.CHECKING, file.path, before_bytes)
        path = folder / file.path
        try:
            if not path.is_file():
                return FileCheck(file.path, FileState.MISSING)
            if path.stat().st_size != file.size_bytes:
                return FileCheck(file.path, FileState.WRONG_SIZE)
            sha256 = file_sha256(path, self.cancel, self.clock.note)
        except OSError:
            return FileCheck(file.path, FileState.UNREADABLE)
        return FileCheck(file.path, self.judge(file, sha256), sha256)

    def look_at_all(self, folder: Path, files: Sequence[WeightFile]) -> list[FileCheck]:
        """Look at several files; see ``look``."""
        found, before_bytes = [], 0
        for file in files:
            found.append(self.look(folder, file, before_bytes))
            before_bytes += file.size_bytes
        return found

    def judge(self, file: WeightFile, sha256: str) -> FileState:
        """Say whether a hash is the right one."""
        wanted = self.wanted(file)
        if not wanted:
            return FileState.FIRST_SEEN
        return FileState.WHOLE if sha256 == wanted else FileState.WRONG_HASH

    def wanted(self, file: WeightFile) -> str:
        """Return the hash that a file should have: the published, or the first seen; empty: neither."""
        if file.known_sha256:
            return file.known_sha256
        seen = self.ledger.seen(f"{self.key}/{file.path}")
        return seen.sha256 if seen is not None else ""

    def keep_first_seen(self, found: Sequence[FileCheck], files: Sequence[WeightFile]) -> None:
        """Keep the hashes that nobody has published.

        Raises:
            StorageError: When they cannot be kept.
        """
        sizes = {file.path: file.size_bytes for file in files}
        self.ledger.keep_seen(
            {
                f"{self.key}/{one.path}": (one.sha256, sizes[one.path])
                for one in found
                if one.state is FileState.FIRST_SEEN
            }
        )

"""Verdicts on references: made once for each state of sound and words, and kept in the cache."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import msgspec

from core.atomic import atomic_file
from core.errors import StorageError
from core.host.analysis_client import AnalysisClient
from core.model.cancel import CancelToken
from core.model.verdict import Survey
from core.model.voice import Reference, Stretch
from core.model.work import Work
from core.paths import Paths

log = logging.getLogger(__name__)

_FORM = 1
"""Counted up where verdicts are made in another way: those that are kept are made anew then."""


class VerdictBook:
    """Judges references; every method may be called from any thread."""

    def __init__(self, paths: Paths, analysis: AnalysisClient) -> None:
        """Take where verdicts are kept, and who makes them."""
        self._folder = paths.cache / "verdicts"
        self._analysis = analysis

    def of(self, reference: Reference, cancel: CancelToken | None = None) -> Survey:
        """Return what is found in a reference: as it was recorded, where the recording is there.

        Of one whose noise was reduced it is what engines hear.

        Raises:
            ReferenceAudioError: When it cannot be read.
            AnalysisError: When it cannot be judged.
            JobCancelled: When it was cancelled.
        """
        kept = self.kept(reference)
        if kept is not None:
            return kept
        path, stretch = _judged(reference)
        survey = self._analysis.survey(path, stretch, reference.text, work=Work(cancel=cancel))
        self.keep(reference, survey)
        return survey

    def kept(self, reference: Reference) -> Survey | None:
        """Return what was found in a reference before, with its words' times if they were heard, or None."""
        path = self._file(reference)
        try:
            return msgspec.json.decode(path.read_bytes(), type=Survey)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("the verdict %s is made anew: %s", path, error)
            return None

    def keep(self, reference: Reference, survey: Survey) -> None:
        """Keep what was found in a reference; where that fails, it is made anew when it is asked for."""
        path = self._file(reference)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_file(path, replace=True) as out:
                out.write(msgspec.json.encode(survey))
        except (OSError, StorageError):
            log.warning("a verdict could not be kept", exc_info=True)

    def look(self, path: Path, stretch: Stretch | None, cancel: CancelToken | None = None) -> Survey:
        """Judge a stretch of a recording, or find the best one (None); see ``of`` for what is raised."""
        return self._analysis.survey(path, stretch, work=Work(cancel=cancel))

    def _file(self, reference: Reference) -> Path:
        path, stretch = _judged(reference)
        return self._folder / f"{_key(reference, path, stretch)}.json"


def source_of(reference: Reference) -> tuple[Path, Stretch]:
    """Return the recording that a reference was made of, and which part; itself, where that is not there."""
    whole = Stretch(0.0, reference.duration_s)
    if reference.original is None or not reference.original.is_file():
        return reference.path, whole
    return reference.original, reference.stretch or whole


def _judged(reference: Reference) -> tuple[Path, Stretch]:
    """Return the sound that a verdict is on, and which part of it."""
    if reference.denoised:
        return reference.path, Stretch(0.0, reference.duration_s)
    return source_of(reference)


def _key(reference: Reference, path: Path, stretch: Stretch) -> str:
    """Return a name for all that a verdict depends on."""
    same = reference.samples_sha256 if path == reference.path else reference.original_sha256
    if not same:
        facts = path.stat() if path.is_file() else None
        same = f"{path} {facts.st_size} {facts.st_mtime_ns}" if facts else str(path)
    parts = (_FORM, same, round(stretch.start_s, 3), round(stretch.end_s, 3), reference.text)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]

"""Errors of the recording whose voice shall be cloned."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class ReferenceAudioError(SottovoceError):
    """The reference cannot be used."""


@dataclass(eq=False)
class ReferenceMissing(ReferenceAudioError):
    """There is no file of that name."""

    code = "reference_missing"
    path: str


@dataclass(eq=False)
class ReferenceNotAFile(ReferenceAudioError):
    """It is a folder or a device."""

    code = "reference_not_a_file"
    path: str


@dataclass(eq=False)
class ReferenceEmpty(ReferenceAudioError):
    """The file has no bytes or no samples."""

    code = "reference_empty"
    path: str


@dataclass(eq=False)
class ReferenceUnreadable(ReferenceAudioError):
    """It is not audio, or broken."""

    code = "reference_unreadable"
    path: str
    reason: str


@dataclass(eq=False)
class ReferenceSilent(ReferenceAudioError):
    """It holds no sound."""

    code = "reference_silent"
    path: str
    level_dbfs: float


@dataclass(eq=False)
class ReferenceTooShort(ReferenceAudioError):
    """It is too short for the engine."""

    code = "reference_too_short"
    path: str
    duration_s: float
    minimum_s: float


@dataclass(eq=False)
class ReferenceNeeded(ReferenceAudioError):
    """The engine has no voice of its own and was given no reference."""

    code = "reference_needed"
    engine: str


@dataclass(eq=False)
class ReferenceTextNeeded(ReferenceAudioError):
    """The engine needs the reference's words."""

    code = "reference_text_needed"
    engine: str


@dataclass(eq=False)
class ReferenceNotUsed(ReferenceAudioError):
    """The engine does not clone."""

    code = "reference_not_used"
    misuse = True
    engine: str

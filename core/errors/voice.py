"""Errors in the choice of a voice."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class VoiceError(SottovoceError):
    """The voice cannot be used."""


@dataclass(eq=False)
class VoiceUnknown(VoiceError):
    """No voice has that id; ``known`` has those of the model that was asked, or is empty."""

    code = "voice_unknown"
    voice: str
    known: str = ""


@dataclass(eq=False)
class PresetUnknown(VoiceUnknown):
    """No engine has a voice of its own of that name: wrong without a look at any file."""

    misuse = True


@dataclass(eq=False)
class VoiceOfOtherEngine(VoiceError):
    """A preset of one engine was asked of another."""

    code = "voice_of_other_engine"
    misuse = True
    voice: str
    engine: str


@dataclass(eq=False)
class VoiceAmbiguous(VoiceError):
    """Several voices have that name; ``candidates`` has their ids."""

    code = "voice_ambiguous"
    misuse = True
    voice: str
    candidates: str


@dataclass(eq=False)
class LastReference(VoiceError):
    """A voice keeps at least one recording."""

    code = "last_reference"
    voice: str


@dataclass(eq=False)
class VoiceFileRefused(VoiceError):
    """A file that was shared is none that can be taken in, or a voice cannot be made into one."""

    code = "voice_file_refused"
    path: str
    reason: str

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

"""The voice library on disk."""

from core.voices.library import NewReference, VoiceLibrary

__all__ = ["NewReference", "VoiceLibrary"]

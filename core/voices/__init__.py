"""The voice library on disk."""

from core.voices.library import NewVoice, VoiceLibrary
from core.voices.recordings import NewReference

__all__ = ["NewReference", "NewVoice", "VoiceLibrary"]

"""Another part of a recording for a reference that is in the library."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.voice import Reference, Stretch, Voice
from core.services.hearing import Hearing
from core.services.verdict_book import source_of
from core.services.voices import VoiceService
from core.voices.recordings import Prepared
from core.voices.references import set_prepared


@dataclass(frozen=True)
class NewPart:
    """Another part of a recording.

    Attributes:
        stretch: The part, on the recording's clock.
        text: What is said in it, as far as the user knows.
    """

    stretch: Stretch
    text: str


def recut(
    voices: VoiceService, hearing: Hearing, voice_id: str, reference: Reference, part: NewPart
) -> Voice:
    """Let engines hear another part of a reference's recording.

    Words that are still those of the old part are heard anew where that can be done: sound and words are
    cut as one.

    Returns:
        The voice as it is now.

    Raises:
        ReferenceAudioError: When the recording cannot be read.
        AnalysisError: When it cannot be cut.
        VoiceUnknown: When it is gone.
        StorageError: When it cannot be written.
    """
    path, before = source_of(reference)
    text = part.text.strip()
    stale = part.stretch != before and text == reference.text.strip() and hearing.weights is not None
    made = hearing.make(path, stretch=part.stretch, text="" if stale else text)
    prepared = Prepared(made.prepared.clip, made.prepared.text or text, made.prepared.stretch)
    return set_prepared(voices.library, voice_id, prepared, reference.id)

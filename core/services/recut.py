"""Another part of a recording for a reference that is in the library."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.model.verdict import Survey, Transcript
from core.model.voice import Reference, Stretch, Voice
from core.services.hearing import Hearing
from core.services.verdict_book import VerdictBook, source_of
from core.services.voices import VoiceService
from core.text.transcript import cut_transcript
from core.voices.references import set_prepared


@dataclass(frozen=True)
class NewPart:
    """Another part of a recording.

    Attributes:
        stretch: The part, on the recording's clock.
        text: What is said in it, as far as the user knows.
        denoise: Take steady noise out of it.
    """

    stretch: Stretch
    text: str
    denoise: bool = False


def recut(
    voices: VoiceService,
    hearing: Hearing,
    book: VerdictBook,
    *,
    voice_id: str,
    reference: Reference,
    part: NewPart,
) -> Voice:
    """Let engines hear another part of a reference's recording.

    Words that are still those of the old part are cut with the sound: by their times where these are known
    and the new ends lie in pauses, else they are heard anew where that can be done.

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
    stale = part.stretch != before and text == reference.text.strip()
    heard = book.kept(reference) if stale and not reference.denoised else None  # else on another clock
    known = _words_in(heard, before, part.stretch)
    if known is not None:
        text, stale = known.text, False
    words = "" if stale and hearing.weights else text
    made = hearing.make(path, stretch=part.stretch, text=words, denoise=part.denoise)
    prepared = replace(made.prepared, text=made.prepared.text or text)
    voice = set_prepared(voices.library, voice_id, prepared, reference.id)
    if known is not None and not part.denoise:
        verdict = replace(made.survey.verdict, transcript=known)
        changed = next((one for one in voice.references if one.id == reference.id), None)
        if changed is not None:
            book.keep(changed, replace(made.survey, verdict=verdict))
    return voice


def _words_in(found: Survey | None, before: Stretch, wanted: Stretch) -> Transcript | None:
    """Return the words of a part, cut from those that were heard; None: not known, or an end cuts one."""
    transcript = found.verdict.transcript if found is not None else None
    inside = before.start_s <= wanted.start_s and wanted.end_s <= before.end_s
    if transcript is None or not transcript.words or not inside:
        return None
    cut, words = cut_transcript(transcript, wanted)
    return words if cut == wanted and words.text else None

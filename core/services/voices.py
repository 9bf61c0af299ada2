"""Voices to choose from: presets of the engines, and references of the user's."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import EngineUnknown, PresetUnknown, SottovoceError
from core.host.pool import HostPool
from core.model.engine import EngineDescription
from core.model.events import Notice
from core.model.voice import Voice
from core.paths import Paths, is_file
from core.services.text_file import read_text_file
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.references import set_text

log = logging.getLogger(__name__)

LIBRARY_RATE_HZ = 24_000
SHORTEST_S = 1.0
LONGEST_USED_S = 30.0

WORDS_FILE_CHARS = 2000
"""A text beside a recording is taken for its words up to this length: two minutes of fast speech."""


@dataclass(frozen=True)
class AddedReference:
    """A recording that is in the library now.

    Attributes:
        voice: Its voice.
        notices: What is worth telling about it.
    """

    voice: Voice
    notices: tuple[Notice, ...] = ()


def presets_of(description: EngineDescription) -> list[Voice]:
    """Return an engine's own voices."""
    return [
        Voice(f"{description.id}:{preset.id}", preset.name, preset.language, description.id, preset.id)
        for preset in description.presets
    ]


class VoiceService:
    """Finds, adds and removes voices; every method may be called from any thread."""

    def __init__(self, paths: Paths, hosts: HostPool) -> None:
        """Keep what it works with."""
        self._library = VoiceLibrary(paths.voices_dir)
        self._hosts = hosts

    def presets(self, descriptions: Iterable[EngineDescription]) -> list[Voice]:
        """Return the engines' own voices, in the engines' order."""
        return [voice for description in descriptions for voice in presets_of(description)]

    def references(self) -> list[Voice]:
        """Return the references of the library, in the order of adding."""
        return self._library.all()

    def add_reference(self, path: Path, text: str | None = None, name: str = "") -> AddedReference:
        """Copy a recording into the library.

        Args:
            path: An audio file that somebody can be heard in.
            text: Its words, or empty; None: those of a text file beside it of the same name, if there
                is one (``anna.txt`` beside ``anna.wav``).
            name: What to call the voice; empty: as the file.

        Returns:
            The voice, and what is worth telling about the recording.

        Raises:
            ReferenceAudioError: When it cannot be used as a reference.
            StorageError: When it cannot be copied.
        """
        from core.audio.read import read_reference

        _, notices = read_reference(
            path, sample_rate_hz=LIBRARY_RATE_HZ, minimum_s=SHORTEST_S, maximum_s=LONGEST_USED_S
        )
        words = "" if text is None else text.strip()
        if text is None:
            words, more = _words_beside(path)
            notices = (*notices, *more)
        voice = self._library.add(NewVoice(name.strip() or path.stem, [NewReference(path, words)]))
        return AddedReference(voice, notices)

    def set_reference_text(self, voice_id: str, text: str) -> Voice:
        """Write down what is said in a reference of the library.

        Returns:
            The voice as it is now.

        Raises:
            VoiceUnknown: When there is none.
            StorageError: When it cannot be written.
        """
        return set_text(self._library, voice_id, text.strip())

    def find(self, voice_id: str) -> Voice:
        """Return a voice by its id: the library's, or ``engine:preset``.

        Where a model may bring voices, only the model knows whether it has one of that name.

        Raises:
            VoiceUnknown: When there is none.
            EngineError: When the preset's engine cannot be asked.
        """
        engine, colon, preset = voice_id.partition(":")
        if not colon:
            return self._library.get(voice_id)
        try:
            description = self._hosts.describe(engine)
        except EngineUnknown:
            raise PresetUnknown(voice=voice_id[:80]) from None
        for voice in presets_of(description):
            if voice.id == voice_id:
                return voice
        if description.presets_in_model and preset:
            return Voice(voice_id, preset, "", engine, preset)
        raise PresetUnknown(voice=voice_id[:80])

    def remove(self, voice_id: str) -> None:
        """Delete a reference with the library's copy of it.

        Raises:
            VoiceUnknown: When there is none.
            StorageError: When it cannot be deleted.
        """
        self._library.remove(voice_id)


def _words_beside(path: Path) -> tuple[str, tuple[Notice, ...]]:
    """Return the words in the text file beside a recording, with what is worth telling; or nothing."""
    beside = path.with_suffix(".txt")
    if beside == path or not is_file(beside):
        return "", ()
    try:
        found = read_text_file(beside)
    except SottovoceError as error:
        log.warning("the words beside %s were left out: %s", path, error)
        return "", (Notice("reference_words_left", {"name": beside.name}),)
    words = " ".join(found.text.split())
    if len(words) > WORDS_FILE_CHARS:
        return "", (Notice("reference_words_left", {"name": beside.name}),)
    return words, found.notices

"""Voices to choose from: presets of the engines, and references of the user's."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.errors import (
    AnalysisError,
    EngineUnknown,
    PresetUnknown,
    SottovoceError,
    VoiceAmbiguous,
    VoiceUnknown,
)
from core.host.pool import HostPool
from core.importing import read_plain
from core.model.engine import EngineDescription
from core.model.events import Notice
from core.model.verdict import Survey
from core.model.voice import Consent, Reference, Stretch, Voice, Whose
from core.model.work import UNWATCHED, Work
from core.paths import Paths, is_file
from core.services.hearing import SHORTEST_S, Hearing
from core.services.stock_voices import stock_voices
from core.services.verdict_book import VerdictBook
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.references import add_references, set_text
from core.voices.search import named
from core.voices.sharing import Imported, export_voice, import_voice

log = logging.getLogger(__name__)

LIBRARY_RATE_HZ = 24_000
LONGEST_USED_S = 30.0

WORDS_FILE_CHARS = 2000
"""A text beside a recording is taken for its words up to this length: two minutes of fast speech."""


@dataclass(frozen=True)
class NewRecordings:
    """Recordings of one voice that shall come into the library.

    Attributes:
        paths: Audio files that somebody can be heard in, at least one.
        texts: What is said in each, in their order. Where there is none: what a text file beside the
            recording has, of the same name (``anna.txt`` beside ``anna.wav``).
        name: What to call the voice; empty: as the first file.
        language: BCP 47 tag, or empty.
        consent: Whose voice it is.
    """

    paths: Sequence[Path]
    texts: Sequence[str] = ()
    name: str = ""
    language: str = ""
    consent: Consent = field(default_factory=Consent)


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

    def __init__(
        self,
        paths: Paths,
        hosts: HostPool,
        hearing: Hearing | None = None,
        verdicts: VerdictBook | None = None,
    ) -> None:
        """Keep what it works with.

        Args:
            paths: Where the library and the engines' weights are.
            hosts: Who knows the presets.
            hearing: Makes references of recordings; None: they are used as they are.
            verdicts: Keeps what was found in them meanwhile.
        """
        self._library = VoiceLibrary(paths.voices_dir, paths.voices_index)
        self._paths = paths
        self._hosts = hosts
        self._hearing = hearing
        self._verdicts = verdicts

    def presets(self, descriptions: Iterable[EngineDescription]) -> list[Voice]:
        """Return the engines' own voices and those of their models, in the engines' order; reads files."""
        return [
            voice
            for description in descriptions
            for voice in (*presets_of(description), *stock_voices(self._paths, description))
        ]

    def references(self) -> list[Voice]:
        """Return the references of the library, in the order of adding."""
        return self._library.all()

    @property
    def library(self) -> VoiceLibrary:
        """The voices of the user's on the disk."""
        return self._library

    def add_reference(
        self, path: Path, text: str | None = None, name: str = "", work: Work = UNWATCHED
    ) -> AddedReference:
        """Copy one recording into the library as a voice; see ``add``."""
        return self.add(NewRecordings([path], [] if text is None else [text], name), work)

    def add(self, new: NewRecordings, work: Work = UNWATCHED) -> AddedReference:
        """Copy recordings into the library as one voice.

        Of a recording whose words are not known its best stretch is cut out and heard; one whose words are
        known is used as it is, for the words are those of all of it.

        Args:
            new: The recordings.
            work: How it is watched and stopped.

        Returns:
            The voice, and what is worth telling about the recordings.

        Raises:
            ReferenceAudioError: When one cannot be used as a reference.
            StorageError: When it cannot be copied.
            JobCancelled: When it was cancelled; nothing has been added then.
        """
        made: list[_Made] = []
        for number, path in enumerate(new.paths):
            text = new.texts[number] if number < len(new.texts) else None
            made.append(self._reference(path, text, new.language, work))
        name = new.name.strip() or new.paths[0].stem
        language = new.language or next((one.language for one in made if one.language), "")
        voice = self._library.add(NewVoice(name, [one.new for one in made], language, new.consent))
        self._keep_verdicts(voice.references, made)
        return AddedReference(voice, tuple(notice for one in made for notice in one.notices))

    def add_to(self, voice_id: str, paths: Sequence[Path], work: Work = UNWATCHED) -> AddedReference:
        """Give a voice more recordings, behind those that it has; see ``add``.

        Raises:
            VoiceUnknown: When there is none of that id.
            ReferenceAudioError: When one cannot be used as a reference.
            StorageError: When it cannot be copied.
            JobCancelled: When it was cancelled; nothing has been added then.
        """
        voice = self._library.get(voice_id)
        made = [self._reference(path, None, voice.language, work) for path in paths]
        voice = add_references(self._library, voice_id, [one.new for one in made])
        self._keep_verdicts(voice.references[-len(made) :], made)
        return AddedReference(voice, tuple(notice for one in made for notice in one.notices))

    def export(self, voice_id: str, target: Path) -> Voice:
        """Write a voice into a file to share.

        Raises:
            VoiceUnknown: When there is none of that id.
            ReferenceUnreadable: When a recording cannot be read to its end.
            VoiceFileRefused: When it has too many recordings, or too long ones.
            StorageError: When the file cannot be written.
        """
        voice = self._library.get(voice_id)
        export_voice(voice, target)
        return voice

    def take_in(self, path: Path, wanted: str = "") -> Imported:
        """Take a voice that was shared into the library.

        Args:
            path: The file.
            wanted: The id that it shall have, or empty.

        Raises:
            VoiceFileRefused: When the file is anything else.
            StorageError: When the library cannot be written.
        """
        return import_voice(self._library, path, wanted)

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

    def find_own(self, said: str) -> Voice:
        """Return a voice of the library by its id, or by its name where only one has it.

        Raises:
            VoiceUnknown: When there is none.
            VoiceAmbiguous: When several have that name.
        """
        try:
            return self._library.get(said)
        except VoiceUnknown:
            return only(named(self._library.all(), said), said)

    def remove(self, voice_id: str) -> None:
        """Put a voice into the library's trash.

        Raises:
            VoiceUnknown: When there is none.
            StorageError: When it cannot be moved.
        """
        self._library.remove(voice_id)

    def _keep_verdicts(self, references: Sequence[Reference], made: Sequence[_Made]) -> None:
        for reference, one in zip(references, made, strict=True):
            if one.survey is not None and self._verdicts is not None:
                self._verdicts.keep(reference, one.survey)

    def _reference(self, path: Path, text: str | None, language: str, work: Work) -> _Made:
        """Look into a recording, and make of it what engines shall hear."""
        beside: tuple[Notice, ...] = ()
        if text is None:
            text, beside = _words_beside(path)
        words = text.strip()
        facts = _facts_of(path)
        if self._hearing is None or (words and facts is not None):
            return _Made(NewReference(path, words), notices=((facts or ()) + beside))
        whole = Stretch(0.0, LONGEST_USED_S) if words else None
        try:
            made = self._hearing.make(path, stretch=whole, text=words, language=language, work=work)
        except AnalysisError as error:
            if facts is None:
                raise
            log.warning("%s is used as it is: %s", path, error)
            as_it_is = Notice("reference_as_it_is", {"name": path.name})
            return _Made(NewReference(path, words), notices=(*facts, *beside, as_it_is))
        low_rate = tuple(notice for notice in facts or () if notice.code != "reference_cut")
        return _Made(
            NewReference(path, prepared=made.prepared),
            made.language,
            (*low_rate, *beside, *made.notices),
            made.survey,
        )


@dataclass(frozen=True, eq=False)
class _Made:
    """A recording that is ready for the library, its language if it was heard, and what is worth telling."""

    new: NewReference
    language: str = ""
    notices: tuple[Notice, ...] = ()
    survey: Survey | None = None


def only(voices: Sequence[Voice], said: str) -> Voice:
    """Return the one voice that was meant.

    Raises:
        VoiceUnknown: When there is none.
        VoiceAmbiguous: When there are several.
    """
    if not voices:
        raise VoiceUnknown(voice=said[:80])
    if len(voices) > 1:
        raise VoiceAmbiguous(voice=said[:80], candidates=", ".join(voice.id for voice in voices[:10]))
    return voices[0]


def stated_today(whose: Whose, note: str = "") -> Consent:
    """Return an answer to whose voice it is, given today."""
    if whose is Whose.NOT_STATED:
        return Consent(note=note)
    return Consent(whose, date.today().isoformat(), note)


def _facts_of(path: Path) -> tuple[Notice, ...] | None:
    """Return what is worth telling of a recording that can be used as it is; None for a foreign format.

    Raises:
        ReferenceAudioError: When it cannot be used as a reference.
    """
    from core.audio.read import check_is_file, is_readable, read_reference

    check_is_file(path)
    if not is_readable(path):
        return None
    _, notices = read_reference(
        path, sample_rate_hz=LIBRARY_RATE_HZ, minimum_s=SHORTEST_S, maximum_s=LONGEST_USED_S
    )
    return notices


def _words_beside(path: Path) -> tuple[str, tuple[Notice, ...]]:
    """Return the words in the text file beside a recording, with what is worth telling; or nothing."""
    beside = path.with_suffix(".txt")
    if beside == path or not is_file(beside):
        return "", ()
    try:
        found = read_plain(beside)
    except SottovoceError as error:
        log.warning("the words beside %s were left out: %s", path, error)
        return "", (Notice("reference_words_left", {"name": beside.name}),)
    words = " ".join(found.text.split())
    if len(words) > WORDS_FILE_CHARS:
        return "", (Notice("reference_words_left", {"name": beside.name}),)
    return words, found.notices

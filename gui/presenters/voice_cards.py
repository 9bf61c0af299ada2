"""Words on the voice cards."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QObject

from core.model.engine import EngineDescription
from core.model.voice import Consent, Voice, Whose
from core.services.choices import Choices
from core.services.order import matching_language
from gui.i18n import number_text
from gui.language_names import language_name, short_language_name
from gui.presenters.heard import VoiceSound
from gui.presenters.states import VerdictMark, VoiceCard


class VoiceCards(QObject):
    """Makes a card of a voice, for what is chosen now."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without engines."""
        super().__init__(parent)
        self.descriptions: Mapping[str, EngineDescription] = {}
        self.choices = Choices()
        self.marks: Mapping[str, VerdictMark] = {}

    def can_use(self, voice: Voice) -> bool:
        """Say whether the chosen engine can speak in it."""
        if voice.is_preset:
            return True
        description = self.descriptions.get(self.choices.engine)
        return description is None or description.clones

    def card(self, voice: Voice, sound: VoiceSound | None, *, playing: bool) -> VoiceCard:
        """Return a voice's card.

        Args:
            voice: The voice.
            sound: Its audio, where it is known.
            playing: It is being heard.
        """
        usable, lacking = self.can_use(voice), self._lacks_words(voice)
        note = ""
        if not usable:
            engine = self.descriptions[self.choices.engine].name
            note = self.tr("{engine} cannot clone it").format(engine=engine)
        elif lacking:
            note = self.tr("Its words are missing")
        not_stated = not voice.is_preset and voice.consent.whose is Whose.NOT_STATED
        return VoiceCard(
            id=voice.id,
            name=voice.name,
            facts=self._facts(voice),
            peaks=sound.peaks if sound else None,
            usable=usable,
            note=note,
            removable=not voice.is_preset,
            playing=playing,
            lacking=lacking,
            archived=voice.archived,
            aside=self.consent_words(voice.consent) if not_stated else "",
            more=self._more(voice),
            mark=self.marks.get(voice.id),
        )

    def is_foreign(self, voice: Voice) -> bool:
        """Say whether a voice of an engine with many speaks another language than the interface does."""
        description = self.descriptions.get(voice.engine)
        if description is None or not description.sizes.download_bytes:
            return False
        return bool(voice.language) and not matching_language(voice.language, [QLocale().bcp47Name()])

    def said_of(self, voice: Voice) -> str:
        """Return a voice's language and engine by name: what a card shows can be searched for."""
        description = self.descriptions.get(voice.engine)
        engine = description.name if description is not None else ""
        return f"{language_name(voice.language)}\n{engine}"

    def _lacks_words(self, voice: Voice) -> bool:
        description = self.descriptions.get(self.choices.engine)
        needed = description is not None and description.needs_reference_text
        return needed and voice.reference is not None and not voice.reference.text

    def _facts(self, voice: Voice) -> str:
        parts = [self.tr("Archived")] if voice.archived else []
        parts.append(short_language_name(voice.language))
        if voice.is_preset:
            description = self.descriptions[voice.engine]
            if not description.sizes.download_bytes:
                return self.tr("Built in · no download")
            parts.append(description.name)
        else:
            length_s = sum(one.duration_s for one in voice.references)
            parts.append(self.tr("{seconds} s").format(seconds=number_text(length_s)))
            if len(voice.references) > 1:
                parts.append(self.tr("{count} recordings").format(count=len(voice.references)))
        return " · ".join(part for part in parts if part)

    def _more(self, voice: Voice) -> str:
        """Return what is known of a voice and has no room on its card."""
        if voice.is_preset:
            return ""
        consent = voice.consent
        stated = self.consent_words(consent) if consent.whose is not Whose.NOT_STATED else ""
        parts = (stated, consent.note, ", ".join(voice.tags), voice.notes)
        return "\n".join(part for part in parts if part)

    def consent_words(self, consent: Consent) -> str:
        """Say whose a voice is."""
        match consent.whose:
            case Whose.MINE if consent.shared:
                return self.tr("Voice of whoever shared it")
            case Whose.MINE:
                return self.tr("Your own voice")
            case Whose.PERMISSION:
                return self.tr("Used with permission")
            case Whose.SYNTHETIC:
                return self.tr("Synthetic or public domain")
            case _:
                return self.tr("Whose voice: not stated")

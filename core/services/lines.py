"""From a line of the script to what is spoken: markup, pronunciations and numbers are read here, once.

The window, ``say`` and the renderer all ask a `Planner`, so that the same line is spoken alike everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.model.engine import EngineDescription
from core.model.script import Recipe
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.line_reading import CACHED_LINES, LineReader, Reading
from core.services.order import Order, language_of
from core.text.lexicon import Lexicon
from core.text.markup import MarkedLine, Pause
from core.voices.search import folded

Describe = Callable[[str], EngineDescription | None]
"""Gives an engine's description by its id, or None where it is not known."""


@dataclass(frozen=True)
class LinePlan:
    """What speaking a line means.

    Attributes:
        recipe: What the take will be known by; its text is what is spoken, with the pauses inside the line
            in one form, ``[pause 0.500s]``.
        choices: The choices that the line is spoken with: the script's, and what its markup says.
        reading: The line as it was read.
    """

    recipe: Recipe
    choices: Choices
    reading: Reading

    @cached_property
    def parts(self) -> tuple[Order | Pause, ...]:
        """What to ask the engine for, and the pauses between; the first and the last are orders."""
        return tuple(
            replace(self.choices.order(one), whole=self.marked.whole) if isinstance(one, str) else one
            for one in self.reading.stretches
        )

    @property
    def is_blank(self) -> bool:
        """True where there is nothing to speak: no words, only a comment, only pauses."""
        return not self.reading.stretches

    @property
    def marked(self) -> MarkedLine:
        """The line's markup."""
        return self.reading.marked

    @property
    def spoken(self) -> str:
        """The words that are spoken, without pauses."""
        return " ".join(one for one in self.reading.stretches if isinstance(one, str))

    @property
    def written(self) -> str:
        """The words as a reader sees them, without markup: for subtitles."""
        return self.marked.written

    @property
    def language(self) -> str:
        """In which language numbers were read; empty: in none."""
        return self.reading.language

    @property
    def pause_before_s(self) -> float | None:
        """The pause written at the line's start, in seconds, or None; it is no part of the take."""
        return self.reading.pause_before_s

    @property
    def pause_after_s(self) -> float | None:
        """The same for its end. A line of nothing but pauses has all of it here."""
        return self.reading.pause_after_s

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Order))


class Planner:
    """Makes plans of lines, and remembers what it read; any thread may ask.

    A planner never changes: other voices, pronunciations or engines need another one. What a line says is
    read once for each language, so that other choices cost microseconds.
    """

    def __init__(
        self,
        voices: Sequence[Voice],
        lexicon: Lexicon,
        describe: Describe,
        normalising: bool = True,
    ) -> None:
        """Keep what lines are read with.

        Args:
            voices: Those that a line may name.
            lexicon: The script's pronunciations.
            describe: Gives an engine's description.
            normalising: Read numbers, dates and the like; False: engines get them as they are written.
        """
        self.voices = tuple(voices)
        self.lexicon = lexicon
        self.normalising = normalising
        self._describe = describe
        names = [name for voice in voices for name in (voice.name, voice.id)]
        self.reader = LineReader(names, lexicon, normalising=normalising)
        self._by_name = _by_name(voices)
        self._latest: dict[str, tuple[Choices, LinePlan]] = {}
        self._voiced: tuple[Choices, dict[str, Choices]] = (Choices(), {})
        self._languages: dict[tuple[str, str, str, str], str] = {}

    def plan(self, line_text: str, defaults: Choices) -> LinePlan:
        """Return what a line means.

        Args:
            line_text: The line as it is written.
            defaults: What is chosen for the whole script.
        """
        latest = self._latest.get(line_text)
        if latest is not None and latest[0] is defaults:
            return latest[1]
        marked = self.reader.marked(line_text)
        choices = self.choices(line_text, defaults)
        reading = self.reader.read(line_text, self._language(choices, line_text))
        recipe = choices.recipe(reading.text)
        plan = LinePlan(replace(recipe, whole=True) if marked.whole else recipe, choices, reading)
        if len(self._latest) >= CACHED_LINES:
            self._latest = {}
        self._latest[line_text] = (defaults, plan)
        return plan

    def marked(self, line_text: str) -> MarkedLine:
        """Return a line's markup; its words are not read, which is most of the work of a plan."""
        return self.reader.marked(line_text)

    def choices(self, line_text: str, defaults: Choices) -> Choices:
        """Return the choices of a line: what its markup says stands above the script's.

        Args:
            line_text: The line as it is written; its words are not read.
            defaults: What is chosen for the whole script.
        """
        marked = self.reader.marked(line_text)
        choices = self._in_voice(marked.voice, defaults) if marked.voice else defaults
        if marked.speed is not None:
            choices = replace(choices, speed=marked.speed)
        if marked.language:
            choices = replace(choices, language=marked.language)
        if marked.parameters:
            choices = replace(choices, parameters={**choices.parameters, **dict(marked.parameters)})
        return choices

    def _in_voice(self, name: str, defaults: Choices) -> Choices:
        """Return the choices with another voice, the same for every line that names it."""
        known, voiced = self._voiced
        if known is not defaults:
            voiced = {}
            self._voiced = (defaults, voiced)
        if name not in voiced:
            voiced[name] = self._changed_voice(name, defaults)
        return voiced[name]

    def _changed_voice(self, name: str, defaults: Choices) -> Choices:
        """Return the choices with another voice; what belongs to another engine does not come along."""
        voice = self._voice(name, defaults)
        if voice is None or voice == defaults.voice:
            return defaults
        if not voice.is_preset:
            return replace(defaults, voice=voice)
        language = defaults.language
        if voice.language and _primary(language) != _primary(voice.language):
            language = voice.language
        choices = replace(defaults, voice=voice, language=language)
        if voice.engine == defaults.engine:
            return choices
        description = self._describe(voice.engine)
        speed = defaults.speed
        if description is not None:
            speed = min(max(speed, description.speed_minimum), description.speed_maximum)
        return replace(choices, engine=voice.engine, parameters={}, model="", speed=speed)

    def _voice(self, name: str, defaults: Choices) -> Voice | None:
        """Return the voice that a line names.

        Of several it is the engine's own, else one of the user's, else one that speaks the script's language.
        """

        def rank(voice: Voice) -> tuple[bool, bool, bool, bool]:
            foreign = _primary(voice.language) != _primary(defaults.language)
            return voice.id != name, voice.engine != defaults.engine, voice.is_preset, foreign

        return min(self._by_name.get(folded(name), ()), key=rank, default=None)

    def _language(self, choices: Choices, text: str) -> str:
        """Return the language that a line's numbers are read in, or empty where it is not known."""
        voice = choices.voice.id if choices.voice else ""
        key = (choices.language, choices.engine, voice, "" if choices.language.strip() else text)
        language = self._languages.get(key)
        if language is None:
            if len(self._languages) >= CACHED_LINES:
                self._languages = {}
            language = self._languages[key] = self._find_language(choices, text)
        return language

    def _find_language(self, choices: Choices, text: str) -> str:
        description = self._describe(choices.engine)
        if description is not None:
            return language_of(choices.order(text), description)
        return choices.language or (choices.voice.language if choices.voice else "")


def _by_name(voices: Sequence[Voice]) -> Mapping[str, tuple[Voice, ...]]:
    found: dict[str, tuple[Voice, ...]] = {}
    for voice in voices:
        for name in {folded(voice.name), folded(voice.id)}:
            found[name] = (*found.get(name, ()), voice)
    return found


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].casefold()


def engines_of(plans: Collection[LinePlan]) -> tuple[str, ...]:
    """Return the engines that plans want, in their order."""
    return tuple(dict.fromkeys(plan.choices.engine for plan in plans if not plan.is_blank))


def unknown_mark(plan: LinePlan, text: str) -> str:
    """Return what stands in brackets at a line's start and is neither a voice nor markup, or empty.

    Args:
        plan: The line's.
        text: The line as it is written.
    """
    for span in plan.marked.spans:
        if span.kind == "unknown":
            return text[span.start : span.end] if not text[: span.start].strip() else ""
    return ""


PLAIN = Planner((), Lexicon(), lambda _engine: None, normalising=False)
"""Knows no voices and reads no numbers: for a line that is spoken as it stands, pauses apart."""

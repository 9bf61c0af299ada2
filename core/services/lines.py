"""From a line of the script to what is spoken: markup, pronunciations and numbers are read here, once.

The window, ``say`` and the renderer all ask a `Planner`, so that the same line is spoken alike everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import PronunciationSlow, TextEmpty
from core.model.engine import EngineDescription
from core.model.script import Recipe
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.order import Order, language_of
from core.text import clean_text
from core.text.lexicon import Lexicon
from core.text.markup import MarkedLine, Pause, Words, parse_line, pause_markup
from core.text.normalise import digits, spell
from core.text.spoken import spoken_text
from core.voices.search import folded

log = logging.getLogger(__name__)

Describe = Callable[[str], EngineDescription | None]
"""Gives an engine's description by its id, or None where it is not known."""

CACHED_PLANS = 50_000
"""So many plans are kept, far more than a script has lines; then all are forgotten."""


@dataclass(frozen=True)
class LinePlan:
    """What speaking a line means.

    Attributes:
        recipe: What the take will be known by; its text is what is spoken, with the pauses inside the line
            in one form, ``[pause 0.500s]``.
        parts: What to ask the engine for, and the pauses between; the first and the last are orders. Empty
            for a line that has nothing to speak.
        choices: The choices that the line is spoken with: the script's, and what its markup says.
        marked: The line, read.
        spoken: The words that are spoken, without pauses.
        language: In which language numbers were read; empty: in none.
        pause_before_s: The pause written at the line's start, in seconds, or None.
        pause_after_s: The same for its end. A line of nothing but pauses has all of it here.
    """

    recipe: Recipe
    parts: tuple[Order | Pause, ...]
    choices: Choices
    marked: MarkedLine
    spoken: str
    language: str
    pause_before_s: float | None = None
    pause_after_s: float | None = None

    @property
    def is_blank(self) -> bool:
        """True where there is nothing to speak: no words, only a comment, only pauses."""
        return not self.parts

    @property
    def written(self) -> str:
        """The words as a reader sees them, without markup: for subtitles."""
        return self.marked.written

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Order))


class Planner:
    """Makes plans of lines, and keeps them; any thread may ask.

    A planner never changes: other voices, pronunciations or engines need another one.
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
        self._names = frozenset(name for voice in voices for name in (voice.name, voice.id))
        self._by_name = _by_name(voices)
        self._latest: dict[str, tuple[Choices, LinePlan]] = {}
        self._plans: dict[tuple[str, Hashable], LinePlan] = {}

    def plan(self, line_text: str, defaults: Choices) -> LinePlan:
        """Return what a line means.

        Args:
            line_text: The line as it is written.
            defaults: What is chosen for the whole script.
        """
        latest = self._latest.get(line_text)
        if latest is not None and latest[0] is defaults:
            return latest[1]
        key = (line_text, _without_seed(defaults))
        plan = self._plans.get(key)
        if plan is None:
            plan = self._make(line_text, defaults)
        plan = _seeded(plan, defaults)
        if len(self._plans) >= CACHED_PLANS:
            self._plans, self._latest = {}, {}
        self._plans[key] = plan
        self._latest[line_text] = (defaults, plan)
        return plan

    def _make(self, line_text: str, defaults: Choices) -> LinePlan:
        marked = parse_line(line_text, self._names)
        choices = self._choices(marked, defaults)
        language = self._language(choices, line_text)
        before_s, inner, after_s = _trimmed(self._stretches(marked, language))
        text = " ".join(one if isinstance(one, str) else pause_markup(one.duration_s) for one in inner)
        return LinePlan(
            recipe=replace(choices.recipe(text), whole=marked.whole),
            parts=tuple(
                replace(choices.order(one), whole=marked.whole) if isinstance(one, str) else one
                for one in inner
            ),
            choices=choices,
            marked=marked,
            spoken=" ".join(one for one in inner if isinstance(one, str)),
            language=language,
            pause_before_s=before_s,
            pause_after_s=after_s,
        )

    def _choices(self, marked: MarkedLine, defaults: Choices) -> Choices:
        """Return the choices of a line: what its markup says stands above the script's."""
        choices = self._in_voice(marked.voice, defaults) if marked.voice else defaults
        if marked.speed is not None:
            choices = replace(choices, speed=marked.speed)
        if marked.language:
            choices = replace(choices, language=marked.language)
        if marked.parameters:
            choices = replace(choices, parameters={**choices.parameters, **dict(marked.parameters)})
        return choices

    def _in_voice(self, name: str, defaults: Choices) -> Choices:
        """Return the choices with another voice; what belongs to another engine does not come along."""
        voice = self._voice(name, defaults.engine)
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

    def _voice(self, name: str, engine: str) -> Voice | None:
        """Return the voice that a line names: of several the engine's own, else one of the user's."""
        found = self._by_name.get(folded(name), ())
        ranked = sorted(found, key=lambda voice: (voice.id != name, voice.engine != engine, voice.is_preset))
        return ranked[0] if ranked else None

    def _language(self, choices: Choices, text: str) -> str:
        """Return the language that a line's numbers are read in, or empty where it is not known."""
        description = self._describe(choices.engine)
        if description is not None:
            return language_of(choices.order(text), description)
        return choices.language or (choices.voice.language if choices.voice else "")

    def _stretches(self, marked: MarkedLine, language: str) -> Iterator[str | Pause]:
        """Yield what is spoken in one go, and the pauses between; blank stretches are left out."""
        words: list[str] = []
        for part in (*marked.parts, None):
            if isinstance(part, Words):
                words.append(self._spoken(part, language, heading=marked.heading))
                continue
            text = "".join(words).strip()
            words = []
            if text:
                yield text
            if part is not None:
                yield part

    def _spoken(self, words: Words, language: str, *, heading: bool) -> str:
        """Return words as they are spoken."""
        text = _clean(words.text)
        if words.kind == "spoken":
            return text
        if words.kind == "spell":
            return spell(text, language)
        if words.kind == "digits":
            return digits(text, language)
        try:
            said = spoken_text(text, language, self.lexicon, normalising=self.normalising, heading=heading)
        except PronunciationSlow as error:
            log.warning("a line is spoken without the pronunciations: %s", error)
            said = spoken_text(text, language, _NO_LEXICON, normalising=self.normalising, heading=heading)
        return said.text


_NO_LEXICON = Lexicon()


def _by_name(voices: Sequence[Voice]) -> Mapping[str, tuple[Voice, ...]]:
    found: dict[str, tuple[Voice, ...]] = {}
    for voice in voices:
        for name in {folded(voice.name), folded(voice.id)}:
            found[name] = (*found.get(name, ()), voice)
    return found


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].casefold()


def _clean(text: str) -> str:
    """Return text without what no engine can take; blanks stay, and text without anything is empty."""
    if text.isascii() and text.isprintable():
        return text
    try:
        return clean_text(text).text.replace("\n", " ")
    except TextEmpty:
        return " " if text[:1].isspace() else ""


def _without_seed(choices: Choices) -> Hashable:
    """Return what of the choices decides about a plan, apart from the seed."""
    return (
        choices.engine,
        choices.voice,
        choices.language,
        choices.speed,
        tuple(sorted(choices.parameters.items())),
        choices.model,
        choices.device,
    )


def _seeded(plan: LinePlan, defaults: Choices) -> LinePlan:
    """Return a plan with the seed of these choices."""
    seed, locked = defaults.seed, defaults.seed_locked
    if plan.choices.seed == seed and plan.choices.seed_locked == locked:
        return plan
    return replace(
        plan,
        recipe=replace(plan.recipe, seed=seed),
        parts=tuple(replace(one, seed=seed) if isinstance(one, Order) else one for one in plan.parts),
        choices=replace(plan.choices, seed=seed, seed_locked=locked),
    )


def _trimmed(stretches: Iterable[str | Pause]) -> tuple[float | None, list[str | Pause], float | None]:
    """Take the pauses off both ends, and make one of those that follow each other."""
    inner: list[str | Pause] = []
    for one in stretches:
        before = inner[-1] if inner else None
        if isinstance(one, Pause) and isinstance(before, Pause):
            inner[-1] = Pause(before.duration_s + one.duration_s)
        else:
            inner.append(one)
    last, before_s, after_s = inner[-1] if inner else None, None, None
    if isinstance(last, Pause):
        after_s = last.duration_s
        inner.pop()
    first = inner[0] if inner else None
    if isinstance(first, Pause):
        before_s = first.duration_s
        inner.pop(0)
    return before_s, inner, after_s


def engines_of(plans: Collection[LinePlan]) -> tuple[str, ...]:
    """Return the engines that plans want, in their order."""
    return tuple(dict.fromkeys(plan.choices.engine for plan in plans if not plan.is_blank))


PLAIN = Planner((), _NO_LEXICON, lambda _engine: None, normalising=False)
"""Knows no voices and reads no numbers: for a line that is spoken as it stands, pauses apart."""

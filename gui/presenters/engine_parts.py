"""Parts of what the engine panel shows, made of what is known of engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.model.engine import EngineDescription, ParameterKind, ParameterSpec
from core.model.voice import Voice
from core.projects.state import ProjectSettings
from core.services.choices import Choices
from core.services.readiness import State
from gui.engine_words import engine_words
from gui.presenters.known_engines import KnownEngines
from gui.presenters.readiness import lack_text, need_text
from gui.presenters.states import EngineChoice, ParameterView


@dataclass(frozen=True)
class RunView:
    """What the panel shows of a run: see `EngineState`.

    Attributes:
        generating: A run is under way.
        cancelling: It is to stop.
        progress: 0 to 1.
        text: How far it is, and how long it takes yet.
        paused: It is to begin no other line for now.
        waiting: How many lines wait.
        todo: How many of the lines to do are in it.
    """

    generating: bool = False
    cancelling: bool = False
    progress: float = 0.0
    text: str = ""
    paused: bool = False
    waiting: int = 0
    todo: int = 0


@dataclass(frozen=True)
class ScriptCounts:
    """What there is to generate and to export.

    Attributes:
        todo: Lines without a take of what would be asked for now.
        rendered: Lines with one.
        selected_rendered: Selected lines with one.
    """

    todo: int = 0
    rendered: int = 0
    selected_rendered: int = 0


@dataclass(frozen=True)
class Picked:
    """All that the user has chosen.

    Attributes:
        choices: What would be asked for.
        wished: The same by name, for the project.
        models: Names of weights by engine.
    """

    choices: Choices
    wished: ProjectSettings
    models: Mapping[str, str]


def engine_choice(known: KnownEngines, engine: str) -> EngineChoice:
    """Return an engine as the picker shows it."""
    description = known.describe(engine)
    detail = need_text(description, on_card=known.uses_card(engine)) if description else ""
    return EngineChoice(engine, known.name(engine), detail, lack_text(known.readiness(engine)))


def engine_note(known: KnownEngines, engine: str) -> str:
    """Return the line under the picker: need and licence, or that the engine is starting."""
    description = known.describe(engine)
    if description is None or known.readiness(engine).state is State.STARTING:
        return lack_text(known.readiness(engine))
    return need_text(description, on_card=known.uses_card(engine))


def parameter_view(spec: ParameterSpec, values: Mapping[str, float]) -> ParameterView:
    """Return a parameter as the panel shows it.

    Args:
        spec: The parameter.
        values: What the user has set, by name.
    """
    value = values.get(spec.name, spec.default)
    integer = spec.kind is not ParameterKind.NUMBER
    return ParameterView(spec.name, engine_words(spec.label), value, spec.minimum, spec.maximum, integer)


def can_use(description: EngineDescription, voice: Voice | None) -> bool:
    """Tell whether an engine can speak in a voice."""
    if voice is None:
        return False
    return voice.engine == description.id if voice.is_preset else description.clones


def first_voice(voices: Sequence[Voice], language: str) -> Voice | None:
    """Return the first voice that speaks a language, such as ``pt``, else the first one."""
    speaking = (voice for voice in voices if language and language_of(voice) == language)
    return next(speaking, next(iter(voices), None))


def language_of(voice: Voice) -> str:
    """Return the language of a voice without its place: ``pt`` for ``pt-BR``; empty: not known."""
    return voice.language.partition("-")[0].lower()

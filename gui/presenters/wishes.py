"""What is chosen in the engine panel, as a project keeps it; and what a new project begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.projects.state import ProjectSettings
from core.services.choices import Choices

if TYPE_CHECKING:
    from core.settings import Settings

CHOICES = ("voice", "engine", "language", "speed", "seed", "seed_locked", "parameters", "model")
"""The fields of `ProjectSettings` that the engine panel sets."""

UNKEPT = frozenset({"parameters", "model"})
"""Those that the program's settings do not remember: the session and the weights' ledger do."""


def last_wishes(settings: Settings, parameters: Mapping[str, Mapping[str, float]]) -> ProjectSettings:
    """Return what was chosen last, in whatever project.

    Args:
        settings: The program's settings.
        parameters: Engine parameters by engine and name.
    """
    return ProjectSettings(
        voice=str(settings.value("voice")),
        engine=str(settings.value("engine")),
        language=str(settings.value("language") or ""),
        speed=float(settings.value("speed")),
        seed=int(settings.value("seed")),
        seed_locked=bool(settings.value("seed_locked")),
        parameters={engine: dict(values) for engine, values in parameters.items()},
    )


def voiceless(wished: ProjectSettings, engines: Sequence[str]) -> Choices:
    """Return the choices that a project wishes, without its voice, which may not be known yet.

    Args:
        wished: The project's.
        engines: Those that there are; the first takes the place of one that is not among them.
    """
    engine = wished.engine if wished.engine in engines else next(iter(engines), "")
    return Choices(engine, speed=wished.speed, seed=wished.seed, seed_locked=wished.seed_locked)


def with_choice(wished: ProjectSettings, key: str, value: object) -> ProjectSettings:
    """Return the settings with another choice."""
    choice: dict[str, Any] = {key: value}
    return replace(wished, **choice)


def with_choices(settings: ProjectSettings, wished: ProjectSettings) -> ProjectSettings:
    """Return a project's settings with the engine panel's choices."""
    choices: dict[str, Any] = {name: getattr(wished, name) for name in CHOICES}
    return replace(settings, **choices)

"""What a project is spoken with: its own settings, and what the options say in their place."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.cli.wishes import (
    as_asked,
    check_reference_text,
    choices_of_order,
    numbers_named,
    own_or_preset,
    read_parameters,
    said_voice,
)
from core.errors import SottovoceError
from core.model.voice import Voice
from core.projects.state import ProjectSettings
from core.services.app import Services
from core.services.catalogue import own_engines
from core.services.choices import Choices
from core.services.models import check_named
from core.services.order import Order, check_wishes
from core.services.parameters import check_seed
from core.services.planners import settle_choices
from core.services.projects import choices_of
from core.services.voices import presets_of

_SPEECH_OPTIONS = (
    *("engine", "model", "voice", "reference", "reference_text", "language", "speed", "seed", "steps"),
    "param",
)
"""What says how a project shall be spoken in place of its settings."""


@dataclass(frozen=True)
class ProjectChoices:
    """The choices of a project.

    Attributes:
        choices: What lines are spoken with where they say nothing else.
        unknown: Why its voice cannot be had, by the voice's id.
    """

    choices: Choices
    unknown: dict[str, SottovoceError] = field(default_factory=dict)


def project_choices(
    arguments: argparse.Namespace,
    services: Services,
    settings: ProjectSettings,
    inside: Sequence[Voice] = (),
) -> ProjectChoices:
    """Return what a project is spoken with.

    A voice of the project's that is not here is no error yet: takes that were made with it stand.

    Args:
        arguments: The command line.
        services: The use cases.
        settings: The project's.
        inside: Voices that travel in the project.

    Raises:
        SottovoceError: When an option is wrong.
    """
    if not any(getattr(arguments, option) for option in _SPEECH_OPTIONS):
        return _kept(services, settings, inside)
    engine = _engine(arguments, services, settings)
    same = engine == settings.engine
    unknown: dict[str, SottovoceError] = {}
    voice = _said_voice(arguments, services, engine)
    keeps = arguments.reference is None and settings.voice and (same or ":" not in settings.voice)
    if voice is None and keeps:
        voice = _kept_voice(settings.voice, services, inside, unknown)
    check_reference_text(arguments, voice)
    model = arguments.model or (check_named(services.paths, engine, settings.model) if same else "")
    order = Order(
        text="",
        engine=engine,
        voice=voice,
        reference=Path(arguments.reference) if arguments.reference is not None else None,
        reference_text=arguments.reference_text or "",
        language=arguments.language or settings.language,
        speed=settings.speed if arguments.speed is None else arguments.speed,
        seed=settings.seed if arguments.seed is None else check_seed(arguments.seed),
        parameters={**settings.parameters.get(engine, {}), **read_parameters(arguments)},
        model_dir=Path(model) if model else None,
        device=services.settings.value("device"),
    )
    locked = settings.seed_locked or arguments.seed is not None
    choices = replace(_checked(arguments, services, order, unknown), seed_locked=locked)
    return ProjectChoices(as_asked(choices, services), unknown)


def _kept(services: Services, settings: ProjectSettings, inside: Sequence[Voice]) -> ProjectChoices:
    """Return a project's own choices; no engine is asked, for all that is needed may have been made.

    Raises:
        ProjectWeightsElsewhere: When it names a folder of weights.
    """
    unknown: dict[str, SottovoceError] = {}
    voice = _kept_voice(settings.voice, services, inside, unknown) if settings.voice else None
    engine = settings.engine or services.settings.value("engine")
    model = check_named(services.paths, engine, settings.model)
    device = services.settings.value("device")
    choices = replace(choices_of(settings, voice), engine=engine, model=model, device=device)
    return ProjectChoices(settle_choices(choices, services), unknown)


def _engine(arguments: argparse.Namespace, services: Services, settings: ProjectSettings) -> str:
    said = arguments.voice or ""
    engine = arguments.engine or (said.partition(":")[0] if ":" in said else settings.engine)
    engine = str(engine or services.settings.value("engine"))
    services.hosts.check_known(engine)
    return engine


def _said_voice(arguments: argparse.Namespace, services: Services, engine: str) -> Voice | None:
    voice = said_voice(arguments, services, engine)
    return voice if voice is None or voice.is_preset else own_or_preset(voice.id, services, engine)


def _kept_voice(
    voice_id: str, services: Services, inside: Sequence[Voice], unknown: dict[str, SottovoceError]
) -> Voice:
    """Return the project's voice; where it is not here, a name that only takes know."""
    own = [voice for description in own_engines() for voice in presets_of(description)]
    for voice in (*inside, *own):
        if voice.id == voice_id:
            return voice
    try:
        return services.voices.find(voice_id)
    except SottovoceError as error:
        unknown[voice_id] = error
        engine, colon, preset = voice_id.partition(":")
        return Voice(voice_id, preset or voice_id, "", engine if colon else "", preset)


def _checked(
    arguments: argparse.Namespace, services: Services, order: Order, unknown: dict[str, SottovoceError]
) -> Choices:
    """Return an order as choices; a voice that is not here is not looked at."""
    description = services.hosts.describe(order.engine)
    there = order.voice is None or order.voice.id not in unknown
    with numbers_named(arguments):
        numbers = check_wishes(order if there else replace(order, voice=None), description)
    return choices_of_order(order, numbers)

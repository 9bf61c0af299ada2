"""Choices where nobody has said everything: the window and the command line fill in the same.

A take is known by its voice, language and parameters; were they filled in differently, what one of them
made would count as stale for the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.order import matching_language
from core.services.voices import presets_of


def settled(choices: Choices, description: EngineDescription | None) -> Choices:
    """Return choices with a voice and a language, and with the parameters that make a difference.

    Args:
        choices: As they were said, or kept.
        description: Their engine, with the languages of its weights; None: not known, nothing is changed.
    """
    if description is None:
        return choices
    voice = choices.voice or next(iter(presets_of(description)), None)
    return replace(
        choices,
        voice=voice,
        language=first_language(description.languages, choices.language, voice),
        parameters=own_parameters(description, choices.parameters),
    )


def first_language(languages: Sequence[str], wished: str, voice: Voice | None) -> str:
    """Return the wished one of an engine's languages, else the voice's, else the first."""
    for tag in (wished, voice.language if voice else ""):
        match = matching_language(tag, languages) if tag.strip() else ""
        if match:
            return match
    return next(iter(languages), wished)


def own_parameters(description: EngineDescription | None, kept: Mapping[str, float]) -> dict[str, float]:
    """Return of an engine's kept parameters those that are not at their defaults, within their ranges."""
    if description is None:
        return dict(kept)
    return {
        spec.name: min(max(kept[spec.name], spec.minimum), spec.maximum)
        for spec in description.parameters
        if spec.name in kept and kept[spec.name] != spec.default
    }

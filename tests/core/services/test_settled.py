"""What nobody has said is filled in: the voice, the language, and no parameter that makes no difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.engine import ParameterKind, ParameterSpec
from core.model.voice import Voice
from core.services.choices import Choices
from core.services.settled import first_language, settled
from tests.core.services.test_lines import BIA, SPEAKER

STEPS = replace(SPEAKER, parameters=(ParameterSpec("steps", ParameterKind.INTEGER, 32, 4, 64, "Steps"),))


def test_the_first_voice_and_its_language_are_meant_where_nobody_says_another() -> None:
    filled = settled(Choices("speaker"), SPEAKER)
    assert filled.voice is not None
    assert (filled.voice.id, filled.language) == ("speaker:ann", "en-US")
    assert settled(Choices("speaker", BIA), SPEAKER).language == "pt-BR"
    assert settled(Choices("nobody"), None) == Choices("nobody")


@pytest.mark.parametrize(
    ("wished", "voice", "language"),
    [
        ("pt", "", "pt-BR"),
        ("PT_br", "en-US", "pt-BR"),
        ("", "pt", "pt-BR"),
        ("fr", "pt-PT", "pt-BR"),
        ("fr", "", "en-US"),
        ("", "", "en-US"),
    ],
)
def test_a_language_is_the_engine_s_own_tag_for_it(wished: str, voice: str, language: str) -> None:
    assert first_language(SPEAKER.languages, wished, Voice("a", "A", voice)) == language


def test_parameters_at_their_defaults_are_left_out() -> None:
    assert settled(Choices("speaker", parameters={"steps": 32.0}), STEPS).parameters == {}
    assert settled(Choices("speaker", parameters={"steps": 8.0, "odd": 1.0}), STEPS).parameters == {
        "steps": 8.0
    }

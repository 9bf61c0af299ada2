"""What the engines of the program say of themselves has words in Portuguese."""

from __future__ import annotations

import importlib.metadata

import pytest

from core.engines.base import ENTRY_POINT_GROUP, OWN_DISTRIBUTION
from core.install.environments import own_engine_ids
from core.model.engine import EngineDescription
from gui.engine_words import KNOWN, engine_words
from gui.i18n import Interface, read_catalogue


def descriptions() -> dict[str, EngineDescription]:
    """Return every packaged engine's description; none needs its packages for it."""
    points = importlib.metadata.distribution(OWN_DISTRIBUTION).entry_points.select(group=ENTRY_POINT_GROUP)
    return {point.name: point.load()().description for point in points}


def phrases(description: EngineDescription) -> set[str]:
    words = {description.code_licence.summary, description.weights_licence.summary}
    for spec in description.parameters:
        words |= {spec.label, spec.unit}
    return words - {""}


@pytest.mark.parametrize("engine", own_engine_ids())
def test_every_phrase_of_an_engine_has_words_in_portuguese(engine: str):
    catalogue = read_catalogue("pt_BR")
    found = phrases(descriptions()[engine])
    assert found
    assert [phrase for phrase in found if ("Engines", phrase, "") not in catalogue] == []


def test_no_phrase_is_left_over():
    assert set(KNOWN) == set().union(*map(phrases, descriptions().values()))


def test_they_are_shown_in_the_interfaces_language(qapp):
    interface = Interface(qapp)
    try:
        interface.speak("pt_BR")
        assert engine_words("Steps") == "Passos"
        assert engine_words("A third party's") == "A third party's"
        interface.speak("en")
        assert engine_words("Steps") == "Steps"
    finally:
        interface.forget()

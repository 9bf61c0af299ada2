"""The voices that a model brings stand in the panel, and speak."""

from __future__ import annotations

import pytest

from gui.presenters.states import LineState
from tests.core.services.test_stock_voices import write_safetensors


@pytest.fixture
def weights(home):
    folder = home / "models" / "tenor" / "mine"
    folder.mkdir(parents=True)
    (folder / "tenor.bin").write_bytes(b"weights")
    write_safetensors(folder / "voices.safetensors", ["Nina"])


@pytest.mark.usefixtures("weights")
def test_a_models_voice_is_listed_with_its_engines_own_and_speaks(choir):
    voices = choir.studio.voices
    choir.until(lambda: voices.find("tenor:Nina") is not None)
    assert [voice.id for voice in voices.voices if voice.engine == "tenor"] == [
        "tenor:rosa",
        "tenor:lua",
        "tenor:Nina",
    ]
    assert voices.find("tenor:Nina").name == "Nina"

    voices.choose("tenor:Nina")
    choir.write("Hola.")
    choir.generate()

    assert choir.states() == [LineState.RENDERED]


def test_voices_that_cannot_speak_yet_are_shown_while_their_engine_is_chosen(choir, home):
    voices = choir.studio.voices
    choir.until(lambda: not any(card.id.startswith("tenor:") for card in voices.state.cards))
    assert voices.find("tenor:rosa") is not None
    choir.studio.engine.choose_engine("tenor")
    assert {"tenor:rosa", "tenor:lua"} <= {card.id for card in voices.state.cards}
    choir.studio.engine.choose_engine("starter")
    assert not any(card.id.startswith("tenor:") for card in voices.state.cards)

    folder = home / "models" / "tenor" / "mine"
    folder.mkdir(parents=True)
    (folder / "tenor.bin").write_bytes(b"weights")
    choir.studio.introductions.look_around()
    choir.until(lambda: any(card.id == "tenor:rosa" for card in voices.state.cards))

"""The window says how long a slow engine will take before it is asked to speak."""

from __future__ import annotations

import pytest

WORDS = "Good morning, this is Elena."
LINE = "one two three four five six seven eight nine ten eleven twelve thirteen"
"""Five seconds at the usual pace."""


@pytest.fixture
def alto(choir, recording):
    """Alto is ready to speak; it says that it takes 49 times real time at 32 steps."""
    recording.with_suffix(".txt").write_text(WORDS)
    choir.studio.voices.add([recording])
    choir.until(lambda: any(not voice.is_preset for voice in choir.studio.voices.voices))
    choir.studio.engine.choose_engine("alto")
    choir.window.voices_panel.cards()[0].click()
    return choir


def estimate(one) -> str:
    label = one.window.engine_panel.estimate_label
    return label.text() if label.isVisible() else ""


def test_a_slow_engine_says_how_long_it_will_take(alto):
    alto.write("\n".join([LINE] * 2))
    assert estimate(alto) == "About 8 min for this script on this processor."
    assert estimate(alto) in alto.window.engine_panel.generate_button.accessibleDescription()
    alto.window.engine_panel.parameters["steps"].slider.setValue(3)
    assert estimate(alto) == "About 2 min for this script on this processor."
    alto.window.engine_panel.speed.slider.setValue(alto.window.engine_panel.speed.slider.maximum())
    assert estimate(alto) == "About 50 s for this script on this processor."
    alto.studio.engine.choose_engine("starter")
    assert estimate(alto) == ""


def test_what_was_measured_takes_the_place_of_what_was_expected(alto):
    alto.write("\n".join([LINE] * 2))
    alto.generate()
    assert alto.studio.script.rendered_count == 2
    assert estimate(alto) == "", "nothing is to do"
    alto.write("\n".join([LINE] * 3))
    assert estimate(alto) == "", "tones take no time"


def test_only_what_is_to_do_counts(alto):
    alto.write(LINE)
    assert estimate(alto) == "About 4 min for this script on this processor."
    alto.editor.appendPlainText(LINE)
    assert estimate(alto) == "About 8 min for this script on this processor."


def test_it_speaks_portuguese(alto):
    alto.write(LINE)
    alto.program.choose_language("pt_BR")
    try:
        alto.until(lambda: estimate(alto) == "Cerca de 4 min para este roteiro neste processador.")
    finally:
        alto.program.choose_language("en")

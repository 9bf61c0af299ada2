"""The window says before Generate whether it fits, on which device, and about how long it will take."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import soundfile

from benchmarks.spoil import RATE_HZ
from benchmarks.verdict_grid import starter
from core.host.client import HostClient, HostOptions
from core.install.environments import Environment
from gui.widgets.notice_bar import NoticeLine

STUDIO = Environment("studio", Path(sys.executable), ("starter",))
CARD_BYTES = 340_000_000
"""The starter engine fits, once."""

WORDS = "Good morning, this is Elena."
LINE = "one two three four five six seven eight nine ten eleven twelve thirteen"
"""Five seconds at the usual pace."""


@pytest.fixture
def alto(choir, recording):
    """Alto is ready to speak; it says that it takes 49 times real time at 32 steps."""
    soundfile.write(recording, starter(), RATE_HZ)
    recording.with_suffix(".txt").write_text(WORDS)
    choir.studio.voices.add([recording])
    choir.until(lambda: any(not voice.is_preset for voice in choir.studio.voices.voices))
    choir.studio.engine.choose_engine("alto")
    choir.window.voices_panel.cards()[0].click()
    return choir


def fit(one) -> str:
    line = one.window.engine_panel.fit
    return line.words.text() if line.isVisible() else ""


def until_fit(one, text: str) -> None:
    one.until(lambda: fit(one) == text)


def test_a_slow_engine_says_how_long_it_will_take(alto):
    alto.write("\n".join([LINE] * 2))
    until_fit(alto, "On the CPU · about 8 min")
    assert fit(alto) in alto.window.engine_panel.generate_button.accessibleDescription()
    alto.window.engine_panel.parameters["steps"].slider.setValue(3)
    until_fit(alto, "On the CPU · about 2 min")
    alto.window.engine_panel.speed.slider.setValue(alto.window.engine_panel.speed.slider.maximum())
    until_fit(alto, "On the CPU · about 50 s")
    alto.studio.engine.choose_engine("starter")
    until_fit(alto, "On the CPU · less than 5 s")


def test_what_was_measured_takes_the_place_of_what_was_expected(alto):
    alto.write("\n".join([LINE] * 2))
    until_fit(alto, "On the CPU · about 8 min")
    alto.generate()
    assert alto.studio.script.rendered_count == 2
    until_fit(alto, "")  # nothing is to do
    alto.write("\n".join([LINE] * 3))
    until_fit(alto, "On the CPU · less than 5 s")  # tones take no time


def test_only_what_is_to_do_counts(alto):
    alto.write(LINE)
    until_fit(alto, "On the CPU · about 4 min")
    alto.editor.appendPlainText(LINE)
    until_fit(alto, "On the CPU · about 8 min")


def test_lines_of_other_engines_count_by_those(alto):
    """A dialogue takes as long as all of its engines do, also where the chosen one is quick."""
    alto.write(LINE)
    until_fit(alto, "On the CPU · about 4 min")
    alto.studio.engine.choose_engine("starter")
    until_fit(alto, "On the CPU · less than 5 s")
    alto.studio.engine.choose_engine("alto")
    alto.write(f"{LINE}\n[Starter] {LINE}")
    until_fit(alto, "On the CPU · about 4 min")


def test_it_speaks_portuguese(alto):
    alto.write(LINE)
    until_fit(alto, "On the CPU · about 4 min")
    alto.program.choose_language("pt_BR")
    try:
        until_fit(alto, "Na CPU · cerca de 4 min")
    finally:
        alto.program.choose_language("en")


def test_a_card_with_room_is_told_with_numbers(open_studio):
    one = open_studio({"simulate_gpu_bytes": 4 * 10**9})
    one.start()
    one.write(LINE)
    until_fit(one, "Fits on the simulated GPU: needs 0.2 of 3.5 GB free · less than 5 s")
    assert not one.window.engine_panel.fit.button.isVisible()


def test_what_does_not_fit_is_told_before_it_is_tried_and_one_click_takes_the_cpu(open_studio):
    one = open_studio({"simulate_gpu_bytes": 200_000_000})
    one.start()
    one.write(LINE)
    until_fit(one, "Does not fit on the simulated GPU: needs 0.20 GB, 0.17 GB free.")
    panel = one.window.engine_panel
    assert panel.fit.mark.isVisible()
    assert panel.fit.button.text() == "Use the CPU for this"
    panel.fit.button.click()
    until_fit(one, "On the CPU, as you chose · less than 5 s")
    one.generate()
    assert one.studio.script.rendered_count == 1
    assert one.studio.script.take(0).device == "cpu"
    one.write("Another line.")
    one.until(panel.fit.isVisible)
    assert panel.fit.button.text() == "Use the graphics card again"
    panel.fit.button.click()
    one.until(lambda: fit(one).startswith("Does not fit"))


def test_a_refusal_offers_the_cpu_and_then_speaks(open_studio):
    one = open_studio({"simulate_gpu_bytes": 200_000_000})
    one.start()
    one.write(LINE)
    one.until(lambda: fit(one).startswith("Does not fit"))
    one.generate()
    assert one.studio.script.rendered_count == 0
    (line,) = one.window.notice_bar.findChildren(NoticeLine)
    (button,) = line.buttons
    assert button.text() == "Use the CPU for this"
    button.click()
    one.until(lambda: one.studio.script.rendered_count == 1)
    assert one.studio.script.take(0).device == "cpu"


def test_the_answer_follows_other_programs_memory(open_studio, tmp_path):
    """Another program of ours holds the card, and gives it back."""
    cards = tmp_path / "cards"
    other = HostClient(
        STUDIO, HostOptions(simulate_gpu_bytes=CARD_BYTES, cards_folder=cards, program="other")
    )
    one = open_studio({"simulate_gpu_bytes": CARD_BYTES}, cards_folder=cards)
    one.start()
    one.write(LINE)
    one.until(lambda: fit(one).startswith("Fits on the simulated GPU"))
    try:
        other.load("starter")
        one.until(lambda: fit(one).startswith("Does not fit on the simulated GPU"))
        assert "used by other programs" in fit(one)
    finally:
        other.close()
    one.until(lambda: fit(one).startswith("Fits on the simulated GPU"))

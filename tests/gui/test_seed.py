"""A seed that was typed serves a line of the script, not what comes in between."""

from __future__ import annotations


def test_a_run_that_made_nothing_leaves_the_seed(studio):
    studio.studio.engine.set_seed(4711)
    studio.write("🙂🙂")
    studio.generate()
    assert studio.studio.engine.state.seed == 4711


def test_the_sample_of_a_voice_leaves_the_seed(studio):
    studio.studio.engine.set_seed(4711)
    studio.window.voices_panel.cards()[0].play_button.click()
    studio.until(lambda: studio.studio.voices.state.cards[0].peaks is not None)
    studio.until(lambda: not studio.studio.run.running)
    assert studio.studio.engine.state.seed == 4711


def test_a_line_that_was_rendered_has_used_it_up(studio):
    studio.studio.engine.set_seed(4711)
    studio.write("Good morning.")
    studio.generate()
    assert studio.studio.script.take(0).recipe.seed == 4711
    assert studio.studio.engine.state.seed != 4711

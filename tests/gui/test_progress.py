"""How far a run is, and how long it will take."""

from __future__ import annotations

import pytest

from gui.presenters import time_left

LINE = "The quick brown fox jumps over the lazy dog, again and again."


@pytest.mark.parametrize(
    "text", ["\n".join([LINE] * 3000), (LINE.rstrip(".") + ", ") * 3000], ids=["lines", "line"]
)
def test_a_long_run_tells_the_time_left_before_two_percent_are_done(studio, qtbot, monkeypatch, text):
    monkeypatch.setattr(time_left, "ESTIMATE_AFTER_S", 0.5)
    seen = []
    studio.studio.run.view_changed.connect(seen.append)
    studio.write(text)
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000):
        studio.window.engine_panel.generate_button.click()
        studio.until(lambda: any("left" in view.text for view in seen))
        studio.window.actions_.cancel.trigger()
    told = next(view for view in seen if "left" in view.text)
    assert 0 < told.progress < 0.02
    minutes = told.text.split(" · ")[-1].removesuffix(" left").split(":")
    assert len(minutes) == 3 or int(minutes[0]) >= 1, "3,000 lines are no matter of seconds"

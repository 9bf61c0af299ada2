"""A window that is being taken apart."""

from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from core.delivery.wishes import Loudness
from gui.runs import LineRendered
from tests.core.projects.makers import clip, take


def test_a_closed_window_does_not_translate_parts_that_may_be_gone(open_studio):
    """The end of the program takes its translators away, and Qt then tells every window that is left."""
    window = open_studio().window
    window.close()
    window.actions_.quit.setText("as it was")
    QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert window.actions_.quit.text() == "as it was"


def test_an_export_that_outlasts_the_window_is_cancelled_and_leaves_nothing(
    open_studio, tmp_path, monkeypatch
):
    monkeypatch.setattr("gui.studio.EXPORT_WAIT_MS", 1)
    one = open_studio()
    one.write("\n".join(f"Line {number}." for number in range(30)))
    sound, script = clip(1, 10.0), one.studio.script
    for line in script.script.lines:
        made = take("", clip=sound, recipe=script.wanted(line))
        script.keep_take(LineRendered(line.id, made, (), line.text))
    one.studio.export.change(replace(one.studio.export.state.wishes, loudness=Loudness.PODCAST))
    folder = tmp_path / "finished"
    folder.mkdir()
    one.studio.export.write(folder / "long.wav")
    one.until(lambda: any(folder.iterdir()))
    one.window.close()
    assert one.program.everything_ended
    assert list(folder.iterdir()) == []

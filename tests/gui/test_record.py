"""Recording in the window: what is read, the meter, stop, use or again; and without a microphone."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
import soundfile

from core.audio.microphone import UNFINISHED
from core.services.prompts import prompt_for, prompts
from gui.presenters.record_presenter import RecordStage
from gui.widgets.record_dialog import RecordDialog
from tests.audio_fixtures import Pulse

pytestmark = pytest.mark.slow

PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QMainWindow
from core.services.prompts import prompt_for
from gui import theme
from gui.jobs import Lane
from gui.presenters.record_presenter import RecordPresenter, RecordStage
from gui.widgets.record_dialog import RecordDialog

app = QApplication(["recorder"])
theme.install(app, "light")
window, lane, report = QMainWindow(), Lane("audio"), {"stages": [], "levels": []}
presenter = RecordPresenter(Path(sys.argv[1]), prompt_for("pt-BR"), lane)
dialog = RecordDialog(presenter, window)

def follow(state):
    if state.stage not in report["stages"]:
        report["stages"].append(state.stage)
    report["levels"].append(state.level_dbfs)
    long_enough = state.stage is RecordStage.RECORDING and state.duration_s > 1.0
    if long_enough and dialog.record_button.text() == "Stop":
        dialog.record_button.click()
    if state.stage is RecordStage.DONE and dialog.use_button.isEnabled():
        report["status"] = dialog.status_label.text()
        presenter.state_changed.disconnect(follow)
        dialog.use_button.click()

def use(path):
    report["path"] = str(path)
    app.quit()

presenter.wanted.connect(use)
presenter.failed.connect(lambda error: (report.update(error=error.code), app.quit()))
presenter.state_changed.connect(follow)
dialog.show()
dialog.record_button.click()
app.exec()
lane.close()
print(json.dumps(report))
"""


def test_a_recording_is_made_by_the_buttons(pulse: Pulse, tmp_path: Path):
    pulse.pactl("set-default-source", "out.monitor")
    call = pulse.run(PROGRAM, str(tmp_path / "recordings"))
    assert call.returncode == 0, call.stderr
    report = json.loads(call.stdout.splitlines()[-1])
    assert report["stages"] == ["countdown", "starting", "recording", "stopping", "done"]
    assert soundfile.info(report["path"]).duration >= 1.0
    assert "a little longer" in report["status"]


def test_without_a_microphone_this_is_said_and_nothing_is_left(studio):
    studio.window.voices_panel.record_button.click()
    dialog = studio.window.findChild(RecordDialog)
    dialog.record_button.click()
    assert dialog.presenter.state.stage is RecordStage.COUNTDOWN
    studio.until(lambda: dialog.presenter.state.error is not None)
    assert "microphone" in dialog.status_label.text(), "it is said where one looks"
    assert dialog.focusWidget() is dialog.record_button, "Space must never have come to mean Cancel"
    assert studio.notices() == []
    assert dialog.presenter.state.stage is RecordStage.READY
    assert dialog.record_button.text() == "Record"
    assert not studio.services.paths.recordings_dir.exists()
    dialog.record_button.click()
    assert "microphone" not in dialog.status_label.text(), "what went wrong before is past"
    dialog.close()


def test_what_a_program_recorded_that_died_is_offered(studio, spoken):
    folder = studio.services.paths.recordings_dir
    folder.mkdir(parents=True)
    left = folder / f"Recording 1.wav{UNFINISHED}"
    shutil.copy(spoken[0], left)
    os.utime(left, (left.stat().st_mtime - 60,) * 2)

    def offered() -> RecordDialog:
        studio.window.voices_panel.record_button.click()
        dialog = studio.window.findChild(RecordDialog)
        studio.until(dialog.use_button.isEnabled)
        assert "From before the program ended" in dialog.status_label.text()
        return dialog

    offered().close()  # no answer yet
    studio.until(lambda: studio.window.findChild(RecordDialog) is None)
    offered().use_button.click()
    studio.until(lambda: len(studio.services.voices.references()) == 1)
    studio.until(lambda: list(folder.iterdir()) == [])


def test_the_countdown_can_be_stopped(studio):
    studio.window.voices_panel.record_button.click()
    dialog = studio.window.findChild(RecordDialog)
    dialog.record_button.click()
    assert dialog.record_button.text() == "Stop"
    dialog.record_button.click()
    assert dialog.presenter.state.stage is RecordStage.READY
    dialog.close()


def test_what_is_read_is_in_the_scripts_language(studio):
    studio.write("Bom dia, hoje eu vou fazer um café muito bom para você.")
    studio.window.voices_panel.record_button.click()
    dialog = studio.window.findChild(RecordDialog)
    assert dialog.prompt_label.text() == prompt_for("pt").text
    dialog.close()


def test_every_language_has_a_text_of_ten_seconds_or_more():
    assert [one.language for one in prompts()] == ["en", "pt", "es", "fr", "de", "it"]
    assert all(150 <= len(one.text) <= 300 for one in prompts())
    assert prompt_for("ja").language == "en"
    assert prompt_for("PT-BR").language == "pt"

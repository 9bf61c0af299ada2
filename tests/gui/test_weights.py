"""The panel of engines and weights: fetching from a server, stopping, going on, checking, deleting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from core.install.environments import find_environments
from core.models.ledger import Ledger
from gui.presenters.states import LineState
from gui.widgets.add_weights_dialog import AddWeightsDialog
from gui.widgets.weights_dialog import WeightsDialog
from gui.widgets.weights_row import WeightsRowWidget
from tests.core.models.checkpoints import write_f5, write_vocoder, write_xtts
from tests.core.models.weights import sha256
from tests.file_server import FileServer, file_server, slowly, status
from tests.gui.test_engines import pick, problem

WEIGHTS = b"weights of the tenor" * 20_000

MANIFEST = """
id = "tenor-one"
engine = "tenor"
folder = "one"
name = "Tenor One"
languages = ["pt-BR"]
memory_bytes = 1_000_000
[licence]
spdx = "CC-BY-NC-4.0"
summary = "not for commercial use; name the authors when you share what it made"
url = "https://creativecommons.org/licenses/by-nc/4.0/"
[[files]]
path = "tenor.bin"
size_bytes = {size}
sha256 = "{sha256}"
sources = ["{url}/tenor.bin"]
"""


@pytest.fixture
def server(home: Path) -> Iterator[FileServer]:
    """Serve the tenor's weights, and make them known."""
    with file_server({"tenor.bin": WEIGHTS}) as running:
        (home / "models").mkdir(parents=True)
        text = MANIFEST.format(url=running.url, size=len(WEIGHTS), sha256=sha256(WEIGHTS))
        (home / "models" / "tenor.toml").write_text(text)
        yield running


class Panel:
    """The panel as a hand and an eye know it."""

    def __init__(self, one, engine: str = "tenor", row: str = "tenor-one") -> None:
        self.one = one
        self._engine, self._row = engine, row
        one.window.actions_.weights.trigger()
        self.dialog = one.window.findChild(WeightsDialog)
        one.until(lambda: bool(self.dialog.cards))

    @property
    def row(self) -> WeightsRowWidget:
        """The weights that it is about."""
        return self.dialog.cards[self._engine].rows[self._row]

    def buttons(self) -> dict[str, QPushButton]:
        """Return the buttons of the row by what they say."""
        return {button.text(): button for button in self.row.buttons if button.isVisible()}

    def press(self, text: str) -> None:
        self.one.until(lambda: text in self.buttons())
        self.buttons()[text].click()

    def says(self, text: str) -> bool:
        labels = (self.row.facts_label, self.row.state_label, self.row.progress_label)
        return any(text in label.text() for label in labels if label.isVisible())


@pytest.fixture
def panel(server, choir) -> Panel:
    choir.write("Bom dia.")
    pick(choir, "tenor")
    return Panel(choir)


def test_weights_are_fetched_from_the_window_and_used_without_a_restart(panel, choir, server, home):
    choir.until(lambda: "Get the weights…" in choir.window.engine_panel.problem.button.text())
    assert problem(choir).startswith("The weights of Tenor are not there. They are fetched once")
    assert panel.says("CC-BY-NC-4.0: not for commercial use")
    assert server.requests == []
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.says("every byte was checked"))
    assert (home / "models/tenor/one/tenor.bin").read_bytes() == WEIGHTS
    choir.until(choir.window.engine_panel.generate_button.isEnabled)
    assert "The weights of Tenor One are here" in " ".join(choir.notices())
    choir.generate()
    assert choir.states() == [LineState.RENDERED]


def test_a_download_is_stopped_and_goes_on_where_it_was(panel, choir, server):
    server.acts.append(slowly(0.05))
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.row.progress_bar.value() > 0)
    assert panel.row.progress_bar.accessibleDescription()
    panel.press("Cancel")
    choir.until(lambda: panel.says("have come"))
    assert "cancel" not in " ".join(choir.notices()).lower()
    panel.press("Go on")
    choir.until(lambda: panel.says("every byte was checked"))
    assert server.requests[1]["Range"].startswith("bytes=")
    assert server.sent_bytes < 1.1 * len(WEIGHTS)


def test_a_server_that_says_nothing_more_does_not_hold_a_cancel_up(panel, choir, server):
    def silent(handler, data, start):
        handler.begin(data, start)
        handler.send(data[:100_000])
        handler.wfile.flush()
        handler.of.over.wait()

    def something_has_come():
        return any(part.stat().st_size for part in choir.services.paths.data.rglob("tenor.bin.part"))

    server.acts.append(silent)
    panel.press("Accept the licence and download")
    choir.until(something_has_come)
    panel.press("Cancel")
    choir.until(lambda: "Go on" in panel.buttons())
    assert not choir.studio.weights.busy


def test_what_goes_wrong_is_said_in_the_row_and_below_the_script(panel, choir, server):
    server.files["tenor.bin"] = b"x" + WEIGHTS[1:]
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.says("is another file, and was deleted"))
    assert "is another file" in " ".join(choir.notices())
    server.files["tenor.bin"] = WEIGHTS
    server.acts.append(status(404))
    panel.press("Download")
    choir.until(lambda: panel.says("404 Not Found"))
    choir.program.choose_language("pt_BR")
    try:
        choir.until(lambda: panel.says("não forneceu"))
        assert panel.buttons()["Baixar"]
    finally:
        choir.program.choose_language("en")
    panel.press("Download")
    choir.until(lambda: panel.says("every byte was checked"))


def test_damaged_weights_are_found_and_mended(panel, choir, home):
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.says("every byte was checked"))
    (home / "models/tenor/one/tenor.bin").write_bytes(b"y" * len(WEIGHTS))
    panel.press("Check")
    choir.until(lambda: panel.says("not as they should be: tenor.bin"))
    panel.press("Mend")
    choir.until(lambda: panel.says("every byte was checked"))
    assert (home / "models/tenor/one/tenor.bin").read_bytes() == WEIGHTS


def test_deleting_asks_once_more(panel, choir, home):
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.says("every byte was checked"))
    panel.press("Delete")
    assert "Really delete?" in panel.buttons()
    panel.press("Check")
    choir.until(lambda: "Delete" in panel.buttons())
    panel.press("Delete")
    panel.press("Really delete?")
    choir.until(lambda: panel.says("Not on this computer"))
    assert not (home / "models/tenor/one").exists()
    choir.until(lambda: not choir.window.engine_panel.generate_button.isEnabled())


def test_unfinished_downloads_are_cleaned_up(panel, choir, server, home):
    server.acts.append(slowly(0.05))
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.row.progress_bar.value() > 0)
    panel.press("Cancel")
    choir.until(panel.dialog.clean_button.isVisible)
    assert panel.dialog.leftovers_label.text().startswith("Unfinished downloads")
    panel.dialog.clean_button.click()
    choir.until(lambda: not panel.dialog.clean_button.isVisible())
    assert [path for path in (home / "models/tenor").iterdir() if path.is_dir()] == []


def test_the_keyboard_does_all_and_stays_in_its_row(panel, choir, server, qtbot):
    panel.dialog.activateWindow()
    button = panel.buttons()["Accept the licence and download"]
    button.setFocus()
    server.acts.append(slowly(0.05))
    qtbot.keyClick(button, Qt.Key.Key_Space)
    choir.until(lambda: panel.row.progress_bar.value() > 0)
    assert panel.row.isAncestorOf(panel.dialog.focusWidget())
    qtbot.keyClick(panel.dialog.focusWidget(), Qt.Key.Key_Space)
    choir.until(lambda: "Go on" in panel.buttons())
    qtbot.keyClick(panel.dialog, Qt.Key.Key_Escape)
    choir.until(lambda: choir.window.findChild(WeightsDialog) is None)


def test_every_control_has_a_name_that_says_what_it_is_for(panel, choir):
    for language in ("en", "pt_BR"):
        choir.program.choose_language(language)
        controls = [
            widget
            for widget in panel.dialog.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        ]
        names = [widget.accessibleName() or widget.text() for widget in controls]
        assert len(names) > 8
        assert all(names)
        assert len(set(names)) == len(names), "two controls have one name"
    choir.program.choose_language("en")


def test_it_says_which_engine_fits_the_card(server, open_studio):
    one = open_studio({"simulate_gpu_bytes": 2_000_000_000})
    one.start()
    panel = WeightsDialog(one.window)
    one.studio.weights.state_changed.connect(panel.show_state)
    one.studio.weights.refresh()
    one.until(lambda: "f5" in panel.cards)
    assert panel.card_label.text() == "The simulated graphics card has 2.0 GB."
    assert panel.cards["f5"].fit_label.text().startswith("Barely fits your card: needs 1.9 of 2.0 GB.")
    assert panel.cards["xtts"].fit_label.text().startswith("Does not fit your card: needs 2.3 of 2.0 GB.")
    assert panel.cards["kokoro"].fit_label.text().startswith("Runs on the processor; needs 0.4 GB")
    one.until(lambda: "torch" in panel.cards["f5"].rows)
    assert panel.cards["f5"].rows["torch"].facts_label.text() == "takes 5.9 GB on the disk, XTTS v2 included"
    panel.close()


def test_the_end_of_the_studio_is_the_end_of_a_download(panel, choir, server):
    server.acts.append(slowly(0.2))
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.row.progress_bar.value() > 0)
    children = [one for one in psutil.Process().children() if "get" in one.cmdline()]
    assert len(children) == 1
    choir.window.close()
    choir.until(lambda: not children[0].is_running())


# --- more than one to choose from ---------------------------------------------------------------------


@pytest.fixture
def two(home: Path) -> None:
    """Put two folders of the tenor's weights in their place."""
    for name in ("one", "two"):
        folder = home / "models" / "tenor" / name
        folder.mkdir(parents=True)
        (folder / "tenor.bin").write_bytes(b"weights")


@pytest.mark.usefixtures("two")
def test_of_several_weights_one_is_chosen_and_stays_chosen(choir, open_studio, choir_environment):
    choir.write("Bom dia.")
    pick(choir, "tenor")
    picker = choir.window.engine_panel.model_picker
    choir.until(picker.isVisible)
    assert [picker.itemText(row) for row in range(picker.count())] == ["one", "two"]
    assert picker.currentText() == "one"
    choir.generate()
    assert choir.states() == [LineState.RENDERED]
    picker.setCurrentIndex(1)
    picker.activated.emit(1)
    assert choir.states() == [LineState.STALE]
    choir.generate()
    (take,) = [take for _, take in choir.studio.script.takes()]
    assert take.recipe.model == "two"
    picker.setCurrentIndex(0)
    picker.activated.emit(0)
    choir.until(lambda: choir.states() == [LineState.RENDERED])
    picker.setCurrentIndex(1)
    picker.activated.emit(1)
    choir.until(lambda: not choir.studio.lanes["keep"].busy)
    choir.window.close()
    again = open_studio(environments=[*find_environments(), choir_environment])
    again.start()
    again.until(again.window.engine_panel.model_picker.isVisible)
    assert again.window.engine_panel.model_picker.currentText() == "two"


def test_without_a_choice_none_is_shown(choir, home):
    (home / "models" / "tenor" / "one").mkdir(parents=True)
    (home / "models" / "tenor" / "one" / "tenor.bin").write_bytes(b"weights")
    pick(choir, "tenor")
    choir.studio.introductions.look_around()
    choir.until(choir.window.engine_panel.generate_button.isEnabled)
    assert not choir.window.engine_panel.model_picker.isVisible()


def test_weights_are_added_from_a_folder_in_the_window(choir, home, tmp_path):
    panel = Panel(choir, engine="xtts", row="xtts/mine")
    folder = write_xtts(tmp_path / "Mine")
    choir.studio.weights.add(str(folder))
    choir.until(lambda: "xtts/mine" in panel.dialog.cards["xtts"].rows)
    choir.until(lambda: panel.says("your own"))
    assert (home / "models" / "xtts" / "mine" / "model.safetensors").is_file()
    choir.until(lambda: "The weights Mine were added." in " ".join(choir.notices()))
    choir.studio.weights.add(str(folder))
    choir.until(lambda: 'There are weights called "xtts/mine" already.' in " ".join(choir.notices()))


def test_what_the_files_do_not_tell_is_asked_before_weights_are_added(choir, home, tmp_path):
    panel = Panel(choir, engine="f5", row="f5/f5-pt")
    folder = write_vocoder(write_f5(tmp_path / "F5 pt", tokens=3000))
    choir.studio.weights.look_at(str(folder))
    choir.until(lambda: choir.window.findChild(AddWeightsDialog) is not None)
    dialog = choir.window.findChild(AddWeightsDialog)
    assert dialog.windowTitle() == "Add weights of F5-TTS"
    assert dialog.release_picker.isVisible()
    assert dialog.language_picker.currentText() == "What F5-TTS speaks"
    for picker, text in (
        (dialog.language_picker, "Portuguese (Brazil)"),
        (dialog.release_picker, "F5-TTS, first release (F5TTS_Base)"),
    ):
        picker.setCurrentIndex(picker.findText(text))
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    choir.until(lambda: "f5/f5-pt" in panel.dialog.cards["f5"].rows)
    choir.until(lambda: panel.says("your own · Portuguese (Brazil)"))
    assert Ledger(home / "models").languages("f5/f5-pt") == ("pt-BR",)
    assert "pe_attn_head: 1" in (home / "models" / "f5" / "f5-pt" / "config.yaml").read_text()


def test_the_release_is_asked_only_where_the_files_do_not_tell(choir, tmp_path):
    folder = write_xtts(tmp_path / "Mine")
    choir.studio.weights.look_at(str(folder))
    choir.until(lambda: choir.window.findChild(AddWeightsDialog) is not None)
    dialog = choir.window.findChild(AddWeightsDialog)
    assert not dialog.release_picker.isVisible()
    dialog.reject()
    assert not choir.studio.weights.busy


def test_a_folder_that_holds_no_weights_is_said_at_once(choir, tmp_path):
    choir.studio.weights.look_at(str(tmp_path / "none"))
    choir.until(lambda: "it is no folder" in " ".join(choir.notices()))
    assert choir.window.findChild(AddWeightsDialog) is None


@pytest.mark.usefixtures("two")
def test_with_the_weights_the_languages_change(choir, home):
    Ledger(home / "models").say_languages("tenor/two", ("de",))
    choir.studio.introductions.look_around()
    pick(choir, "tenor")
    panel = choir.window.engine_panel
    choir.until(panel.model_picker.isVisible)
    choir.until(lambda: choir.studio.engine.readiness.languages == {"two": ("de",)})
    before = [panel.language_picker.itemData(row) for row in range(panel.language_picker.count())]
    assert before == ["pt-BR", "es"]
    chosen = panel.language_picker.currentData()
    panel.model_picker.setCurrentIndex(1)
    panel.model_picker.activated.emit(1)
    assert panel.language_picker.currentData() == "de"
    assert panel.language_picker.count() == 1
    panel.model_picker.setCurrentIndex(0)
    panel.model_picker.activated.emit(0)
    assert panel.language_picker.currentData() == chosen


def test_an_errand_that_is_killed_is_said_and_goes_on_where_it_was(panel, choir, server):
    server.acts.append(slowly(0.1))
    panel.press("Accept the licence and download")
    choir.until(lambda: panel.row.progress_bar.value() > 0)
    (child,) = [one for one in psutil.Process().children() if "get" in one.cmdline()]
    child.kill()
    choir.until(lambda: panel.says("it ended without a word"))
    panel.press("Go on")
    choir.until(lambda: panel.says("every byte was checked"))
    assert server.requests[1]["Range"].startswith("bytes=")

"""About: what this is, and under which licences it and its parts stand."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from core.model.engine import EngineDescription
from gui.engine_words import engine_words
from gui.jobs import Lane
from sottovoce import __version__


class AboutDialog(QDialog):
    """Shows version, engines and packages with their licences; opens without blocking."""

    def __init__(self, engines: Sequence[EngineDescription], lane: Lane, parent: QWidget) -> None:
        """Build the dialog; the list of packages follows.

        Args:
            engines: The engines that have introduced themselves.
            lane: Where the packages are read.
            parent: The window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Sottovoce"))
        name = QLabel(f"<h2>Sottovoce {__version__}</h2>")
        what = QLabel(self.tr("A voice-cloning studio for ordinary graphics cards."))
        private = QLabel(self.tr("Nothing leaves this machine."))
        marked = QLabel(self.tr("Every exported file is marked as synthetic speech."))
        licence = QLabel(self.tr("Licence: Apache-2.0. It comes without any warranty."))
        for words in (what, private, marked, licence):
            words.setWordWrap(True)
        self.licences = QPlainTextEdit()
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setAccessibleName(self.tr("Licences"))
        self.licences.setPlainText("\n".join(_engine_line(engine) for engine in engines))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (name, what, private, marked, licence, self.licences, buttons):
            column.addWidget(widget)
        self.resize(560, 480)
        lane.submit(package_licences, self._show_packages)

    def _show_packages(self, lines: Sequence[str]) -> None:
        if not isValid(self):
            return  # closed meanwhile
        self.licences.appendPlainText("\n" + "\n".join(lines))
        self.licences.moveCursor(self.licences.textCursor().MoveOperation.Start)


def package_licences() -> list[str]:
    """Return each installed package with version and licence, by name."""
    lines = {}
    for package in metadata.distributions():
        about = package.metadata
        licence = _field(about, "License-Expression") or _classified(about.get_all("Classifier") or [])
        licence = licence or _field(about, "License") or "?"
        lines[about["Name"].lower()] = f"{about['Name']} {package.version}: {licence}"
    return [lines[name] for name in sorted(lines)]


def _field(about: metadata.PackageMetadata, name: str) -> str:
    lines = str(about[name] or "").splitlines() if name in about else []
    return lines[0][:60] if lines else ""


def _classified(classifiers: Sequence[str]) -> str:
    licences = [words.rsplit(" :: ", 1)[1] for words in classifiers if words.startswith("License ::")]
    return ", ".join(licence for licence in licences if licence != "OSI Approved")


def _engine_line(engine: EngineDescription) -> str:
    words = QCoreApplication.translate("AboutDialog", "{engine}: code {code}, weights {weights} ({summary})")
    return words.format(
        engine=engine.name,
        code=engine.code_licence.spdx,
        weights=engine.weights_licence.spdx,
        summary=engine_words(engine.weights_licence.summary),
    )

"""Qt's file dialog in the interface's words and colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from gui.theme import theme

ARROWS = ("backButton", "forwardButton", "toParentButton")
"""Buttons of Qt's own dialog whose icons are black, on dark too."""


def file_dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode, folder: Path) -> QFileDialog:
    """Make a dialog, the system's own where it has one; it deletes itself when it closes.

    Args:
        parent: The window that it belongs to.
        title: Its title.
        mode: What can be chosen.
        folder: Where it begins.
    """
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(mode)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    words = {  # Qt's own translation leaves these in English
        QFileDialog.DialogLabel.LookIn: QCoreApplication.translate("FileDialog", "&Look in:"),
        QFileDialog.DialogLabel.FileType: QCoreApplication.translate("FileDialog", "Files of &type:"),
    }
    for place, text in words.items():
        dialog.setLabelText(place, text)
    for name in ARROWS:
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            _recolour(button)
    return dialog


def _recolour(button: QToolButton) -> None:
    size = button.iconSize()
    made = QIcon()
    for mode, role in ((QIcon.Mode.Normal, "text"), (QIcon.Mode.Disabled, "disabled")):
        drawn = QPixmap(button.icon().pixmap(size, button.devicePixelRatio()))
        painter = QPainter(drawn)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(drawn.rect(), theme().color(role))
        painter.end()
        made.addPixmap(drawn, mode)
    button.setIcon(made)

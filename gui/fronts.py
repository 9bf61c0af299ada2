"""What is opened more than once: an open window comes to the front, a folder is shown by the system."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget


def to_front(window: QWidget) -> None:
    """Put a window above the others, and give it the keys."""
    window.raise_()
    window.activateWindow()


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

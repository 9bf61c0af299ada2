"""A notice from the system when a long run ends while the user is elsewhere."""

from __future__ import annotations

import logging
import shutil

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from gui.fronts import to_front
from gui.runs import RunEnded

log = logging.getLogger(__name__)

LONG_S = 30.0
"""Who waited no longer than this is still there."""

TRAY_MS = 15_000
"""So long our sign stays in the system's tray, where that is what shows the notice."""


class RunNotice(QObject):
    """Tells of the end of a run where the window is not in front.

    Where the system has a tray, through it; on other Linux desktops by ``notify-send``; and the taskbar's
    button of the window asks for attention in any case.
    """

    def __init__(self, window: QWidget) -> None:
        """Tell nothing yet.

        Args:
            window: Comes to the front when the notice is clicked.
        """
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(TRAY_MS)
        self._gone.timeout.connect(self._hide)

    def tell(self, ended: RunEnded) -> None:
        """Tell of a run that is over, if it was long and nobody is looking."""
        if ended.cancelled or ended.elapsed_s < LONG_S or self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        title, words = self._words(ended)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._show(title, words)
        elif (program := shutil.which("notify-send")) is not None:
            QProcess.startDetached(program, ["--app-name=Sottovoce", title, words])
        else:
            log.info("the system shows no notices; the run is over")

    def _words(self, ended: RunEnded) -> tuple[str, str]:
        spoken = self.tr("%n line(s) spoken", "", ended.rendered)
        if ended.failed:
            spoken += " · " + self.tr("%n failed", "", ended.failed)
        if ended.error is not None:
            return self.tr("Sottovoce has stopped"), spoken
        return self.tr("Sottovoce is done"), spoken

    def _show(self, title: str, words: str) -> None:
        if self._tray is None:
            icon = self._window.windowIcon()
            if icon.isNull():
                blank = QPixmap(16, 16)
                blank.fill(self._window.palette().highlight().color())
                icon = QIcon(blank)
            self._tray = QSystemTrayIcon(icon, self)
            self._tray.messageClicked.connect(self._to_front)
            self._tray.activated.connect(self._to_front)
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, words, QSystemTrayIcon.MessageIcon.NoIcon, TRAY_MS)
        self._gone.start()

    def _to_front(self, *_: object) -> None:
        to_front(self._window)
        self._hide()

    def _hide(self) -> None:
        if self._tray is not None:
            self._tray.hide()

"""The top bar: wordmark, the project, Open… and the settings menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from gui.theme import theme
from gui.widgets.controls import ElidedLabel, IconButton, panel
from gui.widgets.passive import PassiveWidget


class Wordmark(QWidget):
    """The name: Sotto in the text's colour, voce in the accent."""

    PARTS = (("Sotto", "text"), ("voce", "accent"))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sottovoce")
        theme().changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return room for the name."""
        metrics = QFontMetricsF(self.font())
        width = sum(metrics.horizontalAdvance(part) for part, _ in self.PARTS)
        return QSize(int(width) + 2, int(metrics.height()) + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the same as ``sizeHint``."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both parts."""
        painter = QPainter(self)
        metrics = QFontMetricsF(self.font())
        left = 0.0
        for part, role in self.PARTS:
            painter.setPen(theme().color(role))
            width = metrics.horizontalAdvance(part)
            at = QRectF(left, 0, width + 2, self.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, part)
            left += width
        painter.end()

    def _restyle(self) -> None:
        font = theme().font("body")
        font.setBold(True)
        self.setFont(font)
        self.updateGeometry()
        self.update()


class TopBar(PassiveWidget[str]):
    """Stands above the panels."""

    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wordmark = Wordmark()
        self.document_label = ElidedLabel("muted")
        self.open_button = QPushButton()
        self.open_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.settings_button = IconButton("settings", boxed=True, role="text")
        self.settings_button.icon_width = 16
        self.settings_menu = QMenu(self)
        self.settings_button.setMenu(self.settings_menu)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("surface", "bottom")
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(14)
        row.addWidget(self.wordmark)
        row.addWidget(self.document_label, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.settings_button)
        self.open_button.clicked.connect(self.open_requested)
        self.retranslate()

    def show_state(self, state: str) -> None:
        """Show the document's line."""
        self.document_label.set_text(state)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.open_button.setText(self.tr("Open…"))
        self.open_button.setAccessibleName(self.tr("Open a project or a text"))
        self.open_button.setToolTip(self.tr("Open a project or a text"))
        self.settings_button.set_words(self.tr("Settings"))
        self.settings_menu.setTitle(self.tr("Settings"))

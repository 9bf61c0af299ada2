"""Parts of the engine panel: labelled sliders, the seed, the Low VRAM card, Generate."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QRectF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QRegularExpressionValidator,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from core.model.request import SEED_LIMIT
from gui.i18n import signed_text
from gui.theme import theme
from gui.widgets.controls import CheckBox, IconButton, Slider, label, paint_focus_ring, panel
from gui.widgets.keys import undo_key
from gui.widgets.words import grouped

SLIDER_STEPS = 200
"""Steps of a slider over a range of real numbers that has no finer sense."""


class ValueSlider(QWidget):
    """A name, a value in bold, and a slider over a range."""

    value_changed = Signal(float)
    """By the user only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._minimum = 0.0
        self._step = 0.05
        self._value = 0.0
        self._integer = False
        self._suffix = ""
        self.name_label = label("muted")
        self.value_label = label("strong-small")
        self.slider = Slider()
        self.name_label.setBuddy(self.slider)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.name_label)
        head.addWidget(self.value_label)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.slider)
        self.slider.valueChanged.connect(self._changed)

    def set_range(
        self,
        minimum: float,
        maximum: float,
        *,
        step: float | None = None,
        integer: bool = False,
        suffix: str = "",
    ) -> None:
        """Set what it can show; emits nothing."""
        self._minimum = minimum
        self._integer = integer
        self._suffix = suffix
        self._step = step or (1.0 if integer else max((maximum - minimum) / SLIDER_STEPS, 1e-6))
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, round((maximum - minimum) / self._step)))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.blockSignals(False)

    def set_value(self, value: float) -> None:
        """Show a value, exactly, even between two steps; emits nothing."""
        self._value = value
        self.slider.blockSignals(True)
        self.slider.setValue(round((value - self._minimum) / self._step))
        self.slider.blockSignals(False)
        self._show()

    def set_name(self, name: str) -> None:
        """Name it."""
        self.name_label.setText(name)
        self.slider.setAccessibleName(name)

    def value(self) -> float:
        """Return what is shown."""
        return self._value

    def _changed(self, position: int) -> None:
        self._value = round(self._minimum + position * self._step, 6)
        self._show()
        self.value_changed.emit(self._value)

    def _show(self) -> None:
        text = f"{self._value:.0f}" if self._integer else signed_text(self._value, 2)
        self.value_label.setText(text + self._suffix)
        self.slider.setAccessibleDescription(text + self._suffix)


class SeedBox(QLineEdit):
    """A seed with a lock inside: ``48 213``."""

    seed_changed = Signal(object)
    """An ``int`` from 0 to ``SEED_LIMIT - 1`` (wider than a C int)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed = 0
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"[\d\s]{0,16}"), self))
        self.lock_button = IconButton("unlock", self)
        self.lock_button.setCheckable(True)
        self.lock_button.icon_width = 16
        self.lock_button.toggled.connect(self.show_lock)
        self.setTextMargins(0, 0, 28, 0)
        self.editingFinished.connect(self._finish)
        self.show_seed(0)

    def show_seed(self, seed: int) -> None:
        """Show a seed; what is being typed stays."""
        if seed != self._seed or not self.text() or not self.hasFocus():
            self._seed = seed
            if not (self.hasFocus() and self.isModified()):
                self.setText(grouped(seed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lock at the right."""
        size = self.lock_button.size()
        self.lock_button.move(self.width() - size.width() - 5, (self.height() - size.height()) // 2)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window while nothing has been typed that could be taken back here."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and not self.isModified()
            and undo_key(event)
        ):
            event.ignore()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        super().focusOutEvent(event)
        self._finish()

    def _finish(self) -> None:
        digits = "".join(letter for letter in self.text() if letter.isdecimal())
        seed = min(int(digits), SEED_LIMIT - 1) if digits else self._seed
        self.setModified(False)
        self.setText(grouped(seed))
        if seed != self._seed:
            self._seed = seed
            self.seed_changed.emit(seed)

    def show_lock(self, locked: bool) -> None:
        """Draw the lock shut or open."""
        self.lock_button.set_icon("lock" if locked else "unlock", "accent" if locked else "muted")


class LowVramCard(QWidget):
    """The check box in its card, with one line on what it does."""

    clicked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.check = CheckBox()
        self.note_label = label("muted", wrap=True)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("card")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(9, 8, 10, 11)
        column.setSpacing(2)
        column.addWidget(self.check)
        column.addWidget(self.note_label)
        self.note_label.setContentsMargins(26, 0, 0, 0)
        self.check.clicked.connect(self.clicked)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.check.setFont(theme().font("body", bold=True))


class GenerateButton(QPushButton):
    """The big button: its name, and its keys in a lighter weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = ""
        self.setProperty("kind", "generate")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, keys: str) -> None:
        """Show a name and its keys."""
        self.keys = keys
        self.setText(words)
        self.setAccessibleName(words)
        self._describe()

    def set_note(self, note: str) -> None:
        """Say what is in its way, in the tool tip and to screen readers; empty: nothing is."""
        self.setToolTip(note)
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(" ".join(part for part in (self.keys, self.toolTip()) if part))

    def sizeHint(self) -> QSize:
        """Return room for both."""
        hint = super().sizeHint()
        return QSize(hint.width() + self.fontMetrics().horizontalAdvance(self.keys) + 16, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the name alone."""
        bold = QFontMetricsF(theme().font("body", bold=True)).horizontalAdvance(self.text())
        return QSize(int(bold) + 28, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, the name and the keys."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        look = theme()
        bold, plain = look.font("body", bold=True), look.font("body")
        bold_width = QFontMetricsF(bold).horizontalAdvance(self.text())
        plain_width = QFontMetricsF(plain).horizontalAdvance(self.keys)
        with_keys = bold_width + 10 + plain_width <= self.width() - 24
        left = (self.width() - bold_width - (10 + plain_width if with_keys else 0)) / 2
        painter.setPen(look.color("on-accent" if self.isEnabled() else "disabled"))
        self._write(painter, self.text(), left, bold_width, bold=True)
        if with_keys:
            self._write(painter, self.keys, left + bold_width + 10, plain_width, bold=False)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), 5, "on-accent")
        painter.end()

    def _write(self, painter: QPainter, text: str, left: float, width: float, *, bold: bool) -> None:
        painter.setFont(theme().font("body", bold=bold))
        at = QRectF(left, 0, width + 2, self.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def generate_keys(pattern: str) -> str:
    """Return the shortcut as this system writes it.

    Args:
        pattern: The translated name for keyboards with words on them, ``Ctrl+Enter``.
    """
    if sys.platform == "darwin":
        return QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
    return pattern

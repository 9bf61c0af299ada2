"""Small controls that the panels share: icon buttons, pickers, check boxes, labels, scroll areas."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QListView,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from gui.icons import paint_icon
from gui.theme import theme

HIT_PX = 24
"""Least width and height of anything that can be pressed."""


def drop_icons(buttons: QDialogButtonBox) -> None:
    """Take from a dialog's buttons the icons of the desktop, which are not in our colours."""
    for button in buttons.buttons():
        button.setIcon(QIcon())


def label(kind: str, *, wrap: bool = False) -> QLabel:
    """Make a label of one of the stylesheet's kinds; its text is plain, never HTML."""
    made = QLabel()
    made.setProperty("kind", kind)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet looks at, and have the widget drawn by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def panel(kind: str, edge: str = "") -> QFrame:
    """Make a frame with the background of that role and a line at one edge."""
    made = QFrame()
    made.setProperty("panel", kind)
    made.setProperty("edge", edge)
    return made


class IconButton(QToolButton):
    """A tool button that draws one SVG icon in a colour role."""

    def __init__(
        self, icon_name: str, parent: QWidget | None = None, *, boxed: bool = False, role: str = "muted"
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._role = role
        self.icon_width = 14
        self.setProperty("boxed" if boxed else "flat", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMinimumSize(HIT_PX, HIT_PX)
        if not boxed:
            self.setFixedSize(HIT_PX + 2, HIT_PX + 2)

    @property
    def icon_name(self) -> str:
        """Name of the icon shown."""
        return self._icon_name

    def set_icon(self, icon_name: str, role: str | None = None) -> None:
        """Show another icon, or the same in another role."""
        if (icon_name, role or self._role) != (self._icon_name, self._role):
            self._icon_name = icon_name
            self._role = role or self._role
            self.update()

    def set_words(self, words: str) -> None:
        """Name it for screen readers and in its tool tip."""
        if self.accessibleName() != words:
            self.setAccessibleName(words)
            self.setToolTip(words)

    def sizeHint(self) -> QSize:
        """Return a size that holds the icon."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), 32), max(hint.height(), 32)) if self.property("boxed") else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the icon."""
        super().paintEvent(event)
        role = self._role if self.isEnabled() else "disabled"
        if self.underMouse() and role == "muted":
            role = "text"
        width = self.icon_width
        where = QRectF(0, 0, width, width)
        where.moveCenter(QRectF(self.rect()).center())
        painter = QPainter(self)
        paint_icon(painter, self._icon_name, role, where)
        painter.end()


class Picker(QComboBox):
    """A combo box with our arrow; turning the mouse wheel over it scrolls the panel instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setView(QListView(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_choices(self, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Show entries of (id, label) and the chosen one, without a signal."""
        shown = tuple((self.itemData(i), self.itemText(i)) for i in range(self.count()))
        self.blockSignals(True)
        if shown != choices:
            self.clear()
            for data, text in choices:
                self.addItem(text, data)
        self.setCurrentIndex(self.findData(chosen))
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then its words as far as there is room, then the arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        role = "text" if self.isEnabled() else "disabled"
        paint_icon(painter, "chevron-down", role, QRectF(self.width() - 24, 0, 14, self.height()))
        painter.end()


class Slider(QSlider):
    """A horizontal slider that leaves the mouse wheel to the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class CheckBox(QCheckBox):
    """A check box with our tick, bold text and a visible focus ring."""

    BOX_PX = 17

    def sizeHint(self) -> QSize:
        """Return room for box and text."""
        metrics = self.fontMetrics()
        return QSize(self.BOX_PX + 12 + metrics.horizontalAdvance(self.text()), max(HIT_PX, metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Return the same as ``sizeHint``."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on it."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick, text and focus ring."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.BOX_PX - 1
        box = QRectF(1.5, (self.height() - side) / 2, side, side)
        enabled = self.isEnabled()
        if self.isChecked():
            fill = look.color("accent" if enabled else "disabled")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(box, 4, 4)
            paint_icon(painter, "check", "on-accent", box.adjusted(1, 1, -1, -1))
        else:
            painter.setPen(QPen(look.color("control-border" if enabled else "disabled"), 1.4))
            painter.setBrush(look.color("background"))
            painter.drawRoundedRect(box, 4, 4)
        text_at = QRectF(self.BOX_PX + 9, 0, self.width() - self.BOX_PX - 9, self.height())
        painter.setPen(look.color("text" if enabled else "disabled"))
        painter.drawText(text_at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            paint_focus_ring(painter, box.adjusted(-1, -1, 1, 1) if not self.text() else QRectF(self.rect()))
        painter.end()


def paint_focus_ring(painter: QPainter, around: QRectF, radius: float = 6, role: str = "focus") -> None:
    """Draw a 2 px ring just inside a rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color(role), 2))
    painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), radius, radius)


class TabAnchor(QWidget):
    """Marks a place in the tab order, for controls that are made later; takes no room and no focus itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Qt passes over anchors with none

    def order(self, controls: Iterable[QWidget]) -> None:
        """Let Tab reach these controls here, one after the other."""
        before: QWidget = self
        for control in controls:
            QWidget.setTabOrder(before, control)
            before = control


class ColumnScroll(QScrollArea):
    """A scroll area as tall as its content where there is room, scrolling where there is not."""

    def __init__(self, content: QWidget, minimum_height: int) -> None:
        super().__init__()
        content.setObjectName("scrolled")
        self._minimum_height = minimum_height
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a new layout when words wrap in other places."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for a new layout when the content has changed its mind about its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Return the content's size at the present width."""
        content = self._content
        width = max(self.viewport().width(), 1)
        layout = content.layout()
        tall = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        hint = content.sizeHint()
        return QSize(hint.width(), tall if tall > 0 else hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return a small height, for short windows."""
        return QSize(super().minimumSizeHint().width(), min(self._minimum_height, self.sizeHint().height()))


class ElidedLabel(QLabel):
    """One line of plain text that gives way: it ends in … where there is no room, the tool tip has it all."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = self._short = ""
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, short: str = "") -> None:
        """Show a text.

        Args:
            text: All of it.
            short: What is shown where there is no room for all of it; without it the text's beginning.
        """
        if (text, short) != (self._full, self._short):
            self._full, self._short = text, short
            self.setToolTip("")
            self.setAccessibleName(text)
            self._elide()
            self.updateGeometry()

    @property
    def full_text(self) -> str:
        """The whole text."""
        return self._full

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._full) + 2, metrics.height() + 1)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(min(self.sizeHint().width(), 36), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Cut the text anew for a new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()

    def _elide(self) -> None:
        metrics, room = self.fontMetrics(), max(self.width(), 1)
        fits = not self._short or metrics.horizontalAdvance(self._full) <= room
        words = self._full if fits else self._short
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        if cut != self.text():
            self.setText(cut)
        self.setToolTip(self._full if cut != self._full else "")

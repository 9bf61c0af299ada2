"""The picker of engines: each entry says what the engine needs, what its weights allow, and what it lacks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.presenters.states import EngineChoice
from gui.theme import theme
from gui.widgets.controls import Picker

DETAIL = Qt.ItemDataRole.UserRole + 1
LACK = Qt.ItemDataRole.UserRole + 2

POPUP_PX = 330
"""Least width of the open list: wider than the column, so that licences take two lines."""

MARGIN_PX = 8


class _Entry(QStyledItemDelegate):
    """Draws an entry: name in bold, detail, and in the warning's colour what is lacking."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the entry."""
        look = theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selection"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 5, 5)
        top = option.rect.top() + MARGIN_PX
        for text, size, role, bold in _lines(index):
            painter.setFont(look.font(size, bold=bold))
            painter.setPen(look.color("on-selection" if chosen else role))
            height = _height(text, size, bold, option.rect.width())
            where = QRect(option.rect.left() + MARGIN_PX, top, option.rect.width() - 2 * MARGIN_PX, height)
            painter.drawText(where, Qt.TextFlag.TextWordWrap, text)
            top += height
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return room for all lines at the list's width."""
        width = option.rect.width() if option.rect.width() > MARGIN_PX * 4 else POPUP_PX
        tall = sum(_height(text, size, bold, width) for text, size, _, bold in _lines(index))
        return QSize(width, tall + 2 * MARGIN_PX)


def _lines(index: QModelIndex | QPersistentModelIndex) -> list[tuple[str, str, str, bool]]:
    """Return text, size, colour role and weight of each line of an entry."""
    lines = [
        (str(index.data(Qt.ItemDataRole.DisplayRole) or ""), "body", "text", True),
        (str(index.data(DETAIL) or ""), "small", "muted", False),
        (str(index.data(LACK) or ""), "small", "warning", False),
    ]
    return [line for line in lines if line[0]]


def _height(text: str, size: str, bold: bool, width: int) -> int:
    metrics = QFontMetrics(theme().font(size, bold=bold))
    room = QRect(0, 0, width - 2 * MARGIN_PX, 1000)
    return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


class EnginePicker(Picker):
    """Shows the engine's name; its list says more of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view().setItemDelegate(_Entry(self))
        self.view().setMinimumWidth(POPUP_PX)

    def show_engines(self, engines: tuple[EngineChoice, ...], chosen: str) -> None:
        """Show engines and the chosen one, without a signal."""
        self.show_choices(tuple((engine.id, engine.label) for engine in engines), chosen)
        self.blockSignals(True)
        for row, engine in enumerate(engines):
            self.setItemData(row, engine.detail, DETAIL)
            self.setItemData(row, engine.lack, LACK)
            told = " · ".join(part for part in (engine.detail, engine.lack) if part)
            self.setItemData(row, told, Qt.ItemDataRole.AccessibleDescriptionRole)
        self.blockSignals(False)

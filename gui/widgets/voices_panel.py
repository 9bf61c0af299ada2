"""The left panel: voice cards, and a place to drop recordings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.icons import icon
from gui.presenters.states import VoicesState
from gui.theme import theme
from gui.widgets.controls import ColumnScroll, TabAnchor, label, paint_focus_ring, panel
from gui.widgets.drops import local_files
from gui.widgets.passive import PassiveWidget
from gui.widgets.voice_card import VoiceCardWidget


class DropZone(QPushButton):
    """A dashed box to drop recordings on; pressing it asks for a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dragged_over = False
        self.setProperty("kind", "zone")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for its lines."""
        line = self.fontMetrics().lineSpacing()
        return QSize(160, max(64, line * (self._lines_at(self.width() or 200) + 1) + 12))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at the least width."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashes and the words."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.dragged_over or self.underMouse()
        if hot:
            painter.setBrush(look.color("hover"))
        pen = QPen(look.color("accent" if self.dragged_over else "control-border"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(look.color("text" if hot else "muted"))
        where = QRectF(self.rect()).adjusted(10, 4, -10, -4)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text())
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()

    def _lines_at(self, width: int) -> int:
        metrics = self.fontMetrics()
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignCenter)
        bound = metrics.boundingRect(0, 0, max(60, width - 20), 1000, flags, self.text())
        return max(1, round(bound.height() / metrics.lineSpacing()))


class VoicesPanel(PassiveWidget[VoicesState]):
    """Chooses, plays, adds and removes voices."""

    voice_selected = Signal(str)
    voice_play_requested = Signal(str)
    voice_remove_requested = Signal(str)
    voice_words_requested = Signal(str)
    reference_add_requested = Signal()
    files_dropped = Signal(object)
    """A tuple of ``Path``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = VoicesState()
        self._cards: dict[str, VoiceCardWidget] = {}
        self._group = QButtonGroup(self)
        self.setAcceptDrops(True)
        self.heading = label("heading")
        self.drop_zone = DropZone()
        self._anchor = TabAnchor(self)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("surface")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.heading)
        self._scroll = ColumnScroll(self._list, 110)
        column.addWidget(self._scroll)
        column.addWidget(self.drop_zone)
        column.addStretch(1)
        self.drop_zone.clicked.connect(self.reference_add_requested)
        self.setMinimumWidth(190)
        self.retranslate()

    def show_state(self, state: VoicesState) -> None:
        """Show a state; emits nothing."""
        self._state = state
        wanted = [card.id for card in state.cards]
        for voice_id in [voice_id for voice_id in self._cards if voice_id not in wanted]:
            gone = self._cards.pop(voice_id)
            self._group.removeButton(gone)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for index, card in enumerate(state.cards):
            widget = self._cards.get(card.id)
            if widget is None:
                widget = self._make_card(index)
            else:
                widget.show_card(card)
            if self._column.indexOf(widget) != index:
                self._column.insertWidget(index, widget)
            self._name_card(widget)
        self._group.setExclusive(False)
        for voice_id, widget in self._cards.items():
            widget.setChecked(voice_id == state.selected)
        self._group.setExclusive(True)
        reached = state.selected if state.selected in self._cards else next(iter(wanted), "")
        for voice_id, widget in self._cards.items():
            widget.set_reached_by_tab(voice_id == reached)
        self._order_tabs()

    def card(self, voice_id: str) -> VoiceCardWidget:
        """Return a voice's card (KeyError when it is not shown)."""
        return self._cards[voice_id]

    def cards(self) -> tuple[VoiceCardWidget, ...]:
        """Return the cards from the top."""
        return tuple(self._cards[card.id] for card in self._state.cards)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.heading.setText(self.tr("Voices").upper())
        self.heading.setAccessibleName(self.tr("Voices"))
        self._list.setAccessibleName(self.tr("Voices"))
        self.drop_zone.setText(self.tr("Drop a recording here or choose a file…"))
        self.drop_zone.setAccessibleName(self.tr("Add a recording"))
        self.drop_zone.updateGeometry()
        for widget in self._cards.values():
            self._name_card(widget)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the voice under the mouse."""
        widget = self.childAt(event.pos())
        while widget is not None and not isinstance(widget, VoiceCardWidget):
            widget = widget.parentWidget()
        if isinstance(widget, VoiceCardWidget):
            self.menu_for(widget).popup(event.globalPos())

    def menu_for(self, widget: VoiceCardWidget) -> QMenu:
        """Make the context menu of a card; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = self.tr("Pause") if widget.card.playing else self.tr("Play")
        play = menu.addAction(icon("pause" if widget.card.playing else "play"), words)
        play.triggered.connect(widget.play_button.click)
        if widget.card.removable:
            words_action = menu.addAction(icon("edit"), self.tr("What is said in it…"))
            words_action.triggered.connect(widget.words_button.click)
            remove = menu.addAction(icon("close"), self.tr("Remove"))
            remove.setData(widget.card.id)
            remove.triggered.connect(self._remove_from_menu)
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            self._show_drag(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the files."""
        self._show_drag(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        self._show_drag(False)
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def _show_drag(self, over: bool) -> None:
        self.drop_zone.dragged_over = over
        self.drop_zone.update()

    def _make_card(self, index: int) -> VoiceCardWidget:
        widget = VoiceCardWidget(self._state.cards[index], self._list)
        self._cards[widget.card.id] = widget
        self._group.addButton(widget)
        self._column.insertWidget(index, widget)
        widget.clicked.connect(self._select)
        widget.play_requested.connect(self.voice_play_requested)
        widget.remove_requested.connect(self.voice_remove_requested)
        widget.words_requested.connect(self.voice_words_requested)
        return widget

    def _name_card(self, widget: VoiceCardWidget) -> None:
        words = self.tr("Pause {voice}") if widget.card.playing else self.tr("Play {voice}")
        widget.play_button.set_words(words.format(voice=widget.card.name))
        widget.words_button.set_words(self.tr("What is said in {voice}").format(voice=widget.card.name))

    def _order_tabs(self) -> None:
        controls: list[QWidget] = []
        for card in self.cards():
            controls += [card, *([card.words_button] if card.card.removable else []), card.play_button]
        self._anchor.order([*controls, self.drop_zone])

    def _select(self) -> None:
        widget = self.sender()
        if isinstance(widget, VoiceCardWidget):
            self.voice_selected.emit(widget.card.id)

    def _remove_from_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.voice_remove_requested.emit(str(action.data()))

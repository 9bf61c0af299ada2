"""The left panel: voice cards, and a place to drop recordings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.presenters.states import VoicesState
from gui.presenters.voice_states import ConsentQuestion, VoiceWish
from gui.theme import theme
from gui.widgets.arrival_bar import ArrivalBar
from gui.widgets.consent_card import ConsentCard
from gui.widgets.controls import ColumnScroll, TabAnchor, label, paint_focus_ring, panel
from gui.widgets.drops import local_files
from gui.widgets.passive import PassiveWidget
from gui.widgets.voice_card import VoiceCardWidget
from gui.widgets.voice_menu import VoiceMenu

ROOMY_LINES = 38
"""A panel this many text lines tall has room for all that may stand in it at once."""


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
    voice_for_lines = Signal(str)
    voice_off_lines = Signal()
    """The selected lines are to be spoken in that voice, or in the script's."""
    voice_wished = Signal(str, str)
    """A ``VoiceWish`` and the voice's id."""
    rename_requested = Signal(str, str)
    """The voice's id and its new name."""
    search_changed = Signal(str)
    archived_toggled = Signal(bool)
    more_requested = Signal()
    consent_answered = Signal(str, str)
    """One of ``Whose``, or empty, and a note."""
    reference_add_requested = Signal()
    record_requested = Signal()
    files_dropped = Signal(object)
    """A tuple of ``Path``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = VoicesState()
        self._cards: dict[str, VoiceCardWidget] = {}
        self._sought, self._asking = "", False
        self._group = QButtonGroup(self)
        self.setAcceptDrops(True)
        self.heading = label("heading")
        self.drop_zone = DropZone()
        self.record_button = QPushButton()
        self.arrival_bar = ArrivalBar()
        self.consent_card = ConsentCard()
        self.search_box = QLineEdit()
        self.search_box.setClearButtonEnabled(True)
        self.none_label = label("muted", wrap=True)
        self.more_button, self.archived_button = QPushButton(), QPushButton()
        for button in (self.more_button, self.archived_button):
            button.setProperty("kind", "quiet")
        self.archived_button.setCheckable(True)
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
        column.addWidget(self.search_box)
        self._scroll = ColumnScroll(self._list, 80)
        column.addWidget(self._scroll)
        column.addWidget(self.none_label)
        for button in (self.more_button, self.archived_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.arrival_bar)
        column.addWidget(self.consent_card)
        column.addWidget(self.drop_zone)
        column.addWidget(self.record_button)
        column.addStretch(1)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._bring_into_sight)
        self.drop_zone.clicked.connect(self.reference_add_requested)
        self.record_button.clicked.connect(self.record_requested)
        self.search_box.textEdited.connect(self.search_changed)
        self.search_box.textChanged.connect(self._tell_cleared)
        self.more_button.clicked.connect(self.more_requested)
        self.archived_button.clicked.connect(self.archived_toggled)
        self.consent_card.answered.connect(self.consent_answered)
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
        self._show_controls()
        self._order_tabs()

    def show_question(self, question: ConsentQuestion | None) -> None:
        """Ask whose the voices are that were added, and bring the last of them into sight; or ask nothing."""
        self._asking = question is not None
        self._make_room()
        self.consent_card.render(question)
        self._order_tabs()
        self._sought = question.voices[-1] if question is not None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give room as it is there."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Let the question take the drop zone's place in a short window, which would outgrow its screen."""
        short = self.height() < ROOMY_LINES * self.fontMetrics().lineSpacing()
        self.drop_zone.setVisible(not (short and self._asking))

    def _bring_into_sight(self, _least: int, _greatest: int) -> None:
        """Scroll to the voice that is asked about, once the column has made room."""
        if self._sought in self._cards:
            self._scroll.ensureWidgetVisible(self._cards[self._sought], 0, 0)

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
        self.record_button.setText(self.tr("Record…"))
        self.record_button.setAccessibleName(self.tr("Record from the microphone"))
        self.search_box.setPlaceholderText(self.tr("Search voices"))
        self.search_box.setAccessibleName(self.tr("Search voices"))
        self._show_controls()
        for widget in self._cards.values():
            self._name_card(widget)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the voice under the mouse."""
        widget = self.childAt(event.pos())
        while widget is not None and not isinstance(widget, VoiceCardWidget):
            widget = widget.parentWidget()
        if isinstance(widget, VoiceCardWidget):
            self.menu_for(widget).popup(event.globalPos())

    def menu_for(self, widget: VoiceCardWidget) -> VoiceMenu:
        """Make the menu of a card; it deletes itself when it closes."""
        menu = VoiceMenu(widget, self)
        menu.wished.connect(self.voice_wished)
        menu.for_lines.connect(self.voice_for_lines)
        menu.off_lines.connect(self.voice_off_lines)
        return menu

    def _ask_for_recording(self, voice_id: str) -> None:
        self.voice_wished.emit(VoiceWish.RECORDING.value, voice_id)

    def _open_menu(self) -> None:
        widget = self.sender()
        if isinstance(widget, VoiceCardWidget):
            below = widget.more_button.rect().bottomLeft()
            self.menu_for(widget).popup(widget.more_button.mapToGlobal(below))

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
        widget.recording_requested.connect(self._ask_for_recording)
        widget.rename_requested.connect(self.rename_requested)
        widget.menu_requested.connect(self._open_menu)
        return widget

    def _show_controls(self) -> None:
        """Show the search where there is much to search, and what is not shown."""
        state = self._state
        self.search_box.setVisible(state.searchable or bool(state.query))
        if self.search_box.text() != state.query:
            self.search_box.blockSignals(True)
            self.search_box.setText(state.query)
            self.search_box.blockSignals(False)
        self.none_label.setText(self.tr("No voice matches “{words}”.").format(words=state.query))
        self.none_label.setVisible(bool(state.query) and not state.cards)
        self.more_button.setText(self.tr("{count} more…").format(count=state.more))
        self.more_button.setVisible(state.more > 0)
        self.archived_button.setText(self.tr("Archived · {count}").format(count=state.archived))
        self.archived_button.setChecked(state.archived_shown)
        self.archived_button.setVisible(state.archived > 0)

    def _tell_cleared(self, text: str) -> None:
        """Tell of a search that the box's own cross has ended."""
        if not text and self._state.query:
            self.search_changed.emit("")

    def _name_card(self, widget: VoiceCardWidget) -> None:
        words = self.tr("Pause {voice}") if widget.card.playing else self.tr("Play {voice}")
        widget.play_button.set_words(words.format(voice=widget.card.name))
        widget.words_button.set_words(self.tr("What is said in {voice}").format(voice=widget.card.name))
        widget.more_button.set_words(self.tr("More for {voice}").format(voice=widget.card.name))

    def _order_tabs(self) -> None:
        controls: list[QWidget] = [self.search_box]
        for card in self.cards():
            own = card.card.removable
            words = [card.words_button] if own and card.card.lacking else []
            controls += [card, *words, *([card.more_button] if own else []), card.play_button]
        below = [self.more_button, self.archived_button, self.arrival_bar.cancel_button]
        asked = self.consent_card.controls()
        self._anchor.order([*controls, *below, *asked, self.drop_zone, self.record_button])

    def _select(self) -> None:
        widget = self.sender()
        if isinstance(widget, VoiceCardWidget):
            self.voice_selected.emit(widget.card.id)

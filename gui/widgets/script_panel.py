"""The middle panel: a heading, the summary, the script, and below it takes and what there is to tell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.presenters.states import ScriptSummary
from gui.widgets.controls import ElidedLabel, label, panel, set_property
from gui.widgets.find_bar import FindBar
from gui.widgets.line_bars import FilterBar, GoToBar, LongLineBar
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.passive import PassiveWidget
from gui.widgets.project_banner import ProjectBannerBar
from gui.widgets.script_editor import ScriptEditor
from gui.widgets.takes_panel import TakesPanel

SCROLL_BAR_PX = 12
"""Width of a scroll bar, as the stylesheet has it."""


class ScriptPanel(PassiveWidget[ScriptSummary]):
    """Holds the editor and the notices; renders the summary above them.

    Takes and notices take their room from the editor's lower end: its lines stay where they are.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = label("heading")
        self.summary_label = ElidedLabel("muted")
        self.summary_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.banner = ProjectBannerBar()
        self.editor = ScriptEditor()
        self.find_bar, self.go_bar, self.filter_bar = FindBar(), GoToBar(), FilterBar()
        self.long_line_bar = LongLineBar()
        self.takes_panel = TakesPanel()
        self.notice_bar = NoticeBar()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("background")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(18, 12, 18 - SCROLL_BAR_PX, 10)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SCROLL_BAR_PX, 0)
        head.addWidget(self.heading)
        head.addWidget(self.summary_label, 1)
        column.addLayout(head)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, SCROLL_BAR_PX, 0)
        above.addWidget(self.banner)
        column.addLayout(above)
        for bar in (self.find_bar, self.go_bar, self.filter_bar):
            above = QHBoxLayout()
            above.setContentsMargins(0, 0, SCROLL_BAR_PX, 0)
            above.addWidget(bar)
            column.addLayout(above)
        column.addWidget(self.editor, 1)
        for part in (self.long_line_bar, self.takes_panel, self.notice_bar):
            below = QHBoxLayout()
            below.setContentsMargins(0, 0, SCROLL_BAR_PX, 0)
            below.addWidget(part)
            column.addLayout(below)
        self._keep_scroll_bar()
        self.setMinimumWidth(320)
        self.retranslate()

    def show_state(self, state: ScriptSummary) -> None:
        """Show the summary; emits nothing."""
        self.summary_label.set_text(state.text, state.short)

    def _keep_scroll_bar(self) -> None:
        """Hold the scroll bar's room free at all times: lines do not change their width when it comes."""
        self.editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.editor.verticalScrollBar().rangeChanged.connect(self._show_scroll_bar)
        self._show_scroll_bar(0, self.editor.verticalScrollBar().maximum())

    def _show_scroll_bar(self, least: int, greatest: int) -> None:
        set_property(self.editor.verticalScrollBar(), "idle", greatest <= least)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.heading.setText(self.tr("Script").upper())
        self.heading.setAccessibleName(self.tr("Script"))
        for bar in (self.go_bar, self.long_line_bar):
            bar.retranslate()

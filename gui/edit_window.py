"""Finding, replacing, filtering and splitting in the script: connected with its bars and the menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from core.audio.stretch import PACES, can_stretch
from core.text.lines import is_long, split_line
from core.text.search import Query, Replaced, Spot
from gui.actions import WindowActions
from gui.presenters.find_presenter import FindPresenter, FindState
from gui.presenters.line_filter import FilterState, LineFilter, LineFilterPresenter
from gui.studio import Studio
from gui.widgets.pace_button import PaceButton
from gui.widgets.script_edits import replace_lines, select_spot, selected_spot
from gui.widgets.script_panel import ScriptPanel


class EditWindow(QObject):
    """Opens the bars by the script and does what they wish."""

    def __init__(
        self, studio: Studio, script_panel: ScriptPanel, pace_button: PaceButton, actions: WindowActions
    ) -> None:
        """Connect them.

        Args:
            studio: Has the script.
            script_panel: Has the editor and the bars.
            pace_button: Chooses how fast lines are heard.
            actions: The window's.
        """
        super().__init__(script_panel)
        self._studio = studio
        self._panel = script_panel
        self._editor = script_panel.editor
        self._pace_button = pace_button
        self._find = FindPresenter(self._lines, studio.lanes["search"], self)
        self._filter = LineFilterPresenter(
            lambda: studio.script.script.lines, lambda: studio.script.views, self
        )
        self._connect_find(actions)
        self._connect_filter(actions)
        self._connect_lines(actions)
        pace_button.offer(PACES if can_stretch() else ())

    def _connect_find(self, actions: WindowActions) -> None:
        bar, find = self._panel.find_bar, self._find
        find.state_changed.connect(self._show_find)
        find.spot_found.connect(self._select)
        bar.query_changed.connect(self._look)
        bar.next_requested.connect(self._next)
        bar.previous_requested.connect(self._previous)
        bar.replace_requested.connect(self._replace)
        bar.replace_all_requested.connect(self._replace_all)
        bar.close_requested.connect(self._close_find)
        actions.find.triggered.connect(self._open_find)
        actions.replace.triggered.connect(self._open_replace)
        actions.find_next.triggered.connect(self._next)
        actions.find_previous.triggered.connect(self._previous)
        self._editor.text_edited.connect(find.follow_text)

    def _connect_filter(self, actions: WindowActions) -> None:
        bar, chosen = self._panel.filter_bar, self._filter
        chosen.state_changed.connect(self._show_filter)
        bar.filter_selected.connect(chosen.choose)
        bar.next_requested.connect(self._next_line)
        bar.previous_requested.connect(self._previous_line)
        bar.close_requested.connect(self._close_filter)
        actions.filter_lines.triggered.connect(self._open_filter)
        actions.next_of_filter.triggered.connect(self._next_line)
        actions.previous_of_filter.triggered.connect(self._previous_line)
        self._studio.script.counts_changed.connect(chosen.follow)

    def _connect_lines(self, actions: WindowActions) -> None:
        go, long_line = self._panel.go_bar, self._panel.long_line_bar
        go.line_chosen.connect(self._go)
        go.close_requested.connect(self._close_go)
        long_line.split_requested.connect(self._split)
        actions.go_to_line.triggered.connect(self._open_go)
        actions.split_lines.triggered.connect(self._split)
        actions.loop_lines.triggered.connect(self._loop)
        actions.next_pace.triggered.connect(self._pace_button.step)
        self._pace_button.pace_selected.connect(self._studio.playback.set_pace)
        self._editor.text_edited.connect(self._propose)
        self._editor.current_line_changed.connect(self._propose)
        self._studio.planning.changed.connect(self._know_voices)
        self._know_voices()

    # --- find and replace ---------------------------------------------------------------------

    def _lines(self) -> Sequence[str]:
        return [line.text for line in self._studio.script.script.lines]

    def _open_find(self) -> None:
        self._open(replacing=False)

    def _open_replace(self) -> None:
        self._open(replacing=True)

    def _open(self, *, replacing: bool) -> None:
        spot = selected_spot(self._editor)
        self._find.open(replacing=replacing)
        self._panel.find_bar.start(self._editor.line_text(spot.line)[spot.start : spot.end])

    def _close_find(self) -> None:
        self._find.close()
        self._editor.setFocus()

    def _show_find(self, state: FindState) -> None:
        self._panel.find_bar.render(state)

    def _look(self, query: Query) -> None:
        self._find.look_for(query, selected_spot(self._editor))

    def _next(self) -> None:
        if self._find.state.shown:
            self._find.next(selected_spot(self._editor))
        else:
            self._open_find()

    def _previous(self) -> None:
        if self._find.state.shown:
            self._find.previous(selected_spot(self._editor))
        else:
            self._open_find()

    def _select(self, spot: Spot) -> None:
        select_spot(self._editor, spot)

    def _replace(self, replacement: str) -> None:
        spot = selected_spot(self._editor)
        new = self._find.replaced(spot, replacement)
        if new is not None:
            grown = len(new) - len(self._editor.line_text(spot.line))
            replace_lines(self._editor, [(spot.line, new)])
            select_spot(self._editor, Spot(spot.line, spot.end + grown, spot.end + grown))
        self._find.next(selected_spot(self._editor))

    def _replace_all(self, replacement: str) -> None:
        self._find.replace_all(replacement, self._take_replaced)

    def _take_replaced(self, done: Replaced) -> None:
        replace_lines(self._editor, done.lines)
        self._find.tell_replaced(done)

    # --- lines that stand out -----------------------------------------------------------------

    def _open_filter(self) -> None:
        self._filter.open()
        self._panel.filter_bar.choice.setFocus()

    def _close_filter(self) -> None:
        self._filter.close()
        self._editor.setFocus()

    def _show_filter(self, state: FilterState) -> None:
        self._panel.filter_bar.render(state)
        every = not state.shown or state.filter is LineFilter.ALL
        self._editor.marks.stands_out = None if every else self._filter.takes
        self._editor.redraw()

    def _next_line(self) -> None:
        self._step_line(1)

    def _previous_line(self) -> None:
        self._step_line(-1)

    def _step_line(self, step: int) -> None:
        number = self._filter.after(self._editor.current_line(), step)
        if number is not None:
            self._editor.go_to_line(number)

    # --- lines --------------------------------------------------------------------------------

    def _open_go(self) -> None:
        script = self._studio.script.script
        self._panel.go_bar.start(script.ordinal(self._editor.current_line()))

    def _close_go(self) -> None:
        self._panel.go_bar.setVisible(False)
        self._editor.setFocus()

    def _go(self, ordinal: int) -> None:
        script = self._studio.script.script
        numbers = range(len(script.lines))
        found = (n for n in numbers if script.ordinal(n) == ordinal and not script.lines[n].is_blank)
        self._editor.go_to_line(next(found, len(script.lines) - 1))
        self._close_go()

    def _split(self) -> None:
        changes = []
        for number in self._editor.selected_lines():
            text = self._editor.line_text(number)
            lines = split_line(text, self._editor.marks.voices)
            if len(lines) > 1:
                changes.append((number, "\n".join(lines)))
        replace_lines(self._editor, changes)
        self._propose()
        self._editor.setFocus()

    def _loop(self) -> None:
        self._studio.lines.loop(self._editor.selected_lines())

    def _propose(self, *_: object) -> None:
        text = self._editor.textCursor().block().text()
        self._panel.long_line_bar.show_length(len(text) if is_long(text) else 0)

    def _know_voices(self, *_: object) -> None:
        voices = self._studio.planning.planner.voices
        names = (name for voice in voices for name in (voice.name, voice.id))
        self._editor.marks.voices = frozenset(names)
        self._editor.viewport().update()

"""The takes below the script: opened, connected with the studio, and closed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.actions import WindowActions
from gui.studio import Studio
from gui.widgets.script_panel import ScriptPanel


class TakesWindow(QObject):
    """Connects the list of takes and the menu's wishes of lines; decides nothing."""

    def __init__(self, studio: Studio, script_panel: ScriptPanel, actions: WindowActions) -> None:
        """Connect them.

        Args:
            studio: What the list shows and asks for.
            script_panel: Has the editor and, below it, the list.
            actions: The window's.
        """
        super().__init__(script_panel)
        self._studio = studio
        self._editor = script_panel.editor
        self._panel = panel = script_panel.takes_panel
        takes = studio.takes
        takes.state_changed.connect(panel.render)
        studio.project.state_changed.connect(takes.follow_project)
        panel.play_requested.connect(takes.play)
        panel.compare_requested.connect(takes.compare)
        panel.choose_requested.connect(takes.choose)
        panel.star_requested.connect(takes.star)
        panel.delete_requested.connect(takes.delete)
        panel.again_requested.connect(self._again)
        panel.render_requested.connect(self._render)
        panel.close_requested.connect(self._close)
        self._editor.line_takes_requested.connect(self._open)
        actions.takes.triggered.connect(self._toggle)
        actions.regenerate_selected.triggered.connect(self._regenerate_selected)
        actions.regenerate_changed.triggered.connect(studio.lines.regenerate_changed)
        actions.regenerate_all.triggered.connect(self._regenerate_all)
        actions.keep_seed.triggered.connect(studio.choices.set_seed_locked)

    def _open(self, number: int) -> None:
        self._editor.go_to_line(number)
        self._studio.takes.open(number)
        self._panel.focus_rows()

    def _toggle(self) -> None:
        if self._studio.takes.state.shown:
            self._close()
        else:
            self._open(self._editor.current_line())

    def _close(self) -> None:
        had_focus = self._panel.isAncestorOf(self._panel.window().focusWidget() or self._editor)
        self._studio.takes.close()
        if had_focus:
            self._editor.setFocus()

    def _again(self, take_id: str) -> None:
        take = self._studio.takes.find(take_id)
        if take is not None:
            self._studio.lines.again(self._editor.current_line(), take.recipe.seed)

    def _render(self) -> None:
        self._studio.lines.render(self._editor.current_line())

    def _regenerate_selected(self) -> None:
        self._studio.lines.regenerate(self._editor.selected_lines())

    def _regenerate_all(self) -> None:
        self._studio.lines.regenerate()

"""The window's actions: words, shortcuts and the settings menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui.i18n import LANGUAGES
from gui.presenters.states import LineState, LineView

THEMES = ("system", "light", "dark")


class WindowActions(QObject):
    """All actions of the window, and the menu that shows them."""

    theme_selected = Signal(str)
    language_selected = Signal(str)
    recent_selected = Signal(str)
    """A project's file; empty: the untitled one."""

    def __init__(self, window: QWidget, menu: QMenu) -> None:
        """Make the actions.

        Args:
            window: Where the shortcuts act.
            menu: Is filled.
        """
        super().__init__(window)
        self._window = window
        self._menu = menu
        self.new_project = self._action(QKeySequence.StandardKey.New)
        self.open_project = self._action("Ctrl+Shift+O")
        self.save = self._action(QKeySequence.StandardKey.Save)
        self.save_as = self._action("Ctrl+Shift+S")
        self.save_copy = self._action()
        self.open_text = self._action(QKeySequence.StandardKey.Open)
        self.export = self._action("Ctrl+E")
        self.export_selection = self._action("Ctrl+Shift+E")
        self.export_options = self._action("Ctrl+Alt+E")
        self.generate = self._action("Ctrl+Return", "Ctrl+Enter")
        self.cancel = self._action("Esc")
        self.play_line = self._action("Ctrl+P")
        self.play_from_here = self._action("Ctrl+Shift+P")
        self.render_line = self._action("Ctrl+R", "F5")
        self.takes = self._action("Ctrl+T")
        self.regenerate_selected = self._action("Ctrl+Shift+R")
        self.regenerate_changed = self._action()
        self.regenerate_all = self._action()
        self.keep_seed = self._action()
        self.keep_seed.setCheckable(True)
        self.undo = self._action(QKeySequence.StandardKey.Undo)
        self.redo = self._action(QKeySequence.StandardKey.Redo, "Ctrl+Shift+Z", "Ctrl+Y")
        self.name_steps(None, None)
        self.find = self._action(QKeySequence.StandardKey.Find, "Ctrl+F")
        self.replace = self._action("Ctrl+H")
        self.find_next = self._action("F3")
        self.find_previous = self._action("Shift+F3")
        self.go_to_line = self._action("Ctrl+G")
        self.filter_lines = self._action("Ctrl+Shift+F")
        self.next_of_filter = self._action("Alt+Down")
        self.previous_of_filter = self._action("Alt+Up")
        self.split_lines = self._action("Ctrl+Shift+K")
        self.loop_lines = self._action("Ctrl+L")
        self.next_pace = self._action("Ctrl+Shift+Space")
        self.pronunciations = self._action("Ctrl+Shift+L")
        self.weights = self._action("Ctrl+Shift+W")
        self.open_logs = self._action()
        self.copy_report = self._action()
        self.about = self._action()
        self.quit = self._action(QKeySequence.StandardKey.Quit, "Ctrl+Q")
        self._themes = self._choices(THEMES, self._choose_theme)
        self._languages = self._choices(("system", *LANGUAGES), self._choose_language)
        self._fill()
        menu.aboutToHide.connect(self._offer_all)
        self.retranslate()

    def of_line(self) -> tuple[QAction, ...]:
        """Return what the script's own menu begins with: what is done with the line that was clicked at."""
        apart = QAction(self)
        apart.setSeparator(True)
        line = (self.play_line, self.render_line, self.takes, self.pronunciations)
        return (*line, apart, self.undo, self.redo)

    def show_choices(self, theme: str, language: str) -> None:
        """Mark the chosen theme and interface language."""
        for group, chosen in ((self._themes, theme), (self._languages, language)):
            for action in group.actions():
                action.setChecked(action.data() == chosen)

    def offer(self, line: LineView, *, following: bool, selection: bool) -> None:
        """Grey out, in the menu that is about to show, what would do nothing.

        By their keys all are there at all times: what cannot be done then is said.

        Args:
            line: The current line.
            following: It, or a line after it, has audio.
            selection: A selected line can be exported.
        """
        self.play_line.setEnabled(line.playable)
        self.play_from_here.setEnabled(following)
        self.render_line.setEnabled(line.state not in (LineState.BLANK, LineState.SILENT))
        self.export_selection.setEnabled(selection)

    def name_steps(self, undoes: str | None, redoes: str | None) -> None:
        """Say what Undo and Redo would do; None: nothing."""
        self._steps = undoes, redoes
        undo, redo = self.tr("Undo"), self.tr("Redo")
        named = self.tr("{action}: {step}")
        for action, word, step in ((self.undo, undo, undoes), (self.redo, redo, redoes)):
            action.setEnabled(step is not None)
            action.setText(word if step is None else named.format(action=word, step=step))

    def show_recent(self, projects: Sequence[tuple[str, str]]) -> None:
        """Fill the menu of recent projects.

        Args:
            projects: File and name of each; a name is shown as it is, with any ``&`` in it.
        """
        self._recent_menu.clear()
        for path, name in projects:
            action = self._recent_menu.addAction(name.replace("&", "&&"))
            action.setData(path)
            action.setToolTip(path)
        self._recent_menu.setEnabled(bool(projects))

    def _choose_recent(self, action: QAction) -> None:
        self.recent_selected.emit(str(action.data()))

    def _offer_all(self) -> None:
        for action in (self.play_line, self.play_from_here, self.render_line, self.export_selection):
            action.setEnabled(True)

    def retranslate(self) -> None:
        """Put every text in the interface's language."""
        self.new_project.setText(self.tr("New project…"))
        self.open_project.setText(self.tr("Open project…"))
        self._recent_menu.setTitle(self.tr("Open recent"))
        self.save.setText(self.tr("Save"))
        self.save_as.setText(self.tr("Save as…"))
        self.save_copy.setText(self.tr("Save a copy…"))
        self.open_text.setText(self.tr("Open text…"))
        self.export.setText(self.tr("Export…"))
        self.export_selection.setText(self.tr("Export selected lines…"))
        self.export_options.setText(self.tr("Finished files…"))
        self.generate.setText(self.tr("Generate"))
        self.cancel.setText(self.tr("Cancel"))
        self.play_line.setText(self.tr("Play line"))
        self.play_from_here.setText(self.tr("Play from here"))
        self.render_line.setText(self.tr("Render line again"))
        self.takes.setText(self.tr("Takes of the line"))
        self.regenerate_selected.setText(self.tr("Render selected lines again"))
        self.regenerate_changed.setText(self.tr("Render changed lines again"))
        self.regenerate_all.setText(self.tr("Render all lines again"))
        self.keep_seed.setText(self.tr("With the same seed (locked)"))
        self.name_steps(*self._steps)
        self._find_menu.setTitle(self.tr("Find"))
        self.find.setText(self.tr("Find…"))
        self.replace.setText(self.tr("Find and replace…"))
        self.find_next.setText(self.tr("Find next"))
        self.find_previous.setText(self.tr("Find previous"))
        self.go_to_line.setText(self.tr("Go to line…"))
        self.filter_lines.setText(self.tr("Show lines…"))
        self.next_of_filter.setText(self.tr("Next of these lines"))
        self.previous_of_filter.setText(self.tr("Previous of these lines"))
        self.split_lines.setText(self.tr("Split into sentences"))
        self.loop_lines.setText(self.tr("Loop selected lines"))
        self.next_pace.setText(self.tr("Listen faster"))
        self.pronunciations.setText(self.tr("Pronunciations…"))
        self.weights.setText(self.tr("Engines and weights…"))
        self.open_logs.setText(self.tr("Open log folder"))
        self.copy_report.setText(self.tr("Copy report"))
        self.about.setText(self.tr("About Sottovoce"))
        self.quit.setText(self.tr("Quit"))
        self._theme_menu.setTitle(self.tr("Theme"))
        self._language_menu.setTitle(self.tr("Interface language"))
        self._line_menu.setTitle(self.tr("Line"))
        for action in self._themes.actions():
            action.setText(self._theme_name(action.data()))
        for action in self._languages.actions():
            action.setText(LANGUAGES.get(action.data(), self.tr("As the system")))

    def _theme_name(self, theme: str) -> str:
        if theme == "light":
            return self.tr("Light")
        if theme == "dark":
            return self.tr("Dark")
        return self.tr("As the system")

    def _action(self, *keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(self._window)
        sequences = [QKeySequence(key) for key in keys]
        action.setShortcuts(
            list({keys.toString(): keys for keys in sequences if not keys.isEmpty()}.values())
        )
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        return action

    def _choices(self, names: Sequence[str], chosen: Callable[[QAction], None]) -> QActionGroup:
        group = QActionGroup(self)
        for name in names:
            action = QAction(group)
            action.setData(name)
            action.setCheckable(True)
        group.triggered.connect(chosen)
        return group

    def _choose_theme(self, action: QAction) -> None:
        self.theme_selected.emit(str(action.data()))

    def _choose_language(self, action: QAction) -> None:
        self.language_selected.emit(str(action.data()))

    def _fill(self) -> None:
        menu = self._menu
        menu.addActions([self.new_project, self.open_project])
        self._recent_menu = menu.addMenu("")
        self._recent_menu.setEnabled(False)
        self._recent_menu.triggered.connect(self._choose_recent)
        menu.addActions([self.save_as, self.save_copy])
        menu.addSeparator()
        menu.addActions([self.open_text, self.export, self.export_selection, self.export_options])
        menu.addSeparator()
        menu.addActions([self.undo, self.redo])
        self._find_menu = menu.addMenu("")
        self._find_menu.addActions([self.find, self.replace, self.find_next, self.find_previous])
        self._find_menu.addSeparator()
        self._find_menu.addActions([self.go_to_line, self.filter_lines])
        self._find_menu.addActions([self.next_of_filter, self.previous_of_filter])
        self._line_menu = menu.addMenu("")
        self._line_menu.addActions([self.play_line, self.play_from_here, self.loop_lines, self.next_pace])
        self._line_menu.addSeparator()
        self._line_menu.addActions([self.takes, self.split_lines])
        self._line_menu.addSeparator()
        self._line_menu.addActions([self.render_line, self.regenerate_selected])
        self._line_menu.addActions([self.regenerate_changed, self.regenerate_all, self.keep_seed])
        menu.addSeparator()
        menu.addActions([self.pronunciations, self.weights])
        menu.addSeparator()
        self._theme_menu = menu.addMenu("")
        self._theme_menu.addActions(self._themes.actions())
        self._language_menu = menu.addMenu("")
        self._language_menu.addActions(self._languages.actions())
        menu.addSeparator()
        menu.addActions([self.open_logs, self.copy_report, self.about])
        menu.addSeparator()
        menu.addAction(self.quit)

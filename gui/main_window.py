"""The main window: panels, menus, and one block of connections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMoveEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QSplitter, QVBoxLayout, QWidget

from core.importing import SUFFIXES
from core.projects.state import ProjectState
from core.services.survey import RECOGNITION
from gui.actions import WindowActions
from gui.edit_window import EditWindow
from gui.export_window import ExportWindow
from gui.file_dialog import file_dialog
from gui.fronts import open_folder
from gui.line_voices import LineVoices
from gui.presenters import readiness
from gui.presenters.added_news import SHOW_RECOGNITION
from gui.presenters.script_presenter import FEW_LINES
from gui.project_windows import NAME, ProjectWindows
from gui.pronunciation_window import PronunciationWindow
from gui.run_notice import RunNotice
from gui.session import Layout
from gui.side_windows import SideWindows
from gui.studio import Studio
from gui.takes_window import TakesWindow
from gui.voice_windows import VoiceWindows
from gui.widgets.engine_panel import EnginePanel
from gui.widgets.script_panel import ScriptPanel
from gui.widgets.status_bar import StatusBar
from gui.widgets.top_bar import TopBar
from gui.widgets.transport import Transport
from gui.widgets.voices_panel import VoicesPanel

START_SIZE = (1280, 800)

FRAME_SIZE = (16, 48)
"""Room for the frame and the title bar that a window manager puts around the window."""

COLUMN_WIDTHS = (228, 765, 287)


class MainWindow(QMainWindow):
    """Shows the panels and connects them with the studio; decides nothing."""

    touched = Signal()
    closing = Signal()
    files_given = Signal(object)
    """Paths: a text for the script, recordings, shared voices."""
    theme_selected = Signal(str)
    language_selected = Signal(str)
    report_requested = Signal()
    about_requested = Signal()

    def __init__(self, studio: Studio, log_folder: Path) -> None:
        """Build the window; it is not shown yet.

        Args:
            studio: What the panels show and ask for.
            log_folder: What "Open log folder" opens.
        """
        super().__init__()
        self._studio = studio
        self._log_folder = log_folder
        self._dialog_folder = Path.home()
        self._closed = False
        self.setObjectName("studio")
        self.setWindowTitle(NAME)
        self.top_bar = TopBar()
        self.voices_panel = VoicesPanel()
        self.voice_windows = VoiceWindows(studio, self.voices_panel, self)
        self.script_panel = ScriptPanel()
        self.editor = self.script_panel.editor
        self.notice_bar = self.script_panel.notice_bar
        self.engine_panel = EnginePanel()
        self.transport = Transport()
        self.status_bar = StatusBar()
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self._side_windows = SideWindows(self, studio)
        self._run_notice = RunNotice(self)
        self._export_window = ExportWindow(self, studio)
        self.actions_ = WindowActions(self, self.top_bar.settings_menu)
        self.project_windows = ProjectWindows(studio, self, self.top_bar, self.script_panel, self.actions_)
        PronunciationWindow(studio.pronunciations, self.editor, self.actions_.pronunciations, self)
        LineVoices(studio, self.editor, self.voices_panel)
        EditWindow(studio, self.script_panel, self.transport.pace_button, self.actions_)
        TakesWindow(studio, self.script_panel, self.actions_)
        self._lay_out()
        self._connect_states()
        self._connect_wishes()
        self._connect_actions()
        self._retranslate()

    # --- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for panel in (self.voices_panel, self.script_panel, self.engine_panel):
            self.columns.addWidget(panel)
        self.columns.setStretchFactor(1, 1)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        self.columns.setSizes(COLUMN_WIDTHS)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top_bar)
        rows.addWidget(self.columns, 1)
        rows.addWidget(self.transport)
        rows.addWidget(self.status_bar)
        self.setCentralWidget(whole)
        self.resize(self._start_size())

    def _start_size(self) -> QSize:
        """Return how large the window opens: as drawn, or smaller where the screen with a frame is."""
        return QSize(*START_SIZE).boundedTo(self.screen().availableSize() - QSize(*FRAME_SIZE))

    def show_layout(self, layout: Layout) -> None:
        """Take the shape that the window had."""
        if layout.geometry:
            self.restoreGeometry(QByteArray.fromBase64(layout.geometry.encode("ascii", "ignore")))
        sizes = layout.splitters.get("columns", ())
        if len(sizes) == self.columns.count() and min(sizes) >= 0 < sum(sizes):
            self.columns.setSizes(sizes)

    def layout_now(self) -> Layout:
        """Return the window's shape."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        return Layout(geometry, {"columns": tuple(self.columns.sizes())})

    def show_states(self) -> None:
        """Show what the studio holds already; what follows comes by signals."""
        studio = self._studio
        self.engine_panel.render(studio.engine.state)
        self.voices_panel.render(studio.voices.state)
        self.transport.render(studio.transport.state)
        self.status_bar.render(studio.meter.state)
        self.editor.set_line_views(studio.script.views)
        self.project_windows.show(studio.project.state)
        self._follow_cursor()

    # --- connections --------------------------------------------------------------------------

    def _connect_states(self) -> None:
        studio = self._studio
        studio.engine.state_changed.connect(self.engine_panel.render)
        studio.transport.state_changed.connect(self.transport.render)
        studio.meter.state_changed.connect(self.status_bar.render)
        studio.script.views_changed.connect(self.editor.set_line_views)
        studio.script.view_changed.connect(self.editor.set_line_view)
        studio.script.summary_changed.connect(self.script_panel.show_state)
        studio.teller.noticed.connect(self.notice_bar.show_notice)
        studio.teller.withdrawn.connect(self.notice_bar.withdraw)
        studio.teller.cleared.connect(self.notice_bar.clear)
        studio.teller.changed.connect(self.notice_bar.say_again)
        studio.projects.coming.connect(self._show_project)
        studio.projects.opened.connect(self._follow_project)

    def _connect_wishes(self) -> None:
        studio = self._studio
        self.editor.lines_changed.connect(studio.script.note_change)
        self.editor.text_edited.connect(self._follow_edit)
        self.editor.characters_dropped.connect(studio.teller.tell_dropped)
        self.editor.current_line_changed.connect(self._follow_cursor)
        self.editor.selection_changed.connect(self._follow_cursor)
        self.editor.line_play_requested.connect(studio.transport.play_line)
        self.editor.line_render_requested.connect(studio.lines.render)
        self.editor.files_dropped.connect(self.files_given)
        self.engine_panel.engine_selected.connect(studio.choices.choose_engine)
        self.engine_panel.model_selected.connect(studio.choices.choose_model)
        self.engine_panel.language_selected.connect(studio.choices.choose_language)
        self.engine_panel.speed_changed.connect(studio.choices.set_speed)
        self.engine_panel.parameter_changed.connect(studio.choices.set_parameter)
        self.engine_panel.seed_changed.connect(studio.choices.set_seed)
        self.engine_panel.seed_locked_changed.connect(studio.choices.set_seed_locked)
        self.engine_panel.low_vram_clicked.connect(studio.engine.click_low_vram)
        self.engine_panel.action_requested.connect(self._act)
        self.engine_panel.generate_requested.connect(studio.generate)
        self.engine_panel.cancel_requested.connect(studio.cancel)
        self.engine_panel.pause_requested.connect(studio.queue.pause_or_resume)
        self.engine_panel.queue_requested.connect(self._side_windows.show_queue)
        studio.run.ended.connect(self._run_notice.tell)
        self.engine_panel.export_requested.connect(self._export_all)
        self.engine_panel.export_selection_requested.connect(self._export_selection)
        self.engine_panel.export_format_selected.connect(studio.engine.choose_export_format)
        self.engine_panel.export_options_requested.connect(self._export_window.show)
        self.transport.play_requested.connect(studio.transport.play)
        self.transport.pause_requested.connect(studio.transport.pause)
        self.transport.seek_requested.connect(studio.transport.seek)
        self.transport.level_changed.connect(studio.transport.choose_level)
        self.transport.device_selected.connect(studio.transport.choose_device)
        self.transport.devices_wanted.connect(studio.transport.ask_devices)
        self.status_bar.policy_selected.connect(studio.engine.choose_policy)
        self.status_bar.memory_requested.connect(self._side_windows.show_memory)
        self.status_bar.idle_menu.timeout_selected.connect(studio.engine.choose_idle_timeout)
        self.project_windows.file_chosen.connect(self.files_given)
        self.notice_bar.action_requested.connect(self._act)
        self.notice_bar.gone.connect(studio.removals.let_go)
        self.columns.splitterMoved.connect(self.touched)

    def _connect_actions(self) -> None:
        studio, actions = self._studio, self.actions_
        actions.open_text.triggered.connect(self._ask_for_text)
        actions.export.triggered.connect(self._export_all)
        actions.export_selection.triggered.connect(self._export_selection)
        actions.export_options.triggered.connect(self._export_window.show)
        actions.generate.triggered.connect(studio.generate)
        actions.cancel.triggered.connect(studio.cancel)
        actions.play_line.triggered.connect(self._play_line)
        actions.play_from_here.triggered.connect(self._play_from_here)
        actions.render_line.triggered.connect(self._render_line)
        self.top_bar.settings_menu.aboutToShow.connect(self._offer)
        history = studio.history
        history.follow(self.editor.document(), self.editor.undo, self.editor.redo)
        history.changed.connect(self._name_steps)
        self.editor.menu_actions = actions.of_line()
        for asked in (actions.undo.triggered, self.editor.undo_requested):
            asked.connect(history.undo)
        for asked in (actions.redo.triggered, self.editor.redo_requested):
            asked.connect(history.redo)
        actions.theme_selected.connect(self.theme_selected)
        actions.language_selected.connect(self.language_selected)
        actions.weights.triggered.connect(self._show_weights)
        actions.open_logs.triggered.connect(self._open_logs)
        actions.copy_report.triggered.connect(self.report_requested)
        actions.about.triggered.connect(self.about_requested)
        actions.quit.triggered.connect(self.close)

    # --- what needs more than a connection ----------------------------------------------------

    def put_text(self, text: str, *, undoable: bool) -> None:
        """Replace the whole text.

        Args:
            text: The new one.
            undoable: Undo brings the old one back.
        """
        if not undoable:
            self.editor.set_plain_text(text)
            self._studio.history.clear()
            return
        cursor = self.editor.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.editor.go_to_line(0)

    def _show_project(self, state: ProjectState) -> None:
        self.put_text(state.script.text, undoable=False)

    def _follow_project(self, state: ProjectState) -> None:
        """The project is there; what the editor could not take of its text is an edit."""
        script = self._studio.script
        if self.editor.plain_text() != state.script.text:
            script.note_change(0, len(state.script.lines), self.editor.blockCount())
            script.follow_edit(self._line_texts)
        self._studio.history.clear()
        self._follow_cursor()

    def _follow_edit(self) -> None:
        self._studio.cursor.expect(self.editor.current_line(), self.editor.selected_lines())
        self._studio.script.follow_edit(self._line_texts)
        self._follow_cursor()

    def _line_texts(self, first: int, end: int) -> Sequence[str]:
        if end - first > FEW_LINES:
            return self.editor.plain_text().split("\n")[first:end]
        return [self.editor.line_text(number) for number in range(first, end)]

    def _follow_cursor(self, *_: object) -> None:
        self._studio.cursor.set(self.editor.current_line(), self.editor.selected_lines())
        self.touched.emit()

    def _play_line(self) -> None:
        self._studio.lines.play(self.editor.current_line())

    def _play_from_here(self) -> None:
        self._studio.lines.play_from(self.editor.current_line())

    def _offer(self) -> None:
        number = self.editor.current_line()
        views = self._studio.script.views
        self.actions_.keep_seed.setChecked(self._studio.engine.choices.seed_locked)
        self.actions_.offer(
            self.editor.line_view(number),
            following=any(view.playable for view in views[number:]),
            selection=self._studio.engine.state.can_export_selection,
        )

    def _name_steps(self) -> None:
        self.actions_.name_steps(self._studio.history.undoes, self._studio.history.redoes)

    def _render_line(self) -> None:
        self._studio.lines.render(self.editor.current_line())

    def _export_all(self) -> None:
        self._studio.export.ask()

    def _export_selection(self) -> None:
        self._studio.export.ask(self.editor.selected_lines())

    def _act(self, action: str) -> None:
        studio = self._studio
        match action:
            case readiness.ADD_RECORDING:
                self.voice_windows.ask_for_recordings()
            case readiness.COPY_COMMAND if studio.engine.state.problem is not None:
                QGuiApplication.clipboard().setText(studio.engine.state.problem.command)
            case readiness.OPEN_MODELS if studio.engine.readiness.folder is not None:
                studio.make_folder(studio.engine.readiness.folder, open_folder)
            case readiness.SHOW_WEIGHTS:
                self._side_windows.show_weights()
            case _ if action.startswith(readiness.SHOW_WEIGHTS_OF):
                self._side_windows.show_weights(action.removeprefix(readiness.SHOW_WEIGHTS_OF))
            case _ if action == SHOW_RECOGNITION:
                self._side_windows.show_weights(RECOGNITION)
            case _ if self._export_window.act(action):
                pass
            case _:
                studio.act(action)

    def _show_weights(self) -> None:
        self._side_windows.show_weights()

    def _open_logs(self) -> None:
        open_folder(self._log_folder)

    # --- file dialogs, none of which blocks ---------------------------------------------------

    def _ask_for_text(self) -> None:
        dialog = self._dialog(self.tr("Open a text file"), QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilters(
            [self.tr("Texts ({patterns})").format(patterns=patterns), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self._open_text)
        dialog.open()

    def _open_text(self, name: str) -> None:
        self._dialog_folder = Path(name).parent
        self.files_given.emit((Path(name),))

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        return file_dialog(self, title, mode, self._dialog_folder)

    # --- events -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Play or pause with Space where no control wanted it."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._studio.transport.toggle()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language; look again for weights when the user comes back from elsewhere.

        A closed window, whose parts may be gone, has nothing to say.
        """
        if event.type() is QEvent.Type.LanguageChange and not self._closed:
            self._retranslate()
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and not self._closed:
            self._studio.introductions.look_around()
            self._studio.voices.read_references()
        super().changeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Remember where the window is."""
        self.touched.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remember how large the window is."""
        self.touched.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything end."""
        self._closed = True
        self.closing.emit()
        event.accept()

    def _retranslate(self) -> None:
        self.actions_.retranslate()
        self._name_steps()
        self._studio.retranslate()

"""The composition root of the window: `main` wires services, studio and window, and runs them."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.cli.options import add_global_options, global_settings, prepared
from core.cli.parser import Parser
from core.cli.terminal import Terminal
from core.errors import SottovoceError
from core.importing import Document, read_document
from core.model.events import Notice
from core.paths import Paths
from core.projects.state import SUFFIX as PROJECT_SUFFIX
from core.projects.state import Access
from core.services.app import STUDIO, Services
from core.services.gpus import check_gpu
from core.services.logs import keep_native_output, log_start, set_up_logging
from core.settings import CommandLineValue, Settings
from core.voices.svoice import SUFFIX
from gui import theme
from gui.i18n import Interface
from gui.main_window import MainWindow
from gui.memory_bridge import MemoryBridge
from gui.messages import lasting
from gui.old_session import read_old_session
from gui.presenters.advice import SAMPLE_LINE
from gui.presenters.states import NoticeView, Severity
from gui.qt_log import log_qt_messages
from gui.session import Session, SessionKeeper, Slot, read_session, take_slot
from gui.signals import Signals, tell_faults
from gui.studio import Studio
from gui.voice_windows import SOUND_SUFFIXES
from gui.widgets.script_text import plain
from sottovoce import __version__

SWITCH_INTERVAL_S = 0.001
"""Python's threads take turns this often: the window waits for the workers so long at most."""


class Program(QObject):
    """The open program: a studio, its window, and what is kept of them."""

    fault = Signal(object)

    def __init__(
        self,
        application: QApplication,
        services: Services,
        memory: MemoryBridge,
        slot: Slot,
        given: Path | None = None,
    ) -> None:
        """Build the window and show what was there last time.

        Args:
            application: Qt's.
            services: The use cases.
            memory: Brings the hosts' memory samples.
            slot: The files that this program has to itself.
            given: A project to open in place of the last one, or a text.
        """
        super().__init__()
        self._services = services
        self._interface = Interface(application)
        self._interface.speak(str(services.settings.value("interface_language")))
        session, notices = read_session(slot.seed_path)
        self.session = _beginning(slot, session)
        self.studio = Studio(services, memory, self.session, slot, self)
        self.window = MainWindow(self.studio, services.paths.logs)
        self.keeper = SessionKeeper(slot, self.studio.lanes["keep"], self._snapshot, self)
        self._begun = False
        self._given, self._is_first = given, slot.is_first
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(300)
        self._restore(slot)
        self._connect()
        self._open(given)
        for notice in (*services.settings.notices, *notices):
            self.studio.teller.tell(notice)

    def _restore(self, slot: Slot) -> None:
        window, session = self.window, self.session
        if slot.path == slot.seed_path:
            window.show_layout(session.layout)
        window.show_states()
        window.editor.setFocus()
        self._show_choices()

    def _open(self, given: Path | None) -> None:
        """Open what was given, else the last project; where there is none, or it fails, the untitled one."""
        projects, last = self.studio.projects, self.session.project
        text = given if given is not None and given.suffix.lower() != PROJECT_SUFFIX else None
        path = given if text is None else None
        if path is None and text is None and last:
            path = Path(last)
        if path is None:
            self._begin_untitled()
        else:
            projects.open(path)
        if text is not None:
            self.take_files((text,))

    def _begin_untitled(self) -> None:
        old = self.studio.desk.migration.old_session()
        self.studio.projects.begin(old.text if old is not None else SAMPLE_LINE)

    def _opened(self, _: object) -> None:
        """Go to where one was in the last project; where another window has that, to the untitled one."""
        projects = self.studio.projects
        if self._begun:
            self.studio.advice.forget()
        elif projects.access is Access.IN_USE and not projects.untitled and self._given is None:
            projects.open_untitled()
        elif projects.untitled == (not self.session.project):
            self.window.editor.go_to_line(self.session.current_line)
        self._begun = True
        if projects.untitled and not self._is_first:
            self._is_first = True
            self.studio.teller.tell(Notice("session_of_another"))

    def _not_opened(self, _: object) -> None:
        if not self._begun:
            self._begin_untitled()

    def _connect(self) -> None:
        studio, window = self.studio, self.window
        studio.projects.opened.connect(self._opened)
        studio.projects.failed.connect(self._not_opened)
        studio.settings_touched.connect(self._touch_settings)
        studio.advice.told_changed.connect(self.keeper.touch)
        window.touched.connect(self.keeper.touch)
        window.files_given.connect(self.take_files)
        window.theme_selected.connect(self.choose_theme)
        window.language_selected.connect(self.choose_language)
        window.report_requested.connect(self.copy_report)
        window.about_requested.connect(self.show_about)
        window.closing.connect(self.close)
        self.keeper.failed.connect(studio.teller.tell_error)
        self._saving.timeout.connect(self._save_settings)
        self.fault.connect(studio.teller.tell_error)

    # --- wishes -------------------------------------------------------------------------------

    def take_files(self, paths: Sequence[Path]) -> None:
        """Put a text file into the editor, the first of several; undo brings back what was there.

        A project is opened, the first of several. Recordings become voices, and voices that were shared come
        into the library.
        """
        projects = [path for path in paths if path.suffix.lower() == PROJECT_SUFFIX]
        if projects:
            self.studio.projects.open(projects[0])
        paths = [path for path in paths if path not in projects]
        voices = [path for path in paths if path.suffix.lower() in {*SOUND_SUFFIXES, SUFFIX}]
        text = next((path for path in paths if path not in voices), None)
        if text is not None and not self.studio.projects.writable:
            self.studio.teller.tell(Notice("project_read_only"))
        elif text is not None:
            self.studio.lanes["files"].submit(
                partial(read_document, text), self._show_file, self.studio.teller.tell_error
            )
        self.studio.voice_edits.take_files(voices)

    def choose_theme(self, name: str) -> None:
        """Follow the system's colours, or stay light or dark."""
        theme.theme().set_scheme(name)
        self._keep("theme", name)

    def choose_language(self, name: str) -> None:
        """Speak another interface language, at once."""
        self._interface.speak(name)
        self._keep("interface_language", name)

    def copy_report(self) -> None:
        """Put the doctor's report on the clipboard."""
        self.studio.lanes["report"].submit(
            partial(_report, self._services), self._copy, self.studio.teller.tell_error
        )

    def show_about(self) -> None:
        """Say what this is, and under which licences."""
        from gui.about import AboutDialog

        dialog = AboutDialog(self.studio.engine.known.introduced, self.studio.lanes["files"], self.window)
        dialog.open()

    def close(self) -> None:
        """Keep everything, end everything."""
        self.keeper.keep()
        self._save_settings()
        self.window.hide()
        self.everything_ended = self.studio.close()
        self.keeper.release()
        self._interface.forget()

    everything_ended = True

    # --- inside -------------------------------------------------------------------------------

    def _snapshot(self) -> Session:
        projects = self.studio.projects
        project, line = self.session.project, self.session.current_line  # until something is open
        if self._begun:
            project = "" if projects.untitled else str(projects.path.absolute())
            line = self.window.editor.current_line()
        return Session(
            project,
            line,
            self.studio.project.recent,
            self.studio.engine.wished.parameters,
            self.window.layout_now(),
            self.studio.advice.told,
        )

    def _keep(self, key: str, value: object) -> None:
        self._services.settings.click(key, value)
        self._show_choices()
        self._touch_settings()

    def _show_choices(self) -> None:
        settings = self._services.settings
        self.window.actions_.show_choices(
            str(settings.value("theme")), str(settings.value("interface_language"))
        )

    def _touch_settings(self) -> None:
        self.keeper.touch()
        if not self._saving.isActive():
            self._saving.start()

    def _save_settings(self) -> None:
        self.studio.lanes["keep"].submit(
            self._services.settings.save, self._settings_saved, self.studio.teller.tell_error
        )

    def _settings_saved(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            self.studio.teller.tell(notice)

    def _show_file(self, file: Document) -> None:
        self.studio.teller.cleared.emit()
        self.studio.advice.forget()
        text, dropped = plain(file.text)
        self.window.put_text(text, undoable=True)
        self.studio.projects.came_from(file)
        if dropped:
            self.studio.teller.tell_dropped(dropped)
        for notice in file.notices:
            self.studio.teller.tell(notice)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.studio.teller.noticed.emit(lasting(self._say_copied))

    def _say_copied(self) -> NoticeView:
        return NoticeView(Severity.INFO, self.tr("The report is on the clipboard."))


def _beginning(slot: Slot, session: Session | None) -> Session:
    """Return what a window begins with: its last session; the shape of another's, or of an old one."""
    if session is not None:
        return session if slot.seed_path == slot.path else replace(session, project="", current_line=0)
    old = read_old_session(slot.old_path)
    if old is None:
        return Session()
    return Session("", old.current_line, (), old.parameters, old.layout, old.advised)


def _report(services: Services) -> str:
    from core.services.diagnose import diagnose

    return diagnose(services.paths, services.settings, services.hosts).as_text()


def _services(words: Sequence[str], memory: MemoryBridge) -> tuple[Services, Path | None]:
    """Read options, environment and settings, begin the log, and wire the services.

    Raises:
        SottovoceError: When an option or a variable is wrong, or the user's folders cannot be made.
    """
    parser = Parser(prog="sottovoce-studio", description="Open the studio.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"sottovoce {__version__}")
    parser.add_argument("file", nargs="?", type=Path, help="a project to open, or a text")
    add_global_options(parser)
    parser.add_argument("--device", metavar="NAME", help="auto, cpu, cuda, cuda:1, mps")
    arguments = parser.parse_args(prepared(words))
    paths = Paths.find()
    given = global_settings(arguments)
    if arguments.device is not None:
        given["device"] = CommandLineValue(arguments.device, "--device", f"--device={arguments.device}")
    settings = Settings.load(paths, command_line=given)
    paths.ensure()
    settings.notices.extend(set_up_logging(paths, debug="debug" in arguments))
    check_gpu(settings)
    log_start(settings)
    if "debug" not in arguments:
        keep_native_output(paths)
    services = Services.create(
        paths,
        settings,
        on_memory=memory,
        on_host_ended=memory.tell_end,
        on_no_host=memory.tell_none,
        program=STUDIO,
    )
    return services, arguments.file


def main(argv: Sequence[str] | None = None) -> int:
    """Open the studio and run it to its end.

    Args:
        argv: Options, without the program's name; None: the process's own.

    Returns:
        0; 2 for wrong options or a wrong environment, before any window is made; 1 for what else
        keeps it from starting.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    memory = MemoryBridge()
    try:
        services, given = _services(sys.argv[1:] if argv is None else argv, memory)
    except SottovoceError as error:
        Terminal(as_json=False).failure(error)
        return 2 if error.misuse else 1
    QCoreApplication.setApplicationName("Sottovoce")
    QGuiApplication.setDesktopFileName("sottovoce")
    application = QApplication(sys.argv[:1])
    log_qt_messages()  # not before: that there is no screen belongs on the terminal
    theme.install(application, str(services.settings.value("theme")))
    program = Program(application, services, memory, take_slot(services.paths), given)
    signals = Signals()
    signals.asked_to_end.connect(program.window.close)
    tell_faults(program.fault.emit)
    program.window.show()
    QTimer.singleShot(0, program.studio.start)
    gc.freeze()  # what is there now stays: a full collection would walk it for 40 ms, on any thread
    code = application.exec()
    if not program.everything_ended:
        logging.shutdown()
        os._exit(code)
    return code


if __name__ == "__main__":
    raise SystemExit(main())

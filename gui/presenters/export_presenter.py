"""Export: which lines, whether they are all there, how the files shall be, and the making of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.delivery.formats import format_of_name
from core.delivery.metadata import Cover, read_cover
from core.delivery.names import TEMPLATES, check_template, safe_name
from core.delivery.report import DeliveryProgress, DeliveryReport
from core.delivery.wishes import Layout, Wishes
from core.errors import JobCancelled, LinesNotRendered, NothingToExport, SottovoceError, TemplateInvalid
from core.model.cancel import CancelToken
from core.services.delivering import Standing, deliver_script
from core.settings import Settings
from gui.i18n import duration_text
from gui.jobs import Lane
from gui.messages import error_view, lasting, sentence
from gui.presenters.export_choices import ExportChoices
from gui.presenters.export_state import FORMATS, ExportState, FileQuestion
from gui.presenters.export_words import loudness_note, missed_text, progress_text, report_rows
from gui.presenters.names import script_name
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import NoticeAction, NoticeView, Severity

EXPORT_RENDERED = "export_rendered"
GENERATE = "generate"
SHOW_FOLDER = "show_export_folder"
SHOW_REPORT = "show_export_report"
CANCEL_EXPORT = "cancel_export"

LONG_MS = 1_500
"""An export that takes longer is told of while it runs."""

_STEPS = 100


class ExportPresenter(QObject):
    """Asks for a name, makes the files of the lines that are rendered, and says how it went."""

    file_wanted = Signal(object)
    begun = Signal()
    noticed = Signal(object)
    withdrawn = Signal(object)
    said_anew = Signal()
    kept = Signal()
    state_changed = Signal(object)
    _progressed = Signal(object)

    def __init__(
        self,
        script: ScriptPresenter,
        settings: Settings,
        lane: Lane,
        *,
        choices: ExportChoices,
        standing: Callable[[Collection[int] | None], Standing],
        parent: QObject | None = None,
    ) -> None:
        """Keep the services.

        Args:
            script: Knows the lines and their takes.
            settings: Remembers the folder.
            lane: Where files are made.
            choices: How files shall be.
            standing: Gives what there is to deliver of lines, by id.
            parent: Owner.
        """
        super().__init__(parent)
        self._script = script
        self._settings = settings
        self._lane = lane
        self._choices = choices
        self._standing = standing
        self._lines: tuple[int, ...] | None = None
        self._cancel: CancelToken | None = None
        self._told: NoticeView | None = None
        self._question: NoticeView | None = None
        self._told_step = 0
        self._progress = DeliveryProgress("measuring", 0.0)
        self._report: DeliveryReport | None = None
        self._state = ExportState()
        self.folder = Path.home()
        self._long = QTimer(self, singleShot=True, interval=LONG_MS)
        self._long.timeout.connect(self._tell_progress)
        self._progressed.connect(self._follow)
        choices.changed.connect(self.refresh)
        script.counts_changed.connect(self._follow_counts)
        self.refresh()

    @property
    def state(self) -> ExportState:
        """What the window of finished files shows."""
        return self._state

    # --- wishes -------------------------------------------------------------------------------

    def change(self, wishes: Wishes) -> None:
        """Take how the files shall be; it is remembered."""
        self._choices.change(wishes)

    def take_cover(self, path: Path) -> None:
        """Read a picture and keep it with the project; what is wrong with it is told."""
        self._lane.submit(
            partial(read_cover, str(path)), partial(self._cover_read, path.name), self._tell_error
        )

    def drop_cover(self) -> None:
        """Have no cover."""
        self._choices.take_cover("", b"")

    def _cover_read(self, name: str, cover: Cover | None) -> None:
        if cover is not None:
            self._choices.take_cover(name, cover.data)

    def _tell_error(self, error: SottovoceError) -> None:
        self.noticed.emit(error_view(error))

    def ask(self, numbers: Sequence[int] | None = None) -> bool:
        """Begin an export of these lines (None: all); lines that are missing are told first.

        Returns:
            A file was asked for; False: a notice stands instead, with what can be done.
        """
        lines = None if numbers is None else [self._script.line(number) for number in numbers]
        self._lines = None if lines is None else tuple(line.id for line in lines if line is not None)
        takes, missing = self._script.takes(numbers), len(self._script.todo(numbers))
        if not takes:
            self._ask_first(lasting(self._say_nothing_to_export))
        elif missing:
            self._ask_first(lasting(partial(self._say_missing, missing, missing + len(takes))))
        else:
            self.ask_for_file()
            return True
        return False

    def _ask_first(self, question: NoticeView) -> None:
        """Tell which lines are missing, as long as some are."""
        self._question = question
        self.noticed.emit(question)

    def _follow_counts(self) -> None:
        if self._question is not None and not self._script.todo_count:
            self.withdrawn.emit(self._question)
            self._question = None
        self.refresh()

    def forget_report(self) -> None:
        """Another project is open: what was made of the last one is no report of it."""
        self._report = None
        self.refresh()

    def ask_for_file(self) -> None:
        """Ask for a file's name or a folder; what is rendered of the lines asked for goes into it."""
        folder = str(self._settings.value("export_folder") or "")
        if not folder or not Path(folder).is_dir():
            folder = str(Path.home())
        wishes = self._choices.wishes
        fmt = wishes.format or FORMATS["pcm_16"]
        name = f"{self._name()}{fmt.suffix}" if wishes.layout is Layout.ONE else ""
        self.file_wanted.emit(FileQuestion(folder, name, fmt))

    # --- making -------------------------------------------------------------------------------

    def write(self, path: Path) -> None:
        """Make the files; the dialog has asked about a file that is there already, and so about its set.

        Subtitles and labels that are there without such a file are nobody's to replace: then nothing is made.

        Args:
            path: The file, or the folder of several.
        """
        if self._cancel is not None:
            return
        wishes = self._choices.wishes
        named = format_of_name(path.name)
        if wishes.layout is Layout.ONE:
            keeps = named is None or (wishes.format is not None and named.suffix == wishes.format.suffix)
            wishes = replace(wishes, format=wishes.format if keeps else named, replace=path.exists())
        self._cancel = CancelToken()
        self._report, self._told, self._told_step = None, None, 0
        self._progress = DeliveryProgress("measuring", 0.0)
        self.begun.emit()
        self._long.start()
        self.refresh()
        work = partial(
            _deliver, self._standing(self._lines), wishes, path, self._progressed.emit, self._cancel
        )
        self._lane.submit(work, partial(self._written, path), self._failed)

    def cancel(self) -> None:
        """Stop making files; none is left."""
        if self._cancel is not None:
            self._cancel.cancel()
            self.refresh()

    def _follow(self, progress: DeliveryProgress) -> None:
        if self._cancel is None:
            return
        self._progress = progress
        self.refresh()
        step = int(10 * progress.fraction)
        if self._told is not None and step > self._told_step:
            self._told_step = step
            self.said_anew.emit()

    def _tell_progress(self) -> None:
        if self._cancel is not None:
            self._told = lasting(self._say_progress)
            self.noticed.emit(self._told)

    def _written(self, path: Path, report: DeliveryReport | None) -> None:
        self._ended()
        if report is None:
            self.noticed.emit(lasting(self._say_cancelled))
            return
        self._report = report
        self.folder = report.files[0].path.parent
        self._settings.click("export_folder", str(self.folder))
        self.kept.emit()
        self.refresh()
        self.noticed.emit(lasting(partial(self._say_written, path, report)))

    def _failed(self, error: SottovoceError) -> None:
        self._ended()
        self.noticed.emit(error_view(error))

    def _ended(self) -> None:
        self._cancel = None
        self._long.stop()
        if self._told is not None:
            self.withdrawn.emit(self._told)
            self._told = None
        self.refresh()

    # --- words --------------------------------------------------------------------------------

    def refresh(self, _: object = None) -> None:
        """Show what there is now, in the language of now."""
        wishes = self._choices.wishes
        busy = self._cancel is not None
        report = self._report
        state = ExportState(
            wishes=wishes,
            loudness_note=loudness_note(wishes.loudness),
            format_note=self._format_note(wishes),
            beside_note=self._beside_note(wishes),
            template_hint=TEMPLATES.get(wishes.layout, ""),
            template_problem=_template_problem(wishes),
            can_export=self._script.rendered_count > 0 and not busy,
            busy=busy,
            cancelling=self._cancel is not None and self._cancel.cancelled,
            fraction=self._progress.fraction if busy else 0.0,
            progress_text=progress_text(self._progress) if busy else "",
            report_title="" if report is None else self._title(report.files[0].path, report),
            report=() if report is None else report_rows(report),
        )
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self.refresh()

    def _format_note(self, wishes: Wishes) -> str:
        if wishes.format is None:
            return ""
        if wishes.format.is_wav and wishes.tags.cover:
            return self.tr("A WAV file holds no cover; all other kinds do.")
        if not wishes.format.needs_ffmpeg or self._choices.has_ffmpeg:
            return ""
        return self.tr("This needs the program ffmpeg, which was not found on this computer.")

    def _beside_note(self, wishes: Wishes) -> str:
        if not wishes.subtitles and not wishes.labels:
            return ""
        if wishes.layout is not Layout.ONE:
            return self.tr("They stand beside each file, under its name. No file that is there is replaced.")
        return self.tr(
            "They stand beside the file, under its name. Those that are there are replaced only together "
            "with the file: what you have changed by hand is safe under another name."
        )

    def _say_nothing_to_export(self) -> NoticeView:
        return error_view(NothingToExport(), (NoticeAction(GENERATE, self.tr("Generate")),))

    def _say_missing(self, missing: int, total: int) -> NoticeView:
        actions = (
            NoticeAction(EXPORT_RENDERED, self.tr("Export the rendered lines")),
            NoticeAction(GENERATE, self.tr("Generate")),
        )
        view = error_view(LinesNotRendered(missing=missing, total=total), actions)
        return NoticeView(Severity.WARNING, view.what, view.why, view.remedy, actions)

    def _say_progress(self) -> NoticeView:
        what = self.tr("Exporting: {progress}").format(progress=progress_text(self._progress))
        return NoticeView(Severity.INFO, what, actions=(NoticeAction(CANCEL_EXPORT, self.tr("Cancel")),))

    def _say_cancelled(self) -> NoticeView:
        return NoticeView(Severity.INFO, self.tr("The export was cancelled; no file is left of it."))

    def _say_written(self, path: Path, report: DeliveryReport) -> NoticeView:
        actions = (
            NoticeAction(SHOW_FOLDER, self.tr("Open the folder")),
            NoticeAction(SHOW_REPORT, self.tr("Report…")),
        )
        what = self._title(path, report)
        missed = missed_text(report)
        if not missed:
            return NoticeView(Severity.INFO, what, str(report.files[0].path), "", actions)
        why = self.tr("Not met: {missed}.").format(missed=missed)
        return NoticeView(Severity.WARNING, what, why, "", actions)

    def _title(self, path: Path, report: DeliveryReport) -> str:
        length = duration_text(report.duration_s, tenths=True)
        if len(report.files) > 1:
            words = self.tr("Exported {count} files ({length})")
            return words.format(count=len(report.files), length=length)
        return self.tr("Exported {name} ({length})").format(name=report.files[0].path.name, length=length)

    def _name(self) -> str:
        """Return a file name: the project's title, or the first words, whole ones."""
        title = self._choices.wishes.tags.title.strip()
        return safe_name(title or script_name(self._script.script))


def _template_problem(wishes: Wishes) -> str:
    if not wishes.template or wishes.layout is Layout.ONE:
        return ""
    try:
        check_template(wishes.template)
    except TemplateInvalid as error:
        return sentence(error)
    return ""


def _deliver(
    standing: Standing,
    wishes: Wishes,
    path: Path,
    tell: Callable[[DeliveryProgress], None],
    cancel: CancelToken,
) -> DeliveryReport | None:
    """Make the files on a lane; None: it was cancelled. It tells of each hundredth."""
    told = -1

    def tell_steps(progress: DeliveryProgress) -> None:
        nonlocal told
        step = int(_STEPS * progress.fraction)
        if step > told:
            told = step
            tell(progress)

    try:
        return deliver_script(standing, wishes, path, tell_steps, cancel)
    except JobCancelled:
        return None

"""Export: which lines, whether they are all there, and the writing of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import LinesNotRendered, NothingToExport, SottovoceError
from core.model.audio import AudioClip
from gui.i18n import duration_text
from gui.jobs import Lane
from gui.messages import error_view, lasting
from gui.presenters.names import first_words
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import NoticeAction, NoticeView, Severity

if TYPE_CHECKING:
    from core.audio.write import WavFacts
    from core.settings import Settings

EXPORT_RENDERED = "export_rendered"
GENERATE = "generate"
SHOW_FOLDER = "show_export_folder"


@dataclass(frozen=True)
class FileQuestion:
    """What the file dialog begins with."""

    folder: str
    name: str


class ExportPresenter(QObject):
    """Asks for a name, writes the lines that are rendered, and says how it went."""

    file_wanted = Signal(object)
    begun = Signal()
    noticed = Signal(object)
    kept = Signal()

    def __init__(
        self, script: ScriptPresenter, settings: Settings, lane: Lane, parent: QObject | None = None
    ) -> None:
        """Keep the services.

        Args:
            script: Knows the lines and their takes.
            settings: Remembers the folder and the format.
            lane: The files lane.
            parent: Owner.
        """
        super().__init__(parent)
        self._script = script
        self._settings = settings
        self._lane = lane
        self._lines: tuple[int, ...] | None = None
        self.folder = Path.home()

    def ask(self, numbers: Sequence[int] | None = None) -> None:
        """Begin an export of these lines (None: all); lines that are missing are told first."""
        lines = None if numbers is None else [self._script.line(number) for number in numbers]
        self._lines = None if lines is None else tuple(line.id for line in lines if line is not None)
        takes, missing = self._script.takes(numbers), len(self._script.todo(numbers))
        if not takes:
            self.noticed.emit(lasting(self._say_nothing_to_export))
        elif missing:
            self.noticed.emit(lasting(partial(self._say_missing, missing, missing + len(takes))))
        else:
            self.ask_for_file()

    def ask_for_file(self) -> None:
        """Ask for the file's name; what is rendered of the lines asked for goes into it."""
        folder = str(self._settings.value("export_folder") or "")
        if not folder or not Path(folder).is_dir():
            folder = str(Path.home())
        self.file_wanted.emit(FileQuestion(folder, f"{first_words(self._script.script) or 'Sottovoce'}.wav"))

    def write(self, path: Path) -> None:
        """Write the file; the dialog has asked about one that is there already."""
        takes = self._script.takes(self._numbers())
        clips = [take.clip for _, take in takes]
        self.begun.emit()
        form = str(self._settings.value("export_format"))
        self._lane.submit(partial(_write, path, clips, form), partial(self._written, path), self._failed)

    def _written(self, path: Path, facts: WavFacts) -> None:
        self._settings.click("export_folder", str(path.parent))
        self.folder = path.parent
        self.kept.emit()
        self.noticed.emit(lasting(partial(self._say_written, path, facts.duration_s)))

    def _say_nothing_to_export(self) -> NoticeView:
        return error_view(NothingToExport(), (NoticeAction(GENERATE, self.tr("Generate")),))

    def _say_missing(self, missing: int, total: int) -> NoticeView:
        actions = (
            NoticeAction(EXPORT_RENDERED, self.tr("Export the rendered lines")),
            NoticeAction(GENERATE, self.tr("Generate")),
        )
        view = error_view(LinesNotRendered(missing=missing, total=total), actions)
        return NoticeView(Severity.WARNING, view.what, view.why, view.remedy, actions)

    def _say_written(self, path: Path, duration_s: float) -> NoticeView:
        length = duration_text(duration_s, tenths=True)
        what = self.tr("Exported {name} ({length})").format(name=path.name, length=length)
        action = NoticeAction(SHOW_FOLDER, self.tr("Open the folder"))
        return NoticeView(Severity.INFO, what, str(path), "", (action,))

    def _failed(self, error: SottovoceError) -> None:
        self.noticed.emit(error_view(error))

    def _numbers(self) -> list[int] | None:
        """Return where the lines asked for are now: the script may have changed while the dialog stood."""
        if self._lines is None:
            return None
        places = [self._script.script.index_of(line) for line in self._lines]
        return sorted(place for place in places if place is not None)


def _write(path: Path, clips: Sequence[AudioClip], form: str) -> WavFacts:
    from core.audio.write import WavFormat
    from core.services.export import export_wav, with_pauses

    return export_wav(path, with_pauses(clips), WavFormat(form), replace=True)

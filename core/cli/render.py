"""``sottovoce render``: a project, or a text, into finished files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.cli.interrupts import Interrupts
from core.cli.render_choices import project_choices
from core.cli.render_report import numbers_of, report_render, tell_failed
from core.cli.render_wishes import check_place, kept_cover, read_wishes
from core.cli.terminal import Terminal
from core.cli.warned import Warnings
from core.cli.wishes import read_choices, read_standard_input
from core.cli.words import STANDARD_INPUT
from core.delivery.deliver import deliver
from core.delivery.metadata import Cover
from core.delivery.report import DeliveryProgress
from core.delivery.wishes import Wishes
from core.errors import (
    JobCancelled,
    ProjectInUse,
    ProjectReadOnly,
    RenderIncomplete,
    SottovoceError,
    UsageError,
)
from core.hashing import file_sha256
from core.importing import Document, read_document
from core.model.events import Notice
from core.model.script import Script
from core.model.voice import Voice
from core.projects.known import KnownFiles
from core.projects.project import Project
from core.projects.schema import is_marked
from core.projects.state import SUFFIX, Access
from core.services.app import Services
from core.services.choices import Choices
from core.services.explain import explain
from core.services.lines import unknown_mark
from core.services.planners import make_planner
from core.services.projects import settings_of
from core.services.render import ProjectRenderer
from core.services.render_lines import RenderLine, RenderProgress
from core.services.render_work import open_work, remove_work, work_path
from core.services.speeds import LONG_S, about
from core.services.voices_inside import voices_inside
from core.text import clean_text
from core.text.lexicon import Lexicon

LINES_MISSING = 1
"""Exit code where lines are missing in what was written."""


def render(arguments: argparse.Namespace, services: Services, terminal: Terminal, taken: Interrupts) -> int:
    """Speak what has no take yet, store it, and write the files.

    Returns:
        The exit code.

    Raises:
        SottovoceError: When something is wrong; no file is left behind then, and no take is lost.
        JobCancelled: When it was cancelled; the same holds.
    """
    job = _Job(arguments, services, terminal, taken)
    if _is_project(Path(arguments.input)):
        return job.render_project()
    return job.render_text()


def _is_project(path: Path) -> bool:
    """Say whether a file shall be read as a project: by its name, or by the marks inside it."""
    return path.suffix.lower() == SUFFIX or is_marked(path)


class _Job:
    """One run of ``render``."""

    def __init__(
        self, arguments: argparse.Namespace, services: Services, terminal: Terminal, taken: Interrupts
    ) -> None:
        self._arguments = arguments
        self._services = services
        self._terminal = terminal
        self._taken = taken
        self._warnings = Warnings(terminal)
        self._out = Path(arguments.output)
        self._cover: Cover | None = None

    def render_project(self) -> int:
        """Render a project with its own settings, as far as no option stands above them."""
        known = KnownFiles(self._services.paths.known_projects_dir)
        project = Project.open(Path(self._arguments.input), known=known)
        library = [voice.id for voice in self._services.voices.references()]
        with self._closing(project, "The same command goes on."), voices_inside(project, library) as inside:
            wishes = read_wishes(self._arguments, project.state)
            check_place(wishes, self._out)
            self._cover = kept_cover(self._arguments, project.state)
            renderer = self._project_renderer(project, inside)
            if renderer.todo():
                _check_access(project)
            return self._run(renderer, wishes)

    def _project_renderer(self, project: Project, inside: Sequence[Voice]) -> ProjectRenderer:
        """Return what renders a project.

        Args:
            project: The project.
            inside: The voices in it that the library lacks.
        """
        state = project.state
        chosen = project_choices(self._arguments, self._services, state.settings, inside)
        lexicon, faults = Lexicon.of_usable(state.lexicon)
        for fault in faults:
            self._terminal.info(f"warning: {explain(fault).what}")
        planner = make_planner(
            self._services,
            state.script.text,
            lexicon,
            more=inside,
            as_written=self._arguments.as_written,
        )
        return ProjectRenderer(
            project,
            planner,
            chosen.choices,
            self._services.synthesizer,
            unknown=chosen.unknown,
            again=read_again(self._arguments.again, state.script),
        )

    def render_text(self) -> int:
        """Render a text by way of a project in the cache, which goes once all is written."""
        document = self._document()
        for notice in document.notices:
            self._warnings.add(notice)
        wishes = read_wishes(self._arguments, title=document.title)
        check_place(wishes, self._out)
        choices, notices = read_choices(self._arguments, self._services, document.language)
        for notice in notices:
            self._warnings.add(notice)
        project = self._open_work(document, choices)
        hint = f'"sottovoce render {self._arguments.input} …" with --resume goes on.'
        with self._closing(project, hint):
            settings = project.state.settings
            choices = replace(choices, seed=settings.seed)
            planner = make_planner(self._services, document.text, as_written=self._arguments.as_written)
            renderer = ProjectRenderer(project, planner, choices, self._services.synthesizer)
            code = self._run(renderer, wishes)
            if code != LINES_MISSING:
                self._taken.hold()
                remove_work(project)
            return code

    def _document(self) -> Document:
        said = self._arguments.input
        if said != STANDARD_INPUT:
            return read_document(Path(said))
        document = read_standard_input()
        clean_text(document.text)
        return document

    def _open_work(self, document: Document, choices: Choices) -> Project:
        settings = settings_of(choices)
        options = {
            "voice": settings.voice,
            "engine": settings.engine,
            "language": settings.language,
            "speed": settings.speed,
            "seed": settings.seed if settings.seed_locked else None,
            "parameters": settings.parameters,
            "model": settings.model,
            "reference": self._reference_key(),
            "normalise": bool(self._services.settings.value("normalise")) and not self._arguments.as_written,
        }
        path = work_path(self._services.paths, document.text, options)
        return open_work(path, document.text, settings, resume=self._arguments.resume)

    def _reference_key(self) -> list[str]:
        arguments = self._arguments
        if arguments.reference is None:
            return [arguments.reference_text or ""]
        try:
            return [file_sha256(Path(arguments.reference)), arguments.reference_text or ""]
        except OSError:
            return [arguments.reference]  # what is wrong with it shows when it is used

    @contextmanager
    def _closing(self, project: Project, hint: str) -> Iterator[None]:
        """Let a project go at the end; say how to go on where it was broken off."""
        try:
            yield
        except (KeyboardInterrupt, JobCancelled):
            self._terminal.info(f"stopped; what was spoken is kept. {hint}")
            raise
        finally:
            self._taken.hold()
            project.close()

    def _run(self, renderer: ProjectRenderer, wishes: Wishes) -> int:
        for line in renderer.all_lines:
            mark = unknown_mark(line.plan, line.text)
            if mark:
                self._warnings.add(Notice("mark_unknown", {"line": line.number, "mark": mark}))
        self._tell_time(renderer.todo())
        spoken = renderer.render(
            self._taken.cancel,
            on_progress=self._show,
            on_notice=self._warnings.add,
            on_failed=lambda failed: tell_failed(failed, self._terminal),
        )
        if spoken.failed and not self._arguments.skip_failed:
            raise RenderIncomplete(
                failed=len(spoken.failed),
                total=len(renderer.lines),
                lines=numbers_of(spoken.failed),
                first=explain(spoken.failed[0].error).what,
            )
        delivered = deliver(
            renderer.pieces, wishes, self._out, self._show_delivery, self._taken.cancel, cover=self._cover
        )
        report_render(spoken, delivered, self._terminal, self._warnings)
        return LINES_MISSING if spoken.failed else 0

    def _tell_time(self, todo: Sequence[RenderLine]) -> None:
        """Say how long it will take, where that is long and known."""
        by_engine: dict[str, list[RenderLine]] = {}
        for line in todo:
            by_engine.setdefault(line.plan.choices.engine, []).append(line)
        expected_s = 0.0
        for lines in by_engine.values():
            try:
                self._services.synthesizer.check(lines[0].plan.orders[0])
                texts = [line.plan.spoken for line in lines]
                one_s = self._services.synthesizer.expected_s(lines[0].plan.orders[0], texts)
            except SottovoceError:
                return  # what is wrong with the engine is told of its lines
            if one_s is None:
                return
            expected_s += one_s
        if expected_s > LONG_S:
            self._terminal.info(f"this will take about {about(expected_s)} here")

    def _show(self, progress: RenderProgress) -> None:
        left = "" if progress.left_s is None else f" · about {about(progress.left_s)} left"
        self._terminal.progress(
            f"{progress.stage} … {100 * progress.fraction:.0f} % · line {progress.line} "
            f"({progress.done + 1} of {progress.total}) · {progress.voice}{left}"
        )

    def _show_delivery(self, progress: DeliveryProgress) -> None:
        left = "" if progress.left_s is None else f" · about {about(progress.left_s)} left"
        self._terminal.progress(f"{progress.stage} … {100 * progress.fraction:.0f} %{left}")


def read_again(said: str | None, script: Script) -> frozenset[int]:
    """Return the numbers of the lines to speak again.

    Raises:
        UsageError: When one is no number of a line.
    """
    last = script.ordinal(len(script.lines) - 1)
    numbers: set[int] = set()
    for word in (said or "").split(",") if said is not None else ():
        number = int(word) if word.strip().isascii() and word.strip().isdigit() else 0
        if not 1 <= number <= last:
            raise UsageError(reason=f'--again takes numbers of lines, 1 to {last}, not "{word.strip()[:20]}"')
        numbers.add(number)
    return frozenset(numbers)


def _check_access(project: Project) -> None:
    """See that takes can be added.

    Raises:
        ProjectInUse: When another program has the project.
        ProjectReadOnly: When it cannot be changed for another reason.
    """
    if project.access is Access.IN_USE:
        raise ProjectInUse(path=str(project.path), owner=str(project.owner or ""))
    if project.access is not Access.WRITE:
        raise ProjectReadOnly(path=str(project.path), why=project.access.value)

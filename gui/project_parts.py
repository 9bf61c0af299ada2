"""What opening a project gives, and what of the window it fills."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import SottovoceError
from core.projects.project import Project
from core.projects.state import ProjectState
from core.services.lines import Planner
from core.text.lexicon import Lexicon
from gui.planning import Planning
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter


@dataclass(frozen=True, eq=False)
class Homeless:
    """What has no file, and why."""

    state: ProjectState
    error: SottovoceError


@dataclass(frozen=True, eq=False)
class Found:
    """What was opened or made, and the planner that has read it."""

    project: Project | Homeless
    state: ProjectState
    planner: Planner
    lexicon: Lexicon


@dataclass(frozen=True, eq=False)
class WindowParts:
    """What a project fills in the window.

    Attributes:
        engine: Has the choices.
        script: Has the lines and takes.
        run: Is ended before another project comes: its takes belong to the one that goes.
        planning: Reads the lines, by the project's pronunciations.
    """

    engine: EnginePresenter
    script: ScriptPresenter
    run: RunPresenter
    planning: Planning

"""Where the takes of a run go: into the project, before they are shown."""

from __future__ import annotations

import logging
from collections.abc import Callable

from core.errors import SottovoceError
from core.model.script import Take
from core.projects.project import Project
from core.projects.state import Access

log = logging.getLogger(__name__)


class ProjectTakes:
    """Stores takes on the engine's lane; a project is never changed for another while a run is on."""

    def __init__(self, open_project: Callable[[], Project | None]) -> None:
        """Keep the way to the project.

        Args:
            open_project: Returns the open one, or None while it has no file; called on the engine's lane.
        """
        self._open_project = open_project

    def keep(self, take: Take, line: int | None = None) -> Take:
        """Return the same take, its audio lying in the project; as it came where that is not possible.

        What the disk does not take stays in memory, and the project stores it when there is room.

        Args:
            take: What was made.
            line: Id of its line; None: it is of no line and stays in memory.
        """
        project = self._open_project()
        if line is None or project is None or project.access is not Access.WRITE:
            return take
        try:
            return project.add_take(line, take)
        except SottovoceError as error:
            log.warning("a take stays in memory: %s", error)
            return take

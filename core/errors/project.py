"""Errors of project files."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class ProjectError(SottovoceError):
    """A project file cannot be used as was asked."""


@dataclass(eq=False)
class ProjectMissing(ProjectError):
    """There is no file of that name."""

    code = "project_missing"
    path: str


@dataclass(eq=False)
class ProjectUnreadable(ProjectError):
    """The system does not let the file be read."""

    code = "project_unreadable"
    path: str
    reason: str


@dataclass(eq=False)
class NotAProject(ProjectError):
    """The file is something else, or holds what no project holds; it was not trusted."""

    code = "not_a_project"
    path: str
    reason: str


@dataclass(eq=False)
class ProjectDamaged(ProjectError):
    """The file is a project, and parts of it cannot be read any more."""

    code = "project_damaged"
    path: str
    reason: str


@dataclass(eq=False)
class ProjectTooNew(ProjectError):
    """A later version wrote it in a way that this one cannot even read."""

    code = "project_too_new"
    path: str
    version: int
    known: int


@dataclass(eq=False)
class ProjectWeightsElsewhere(ProjectError):
    """It names a folder of weights; a file that may come from anywhere does not decide what is loaded."""

    code = "project_weights_elsewhere"
    model: str


@dataclass(eq=False)
class ProjectReadOnly(ProjectError):
    """Something was to be changed in a project that is open for reading only; ``why`` is an ``Access``."""

    code = "project_read_only"
    path: str
    why: str


@dataclass(eq=False)
class ProjectInUse(ProjectError):
    """Another program is writing to it."""

    code = "project_in_use"
    path: str
    owner: str


@dataclass(eq=False)
class ProjectLocked(ProjectError):
    """A program that is none of ours holds the file's lock, or its drive has no locks."""

    code = "project_locked"
    path: str


@dataclass(eq=False)
class ProjectOverwritten(ProjectError):
    """Another program has written into the file while this one had it to itself."""

    code = "project_overwritten"
    path: str


@dataclass(eq=False)
class ProjectGone(ProjectError):
    """The file was moved, deleted or replaced while it was open."""

    code = "project_gone"
    path: str

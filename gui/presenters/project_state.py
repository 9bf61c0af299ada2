"""What the window shows of the open project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RecentProject:
    """A project that was open lately.

    Attributes:
        path: Its file; empty: the untitled one.
        name: What the menu says.
    """

    path: str
    name: str


@dataclass(frozen=True)
class ProjectBanner:
    """A line above the script that stays for as long as it holds.

    Attributes:
        text: What is the matter, and what to do.
        action: Id of its button's wish, or empty.
        label: The button's words.
    """

    text: str = ""
    action: str = ""
    label: str = ""


@dataclass(frozen=True)
class ProjectView:
    """The open project.

    Attributes:
        name: Its name for people.
        line: What the top bar says: name and how it is kept.
        path: Its file; empty for the untitled one.
        writable: It can be changed.
        banner: Why it cannot, or why its changes are not on disk.
        recent: What can be opened again.
    """

    name: str = ""
    line: str = ""
    path: str = ""
    writable: bool = True
    banner: ProjectBanner = ProjectBanner()
    recent: tuple[RecentProject, ...] = ()


@dataclass(frozen=True)
class ProjectQuestion:
    """What a file dialog for a project begins with.

    Attributes:
        wish: ``new``, ``save_as``, ``save_a_copy`` or ``rescue_project``.
        folder: Where it begins.
        name: The name that it proposes.
        voices: Offer to keep the voices in the file.
        keeps_voices: They are kept already.
    """

    wish: str
    folder: Path
    name: str
    voices: bool = False
    keeps_voices: bool = False

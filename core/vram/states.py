"""Where an engine's weights can be, and the only ways from one state to another, as data.

`docs/vram.md` draws them; a test holds that the drawing is this table.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where an engine is; ``POISONED`` is said of all engines of a process at once."""

    ABSENT = "absent"
    ON_DISK = "on_disk"
    PARKED = "parked"
    LOADING = "loading"
    RESIDENT = "resident"
    BUSY = "busy"
    RELEASING = "releasing"
    POISONED = "poisoned"


MEANING: Mapping[State, str] = MappingProxyType(
    {
        State.ABSENT: "not in memory, and no weights of it are known here",
        State.ON_DISK: "not in memory; its weights were read from the disk before",
        State.PARKED: "its weights are in the system's memory, ready to be copied to the card",
        State.LOADING: "its weights are on their way in",
        State.RESIDENT: "loaded, and nobody uses it",
        State.BUSY: "lent to a job",
        State.RELEASING: "on its way out",
        State.POISONED: "the device has failed in this process, which can only end",
    }
)

LEGAL: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.ABSENT: frozenset({State.LOADING, State.POISONED}),
        State.ON_DISK: frozenset({State.LOADING, State.POISONED}),
        # A parked copy that is given up frees memory too, so that it passes through RELEASING.
        State.PARKED: frozenset({State.LOADING, State.RELEASING, State.POISONED}),
        # A load that fails goes back to where it came from, or to ABSENT where there are no weights.
        State.LOADING: frozenset({State.RESIDENT, State.ABSENT, State.ON_DISK, State.PARKED, State.POISONED}),
        State.RESIDENT: frozenset({State.BUSY, State.RELEASING, State.POISONED}),
        State.BUSY: frozenset({State.RESIDENT, State.POISONED}),
        State.RELEASING: frozenset({State.ON_DISK, State.PARKED, State.POISONED}),
        State.POISONED: frozenset(),
    }
)

HELD = frozenset({State.LOADING, State.RESIDENT, State.BUSY, State.RELEASING})
"""States in which an engine may hold memory of its device."""


class ManagerMisused(RuntimeError):
    """A fault of the program that uses the manager; never of the user's, the card's or the engine's."""


class IllegalTransition(ManagerMisused):
    """An engine was to go where no way leads."""


class NotTheOwner(ManagerMisused):
    """A thread other than the owner wanted to make a transition."""


class LeaseInsideLease(ManagerMisused):
    """A lease was asked for, or a release, while one is held: it would wait for itself."""


def check_transition(engine: str, now: State, to: State) -> None:
    """See that a transition is legal.

    Raises:
        IllegalTransition: When it is not.
    """
    if to not in LEGAL[now]:
        raise IllegalTransition(f"{engine}: {now} -> {to}")


class Owner:
    """The one thread that makes transitions: the first that asks."""

    def __init__(self) -> None:
        """Start without one."""
        self._thread: threading.Thread | None = None

    def check(self) -> None:
        """See that the calling thread is the owner; without one it becomes it.

        Raises:
            NotTheOwner: When another is.
        """
        here = threading.current_thread()
        if self._thread is None:
            self._thread = here
        if self._thread is not here:
            raise NotTheOwner(f"{here.name} is not {self._thread.name}")


def drawn() -> str:
    """Return the table and the graph for `docs/vram.md`."""
    rows = ["| state | meaning | from here to |", "|---|---|---|"]
    graph = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.ABSENT}"]
    for state in State:
        ways = [to for to in State if to in LEGAL[state]]
        rows.append(f"| `{state}` | {MEANING[state]} | {', '.join(f'`{to}`' for to in ways) or '-'} |")
        graph += [f"    {state} --> {to}" for to in ways if to is not State.POISONED]
    graph += [f"    {State.POISONED} --> [*]", "```"]
    return "\n".join([*rows, "", *graph, ""])

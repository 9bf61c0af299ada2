"""Deliver what stands of a script: the use case behind Export in the window."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from core.delivery.report import DeliveryReport, OnProgress
from core.delivery.wishes import Wishes
from core.model.cancel import CancelToken
from core.model.script import Script, Take
from core.services.choices import Choices
from core.services.lines import Planner
from core.services.pieces import make_pieces
from core.services.render_lines import RenderLine, read_lines

log = logging.getLogger(__name__)

LONGEST_KEPT_PAUSE_S = 3600.0
HIGHEST_KEPT_HZ = 192_000


@dataclass(frozen=True, eq=False)
class Standing:
    """What is to be delivered, at one moment.

    Attributes:
        script: Lines and takes.
        planner: Reads the lines.
        choices: What lines are spoken with where they say nothing else.
        lines: Ids of the lines wanted; None: all.
        cover: The project's picture; empty: none.
    """

    script: Script
    planner: Planner
    choices: Choices
    lines: Collection[int] | None = None
    cover: bytes = b""


def deliver_script(
    standing: Standing, wishes: Wishes, out: Path, progress: OnProgress, cancel: CancelToken
) -> DeliveryReport:
    """Deliver the takes that stand; lines without one are left out.

    Args:
        standing: What there is.
        wishes: How the files shall be.
        out: Where to (see ``deliver``).
        progress: Told how far it is.
        cancel: Ends the work when set.

    Raises:
        NothingToExport: When no line wanted has a take.
        DeliveryError: When the wishes cannot be fulfilled.
        StorageError: When a file cannot be written.
        JobCancelled: When it was cancelled.
    """
    from core.delivery.deliver import deliver  # only when it is needed: the window opens without it
    from core.delivery.metadata import cover_of

    wanted = None if standing.lines is None else frozenset(standing.lines)
    lines = [
        line
        for line in read_lines(standing.script, standing.planner, standing.choices)
        if wanted is None or line.id in wanted
    ]
    utterances = {line.id: line for line in standing.script.lines}

    def take_of(line: RenderLine) -> Take | None:
        recipe, seed_counts = line.plan.recipe, standing.choices.seed_locked
        return utterances[line.id].current_take(recipe, seed_counts=seed_counts)

    cover = cover_of(standing.cover, wishes.tags.cover) if standing.cover else None
    wishes = replace(wishes, tags=replace(wishes.tags, cover=""))
    return deliver(lambda: make_pieces(lines, take_of), wishes, out, progress, cancel, cover=cover)


def read_kept_wishes(kept: Mapping[str, object]) -> Wishes:
    """Return wishes as they were kept; those that are not understood are the defaults.

    They may have come with a project of somebody else's: no pause is negative, and none fills the memory; the
    cover is the picture in the project, of which its name is kept, and never a file of this computer's.
    """
    try:
        wishes = msgspec.convert(dict(kept), Wishes)
    except msgspec.ValidationError as error:
        log.warning("wishes for finished files are left out: %s", error)
        return Wishes()
    pauses: dict[str, float] = {
        name: min(max(pause_s, 0.0), LONGEST_KEPT_PAUSE_S)
        for name, pause_s in vars(wishes.pauses).items()
        if pause_s is not None
    }
    rate_hz = min(max(wishes.sample_rate_hz, 0), HIGHEST_KEPT_HZ)
    tags = replace(wishes.tags, cover=re.split(r"[/\\]", wishes.tags.cover)[-1])
    return replace(wishes, pauses=replace(wishes.pauses, **pauses), sample_rate_hz=rate_hz, tags=tags)


def wishes_to_keep(wishes: Wishes) -> dict[str, object]:
    """Return wishes as plain data."""
    kept: dict[str, object] = msgspec.to_builtins(wishes)
    return kept

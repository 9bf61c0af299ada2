"""How the files of ``render`` shall be: what a project says, and what the options say in its place."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.cli.words import read_tags
from core.delivery.metadata import Cover, cover_of, read_cover
from core.delivery.plan import make_plan
from core.delivery.wishes import Format, Layout, Loudness, Piece, Subtitles, Wishes
from core.model.audio import AudioClip
from core.projects.state import ProjectState
from core.services.delivering import read_kept_wishes

_SILENCE = AudioClip(np.zeros(1, np.float32), 24_000)


def read_wishes(arguments: argparse.Namespace, state: ProjectState | None = None, title: str = "") -> Wishes:
    """Return how the files shall be.

    The kind of file is what ``--format`` or the name's suffix says, whatever was delivered last.

    Args:
        arguments: The command line.
        state: The project, or None.
        title: What the text calls itself, or empty.
    """
    wishes = read_kept_wishes(state.settings.delivery) if state is not None else Wishes()
    layout = Layout(arguments.layout) if arguments.layout else Layout.ONE
    tags = replace(wishes.tags, **{"cover": "", **read_tags(arguments)})
    if not tags.title:
        tags = replace(tags, title=title or (state.title if state is not None else ""))
    return replace(
        wishes,
        format=Format(arguments.format) if arguments.format else None,
        loudness=Loudness(arguments.loudness) if arguments.loudness else wishes.loudness,
        layout=layout,
        template=arguments.names or (wishes.template if layout is wishes.layout else ""),
        subtitles=Subtitles(arguments.subtitles or ""),
        labels=arguments.labels,
        tags=tags,
        replace=layout is Layout.ONE or arguments.replace,
    )


def kept_cover(arguments: argparse.Namespace, state: ProjectState) -> Cover | None:
    """Return the picture that a project holds, where no option says another, or none.

    Raises:
        CoverUnreadable: When it is no picture.
    """
    if not state.cover or "cover" in read_tags(arguments):
        return None
    return cover_of(state.cover, read_kept_wishes(state.settings.delivery).tags.cover)


def check_place(wishes: Wishes, out: Path) -> None:
    """See, before anything is spoken, that the files can be made there.

    Raises:
        DeliveryError: When the wishes cannot be fulfilled.
        StorageError: When no file can be written there.
    """
    make_plan(lambda: [Piece(_SILENCE, 1, "", "")], wishes, out)
    read_cover(wishes.tags.cover)

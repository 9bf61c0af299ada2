"""Voices that travel inside a project, used where the library lacks them, for as long as they are needed."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from core.errors import StorageError, VoiceFileRefused
from core.model.voice import Voice
from core.projects.project import Project
from core.voices import VoiceLibrary
from core.voices.sharing import import_voice
from core.voices.svoice import SUFFIX

log = logging.getLogger(__name__)


@contextmanager
def voices_inside(project: Project, known: Collection[str]) -> Iterator[list[Voice]]:
    """Give the voices inside a project that are not known, unpacked until the end of the block.

    One that cannot be unpacked is logged and left out.

    Args:
        project: The project.
        known: Ids of the voices of the library.

    Raises:
        ProjectError: When the project cannot be read.
    """
    inside = [voice for voice in project.embedded_voices() if voice.id not in known]
    if not inside:
        yield []
        return
    # A host that has read a recording may hold its file yet, and Windows deletes none that is held.
    with TemporaryDirectory(prefix="sottovoce-voices-", ignore_cleanup_errors=True) as folder:
        library = VoiceLibrary(Path(folder) / "voices")
        found: list[Voice] = []
        for number, voice in enumerate(inside):
            path = Path(folder) / f"{number}{SUFFIX}"
            try:
                path.write_bytes(voice.data)
                found.append(import_voice(library, path, voice.id).voice)
            except (OSError, StorageError, VoiceFileRefused) as error:
                log.warning("a voice inside %s cannot be used: %s", project.path, error)
            path.unlink(missing_ok=True)
        yield found

"""F5's prepared references, kept by content. Nothing heavy is imported: a description holds one."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.engines.recent import Recent
from core.hashing import file_sha256
from core.model.events import Notice

if TYPE_CHECKING:
    from core.engines.f5.prompt import Prompt

_GREATEST_BYTES = 64_000_000
"""Larger files are prepared each time: hashing them takes longer than that."""


@dataclass(frozen=True)
class _Asked:
    """What a prompt was made from.

    Attributes:
        sound: SHA-256 of the recording's file.
        text: Its words.
        limits_s: Least and greatest length.
    """

    sound: str
    text: str
    limits_s: tuple[float, float]


class PromptCache:
    """The prompts of the references used last, by content: a change of engine does not make them again."""

    def __init__(self, size: int = 16) -> None:
        """Keep so many; one is 1.2 MB at most."""
        self._kept: Recent[_Asked, tuple[Prompt, tuple[Notice, ...]]] = Recent(size)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def prepare(
        self, path: Path, text: str, *, minimum_s: float, maximum_s: float
    ) -> tuple[Prompt, tuple[Notice, ...]]:
        """Return what ``prepare_prompt`` does, made anew only for another sound, other words or limits.

        Raises:
            ReferenceAudioError: When the recording cannot be used, or has no words.
        """
        from core.engines.f5.prompt import prepare_prompt  # numpy and readers: not for a description

        asked = _Asked(_sound_of(path), text, (minimum_s, maximum_s))
        found = self._kept.get(asked) if asked.sound else None
        if found is None:
            found = prepare_prompt(path, text, minimum_s=minimum_s, maximum_s=maximum_s)
            if not asked.sound or _sound_of(path) != asked.sound:  # it was written to meanwhile
                return found
            found[0].samples.flags.writeable = False
            self._kept.put(asked, found)
        return found


def _sound_of(path: Path) -> str:
    """Return the SHA-256 of a file; empty where it cannot be read, or is very large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _GREATEST_BYTES:
            return ""
        return file_sha256(path)
    except OSError:
        return ""

"""Speech recognition by faster-whisper, without the two packages that it names and that are not needed here.

Imported in the analysis host only: it takes the place of modules for the whole process. Why:
docs/decisions/0019-recognition-without-pyav.md.
"""

from __future__ import annotations

import sys
from types import ModuleType

_UNUSED = ("av", "huggingface_hub")
"""Decodes files, and fetches weights: sound goes in as an array, and weights are files in a folder."""

for _name in _UNUSED:
    sys.modules.setdefault(_name, ModuleType(_name))

from faster_whisper import WhisperModel  # noqa: E402

__all__ = ["WhisperModel"]

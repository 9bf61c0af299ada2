"""Which errors are one line's, and which would meet every line: the window and the renderer agree on them."""

from __future__ import annotations

from core.errors import (
    EngineCrashed,
    EngineFailed,
    EngineHung,
    OutOfMemory,
    OutputInvalid,
    ReferenceTextNeeded,
    TextError,
    WireBroken,
)

CRASHES_TO_STOP = 3
"""So many lines in a row that end the host: the window stops the run, a render asks that engine no more."""

HOST_ERRORS = (EngineCrashed, EngineHung, WireBroken)
"""Errors that cost the host."""

LINE_ERRORS = (TextError, EngineFailed, OutputInvalid, OutOfMemory, *HOST_ERRORS)
"""Errors of one line: the next may well succeed. All others meet all lines of that voice and engine."""

MARKED_ERRORS = (*LINE_ERRORS, ReferenceTextNeeded)
"""Errors that are shown at the line that met them, whether the run goes on or not."""

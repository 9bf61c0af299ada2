"""Errors of rendering a whole script."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class RenderError(SottovoceError):
    """A script was not rendered as a whole."""


@dataclass(eq=False)
class RenderIncomplete(RenderError):
    """Lines could not be spoken, and no file was written without them."""

    code = "render_incomplete"
    failed: int
    total: int
    lines: str
    first: str

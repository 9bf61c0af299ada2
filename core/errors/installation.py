"""Errors of the environments that engines live in."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


@dataclass(eq=False)
class InstallationFailed(SottovoceError):
    """An environment could not be made or removed; what was there before still is. Fields are for people."""

    code = "installation_failed"
    what: str
    reason: str
    remedy: str

"""Errors of settings, and of a command that is not understood."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class SettingsError(SottovoceError):
    """A setting is wrong."""


@dataclass(eq=False)
class SettingInvalid(SettingsError):
    """A value is not allowed; ``origin`` names the variable, option or key."""

    code = "setting_invalid"
    misuse = True
    origin: str
    value: str
    allowed: str


@dataclass(eq=False)
class SettingsFileBroken(SettingsError):
    """The settings file could not be read and was kept aside."""

    code = "settings_file_broken"
    path: str
    kept_as: str
    reason: str


@dataclass(eq=False)
class UsageError(SettingsError):
    """The command line itself is wrong: unknown word or option, or two that exclude each other."""

    code = "usage_error"
    misuse = True
    reason: str

"""The settings in force, each with who set it."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from core.errors import SettingInvalid
from core.model.card_need import CardNeed
from core.model.events import Notice
from core.model.policy import LowVram, resolve_low_vram
from core.model.sourced import Source, Sourced
from core.settings.file import read_settings, write_settings
from core.settings.table import BY_KEY, SETTINGS, Setting, SettingValue

STRONGEST_FIRST = (Source.WINDOW, Source.COMMAND_LINE, Source.ENVIRONMENT, Source.FILE)

Given = dict[Source, Sourced[SettingValue]]


class SettingsHome(Protocol):
    """Knows where the settings file is (``core.paths.Paths`` does)."""

    @property
    def settings_file(self) -> Path:
        """The settings file."""
        ...


@dataclass(frozen=True)
class CommandLineValue:
    """A value from the command line with the words that were written.

    Attributes:
        value: The value, or its text.
        option: The option's name, such as ``--no-low-vram``.
        text: All that was written, such as ``--low-vram=on``.
    """

    value: object
    option: str
    text: str = ""


class Settings:
    """The settings of this run; safe to use from any thread.

    Attributes:
        notices: What was wrong with the settings file.
    """

    def __init__(self, home: SettingsHome, given: Mapping[str, Given], notices: list[Notice]) -> None:
        """Use ``load`` instead."""
        self._file = home.settings_file
        self._given: dict[str, Given] = {
            setting.key: dict(given.get(setting.key, {})) for setting in SETTINGS
        }
        self._unsaved: dict[str, object] = {}
        self._lock = threading.RLock()
        self._saving = threading.Lock()
        self.notices = notices

    @classmethod
    def load(
        cls,
        paths: SettingsHome,
        environ: Mapping[str, str] = os.environ,
        command_line: Mapping[str, object] | None = None,
    ) -> Settings:
        """Read the file, the environment and the command line.

        Args:
            paths: Where the settings file is.
            environ: Environment variables; a blank one counts as unset.
            command_line: Values by key, plain or as ``CommandLineValue``. None values do not count.

        Raises:
            SettingInvalid: When a variable or an option has a value that it may not have. A wrong
                value in the file is a notice, and the default stays in force.
        """
        given: dict[str, Given] = {setting.key: {} for setting in SETTINGS}
        for setting in SETTINGS:
            text = environ.get(setting.variable, "") if setting.variable else ""
            if text.strip():
                value = _parse(setting, text, setting.variable)
                given[setting.key][Source.ENVIRONMENT] = Sourced(
                    value, Source.ENVIRONMENT, setting.variable, text=text.strip()
                )
        for key, raw in (command_line or {}).items():
            if raw is not None:
                given[key][Source.COMMAND_LINE] = _from_command_line(BY_KEY[key], raw)
        values, notices = read_settings(paths.settings_file)
        for setting in SETTINGS:
            if not setting.in_file or setting.key not in values:
                continue
            raw = values[setting.key]
            try:
                value = setting.parse(raw)
            except ValueError:
                notices.append(_not_allowed(setting, raw, paths.settings_file))
            else:
                name = paths.settings_file.name
                given[setting.key][Source.FILE] = Sourced(value, Source.FILE, name, text=_written(raw))
        return cls(paths, given, notices)

    def get(self, key: str) -> Sourced[SettingValue]:
        """Return what is in force, who set it, and what it overrides.

        Raises:
            KeyError: When there is no such setting.
        """
        setting = BY_KEY[key]
        with self._lock:
            found = [self._given[key][source] for source in STRONGEST_FIRST if source in self._given[key]]
        if not found:
            return Sourced(setting.default)
        return replace(found[0], overridden=tuple(found[1:]))

    def value(self, key: str) -> SettingValue:
        """Return the value in force."""
        return self.get(key).value

    def all(self) -> dict[str, Sourced[SettingValue]]:
        """Return every setting by key."""
        return {setting.key: self.get(setting.key) for setting in SETTINGS}

    def click(self, key: str, value: object) -> None:
        """Set a value in the window: it is in force at once, and saved by the next ``save``.

        Raises:
            SettingInvalid: When the value is not allowed.
            KeyError: When there is no such setting.
        """
        setting = BY_KEY[key]
        parsed = _parse(setting, value, key)
        with self._lock:
            self._given[key][Source.WINDOW] = Sourced(parsed, Source.WINDOW, text=_written(value))
            if setting.in_file and parsed is not None:
                self._unsaved[key] = parsed.value if isinstance(parsed, Enum) else parsed

    def refuse(self, key: str, allowed: str) -> None:
        """Take back a value that turns out not to be possible on this machine.

        From the file it is a notice, and the value is as if it were not there.

        Args:
            key: The setting.
            allowed: What there is, for people.

        Raises:
            SettingInvalid: When an option or a variable has said it.
        """
        setting, wrong = BY_KEY[key], self.get(key)
        if wrong.source is not Source.FILE:
            shown = _written(wrong.value)[:80]
            raise SettingInvalid(origin=wrong.detail or key, value=shown, allowed=allowed)
        with self._lock:
            self._given[key].pop(Source.FILE, None)
            self.notices.append(_not_allowed(setting, wrong.value, self._file, allowed))

    def save(self) -> list[Notice]:
        """Write what was clicked since the last save to the file. Blocks; call it off the GUI thread.

        Returns:
            Notices: ``settings_not_saved`` when it could not be written; the next save tries again.
        """
        with self._saving:
            with self._lock:
                values, self._unsaved = self._unsaved, {}
            if not values:
                return []
            notices = write_settings(self._file, values)
            if any(notice.code == "settings_not_saved" for notice in notices):
                with self._lock:
                    self._unsaved = values | self._unsaved
            return notices

    def low_vram(self, need: CardNeed | None) -> LowVram:
        """Return the Low VRAM mode in force.

        Args:
            need: What the engines in use need of the card, or None without a usable card.
        """
        return resolve_low_vram(self.get("low_vram"), need)


def _parse(setting: Setting, raw: object, origin: str, allowed: str = "") -> SettingValue:
    try:
        return setting.parse(raw)
    except ValueError as error:
        shown = _written(raw)
        raise SettingInvalid(origin=origin, value=shown[:80], allowed=allowed or setting.allowed) from error


def _from_command_line(setting: Setting, raw: object) -> Sourced[SettingValue]:
    if not isinstance(raw, CommandLineValue):
        raw = CommandLineValue(raw, setting.option)
    value = _parse(setting, raw.value, raw.option, setting.option_takes)
    text = raw.text or f"{raw.option}={_written(raw.value)}"
    return Sourced(value, Source.COMMAND_LINE, raw.option, text=text)


def _not_allowed(setting: Setting, raw: object, path: Path, allowed: str = "") -> Notice:
    allowed = allowed or setting.allowed
    fields = {"key": setting.key, "value": _written(raw)[:80], "allowed": allowed, "path": str(path)}
    return Notice("setting_not_allowed", fields)


def _written(raw: object) -> str:
    if isinstance(raw, Enum):
        return str(raw.value)
    return str(raw).lower() if isinstance(raw, bool) else str(raw)

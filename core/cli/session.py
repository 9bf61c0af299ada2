"""One run of the command line: settings, log, services, and their end."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.cli.interrupts import Interrupts
from core.cli.options import global_settings
from core.cli.terminal import Terminal
from core.paths import Paths
from core.services.gpus import check_gpu
from core.services.logs import log_start, set_up_logging
from core.settings import CommandLineValue, Settings

if TYPE_CHECKING:
    from core.services.app import Services

_SETTING_OPTIONS = ("engine", "voice", "language", "device")


def prepare(arguments: argparse.Namespace, terminal: Terminal) -> tuple[Paths, Settings]:
    """Find the user's folders, read the settings and open the log.

    Raises:
        SettingInvalid: When a variable or an option has a value that it may not have.
    """
    paths = Paths.find()
    settings = Settings.load(paths, command_line=_command_line(arguments))
    for notice in set_up_logging(paths, debug=getattr(arguments, "debug", False)):
        terminal.warning(notice)
    check_gpu(settings)
    log_start(settings)
    for notice in settings.notices:
        terminal.warning(notice)
    return paths, settings


@contextmanager
def session(paths: Paths, settings: Settings, taken: Interrupts) -> Iterator[Services]:
    """Give the services; no host outlives the block."""
    from core.services.app import Services

    services = Services.create(paths, settings)
    try:
        yield services
    finally:
        taken.hold()
        services.close()


def _command_line(arguments: argparse.Namespace) -> dict[str, object]:
    values = global_settings(arguments)
    for key in _SETTING_OPTIONS:
        value = getattr(arguments, key, None)
        if value is not None:
            values[key] = CommandLineValue(value, f"--{key}", f"--{key}={value}")
    return values

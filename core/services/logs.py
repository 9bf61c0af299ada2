"""The log: a file that rotates, with the versions and the settings at each start."""

from __future__ import annotations

import logging
import logging.handlers
import os
import platform
import sys
from pathlib import Path

from core.model.events import Notice
from core.model.sourced import Source, Sourced
from core.paths import Paths
from core.settings import Settings
from sottovoce import __version__

log = logging.getLogger(__name__)

LOG_NAME = "sottovoce.log"
NATIVE_LOG_NAME = "native.log"
LIMIT_BYTES = 1_000_000
KEPT = 3
_FORMAT = "%(asctime)s %(levelname)s [%(process)d] %(name)s: %(message)s"
_OURS = ("core", "gui", "sottovoce")


def log_file(paths: Paths) -> Path:
    """Return where the log is."""
    return paths.logs / LOG_NAME


def set_up_logging(paths: Paths, *, debug: bool = False) -> list[Notice]:
    """Log into ``paths.logs``; what the user writes is never logged, only how long it is.

    Args:
        paths: Where the log folder is.
        debug: Also log what is of use to developers, and show the log on standard error.

    Returns:
        Notices: ``log_not_written`` (path, reason) where there can be no log.
    """
    logging.raiseExceptions = False
    level = logging.DEBUG if debug else logging.INFO
    handlers: list[logging.Handler] = []
    notices = []
    try:
        paths.logs.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                log_file(paths), maxBytes=LIMIT_BYTES, backupCount=KEPT, encoding="utf-8", errors="replace"
            )
        )
    except OSError as error:
        fields = {"path": str(paths.logs), "reason": error.strerror or str(error)}
        notices.append(Notice("log_not_written", fields))
    if debug and sys.stderr is not None:
        handlers.append(logging.StreamHandler(sys.stderr))
    for name in _OURS:
        logger = logging.getLogger(name)
        for old in logger.handlers[:]:
            logger.removeHandler(old)
            old.close()
        logger.setLevel(level)
        logger.propagate = False
        for handler in handlers or [logging.NullHandler()]:
            handler.setFormatter(logging.Formatter(_FORMAT))
            logger.addHandler(handler)
    return notices


def keep_native_output(paths: Paths) -> None:
    """Let what libraries in C print to standard error go into a file beside the log; Python's still shows.

    PortAudio offers no other way. A file, not a pipe: what is printed in a crash is not lost either.
    """
    if sys.platform == "win32" or sys.stderr is None:
        return
    path = paths.logs / NATIVE_LOG_NAME
    try:
        fresh = path.stat().st_size > LIMIT_BYTES
    except OSError:
        fresh = False
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | (os.O_TRUNC if fresh else 0)
    try:
        file = os.open(path, flags, 0o600)
    except OSError as error:
        log.warning("%s: %s", path, error)
        return
    sys.stderr.flush()
    terminal = os.dup(2)
    os.dup2(file, 2)
    os.close(file)
    sys.stderr = os.fdopen(terminal, "w", buffering=1, encoding="utf-8", errors="backslashreplace")


def log_start(settings: Settings) -> None:
    """Log versions, and each setting that somebody has set, with who."""
    log.info(
        "Sottovoce %s, Python %s, %s", __version__, platform.python_version(), platform.platform(terse=True)
    )
    for key, sourced in settings.all().items():
        if sourced.source is not Source.DEFAULT:
            log.info("setting %s", describe_setting(key, sourced))
    for notice in settings.notices:
        log.warning("%s %s", notice.code, dict(notice.fields))


def describe_setting(key: str, sourced: Sourced[object]) -> str:
    """Say a setting and who set it, such as ``speed = 1.2 (file settings.toml)``."""
    source = str(sourced.source).replace("_", " ")
    value = sourced.value
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
    return f"{key} = {shown} ({' '.join(filter(None, (source, sourced.detail)))})"

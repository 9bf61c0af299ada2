"""The settings file: read with patience, written whole."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from core.atomic import put_file
from core.model.events import Notice

_SIZE_LIMIT_BYTES = 1 << 20


def read_settings(path: Path) -> tuple[dict[str, object], list[Notice]]:
    """Read the file; what is wrong with it becomes a notice, never an error.

    A file that is no TOML is renamed aside (``settings.toml.broken-1``), so that a later save cannot
    destroy what somebody wrote.

    Returns:
        The values by key (unknown keys too), and notices ``settings_file_broken`` (path, kept_as,
        reason) or ``settings_file_unreadable`` (path, reason).
    """
    try:
        text = _text(path)
    except FileNotFoundError:
        return {}, []
    except NotADirectoryError:
        return {}, []
    except OSError as error:
        reason = error.strerror or str(error)
        return {}, [Notice("settings_file_unreadable", {"path": str(path), "reason": reason})]
    except ValueError as error:
        return {}, [_keep_aside(path, str(error))]
    try:
        return tomllib.loads(text), []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [_keep_aside(path, str(error))]


def write_settings(path: Path, values: Mapping[str, object]) -> list[Notice]:
    """Put values into the file; other keys, comments and order survive. Atomic.

    The file is read anew, so that what another process saved meanwhile stays. A link stays a link.

    Returns:
        Notices: ``settings_not_saved`` (path, reason) when it could not be written, and those of
        ``read_settings``.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    target = Path(os.path.realpath(path))
    _, notices = read_settings(target)
    if any(notice.code == "settings_file_unreadable" for notice in notices):
        return [_not_saved(path, str(notices[0].fields["reason"]))]
    try:
        document = tomlkit.parse(_text(target) if target.exists() else "")
        for key, value in values.items():
            document[key] = value
        put_file(target, tomlkit.dumps(document).encode())
    except OSError as error:
        return [*notices, _not_saved(path, error.strerror or str(error))]
    except (ValueError, TOMLKitError) as error:
        return [*notices, _not_saved(path, str(error))]
    return notices


def _text(path: Path) -> str:
    """Read UTF-8 text, with or without a byte order mark.

    Raises:
        OSError: When it cannot be read.
        ValueError: When it is no text, or far too long.
    """
    with path.open("rb") as file:
        data = file.read(_SIZE_LIMIT_BYTES + 1)
    if len(data) > _SIZE_LIMIT_BYTES:
        raise ValueError("more than 1 MiB")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def _keep_aside(path: Path, reason: str) -> Notice:
    fields = {"path": str(path), "kept_as": str(path), "reason": reason}
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError:
        return Notice("settings_file_broken", fields)
    return Notice("settings_file_broken", fields | {"kept_as": str(aside)})


def _not_saved(path: Path, reason: str) -> Notice:
    return Notice("settings_not_saved", {"path": str(path), "reason": reason})

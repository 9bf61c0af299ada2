"""Where PyTorch's builds may be taken from, as a setting says it. Standard library only."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

INDEX_VARIABLE = "SOTTOVOCE_TORCH_INDEX"
"""Environment variable of the setting ``torch_index``."""

NO_INDEX = "none"
"""Only builds that the ordinary package index has."""

ALLOWED = "an http or https address without a password, a folder that is there, none, or empty"


def parse_index(text: str) -> str:
    """Read a package index: an address, a folder, ``none``, or empty for PyTorch's own.

    Returns:
        The address, the folder's full path, ``none``, or an empty text.

    Raises:
        ValueError: When it is none of these. A password is refused: the index is shown and logged.
    """
    text = text.strip()
    if text in {"", NO_INDEX}:
        return text
    found = web_address(text) if "://" in text else _folder(text)
    if not found:
        raise ValueError(f"no package index: {text}")
    return found


def web_address(text: str) -> str:
    """Return an http or https address without a password, or empty where it is none."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    good = good and parts.username is None and not parts.query and not parts.fragment
    return text.rstrip("/") if good and text.isprintable() and " " not in text else ""


def _folder(text: str) -> str:
    """Return the full path, or empty."""
    try:
        folder = Path(text).expanduser().absolute()
        return str(folder) if folder.is_dir() else ""
    except (OSError, RuntimeError, ValueError):
        return ""


def index_address(index: str, folder: str) -> str:
    """Return the address of a build's folder in an index."""
    base = index if "://" in index else Path(index).as_uri()
    return f"{base.rstrip('/')}/{folder}"

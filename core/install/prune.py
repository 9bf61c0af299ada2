"""Remove what a package brings and the program may or need not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.install.layout import site_packages


def kept_files(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return an expression that matches the relative paths (with ``/``) that a pattern names.

    ``*`` stays within a folder; a first ``**/`` is any folders, none included; a last ``**`` is everything
    below.
    """
    return re.compile("|".join(f"(?:{_expression(pattern)})" for pattern in patterns))


def _expression(pattern: str) -> str:
    anywhere = pattern.startswith("**/")
    below = pattern.endswith("/**")
    middle = pattern.removeprefix("**/").removesuffix("**")
    body = "[^/]*".join(re.escape(part) for part in middle.split("*"))
    return (r"(?:[^/]+/)*" if anywhere else "") + body + (".+" if below else "")


def prune(environment: Path, keep: Mapping[str, Iterable[str]]) -> int:
    """Delete all files of the named packages but those kept; return how many bytes that freed.

    Args:
        environment: Folder of the environment.
        keep: For each package (folder in site-packages) the patterns of its kept files.
    """
    freed = 0
    for package, patterns in keep.items():
        kept = kept_files(patterns)
        for root in [folder / package for folder in site_packages(environment)]:
            for path in sorted(root.rglob("*"), reverse=True):
                if path.is_dir() and not path.is_symlink():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif not kept.fullmatch(_without_cache(path.relative_to(root))):
                    freed += path.lstat().st_size
                    path.unlink()
    return freed


def _without_cache(path: Path) -> str:
    """Name a compiled file as its source, so that both stay or go."""
    if path.parent.name == "__pycache__":
        return (path.parent.parent / (path.name.split(".")[0] + ".py")).as_posix()
    return path.as_posix()

"""Files of locked requirements: one block for each package, ``name==version ; marker`` and its hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_BLOCK = re.compile(r"^[a-z0-9][^\n]*(?:\n[ \t][^\n]*)*\n?", re.MULTILINE)


def blocks(text: str) -> list[str]:
    """Return the blocks of a file, in its order; comments are passed over."""
    return [match.group() for match in _BLOCK.finditer(text)]


def name_of(block: str) -> str:
    """Return the package's name."""
    return block.partition("==")[0]


def without(text: str, patterns: Iterable[str]) -> str:
    """Return a file without the packages whose names match a pattern (``nvidia-*``)."""
    patterns = tuple(patterns)
    return "".join(
        block for block in blocks(text) if not any(fnmatchcase(name_of(block), one) for one in patterns)
    )

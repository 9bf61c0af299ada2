"""How much of a foreign file is believed, and what is said of one that is not taken in."""

from __future__ import annotations

MOST_FILE_BYTES = 200_000_000
"""A file with pictures (.docx, .epub) may be so long; they are not read."""

MOST_TEXT_BYTES = 50_000_000
"""A longer text is no script; it would fill the memory. 50 MB are some 80 novels."""


class Refused(Exception):
    """The file is not taken in; says why, in the words of `core.services.words.reasons`."""


class Unreadable(Refused):
    """The file holds no text, or far too much of it."""


TOO_LONG = "it is longer than any script"
"""It holds more text than ``MOST_TEXT_BYTES``."""

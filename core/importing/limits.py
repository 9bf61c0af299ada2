"""How much of a foreign file is believed, and what is said of one that is not taken in."""

from __future__ import annotations

MOST_FILE_BYTES = 200_000_000
"""A file with pictures (.docx, .epub) may be so long."""

MOST_TEXT_BYTES = 50_000_000
"""A longer text is no script; it would fill the memory. 50 MB are some 80 novels."""

MOST_MARKED_BYTES = 10_000_000
"""Text between marks (Markdown, HTML, XML, a table) takes more time and memory than plain text."""

MOST_MARKS = 500_000
"""So many tags may stand in one text, and so many blocks in a book; a novel has some 10,000."""

MOST_PASTED_CHARS = 3_000_000
"""HTML of the clipboard beyond this is not looked at: its plain text is taken."""

MOST_PART_BYTES = 30_000_000
"""The longest part of an archive that is read; Word writes ten bytes a letter."""

MOST_PARTS = 10_000
"""An archive with more parts is no book."""

MOST_UNPACKED_BYTES = 300_000_000
"""All parts of an archive together, unpacked, pictures too."""

MOST_RATIO = 200
"""Text packs to a tenth, seldom to a fiftieth of its size; a part that packs better is a bomb, …"""

SMALL_BYTES = 1_000_000
"""… unless it is so small that it does no harm."""


class Refused(Exception):
    """The file is not taken in; says why, in the words of `core.services.words.reasons`."""


class Unreadable(Refused):
    """The file holds no text, or far too much of it."""


TOO_LONG = "it is longer than any script"
"""It holds more text than is read."""

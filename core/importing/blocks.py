"""HTML as a row of blocks: what stands in a line of its own, without any style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.importing.document import HEADING
from core.importing.safe_xml import attribute, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
footer form header hgroup li main nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = _HEADINGS.union(_BLOCK_NAMES.split())
_CELLS = {"td", "th"}
_SKIPPED_NAMES = """
title script style template noscript svg math object iframe audio video canvas del rt rp
select button textarea
"""
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
"""What is not read aloud; ``del`` is what tracked changes have taken away."""

_NOT_SPOKEN = {"noteref", "doc-noteref", "pagebreak", "doc-pagebreak"}
"""Numbers of notes and of printed pages (EPUB Structural Semantics, DPUB-ARIA)."""

_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,4}|[*†‡]{1,3}|[a-z])[\])]?\s*")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""So that 10 to the 6th does not become 106."""

_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BREAK = "\u2028"
_BLANKS = re.compile("[ \t\r\n\f\xa0]*[ \t\r\n\f][ \t\r\n\f\xa0]*|\xa0{2,}")
_AROUND_BREAK = re.compile("[ \xa0]*\u2028[ \xa0]*")
DATA_ROW_CHARS = 300
"""A row of a table with more text is there for the layout: its cells become lines of their own."""


@dataclass(frozen=True)
class Block:
    r"""What stands in lines of its own.

    Attributes:
        text: Its lines, parted by ``\n``; empty: a blank line.
        heading: It is a heading.
        ids: Anchors at its beginning or in it.
    """

    text: str
    heading: bool = False
    ids: tuple[str, ...] = ()


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of a page."""
    from lxml import etree

    reader = _Reader()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if not reader.start(element):
                walker.skip_subtree()
        else:
            reader.end(element, is_root=element is root)
    reader.flush()
    return reader.blocks


def script_of(blocks: Iterable[Block]) -> str:
    """Return the lines of a script; a blank line before a heading, never two, none at the ends."""
    lines: list[str] = []
    for block in blocks:
        if lines and lines[-1] and (block.heading or not block.text):
            lines.append("")
        if block.text:
            heading = " ".join(block.text.split("\n")) if block.heading else ""
            lines += [HEADING + heading] if heading else block.text.split("\n")
    while lines and not lines[-1]:
        lines.pop()
    return "".join(f"{line}\n" for line in lines)


@dataclass
class _Reader:
    """Takes the beginnings and ends of elements, and gathers blocks."""

    blocks: list[Block] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _ids: list[str] = field(default_factory=list)
    _heading: int = 0
    _preformatted: int = 0
    _row: Element | None = None
    _cells: int = 0

    def start(self, element: Element) -> bool:
        """Take an element's beginning; False where its inside is not wanted."""
        name = local_name(element)
        if not name or name in _SKIPPED or _is_hidden(element) or _is_note_mark(element, name):
            return False
        own_id = attribute(element, "id") or (attribute(element, "name") if name == "a" else "")
        if name in _BLOCKS:
            self._begin_block(element, name)
        elif name in _CELLS:
            self._begin_cell()
        elif name == "br":
            self._words.append(" " if self._row is not None else _BREAK)
        elif name == "hr":
            self.flush()
            self._blank()
        if own_id:
            self._ids.append(own_id)
        raised = name == "sup" and not len(element)
        self._write((element.text or "").translate(RAISED) if raised else element.text)
        return True

    def end(self, element: Element, *, is_root: bool) -> None:
        """Take an element's end, and what follows it."""
        name = local_name(element)
        if name in _BLOCKS and not (name in _SKIPPED or _is_hidden(element)):
            self._end_block(element, name)
        elif name in _CELLS and self._row is None:
            self.flush()
        if not is_root:
            self._write(element.tail)

    def flush(self) -> None:
        """End the line under way; a line break alone is a blank line."""
        words = "".join(self._words)
        self._words = []
        text = _tidy(words)
        if text:
            self.blocks.append(Block(text, self._heading > 0, tuple(self._ids)))
            self._ids = []
        elif _BREAK in words:
            self._blank()

    def _begin_block(self, element: Element, name: str) -> None:
        if self._row is not None:
            self._words.append(" ")
            return
        self.flush()
        self._heading += name in _HEADINGS
        self._preformatted += name == "pre"
        if name == "tr" and len("".join(element.itertext())) <= DATA_ROW_CHARS:
            self._row, self._cells = element, 0

    def _end_block(self, element: Element, name: str) -> None:
        if self._row is not None and self._row is not element:
            self._words.append(" ")
            return
        self._row = None
        self.flush()
        if name == "p" and not "".join(element.itertext()).strip():
            self._blank()
        self._heading -= name in _HEADINGS
        self._preformatted -= name == "pre"

    def _begin_cell(self) -> None:
        if self._row is None:
            self.flush()
            return
        so_far = _tidy("".join(self._words))
        if self._cells and so_far:
            self._words = [so_far, " " if so_far[-1] in ".,;:!?…" else ", "]
        self._cells += 1

    def _blank(self) -> None:
        if self.blocks and self.blocks[-1].text:
            self.blocks.append(Block(""))

    def _write(self, text: str | None) -> None:
        if text:
            self._words.append(text.replace("\n", _BREAK) if self._preformatted else _BLANKS.sub(" ", text))


def _is_hidden(element: Element) -> bool:
    if _HIDDEN.search(attribute(element, "style")):
        return True
    roles = f"{attribute(element, 'type')} {attribute(element, 'role')}".split()
    return not _NOT_SPOKEN.isdisjoint(roles)


def _is_note_mark(element: Element, name: str) -> bool:
    """Say whether it is a raised number that leads to a note: ``<sup><a href="#n1">1</a></sup>``."""
    if {name, *map(local_name, element[:1])} != {"a", "sup"} or len(element) != 1:
        return False
    inner = element[0]
    if "#" not in attribute(element if name == "a" else inner, "href"):
        return False
    return _NOTE_MARK.fullmatch(f"{element.text or ''}{inner.text or ''}{inner.tail or ''}") is not None


def _tidy(text: str) -> str:
    text = _AROUND_BREAK.sub(_BREAK, _BLANKS.sub(" ", text.replace("\xad", "")))
    return text.strip(" \t\xa0\u2028").replace(_BREAK, "\n")

"""Word's documents (.docx): paragraphs become lines, headings chapters, rows of tables a line each.

Tracked changes are read as if all were accepted: what was put in is there, what was taken out is not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from core.importing.archive import Archive
from core.importing.blocks import DATA_ROW_CHARS, RAISED, Block, script_of
from core.importing.document import Document
from core.importing.limits import Refused
from core.model.events import Notice

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from lxml.etree import _Element as Element

MAIN_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAKEN_OUT = {f"{_W}del", f"{_W}moveFrom"}
_PUT_IN = {f"{_W}ins", f"{_W}moveTo"}
_NOTES = {f"{_W}footnoteReference", f"{_W}endnoteReference"}
_HEADING = re.compile(r"(heading|título|titulo)\s*\d|title$", re.IGNORECASE)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SIGNS = {f"{_W}tab": " ", f"{_W}noBreakHyphen": "-", f"{_W}cr": "\n", f"{_W}ptab": " "}


def read_word(data: bytes, _name: str) -> Document:
    """Read a Word document as a script.

    Raises:
        Refused: When it is damaged, protected or made to do harm.
        Unreadable: When it is far too long.
    """
    from docx import Document as open_word

    _look_through(data)
    with _foreign():
        file = open_word(BytesIO(data))
        reader = _Reader(_heading_styles(file))
        blocks = list(reader.blocks(file.element.body))
        title = str(file.core_properties.title or "")
    notices = []
    if reader.changes:
        notices.append(Notice("changes_accepted", {"count": reader.changes}))
    if reader.notes:
        notices.append(Notice("notes_left", {"count": reader.notes}))
    return Document(script_of(blocks), "word", tuple(notices), title)


def _look_through(data: bytes) -> None:
    """See that python-docx may open it.

    Raises:
        Refused: When it is no archive, a bomb, or declares entities.
        Unreadable: When a part is far too long.
    """
    archive = Archive(data)
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and _ENTITY.search(archive.read(name).replace(b"\0", b"")):
            raise Refused("it declares entities, as no text does")


@contextmanager
def _foreign() -> Iterator[None]:
    """Refuse what python-docx stumbles over; it takes for granted that a file is as Word writes it.

    Raises:
        Refused: When the block fails.
    """
    from docx.opc.exceptions import OpcError
    from lxml import etree

    broken = (KeyError, ValueError, AttributeError, TypeError, IndexError, zipfile.BadZipFile)
    try:
        yield
    except (*broken, OpcError, etree.LxmlError) as error:
        raise Refused("it is damaged") from error


def _heading_styles(file: WordFile) -> frozenset[str]:
    """Return the ids of the styles of headings: by name, by level in the outline, or based on one that is."""
    found: set[str] = set()
    based: dict[str, str] = {}
    for style in file.styles.element.iter(f"{_W}style"):
        own_id = style.get(f"{_W}styleId", "")
        name = style.find(f"{_W}name")
        base = style.find(f"{_W}basedOn")
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        is_body = level is not None and level.get(f"{_W}val") == "9"
        named = name is not None and _HEADING.match(name.get(f"{_W}val", ""))
        if (named or level is not None) and not is_body:
            found.add(own_id)
        elif base is not None and not is_body:
            based[own_id] = base.get(f"{_W}val", "")
    for style_id in based:
        chain, at = {style_id}, style_id
        while (at := based.get(at, at)) not in chain:
            chain.add(at)
        if at in found:
            found.add(style_id)
    return frozenset(found)


@dataclass
class _Reader:
    """Goes through a document's body."""

    heading_styles: frozenset[str]
    changes: int = 0
    notes: int = 0
    _levels: set[str] = field(default_factory=lambda: {str(level) for level in range(9)})

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Return paragraphs and rows, in order; without recursion, for it may be deep."""
        waiting = list(reversed(parent))
        while waiting:
            element = waiting.pop()
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tr" and _is_data(element):
                yield Block(self._row(element))
            elif element.tag in _TAKEN_OUT:
                self.changes += 1
            elif element.tag != _FALLBACK and isinstance(element.tag, str):
                waiting.extend(reversed(element))

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        boxes: list[Element] = []
        yield Block(self._text(paragraph, boxes), self._is_heading(paragraph))
        for box in boxes:
            yield from self.blocks(box)

    def _is_heading(self, paragraph: Element) -> bool:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None:
            return level.get(f"{_W}val") in self._levels
        return style is not None and style.get(f"{_W}val") in self.heading_styles

    def _row(self, row: Element) -> str:
        cells: list[str] = []
        waiting = list(reversed(row))
        while waiting:
            element = waiting.pop()
            if element.tag == f"{_W}tc":
                texts = (" ".join(self._text(one, []).split()) for one in element.iter(f"{_W}p"))
                cells.append(" ".join(text for text in texts if text))
            elif isinstance(element.tag, str):
                waiting.extend(reversed(element))
        text = ""
        for cell in filter(None, cells):
            text += ("" if not text else " " if text[-1] in ".,;:!?…" else ", ") + cell
        return text

    def _text(self, paragraph: Element, boxes: list[Element]) -> str:
        """Return a paragraph's words, without what was taken out; add the boxes in it to ``boxes``."""
        words: list[str] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            if element.tag == f"{_W}t":
                text = element.text or ""
                words.append(text.translate(RAISED) if _is_raised(element) else text)
            elif element.tag == f"{_W}br":
                words.append("\n" if element.get(f"{_W}type") is None else "")
            elif element.tag in _SIGNS:
                words.append(_SIGNS[element.tag])
            elif element.tag in _TAKEN_OUT:
                self.changes += 1
            elif element.tag in _NOTES:
                self.notes += 1
            elif element.tag == f"{_W}txbxContent":
                boxes.append(element)
            elif element.tag not in {f"{_W}pPr", _FALLBACK} and isinstance(element.tag, str):
                self.changes += element.tag in _PUT_IN
                hidden = element.tag == f"{_W}r" and _is_hidden(element)
                waiting.extend(() if hidden else reversed(element))
        lines = [re.sub(r"[ \t]+", " ", line).strip() for line in "".join(words).split("\n")]
        return "\n".join(line for line in lines if line)


def _is_data(row: Element) -> bool:
    """Say whether a row holds figures or words; one with more text is there for the layout."""
    length = 0
    for element in row.iter(f"{_W}t"):
        length += len(element.text or "")
        if length > DATA_ROW_CHARS:
            return False
    return True


def _is_raised(text: Element) -> bool:
    run = text.getparent()
    place = None if run is None else run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(f"{_W}val") == "superscript"


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "true") not in {"0", "false", "off"}

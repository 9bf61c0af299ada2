"""Markdown (CommonMark, with tables): headings become chapters' lines, styles go, words stay.

A line break inside a paragraph is kept where it looks meant: after the end of a sentence, before a dash, and
everywhere in a paragraph of short lines. Else the text was only wrapped, and its lines are joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.importing.blocks import Block, blocks_of, script_of
from core.importing.decoding import decode_document
from core.importing.document import Document
from core.importing.limits import MOST_MARKED_BYTES, TOO_LONG, Unreadable
from core.importing.safe_xml import parse_html
from core.model.events import Notice

if TYPE_CHECKING:
    from markdown_it.token import Token

_WRAPPED_CHARS = 55
"""A line at least so long may have been wrapped; one that is shorter was ended by hand."""

_ENDS = re.compile(r"""[.!?…:;]["'”’»)\]]*$""")
_BEGINS = re.compile(r"[-–—•\[#]")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\](?!:)")
_NOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:.*(?:\n(?:[ \t]+.*)?(?=\n|\Z))*", re.MULTILINE)
"""A note's mark in the text, and the note: they are not read out."""

_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+)$", re.MULTILINE)


def read_markdown(data: bytes, name: str) -> Document:
    """Read Markdown as a script.

    Raises:
        Unreadable: When it is no text, or too long.
    """
    from markdown_it import MarkdownIt

    if len(data) > MOST_MARKED_BYTES:
        raise Unreadable(TOO_LONG)
    plain = decode_document(data, name)
    front = _FRONT_MATTER.match(plain.text)
    title = _TITLE.search(front[1]) if front else None
    text = plain.text[front.end() :] if front else plain.text
    text, notes = _NOTE.subn("", text)
    notices = (*plain.notices, Notice("notes_left", {"count": notes})) if notes else plain.notices
    text = _NOTE_MARK.sub("", text) if notes else text
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    said = title[1].strip().strip("\"'") if title else ""
    return Document(script_of(_blocks(tokens)), "markdown", notices, said)


def _blocks(tokens: Sequence[Token]) -> list[Block]:
    found: list[Block] = []
    prefix, heading = "", False
    row: list[str] | None = None
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = True
            case "heading_close":
                heading = False
            case "list_item_open":
                prefix = f"{token.info}{token.markup} " if token.info else ""
            case "tr_open":
                row = []
            case "tr_close":
                found.append(Block(", ".join(cell for cell in row or () if cell)))
                row = None
            case "inline" if row is not None:
                row.append(_inline(token.children or (), joined=True))
            case "inline":
                text = _inline(token.children or ())
                if text:
                    found.append(Block(prefix + text, heading))
                prefix = ""
            case "code_block" | "fence":
                lines = [line.strip() for line in token.content.split("\n")]
                found.append(Block("\n".join(lines).strip("\n")))
            case "html_block":
                root = parse_html(token.content)
                found += [] if root is None else blocks_of(root)
        if _ends_paragraph(token):
            found.append(Block(""))
    return found


def _ends_paragraph(token: Token) -> bool:
    """Say whether a blank line follows; the items of a list stand together."""
    if token.type in {"paragraph_close", "blockquote_close"}:
        return token.level == 0 or token.type == "blockquote_close"
    lists = {"bullet_list_close", "ordered_list_close"}
    others = {"heading_close", "fence", "code_block", "html_block", "hr", "table_close"}
    return token.type in others or (token.type in lists and token.level == 0)


def _inline(tokens: Sequence[Token], *, joined: bool = False) -> str:
    """Return the words of a paragraph; pictures have none."""
    words: list[str] = []
    for token in tokens:
        match token.type:
            case "softbreak":
                words.append("\n")
            case "hardbreak":
                words.append("\r")
            case "html_inline":
                words.append("\r" if re.match(r"<br\b", token.content, re.IGNORECASE) else "")
            case "text" | "code_inline":
                words.append(token.content.replace("\n", " "))
    parts = ["".join(words)] if joined else "".join(words).split("\r")
    lines = [line for part in parts for line in _unwrapped(part.split("\n"))]
    return (" " if joined else "\n").join(lines)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Join what was only wrapped."""
    lines = [" ".join(line.split()) for line in lines]
    lines = [line for line in lines if line]
    wrapped = max((len(line) for line in lines[:-1]), default=0) >= _WRAPPED_CHARS
    found: list[str] = []
    for at, line in enumerate(lines):
        if found and wrapped and not _ENDS.search(lines[at - 1]) and not _BEGINS.match(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found

"""XML and HTML that somebody else wrote: nothing is fetched, no entity is expanded, nothing grows."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from core.importing.decoding import decode
from core.importing.limits import MOST_MARKED_BYTES, MOST_MARKS, TOO_LONG, Refused, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_SAID = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[[^\]]*\]\s*)?>", re.IGNORECASE)
_HEAD_CHARS = 4096
"""What stands before the first element is looked for no further than this."""
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_KEPT = {"amp", "lt", "gt", "quot", "apos"}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML does not take as a character."""


def parse_xml(source: bytes | str) -> Element:
    """Read XML into a tree, without its comments and processing instructions.

    Raises:
        Refused: When it declares entities, or is not well-formed.
        Unreadable: When it is no text, or too long.
    """
    from lxml import etree

    text = _text(source)
    if _ENTITY.search(text):
        raise Refused("it declares entities, as no text does")
    text = _DECLARATION.sub("", text, count=1) if text[:100].lstrip().startswith("<?xml") else text
    text = _NAMED.sub(_character, _DOCTYPE.sub("", text[:_HEAD_CHARS], count=1) + text[_HEAD_CHARS:])
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("its XML cannot be understood") from error


def parse_html(source: bytes | str) -> Element | None:
    """Read HTML into a tree, however it is written; None where there is nothing in it.

    Raises:
        Unreadable: When it is no text, or too long.
    """
    from lxml import etree

    text = _text(source)
    text = _FORBIDDEN.sub("", _DECLARATION.sub("", text[:_HEAD_CHARS], count=1) + text[_HEAD_CHARS:])
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def parse_page(source: bytes) -> Element | None:
    """Read a page of a book: XHTML as XML, where it is well-formed, else as HTML.

    Only XML knows that ``<title/>`` ends at once; only HTML forgives.

    Raises:
        Refused: When it declares entities.
        Unreadable: When it is no text, or too long.
    """
    text = _text(source)
    if _ENTITY.search(text):
        raise Refused("it declares entities, as no text does")
    if "http://www.w3.org/1999/xhtml" in text[:4096]:
        try:
            return parse_xml(text)
        except Refused:
            pass
    return parse_html(text)


def local_name(element: Element) -> str:
    """Return an element's name in lower case, without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute, whatever its namespace or prefix; empty where there is none."""
    for key, value in element.attrib.items():
        if isinstance(key, str) and re.split("[}:]", key)[-1].lower() == name:
            return str(value)
    return ""


def _text(source: bytes | str) -> str:
    """Return the text of a source that is not too long.

    Raises:
        Unreadable: When it is, or is no text.
    """
    text = source if isinstance(source, str) else _decoded(source)
    if text.count("<") > MOST_MARKS:
        raise Unreadable(TOO_LONG)
    return text


def _decoded(source: bytes) -> str:
    if len(source) > MOST_MARKED_BYTES:
        raise Unreadable(TOO_LONG)
    said = _SAID.search(source[:1024]) or _META.search(source[:4096])
    if said is not None and not source.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return source.decode(said[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(source).text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _KEPT else html.unescape(match[0])

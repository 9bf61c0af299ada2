"""What comes by the clipboard: a word processor's HTML becomes lines without styles; SSML becomes markup."""

from __future__ import annotations

import re

from core.importing.blocks import blocks_of, script_of
from core.importing.document import Document
from core.importing.limits import MOST_PASTED_CHARS, Refused
from core.importing.safe_xml import parse_html
from core.importing.ssml import is_ssml, read_ssml

_WORD_PROCESSOR = re.compile(
    r"urn:schemas-microsoft-com:office|class=[\"']?Mso|docs-internal-guid|Apple-converted-space"
    r"|<meta[^>]+content=[\"']?(?:Microsoft (?:Word|OneNote)|LibreOffice|OpenOffice|Cocoa HTML)",
    re.IGNORECASE,
)
"""Word, Outlook, OneNote; LibreOffice; Pages and TextEdit; Google Docs."""

_BULLET = re.compile(r"<!(?:--)?\[if !supportLists\](?:--)?>.{0,2000}?<!(?:--)?\[endif\](?:--)?>", re.DOTALL)
"""Word writes a list's bullets and numbers as text between such marks."""

_CONDITIONAL = re.compile(r"<!--\[if .{0,20000}?<!\[endif\]-->|<!\[(?:if|endif)[^>]*>", re.DOTALL)
_START, _END = "<!--StartFragment-->", "<!--EndFragment-->"


def is_from_word_processor(html: str) -> bool:
    """Say whether HTML comes from a word processor; pages and editors give better plain text."""
    return len(html) <= MOST_PASTED_CHARS and _WORD_PROCESSOR.search(html) is not None


def read_html(source: bytes | str, _name: str = "") -> Document:
    """Read a page as a script: paragraphs, list items and rows are lines, headings chapters.

    Raises:
        Unreadable: When it is no text, or too long.
    """
    root = parse_html(source)
    return Document("" if root is None else script_of(blocks_of(root)), "html")


def read_pasted(text: str, html: str = "") -> str | None:
    """Return the lines for what is pasted where it is more than plain text.

    Args:
        text: The plain text that comes with it.
        html: The HTML that comes with it, or empty.

    Returns:
        Lines without an end of line at the end; None: take the plain text.
    """
    if is_ssml(text):
        try:
            return read_ssml(text).text.removesuffix("\n")
        except Refused:
            return None
    if not html or "\n" not in text.strip() or not is_from_word_processor(html):
        return None
    if _START in html and _END in html:
        html = html[html.index(_START) + len(_START) : html.rindex(_END)]
    try:
        found = read_html(_CONDITIONAL.sub("", _BULLET.sub("", html))).text.removesuffix("\n")
    except Refused:
        return None
    return found or None

"""E-books (.epub, versions 2 and 3): the spine's pages in their order, chapters as the contents name them.

The container: https://www.w3.org/TR/epub-33/#sec-ocf; contents of version 2: ANSI/NISO Z39.86-2005, NCX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.importing.archive import Archive, resolved
from core.importing.blocks import Block, blocks_of, script_of
from core.importing.document import Document
from core.importing.limits import MOST_MARKS, MOST_TEXT_BYTES, TOO_LONG, Refused, Unreadable
from core.importing.safe_xml import attribute, local_name, parse_page, parse_xml
from core.model.events import Notice

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
"""Ways of obfuscating fonts, which hide no text."""

_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}

_MOST_TITLES = 2_000
"""A page with more chapters is no page."""

Targets = Mapping[str, Sequence[tuple[str, str]]]
"""What the contents point to: by page, the fragments (empty: its beginning) and titles."""


@dataclass(frozen=True)
class _Package:
    """What the package says: pages in reading order, pages outside it, and where the contents are."""

    pages: tuple[str, ...]
    outside: int
    contents: tuple[str, ...]
    title: str
    language: str


def read_epub(data: bytes, _name: str) -> Document:
    """Read an e-book as a script.

    Raises:
        Refused: When it is damaged, protected or made to do harm.
        Unreadable: When it is far too long.
    """
    archive = Archive(data)
    _check_protection(archive)
    package = _package(archive)
    targets = _targets(archive, package.contents)
    pages = [page for page in package.pages if page in archive.names]
    if not pages:
        raise Refused("it lacks its pages")
    blocks: list[Block] = []
    length = 0
    for page in pages:
        root = parse_page(archive.read(page))
        found = [] if root is None else blocks_of(root)
        length += sum(len(block.text) for block in found)
        if length > MOST_TEXT_BYTES or len(blocks) + len(found) > MOST_MARKS:
            raise Unreadable(TOO_LONG)
        blocks += [Block(""), *_with_chapters(found, targets.get(page, ()), keep=not targets)]
    notices = []
    if package.outside:
        notices.append(Notice("book_parts_left", {"count": package.outside}))
    if len(pages) < len(package.pages):
        notices.append(Notice("book_pages_missing", {"count": len(package.pages) - len(pages)}))
    return Document(script_of(blocks), "epub", tuple(notices), package.title, package.language)


def _check_protection(archive: Archive) -> None:
    """See that its text may be read.

    Raises:
        Refused: When anything but fonts is encrypted.
    """
    if _ENCRYPTION not in archive.names:
        return
    for element in parse_xml(archive.read(_ENCRYPTION)).iter():
        method = attribute(element, "algorithm") if local_name(element) == "encryptionmethod" else ""
        if method and method not in _FONTS_ONLY:
            raise Refused("it is protected against copying")


def _package(archive: Archive) -> _Package:
    """Read the package that the container names.

    Raises:
        Refused: When there is none.
    """
    if CONTAINER not in archive.names:
        raise Refused("it lacks a part")
    container = parse_xml(archive.read(CONTAINER))
    paths = [attribute(one, "full-path") for one in container.iter() if local_name(one) == "rootfile"]
    path = next((path for path in paths if path in archive.names), None)
    if path is None:
        raise Refused("it lacks a part")
    root = parse_xml(archive.read(path))
    items = {
        attribute(one, "id"): (
            resolved(path, attribute(one, "href"))[0],
            attribute(one, "media-type"),
            attribute(one, "properties").split(),
        )
        for one in root.iter()
        if local_name(one) == "item"
    }
    spine = next((one for one in root.iter() if local_name(one) == "spine"), None)
    entries = [] if spine is None else [one for one in spine if local_name(one) == "itemref"]
    read: dict[str, None] = {}
    outside = 0
    for entry in entries:
        href, kind, properties = items.get(attribute(entry, "idref"), ("", "", []))
        if kind not in _PAGES or "nav" in properties or href in read:
            continue
        if attribute(entry, "linear") == "no":
            outside += 1
        else:
            read[href] = None
    contents = [href for href, _, properties in items.values() if "nav" in properties]
    contents += [href for href, kind, _ in items.values() if kind == "application/x-dtbncx+xml"]
    return _Package(tuple(read), outside, tuple(contents), _said(root, "title"), _said(root, "language"))


def _said(package: Element, name: str) -> str:
    metadata = next((one for one in package.iter() if local_name(one) == "metadata"), None)
    if metadata is None:
        return ""
    found = next((one for one in metadata.iter() if local_name(one) == name), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _targets(archive: Archive, contents: Sequence[str]) -> Targets:
    """Return what the first table of contents that can be read points to."""
    for path in contents:
        if path not in archive.names:
            continue
        try:
            root = parse_xml(archive.read(path))
        except Refused:
            continue
        links = _nav_links(root) or _ncx_links(root)
        found: dict[str, list[tuple[str, str]]] = {}
        for href, title in links:
            page, fragment = resolved(path, href)
            if page and title:
                found.setdefault(page, []).append((fragment, title))
        if found:
            return found
    return {}


def _nav_links(root: Element) -> list[tuple[str, str]]:
    navs = [one for one in root.iter() if local_name(one) == "nav"]
    nav = next((one for one in navs if "toc" in attribute(one, "type").split()), None)
    if nav is None:
        return []
    links = [one for one in nav.iter() if local_name(one) == "a" and attribute(one, "href")]
    return [(attribute(one, "href"), " ".join("".join(one.itertext()).split())) for one in links]


def _ncx_links(root: Element) -> list[tuple[str, str]]:
    links = []
    for point in root.iter():
        if local_name(point) != "navpoint":
            continue
        label = next((one for one in point if local_name(one) == "navlabel"), None)
        content = next((one for one in point if local_name(one) == "content"), None)
        if label is not None and content is not None:
            links.append((attribute(content, "src"), " ".join("".join(label.itertext()).split())))
    return links


def _with_chapters(blocks: list[Block], targets: Sequence[tuple[str, str]], *, keep: bool) -> list[Block]:
    """Make headings of what the contents point to, and of nothing else.

    Args:
        blocks: A page.
        targets: Fragments and titles that the contents have of it.
        keep: Leave the page's own headings: the book has no contents.
    """
    if keep:
        return blocks
    found = [replace(block, heading=False) for block in blocks]
    places = {own_id: at for at, block in reversed([*enumerate(blocks)]) for own_id in block.ids}
    titles: dict[int, str] = {}
    for fragment, title in targets[:_MOST_TITLES]:
        titles.setdefault(places.get(fragment, 0), title)
    for place, title in sorted(titles.items(), reverse=True):
        heading = _heading(blocks, place, title)
        if heading is not None:
            found[heading] = replace(found[heading], heading=True)
        elif any(block.text for block in found[place:]):
            found.insert(place, Block(title, heading=True))
    return found


def _heading(blocks: Sequence[Block], place: int, title: str) -> int | None:
    """Return which of the blocks from a place on is the heading with that title, or None."""
    near = [at for at in range(place, min(place + 4, len(blocks))) if blocks[at].text][:2]
    if near and blocks[near[0]].heading:
        return near[0]
    wanted = _letters(title)
    return next((at for at in near if wanted and _letters(blocks[at].text) == wanted), None)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()

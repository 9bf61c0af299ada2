"""E-books and other archives for tests, as their specifications say, or as bad intent makes them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
CHAPTERS = {
    "one.xhtml": "<h1 id='start'>I. The Beginning</h1><p>It was a <i>dark</i> night.</p>"
    "<h2>No chapter</h2><p>So.</p>",
    "two.xhtml": "<p class='title'>Second Chapter</p>"
    "<p>Caf&eacute; &amp; tea.<a epub:type='noteref' href='#n'>1</a></p>",
    "three.xhtml": "<p>Words of the third.</p><p>More.</p><p id='late'>And the fourth begins.</p>",
}
NAV = (
    "<nav epub:type='toc'><ol><li><a href='Text/one.xhtml#start'>I. The Beginning</a></li>"
    "<li><a href='Text/two.xhtml'>Second chapter</a></li><li><a href='Text/three.xhtml'>Third</a>"
    "<ol><li><a href='Text/three.xhtml#late'>Fourth</a></li></ol></li></ol></nav>"
)
NCX = (
    '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
    '"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>'
    "<navPoint><navLabel><text>I. The Beginning</text></navLabel><content src='Text/one.xhtml'/>"
    "<navPoint><navLabel><text>Second Chapter</text></navLabel><content src='Text/two.xhtml'/></navPoint>"
    "</navPoint></navMap></ncx>"
)


def page(body: str) -> str:
    """Return an XHTML page, with the empty title that HTML readers stumble over."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title/><script>no()</script></head><body>{body}</body></html>"
    )


def book(
    chapters: Mapping[str, str] = CHAPTERS,
    *,
    nav: str = NAV,
    ncx: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return an e-book; the first chapter comes last in the manifest: only the spine has the order."""
    items = [
        f'<item id="{name}" href="Text/{name}" media-type="application/xhtml+xml"/>' for name in chapters
    ]
    items = [
        *items[1:],
        *items[:1],
        '<item id="cover" href="Text/cover.xhtml" media-type="application/xhtml+xml"/>',
    ]
    spine = '<itemref idref="cover" linear="no"/>' + "".join(
        f'<itemref idref="{name}"/>' for name in chapters
    )
    parts: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    if nav:
        items.append('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>')
        parts["OEBPS/nav.xhtml"] = page(nav)
    if ncx:
        items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        parts["OEBPS/toc.ncx"] = ncx
    parts["OEBPS/book.opf"] = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Night</dc:title>'
        f"<dc:language>en</dc:language></metadata><manifest>{''.join(items)}</manifest><spine>{spine}</spine></package>"
    )
    parts["OEBPS/Text/cover.xhtml"] = page("<p>Cover</p>")
    parts |= {f"OEBPS/Text/{name}": page(body) for name, body in chapters.items()}
    return zipped({**parts, **(more or {})})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()

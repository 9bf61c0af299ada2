"""Files that want to do harm, or cannot be read: each is refused by one clear error, and soon."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from core.errors import DocumentRefused, TextError, TextFileEmpty, TextFileUnreadable
from core.importing import read_document
from core.importing.archive import resolved
from core.importing.blocks import blocks_of
from core.importing.safe_xml import parse_html
from core.services.explain import explain
from core.services.words.reasons import REASONS
from tests.core.importing.books import CHAPTERS, CONTAINER, NAV, book, page, zipped

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
FILE = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"


def word(change: dict[str, str | bytes]) -> bytes:
    """Return a Word document with parts that were changed."""
    out = BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, **change})


def twice() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("META-INF/container.xml", CONTAINER)
    return out.getvalue()


def lying_size() -> bytes:
    """Return a book whose page says in both headers that it is a byte long."""
    data = bytearray(book({"one.xhtml": "<p>" + "long " * 400 + "</p>"}, nav=""))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        size = archive.getinfo("OEBPS/Text/one.xhtml").file_size
    return bytes(data).replace(struct.pack("<L", size), struct.pack("<L", 1))


def encrypted() -> bytes:
    data = bytearray(book())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def many_parts() -> bytes:
    """Return an archive with a directory that says it has far more than can be."""
    data = bytearray(book())
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<L", 400_000_000)
    return bytes(data)


def zip64() -> bytes:
    data = book()
    at = data.rindex(b"PK\x05\x06")
    return data[:at] + b"PK\x06\x07" + bytes(16) + data[at:]


def protected() -> bytes:
    method = (
        "<encryption><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/></encryption>"
    )
    return book(more={"META-INF/encryption.xml": method})


def without(name: str) -> bytes:
    return book().replace(name.encode(), b"x" * len(name))


REFUSED = {
    "laughs.ssml": f"{LAUGHS}<speak>&b;</speak>".encode(),
    "wide-laughs.ssml": f"{LAUGHS}<speak>&b;</speak>".encode("utf-16"),
    "file.xml": f"{FILE}<speak>&f;</speak>".encode(),
    "broken.ssml": b"<speak><p>never closed</speak>",
    "other.xml": b"<rss><item>no speech</item></rss>",
    "deep.ssml": b"<speak>" + b"<s>" * 100_000,
    "laughs.epub": book(more={"OEBPS/Text/one.xhtml": LAUGHS + page("<p>&b;</p>")}),
    "file-package.epub": book(more={"OEBPS/book.opf": FILE + "<package>&f;</package>"}),
    "bomb.epub": book(more={"OEBPS/Text/one.xhtml": page("<p>" + "a" * 20_000_000 + "</p>")}),
    "bomb-beside.epub": book(more={"picture.png": bytes(30_000_000)}),
    "twice.epub": twice(),
    "lying.epub": lying_size(),
    "encrypted.epub": encrypted(),
    "many.epub": many_parts(),
    "zip64.epub": zip64(),
    "protected.epub": protected(),
    "cut.epub": book()[:-400],
    "no-package.epub": without("OEBPS/book.opf"),
    "no-pages.epub": book({}),
    "no-zip.docx": b"Just words.",
    "laughs.docx": word({"word/document.xml": LAUGHS + "<x>&b;</x>"}),
    "wide.docx": word({"word/document.xml": (FILE + "<x>&f;</x>").encode("utf-16")}),
    "broken.docx": word({"word/document.xml": "<w:document"}),
    "bomb.docx": word({"word/document.xml": b"<a>" * 10_000_000}),
    "no-relations.docx": word({"_rels/.rels": "<Relationships/>"}),
    "archive.zip": zipped({"a.txt": "Words."}),
    "paper.pdf": b"%PDF-1.7\nwords",
    "letter.rtf": rb"{\rtf1\ansi Hello}",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
}


@pytest.fixture(scope="module", params=REFUSED)
def refused(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / request.param
    path.write_bytes(REFUSED[request.param])
    return path


def test_it_is_refused_with_a_reason_that_is_translated(refused: Path) -> None:
    with pytest.raises(DocumentRefused) as caught:
        read_document(refused)
    assert caught.value.reason in REASONS
    assert refused.name in explain(caught.value).what


@pytest.mark.parametrize(
    "href",
    [
        "../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://x.org/a.xhtml",
        "..%2f..%2f..%2fetc%2fpasswd",
        "//host/share",
    ],
)
def test_addresses_outside_the_book_lead_nowhere(href: str) -> None:
    assert resolved("OEBPS/book.opf", href)[0] == ""
    outside = NAV.replace("Text/two.xhtml", href)
    pages = {**CHAPTERS, "one.xhtml": f"<p>Words.<img src='{href}'/></p>"}
    assert b"root:" not in book(pages, nav=outside)


def test_pages_outside_the_book_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xhtml"
    secret.write_text(page("<p>secret</p>"))
    path = tmp_path / "book.epub"
    path.write_bytes(book({"one.xhtml": "<p>Words.</p>", f"../../..{secret}": "<p>stays inside</p>"}))
    assert "secret" not in read_document(path).text


def test_a_name_with_an_entity_is_only_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(book({"one.xhtml": "<p>&lt;b&gt; &nbsp;&hellip; &unknown;</p>"}, nav=""))
    assert read_document(path).text.startswith("<b>")


def test_html_that_is_deep_or_wide_takes_no_stack() -> None:
    for source in ("<div>" * 50_000 + "deep", "<td>" * 20_000 + "x", "<p>" * 50_000, "<b><i>" * 9_000 + "y"):
        root = parse_html(source)
        assert root is not None
        blocks_of(root)


@pytest.mark.parametrize(
    "name", ["a.txt", "a.md", "a.csv", "a.srt", "a.html", "a.epub", "a.docx", "a.ssml", "a"]
)
def test_empty_blank_and_binary_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for data in (b"", b" \n\n", bytes(range(256)) * 50):
        path.write_bytes(data)
        with pytest.raises((TextFileEmpty, TextFileUnreadable, DocumentRefused)):
            read_document(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.docx", Path("a\0b.txt"), tmp_path / ("n" * 5000)):
        with pytest.raises(TextError):
            read_document(path)


def test_one_that_is_far_too_long(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(TextFileUnreadable) as caught:
        read_document(path)
    assert caught.value.reason == "it is longer than any script"


def box(depth: int) -> str:
    """Return a paragraph with boxes in boxes, each with a word."""
    inside = box(depth - 1) if depth else ""
    return f"<w:p><w:r><w:t>{depth}</w:t><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>"


QUADRATIC = {
    "comments.txt": b"<!-- -->" * 8_000 + b"x",
    "doctypes.html": b"<!DOCTYPE" * 200_000,
    "doctypes.ssml": b"<!DOCTYPE" * 200_000,
    "pauses.ssml": b"<speak>x" + b"<s><break/></s>" * 20_000 + b"</speak>",
    "spine.epub": book(
        more={
            "OEBPS/book.opf": "<package><manifest>"
            + "".join(f"<item id='i{n}' href='{n}.xhtml' media-type='text/html'/>" for n in range(10_000))
            + "</manifest><spine>"
            + "".join(f"<itemref idref='i{n}'/>" for n in range(10_000))
            + "</spine></package>"
        }
    ),
    "contents.epub": book(
        {"one.xhtml": "".join(f"<p id='p{n}'>x</p>" for n in range(6_000))},
        nav="<nav epub:type='toc'>"
        + "".join(f"<a href='Text/one.xhtml#p{n}'>c</a>" for n in range(6_000))
        + "</nav>",
    ),
    "boxes.docx": word(
        {
            "word/document.xml": "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            f"<w:body>{box(40)}</w:body></w:document>"
        }
    ),
}


@pytest.mark.parametrize("name", ["tags.html", "tags.ssml", "tags.epub"])
def test_far_too_many_tags(tmp_path: Path, name: str) -> None:
    path, tags = tmp_path / name, "<s/>" * 500_001
    path.write_bytes(book({"one.xhtml": tags}) if name == "tags.epub" else f"<speak>{tags}</speak>".encode())
    with pytest.raises((TextFileUnreadable, DocumentRefused)):
        read_document(path)


@pytest.mark.parametrize("name", QUADRATIC)
def test_what_would_take_for_ever_takes_a_moment(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(QUADRATIC[name])
    try:
        lines = read_document(path).text.split()
    except TextError:
        return
    if name == "boxes.docx":
        assert lines == [str(depth) for depth in range(40, -1, -1)], "each box once"

"""E-books: the spine's order, chapters from the contents, words without what is not read aloud."""

from __future__ import annotations

from pathlib import Path

from core.importing import read_document
from core.importing.epub import read_epub
from tests.core.importing.books import CHAPTERS, NCX, book

WITH_NAV = """# I. The Beginning
It was a dark night.
No chapter
So.

# Second Chapter
Café & tea.

# Third
Words of the third.
More.

# Fourth
And the fourth begins.
"""


def test_a_book_with_contents(tmp_path: Path) -> None:
    path = tmp_path / "night.epub"
    path.write_bytes(book())
    document = read_document(path)
    assert document.text == WITH_NAV
    assert (document.kind, document.title, document.language) == ("epub", "A Night", "en")
    assert [one.title for one in document.chapters] == [
        "I. The Beginning",
        "Second Chapter",
        "Third",
        "Fourth",
    ]
    assert [one.code for one in document.notices] == ["book_parts_left"]


def test_a_book_of_version_2() -> None:
    chapters = [one.title for one in read_epub(book(nav="", ncx=NCX), "a.epub").chapters]
    assert chapters == ["I. The Beginning", "Second Chapter"]


def test_a_book_without_contents_keeps_its_headings() -> None:
    chapters = [one.title for one in read_epub(book(nav=""), "a.epub").chapters]
    assert chapters == ["I. The Beginning", "No chapter"]


def test_a_page_that_is_no_xml_and_one_that_is_missing() -> None:
    pages = {**CHAPTERS, "two.xhtml": "<p>Un<b>closed & wrong<p>Next<br>line"}
    document = read_epub(book(pages), "a.epub")
    assert "Unclosed & wrong\nNext\nline\n" in document.text
    whole = book({**CHAPTERS, "gone.xhtml": "<p>x</p>"}).replace(b"OEBPS/Text/gone", b"OEBPS/Text/away")
    notices = read_epub(whole, "a.epub").notices
    assert [one.code for one in notices] == ["book_parts_left", "book_pages_missing"]


def test_fonts_may_be_obfuscated() -> None:
    fonts = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="x">'
        '<EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></EncryptedData></encryption>'
    )
    assert read_epub(book(more={"META-INF/encryption.xml": fonts}), "a.epub").text == WITH_NAV

"""Markdown: headings, styles, lists, tables, code, and line breaks that were meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.importing import read_document
from core.importing.markdown import read_markdown


def lines(source: str) -> list[str]:
    return read_markdown(source.encode(), "script.md").text.split("\n")[:-1]


def test_headings_begin_chapters_and_styles_go(tmp_path: Path) -> None:
    path = tmp_path / "book.md"
    path.write_text(
        '# One *fine* day\n\nHe **ran**. See [the map](http://x.org "no").\n\nTwo\n---\n\nEnd `code`.\n'
    )
    document = read_document(path)
    assert document.text == "# One fine day\n\nHe ran. See the map.\n\n# Two\n\nEnd code.\n"
    assert [(one.line, one.title) for one in document.chapters] == [(0, "One fine day"), (4, "Two")]
    assert document.kind == "markdown"


def test_lists_quotes_tables_and_code_are_text() -> None:
    assert lines("- one\n- two\n  1. deep\n\n3. three\n") == ["one", "two", "1. deep", "", "3. three"]
    assert lines("> said\n\n```py\nx = 1\n\n  y = 2\n```\n") == ["said", "", "x = 1", "", "y = 2"]
    assert lines("| a | b |\n|---|---|\n| Ana | *ran*. |\n") == ["a, b", "Ana, ran."]
    assert lines("<div>Raw <b>words</b></div>\n\nA<br>B ![alt](x.png)\n") == ["Raw words", "", "A", "B"]


def test_lines_that_were_wrapped_are_joined_and_others_stay() -> None:
    wrapped = "This sentence was wrapped by an editor at some width of\nits own. It has an end\nhere."
    assert lines(wrapped) == [wrapped.replace("\n", " ")]
    assert lines("Good morning.\nGood night.") == ["Good morning.", "Good night."]
    assert lines("A poem has\nshort lines\nwithout an end") == ["A poem has", "short lines", "without an end"]
    spoken = "A long line that says a great many things and then it ends, does it not?\n— It does."
    assert lines(spoken) == spoken.split("\n")


def test_our_markup_stays() -> None:
    source = "[Ana] Hello [pause 0.8s] you. [# a comment] [say W3C as World Wide Web]"
    assert lines(source) == [source]


def test_front_matter_gives_the_title() -> None:
    document = read_markdown(b'---\ntitle: "The Night"\ndate: 2026\n---\nWords.\n', "a.md")
    assert (document.title, document.text) == ("The Night", "Words.\n")


@pytest.mark.parametrize("source", ["*" * 20_000, "[" * 20_000, "> " * 3000 + "x", "`" * 9999, "<" * 20_000])
def test_hostile_nesting_is_only_text(source: str) -> None:
    assert read_markdown(source.encode(), "a.md").kind == "markdown"


def test_notes_are_not_read_out() -> None:
    document = read_markdown(b"A fact[^1].\n\n[^1]: See\n    there.\n\nMore.\n", "script.md")
    assert document.text == "A fact.\n\nMore.\n"
    assert [(one.code, one.fields) for one in document.notices] == [("notes_left", {"count": 1})]

"""Word's documents, made by python-docx, and with the marks that it does not write."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.oxml import parse_xml

from core.importing import read_document
from core.importing.word import read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(file) -> bytes:
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def with_paragraph(inside: str) -> bytes:
    file = docx.Document()
    file.element.body.insert(0, parse_xml(f"<w:p {W}>{inside}</w:p>"))
    return saved(file)


def test_paragraphs_headings_lists_and_tables(tmp_path: Path) -> None:
    file = docx.Document()
    file.core_properties.title = "The Night"
    file.add_heading("The Night", 0)
    file.add_heading("I. Morning", 1)
    paragraph = file.add_paragraph("It was ")
    paragraph.add_run("dark").bold = True
    paragraph.add_run(" outside.")
    file.add_paragraph("first", style="List Bullet")
    file.add_paragraph("second", style="List Number")
    file.add_paragraph("")
    table = file.add_table(2, 2)
    for row, texts in zip(table.rows, (("Name", "Age"), ("Ana.", "thirty")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file.add_paragraph("Two\nlines.")
    path = tmp_path / "night.docx"
    file.save(path)
    document = read_document(path)
    assert document.text == (
        "# The Night\n\n# I. Morning\nIt was dark outside.\nfirst\nsecond\n\n"
        "Name, Age\nAna. thirty\nTwo\nlines.\n"
    )
    assert (document.kind, document.title, document.notices) == ("word", "The Night", ())
    assert [one.title for one in document.chapters] == ["The Night", "I. Morning"]


def test_tracked_changes_are_read_as_accepted() -> None:
    document = read_word(
        with_paragraph(
            "<w:r><w:t xml:space='preserve'>The </w:t></w:r>"
            "<w:del w:id='1' w:author='x'><w:r><w:delText>old</w:delText></w:r></w:del>"
            "<w:ins w:id='2' w:author='x'><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:t> word.</w:t></w:r>"
        ),
        "a.docx",
    )
    assert document.text == "The new word.\n"
    assert [(one.code, one.fields["count"]) for one in document.notices] == [("changes_accepted", 2)]


def test_links_fields_boxes_hidden_text_and_notes() -> None:
    document = read_word(
        with_paragraph(
            "<w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:noBreakHyphen/><w:t>x</w:t><w:tab/>"
            "<w:t>y</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r>"
            "<w:sdt><w:sdtContent><w:r><w:t>z</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>"
        ),
        "a.docx",
    )
    assert document.text == "A link-x yz\nIn a box.\n"
    assert [one.code for one in document.notices] == ["notes_left"]


def test_a_style_that_is_based_on_a_heading_is_one() -> None:
    file = docx.Document()
    style = file.styles.add_style("Mine", 1)
    style.base_style = file.styles["Heading 2"]
    file.add_paragraph("A part", style="Mine")
    file.add_paragraph("Words.")
    assert read_word(saved(file), "a.docx").text == "# A part\nWords.\n"


def test_a_table_that_is_the_layout_and_one_inside_another() -> None:
    file = docx.Document()
    layout = file.add_table(1, 2)
    layout.cell(0, 0).text = "A paragraph of the left column. " * 12
    layout.cell(0, 1).text = "Right."
    outer = file.add_table(1, 2)
    outer.cell(0, 0).text = "one"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "two"
    lines = read_word(saved(file), "a.docx").text.split("\n")
    assert [line[:12] for line in lines if line] == ["A paragraph ", "Right.", "one, two"]


def test_raised_digits_stay_raised() -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>6</w:t></w:r>"
    assert read_word(with_paragraph(f"<w:r><w:t>10</w:t></w:r>{raised}"), "a.docx").text == "10⁶\n"

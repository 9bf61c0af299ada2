"""Subtitles, tables, SSML, and what word processors put on the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import DocumentRefused, TextFileUnreadable
from core.importing import read_document, read_pasted, read_text
from core.importing.pasted import read_html
from core.importing.ssml import read_ssml
from core.importing.subtitles import read_subtitles
from core.importing.table import read_table
from core.text.markup import Pause, Words, parse_line


def read(path: Path, data: str):
    path.write_text(data, encoding="utf-8", newline="")
    return read_document(path)


def test_subtitles_become_lines_with_their_times(tmp_path: Path) -> None:
    source = (
        "1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>Hello</i> there,\r\nmy friend.\r\n\r\n"
        "2\r\n00:01:02,500 --> 00:01:04,000 X1:1\r\n{\\an8}- Who?\r\n- Me.\r\n\r\n"
        "3\r\n00:02:00,000 --> 00:02:01,000\r\n\r\n4\r\n01:03:00,5 --> 01:03:01,000\r\n1984\r\n"
    )
    document = read(tmp_path / "film.srt", source)
    assert document.text == (
        "[# 0:00:01.000] Hello there, my friend.\n[# 0:01:02.500] - Who?\n[# 0:01:02.500] - Me.\n"
        "[# 1:03:00.500] 1984\n"
    )
    assert [(one.code, one.fields["count"]) for one in document.notices] == [("subtitle_times", 4)]
    assert parse_line(document.text.split("\n")[0]).written == "Hello there, my friend."


def test_web_subtitles_leave_names_and_notes() -> None:
    source = (
        "WEBVTT\n\nNOTE no\n\n00:01.000 --> 00:02.000\n<v Ana>Hi &amp; bye</v>\n\n"
        "name\n01:00:05.000 --> 01:00:06.000 align:start\nNext\n"
    )
    assert read_subtitles(source.encode(), "a.vtt").text == "[# 0:00:01.000] Hi & bye\n[# 1:00:05.000] Next\n"


def test_subtitles_without_times_are_text() -> None:
    assert read_subtitles(b"Only words.\nTwo.\n", "a.srt").text == "Only words.\nTwo.\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_with_a_header(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Speaker", "Idioma", "TEXT", "pause", "id"],
        ["Ana", "pt-BR", "Bom dia.", "0.5", "1"],
        ["", "", '"Two\nlines"', "", "2"],
        ["[Bo]", "", "Hi.", "", "3"],
        ["Bo", "", "", "", "4"],
    ]
    document = read(tmp_path / "lines.csv", "\r\n".join(delimiter.join(row) for row in rows))
    assert document.text == "[Ana] [lang pt-BR] Bom dia. [pause 0.5s]\nTwo\nlines\n[(Bo)] Hi.\n\n"
    assert {one.code for one in document.notices} == {"table_columns_left", "lines_name_voices"}
    line = parse_line(document.text.split("\n")[0], ["Ana"])
    assert (line.voice, line.language, line.parts) == ("Ana", "pt-BR", (Words("Bom dia."), Pause(0.5)))


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("Hello world\nA line, with a comma\n", "Hello world\nA line, with a comma\n"),
        ("text\nHello, you\nYes; no\n", "Hello, you\nYes; no\n"),
        ("voice,text\nAna,Hello, you\n", "[Ana] Hello, you\n"),
        ("sep=;\r\nvoz;texto\r\nAna;Oi, eu\r\n", "[Ana] Oi, eu\n"),
        ('a, b and "c"\nd\n"e, f"\n', 'a, b and "c"\nd\ne, f\n'),
    ],
)
def test_no_words_are_lost_where_a_comma_parts_no_cells(table: str, text: str) -> None:
    assert read_table(table.encode(), "a.csv").text == text


def test_tables_without_a_header() -> None:
    assert read_table(b'Ana,"Hello, you."\nBo,Fine.\n', "a.csv").text == "[Ana] Hello, you.\n[Bo] Fine.\n"
    assert read_table(b"One line.\nAnother.\n", "a.csv").text == "One line.\nAnother.\n"
    assert read_table(b"Ana|Hi\nJohann|Yo\n", "a.csv").text == "[Ana] Hi\n[Johann] Yo\n"
    assert read_table(b"1,Hello there\n2,Bye\n", "a.csv").text == "Hello there\nBye\n"
    assert read_table(b"", "a.csv").text == ""
    assert read_table(b'"never closed, \n and on', "a.csv").text == "never closed,\nand on\n"


SSML = """<?xml version="1.0"?>
<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US">
<p><s>Hello <break time="500ms"/> you.</s>
<s>At <say-as interpret-as="characters">NASA</say-as>, the <sub alias="World Wide Web">WWW</sub>.</s></p>
<break strength="x-strong"/>
<voice name="Ana">Good day. <lang xml:lang="pt-BR">Tudo bem?</lang> Yes.</voice>
<emphasis>Very <mark name="m"/>good</emphasis>: <say-as interpret-as="digits">42</say-as>.
<metadata>no words</metadata></speak>"""
FROM_SSML = """Hello [pause 0.5s] you.
At [spell NASA], the [say WWW as World Wide Web]. [pause 1.2s]

[Ana] Good day.
[Ana] [lang pt-BR] Tudo bem?
[Ana] Yes.
Very good: [digits 42].
"""


@pytest.mark.parametrize("name", ["speech.ssml", "speech.xml", "speech.txt"])
def test_ssml_becomes_our_markup(tmp_path: Path, name: str) -> None:
    document = read(tmp_path / name, SSML)
    assert (document.kind, document.text, document.language) == ("ssml", FROM_SSML, "en-US")
    assert {one.code: one.fields["names"] for one in document.notices} == {
        "ssml_left": "emphasis",
        "lines_name_voices": "Ana",
    }
    lines = [parse_line(line, ["Ana"]) for line in document.text.split("\n")]
    assert not [span for line in lines for span in line.spans if span.kind in ("unknown", "misplaced")]


def test_ssml_from_standard_input_and_the_clipboard() -> None:
    assert read_text(SSML.encode(), "standard input").text == FROM_SSML
    assert read_pasted(SSML) == FROM_SSML.removesuffix("\n")
    assert read_pasted("<speak>not closed") is None
    with pytest.raises(DocumentRefused):
        read_text(b"<speak>not closed", "standard input")


def test_ssml_that_our_markup_could_not_hold() -> None:
    assert read_ssml('<speak><sub alias="known as X">W as X</sub></speak>').text == "known as X\n"
    assert read_ssml('<speak><sub alias="a]b">c[d</sub></speak>').text == "[say c(d as a)b]\n"
    assert read_ssml('<speak><voice name="A]b">x</voice><break time="1e9s"/></speak>').text.startswith(
        "[Ab] x"
    )
    assert read_ssml(f"<speak>{'<s>' * 200}deep{'</s>' * 200}</speak>").text == "deep\n"


GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
    '<h1 dir="ltr"><span>Title</span></h1>'
    '<p dir="ltr"><span style="color:#f00">Hello </span><span>world.</span></p><br /><p>Second<br />third</p>'
    "<ul><li dir='ltr'><p>item</p></li></ul></b><br class='Apple-interchange-newline'>"
)
WORD = (
    '<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    '<meta name=Generator content="Microsoft Word 15">'
    "<style><!-- p {} --></style></head><body><!--StartFragment-->"
    "<p class=MsoNormal>Hello\nthere <b>bold</b><o:p></o:p></p>"
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoListParagraph>"
    "<![if !supportLists]><span>·<span>&nbsp; </span></span><![endif]>item</p><p>"
    "<!--[if !supportLists]-->2.<span>&nbsp;</span><!--[endif]-->item 2"
    "<del>gone</del><span style='display:none'>x</span></p><table><tr><td><p>a</p></td><td><p>b</p></td>"
    "</tr></table><!--EndFragment--></body></html>"
)


def test_what_word_processors_paste() -> None:
    assert read_pasted("Title\nHello", GOOGLE) == "# Title\nHello world.\n\nSecond\nthird\nitem"
    assert read_pasted("Hello\nthere", WORD) == "Hello there bold\n\nitem\nitem 2\na, b"


def test_words_and_other_programs_paste_as_plain_text() -> None:
    assert read_pasted("one word", WORD) is None
    assert read_pasted("a\nb", "<p>a</p><p>b</p>") is None
    assert read_pasted("a\nb") is None


def test_a_page_of_the_web(tmp_path: Path) -> None:
    page = (
        "<title>no</title><nav>Menu</nav><h2>One</h2><p>Caf&eacute;<br>two<script>x</script></p>"
        "<pre>a\n b</pre><hr><p>end"
    )
    assert read(tmp_path / "page.html", page).text == "Menu\n\n# One\nCafé\ntwo\na\nb\n\nend\n"


def test_a_table_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(TextFileUnreadable):
        read_document(path)


def test_raised_numbers_are_notes_or_powers() -> None:
    page = (
        '<p>House<sup><a href="x#n1">1</a></sup> and home<a href="#n2"><sup>[2]</sup></a>, '
        '5 m<sup>2</sup>, 10<sup>6</sup>, 1<sup>st</sup>, <a href="#n">1</a></p>'
    )
    assert read_html(page).text == "House and home, 5 m², 10⁶, 1st, 1\n"

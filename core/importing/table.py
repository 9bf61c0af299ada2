"""Tables of lines (.csv, .tsv): a row is a line, its columns are the text, the voice and the rest.

``[Ana] [lang pt-BR] Bom dia.`` comes of a row with ``Ana``, ``pt-BR`` and ``Bom dia.``
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO

from core.importing.decoding import decode_document
from core.importing.document import HEADING, Document
from core.importing.limits import MOST_MARKED_BYTES, TOO_LONG, Refused, Unreadable
from core.model.events import Notice

_COLUMNS: Mapping[str, frozenset[str]] = {
    what: frozenset(names.split())
    for what, names in {
        "text": "text texts line lines dialogue dialog script sentence words utterance "
        "texto textos fala falas linha linhas frase diálogo dialogo roteiro línea linea",
        "voice": "voice voices speaker character actor role name who "
        "voz vozes personagem falante locutor narrador ator personaje hablante quem",
        "language": "language lang locale idioma língua lingua lengua",
        "speed": "speed rate velocidade velocidad",
        "pause": "pause pausa",
        "comment": "comment comments note notes direction comentário comentario nota notas",
        "chapter": "chapter capítulo capitulo",
    }.items()
}
"""Names of columns in English, Portuguese and Spanish."""

_DELIMITERS = ",;\t|"
_NO_DELIMITER = "\x1f"
"""A sign that no text has."""

_SAID = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)
"""The first line of tables that Excel wrote or shall read."""

_EVEN = 0.9
"""In a table at least so many rows have the same number of cells; of lines with commas fewer have."""

_NAME_CHARS = 40
"""Longer than the name of any voice."""


def read_table(data: bytes, name: str) -> Document:
    """Read a table as a script.

    Raises:
        Refused: When it is no table.
        Unreadable: When it is no text, or too long.
    """
    if len(data) > MOST_MARKED_BYTES:
        raise Unreadable(TOO_LONG)
    plain = decode_document(data, name)
    rows = _rows(plain.text)
    header = _header(rows[0]) if rows else {}
    columns = header or _guessed(rows)
    lines: list[str] = []
    for row in rows[1:] if header else rows:
        lines += _lines({what: row[at].strip() for what, at in columns.items() if at < len(row)})
    notices = [*plain.notices]
    left = max((len(row) for row in rows), default=0) - len(columns)
    if left > 0:
        notices.append(Notice("table_columns_left", {"count": left}))
    voices = _voices(rows[1:] if header else rows, columns)
    if voices:
        notices.append(Notice("lines_name_voices", {"names": ", ".join(voices)}))
    return Document("".join(f"{line}\n" for line in lines), "table", tuple(notices))


def _rows(text: str) -> list[list[str]]:
    """Part the cells; empty rows stay, as blank lines. A file that is no table has one cell a row.

    Raises:
        Refused: When it cannot be parted.
    """
    said = _SAID.match(text)
    if said is not None:
        return _parted(text[said.end() :], said[1])
    present = [sign for sign in _DELIMITERS if sign in text]
    tables = {sign: _parted(text, sign) for sign in present}
    for sign in sorted(present, key=lambda sign: _evenness(tables[sign]), reverse=True):
        rows = tables[sign]
        if _header(rows[0]) and len(rows[0]) > 1:
            return _whole_last(rows, sign)
        if _evenness(rows) >= _EVEN:
            return rows
    return _parted(text, _NO_DELIMITER)


def _parted(text: str, delimiter: str) -> list[list[str]]:
    """Part the cells by one sign.

    Raises:
        Refused: When it cannot be parted.
    """
    before = csv.field_size_limit(MOST_MARKED_BYTES)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise Refused("its table cannot be understood") from error
    finally:
        csv.field_size_limit(before)


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """Return the share of the rows that have as many cells as most; none where these have one."""
    widths = Counter(len(row) for row in rows if any(row))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return count / widths.total() if width > 1 else 0.0


def _whole_last(rows: list[list[str]], delimiter: str) -> list[list[str]]:
    """Join what a sign in the text of the last column has parted: ``Ana,Hello, you``."""
    width = len(rows[0])
    if _header(rows[0])["text"] != width - 1:
        return rows
    return [
        [*row[: width - 1], f"{delimiter} ".join(row[width - 1 :])] if len(row) > width else row
        for row in rows
    ]


def _header(row: Sequence[str]) -> dict[str, int]:
    """Return the places of the columns that are known by name; nothing where there is none for the text."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = cell.strip().casefold()
        for what, names in _COLUMNS.items():
            if name in names:
                found.setdefault(what, at)
    return found if "text" in found else {}


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the places of text and voice where there is no header: the most words, names before them."""
    width = max((len(row) for row in rows), default=0)
    sizes = [sum(len(row[at]) for row in rows if at < len(row)) for at in range(width)]
    if not sizes:
        return {}
    named = width > 1 and all(_may_be_name(row[0].strip()) for row in rows if any(row))
    if named and (width == 2 or sizes.index(max(sizes)) == 1):
        return {"voice": 0, "text": 1}
    return {"text": sizes.index(max(sizes))}


def _may_be_name(cell: str) -> bool:
    """Say whether a cell may name a voice: a few words, no number and no sentence."""
    if not cell:
        return True
    return len(cell) <= _NAME_CHARS and any(map(str.isalpha, cell)) and cell[-1] not in ".!?…:"


def _lines(cells: Mapping[str, str]) -> list[str]:
    """Write a row as lines of the script; text of several lines keeps them."""
    marks = [
        form.format(_inside(cells[what]))
        for what, form in (("voice", "[{}]"), ("language", "[lang {}]"), ("speed", "[speed {}]"))
        if cells.get(what)
    ]
    if cells.get("comment"):
        marks.append(f"[# {_inside(cells['comment'])}]")
    chapter = cells.get("chapter", "")
    lines = [HEADING + " ".join(chapter.split())] if chapter else []
    texts = [" ".join(line.split()) for line in cells.get("text", "").split("\n")]
    spoken = [" ".join([*marks, text]) if text else "" for text in texts]
    if cells.get("pause") and spoken[-1]:
        pause = _inside(cells["pause"])
        spoken[-1] += f" [pause {pause}{'' if pause.endswith('s') else 's'}]"
    return lines + spoken


def _inside(text: str) -> str:
    """Make a cell fit to stand between square brackets."""
    return " ".join(text.replace("[", "(").replace("]", ")").split())


def _voices(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> list[str]:
    at = columns.get("voice")
    if at is None:
        return []
    return list(dict.fromkeys(_inside(row[at]) for row in rows if at < len(row) and row[at].strip()))[:20]

"""Scripts from text files."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import TextFileEmpty, TextFileUnreadable
from core.importing import read_document

SCRIPT = "Olá, tudo bem?\nSim.\n"


@pytest.mark.parametrize(
    "data",
    [
        SCRIPT.encode(),
        SCRIPT.replace("\n", "\r\n").encode(),
        SCRIPT.replace("\n", "\r").encode(),
        SCRIPT.encode("utf-8-sig"),
        SCRIPT.encode("utf-16"),
        b"\xfe\xff" + SCRIPT.encode("utf-16-be"),
    ],
    ids=["utf-8", "windows", "old mac", "bom", "utf-16", "utf-16-be"],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(data)
    assert read_document(path).text == SCRIPT
    assert read_document(path).notices == ()


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(SCRIPT.encode("cp1252"))
    file = read_document(path)
    assert file.text == SCRIPT
    assert [notice.code for notice in file.notices] == ["text_guessed"]


def test_a_stray_nul_is_still_text(tmp_path: Path) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(b"a\0b hello")
    assert read_document(path).text == "a\0b hello"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\xff\xfe\x00\xd8plain", bytes(4000)],
    ids=["png", "half of UTF-16", "zeros"],
)
def test_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(data)
    with pytest.raises(TextFileUnreadable) as caught:
        read_document(path)
    assert caught.value.reason == "it is no text"


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    with pytest.raises(TextFileEmpty):
        read_document(tmp_path / "empty.txt")
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(TextFileUnreadable):
            read_document(path)

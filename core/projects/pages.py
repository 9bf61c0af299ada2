"""Rows read from the bare pages of a database that SQLite cannot walk through any more.

Each leaf of a table carries whole rows, so that what lies on unharmed pages is found whatever became of the
rest. What was deleted is not found: it was overwritten (``secure_delete``). The form of the pages is
https://www.sqlite.org/fileformat2.html, sections 1.5, 1.6 and 2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

Value = None | int | float | str | bytes

_LEAF = 13
"""First byte of a page that is a leaf of a table."""

_HEADER_BYTES = 100
_MOST_CELLS = 8192
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of the integers by their serial type."""


class _Broken(Exception):
    """What is read is no row."""


@dataclass(frozen=True)
class Row:
    """A row of some table.

    Attributes:
        rowid: Its number in its table; the record holds NULL in the place of a column that is the same.
        values: The columns.
    """

    rowid: int
    values: tuple[Value, ...]


class PageReader:
    """The pages of one database file."""

    def __init__(self, data: memoryview, page_bytes: int) -> None:
        """Keep the file.

        Args:
            data: All of it.
            page_bytes: Size of its pages.
        """
        self._data = data
        self._size = page_bytes
        self.pages = len(data) // page_bytes

    def rows(self) -> Iterator[Row]:
        """Give every row that can be read, of all tables."""
        for number in range(1, self.pages + 1):
            page = self._page(number)
            start = _HEADER_BYTES if number == 1 else 0
            if page[start] != _LEAF:
                continue
            count = int.from_bytes(page[start + 3 : start + 5], "big")
            first = start + 8
            for cell in range(min(count, _MOST_CELLS, (self._size - first) // 2)):
                at = int.from_bytes(page[first + 2 * cell : first + 2 * cell + 2], "big")
                try:
                    yield self._row(page, at)
                except (_Broken, struct.error, IndexError):
                    continue

    def _page(self, number: int) -> memoryview:
        if not 1 <= number <= self.pages:
            raise _Broken
        return self._data[(number - 1) * self._size : number * self._size]

    def _row(self, page: memoryview, at: int) -> Row:
        length, at = _varint(page, at)
        rowid, at = _varint(page, at)
        if rowid >= 2**63:
            rowid -= 2**64
        return Row(rowid, _record(self._payload(page, at, length)))

    def _payload(self, page: memoryview, at: int, length: int) -> bytes:
        """Return a row's bytes, those on other pages too (section 1.6)."""
        if not 0 < length <= len(self._data):
            raise _Broken
        most = self._size - 35
        if length <= most:
            here = length
        else:
            least = (self._size - 12) * 32 // 255 - 23
            here = least + (length - least) % (self._size - 4)
            here = here if here <= most else least
        if at + here > self._size:
            raise _Broken
        parts = [bytes(page[at : at + here])]
        left = length - here
        following = int.from_bytes(page[at + here : at + here + 4], "big") if left else 0
        while left:
            other = self._page(following)
            part = other[4 : 4 + min(left, self._size - 4)]
            parts.append(bytes(part))
            left -= len(part)
            following = int.from_bytes(other[:4], "big")
        return b"".join(parts)


def _varint(data: memoryview | bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where the next thing begins."""
    value = 0
    for n in range(8):
        byte = data[at + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    return value << 8 | data[at + 8], at + 9


def _record(payload: bytes) -> tuple[Value, ...]:
    """Return a row's values (section 2.1)."""
    header, at = _varint(payload, 0)
    if header > len(payload):
        raise _Broken
    kinds: list[int] = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise _Broken
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    value: Value
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        value = int.from_bytes(payload[at:end], "big", signed=True)
    elif kind >= 12:
        end = at + (kind - 12) // 2
        data = payload[at:end]
        value = _text(data) if kind % 2 else data
    elif kind == 7:
        end = at + 8
        value = struct.unpack(">d", payload[at:end])[0]
    elif kind in (0, 8, 9):
        end = at
        value = {0: None, 8: 0, 9: 1}[kind]
    else:
        raise _Broken
    if end > len(payload):
        raise _Broken
    return value, end


def _text(data: bytes) -> str | bytes:
    """Return a text; its bytes where they are none."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data

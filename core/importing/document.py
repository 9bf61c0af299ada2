"""What an import gives: the script's lines, and how the file it came from was written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from core.model.events import Notice

Kind = Literal["text", "markdown", "word", "epub", "subtitles", "table", "ssml", "html"]

TEXT_KINDS = ("text", "markdown")
"""Kinds of files that are written again as they were, where nothing was edited."""

HEADING = "# "
"""Begins a line that is a chapter's heading."""

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Chapter:
    """Where a chapter begins.

    Attributes:
        line: Its heading's line, from 0, blank lines counted.
        title: The heading, without its mark.
    """

    line: int
    title: str


@dataclass(frozen=True)
class Form:
    r"""How a plain text was written down, so that it can be written down the same way again.

    Attributes:
        encoding: Python's name of its encoding, such as ``utf-8``, ``utf-16-le`` or ``cp1252``.
        mark: It began with a byte order mark.
        line_end: How most lines end: ``\n``, ``\r\n`` or ``\r``.
        other_ends: Lines, from 0, that end in another way, and how.
        lines: How many line ends it had; with another count ``other_ends`` means nothing any more.
    """

    encoding: str = "utf-8"
    mark: bool = False
    line_end: str = "\n"
    other_ends: tuple[tuple[int, str], ...] = ()
    lines: int = 0

    def encode(self, text: str) -> bytes:
        r"""Write a text down in this form; an unedited one gives the very bytes that were read.

        Args:
            text: Lines that end in ``\n``.

        Returns:
            The bytes; in UTF-8 where the encoding lacks a letter of the text, or is none that Python knows.
        """
        if self.line_end != "\n" or self.other_ends:
            text = self._with_line_ends(text)
        try:
            mark = "\ufeff".encode(self.encoding) if self.mark else b""
            return mark + text.encode(self.encoding)
        except (ValueError, LookupError):  # a form may come out of a file: any name may stand in it
            return text.encode("utf-8", "surrogatepass")

    def _with_line_ends(self, text: str) -> str:
        lines = text.split("\n")
        ends = [self.line_end] * (len(lines) - 1)
        if len(ends) == self.lines:
            for line, end in self.other_ends:
                if 0 <= line < len(ends):
                    ends[line] = end
        return "".join(part for pair in zip(lines, [*ends, ""], strict=True) for part in pair)


@dataclass(frozen=True)
class Document:
    r"""A text that was taken in.

    Attributes:
        text: The script; every line ends in ``\n``, nothing else of a plain text is changed.
        kind: What it was read as.
        notices: What is worth telling, such as a guessed encoding.
        title: What the file says that it is called, or empty.
        language: BCP 47 tag that the file gives itself, or empty.
        form: How it was written down; what was converted has UTF-8 and ``\n``.
        data: The file, where it is a text and its form alone would not give the same bytes again; else empty.
    """

    text: str
    kind: Kind = "text"
    notices: tuple[Notice, ...] = ()
    title: str = ""
    language: str = ""
    form: Form = Form()
    data: bytes = field(default=b"", repr=False)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Where chapters begin: the lines with a heading's mark."""
        lines = enumerate(self.text.split("\n")) if HEADING in self.text else ()
        return tuple(
            Chapter(number, line.removeprefix(HEADING).strip())
            for number, line in lines
            if line.startswith(HEADING)
        )


def unified(text: str, encoding: str, *, mark: bool) -> tuple[str, Form]:
    r"""Give every line the end ``\n``, and remember what ends there were.

    Args:
        text: As decoded, without its mark.
        encoding: What it was decoded by.
        mark: It began with a byte order mark.
    """
    if "\r" not in text:
        return text, Form(encoding, mark, lines=text.count("\n"))
    ends = _LINE_END.findall(text)
    common = Counter(ends).most_common(1)[0][0]
    others = tuple((line, end) for line, end in enumerate(ends) if end != common)
    return _LINE_END.sub("\n", text), Form(encoding, mark, common, others, len(ends))

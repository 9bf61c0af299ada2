"""Errors of the text to be spoken."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class TextError(SottovoceError):
    """The text cannot be spoken."""


@dataclass(eq=False)
class TextEmpty(TextError):
    """There is no text, or only blanks and invisible characters."""

    code = "text_empty"
    misuse = True


@dataclass(eq=False)
class TextFileEmpty(TextError):
    """A text file holds nothing to speak."""

    code = "text_file_empty"
    path: str


@dataclass(eq=False)
class DocumentRefused(TextError):
    """A file to import is damaged, holds what no text holds, or is made to do harm."""

    code = "document_refused"
    path: str
    reason: str


@dataclass(eq=False)
class TextUnspeakable(TextError):
    """The engine has no sound for any of the text (emoji, punctuation, a foreign script)."""

    code = "text_unspeakable"
    engine: str
    sample: str


@dataclass(eq=False)
class TextFileUnreadable(TextError):
    """A text file is missing, a folder, or no text."""

    code = "text_file_unreadable"
    path: str
    reason: str


@dataclass(eq=False)
class PronunciationBroken(TextError):
    """An entry of the pronunciation list is no regular expression, or empty.

    Attributes:
        written: What the entry looks for.
        reason: What is wrong with it, in the words of the library.
    """

    code = "pronunciation_broken"
    misuse = True
    written: str
    reason: str


@dataclass(eq=False)
class PronunciationSlow(TextError):
    """A regular expression of the pronunciation list takes too long."""

    code = "pronunciation_slow"
    written: str

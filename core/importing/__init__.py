"""Texts from elsewhere become scripts: files of many kinds, and what word processors put on the clipboard.

Each kind has a file; all end in a `Document`, whose text is lines of a script with our markup. What comes
in is foreign: nothing in it is fetched, run, or believed of its own size (`limits.py`).
"""

from __future__ import annotations

from core.importing.document import Chapter, Document, Form, Kind
from core.importing.pasted import read_pasted
from core.importing.reading import SUFFIXES, read_document, read_plain, read_text
from core.importing.ssml import is_ssml

__all__ = [
    "SUFFIXES",
    "Chapter",
    "Document",
    "Form",
    "Kind",
    "is_ssml",
    "read_document",
    "read_pasted",
    "read_plain",
    "read_text",
]

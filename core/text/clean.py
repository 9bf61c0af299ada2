"""Make typed or pasted text safe to speak, and say what was dropped."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from core.errors import TextEmpty
from core.model.events import Notice

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"  # controls, halves, noncharacters
)
_SILENT = re.compile("[\u00ad\u180e\u2060-\u2064\u206a-\u206f\ufeff]")
"""Without sound or use in any script: soft hyphen, word joiner, byte order mark, deprecated formats."""

_ZERO_WIDTH_SPACE = re.compile("(?<![\u0e00-\u109f\u1780-\u17ff])\u200b+(?![\u0e00-\u109f\u1780-\u17ff])")
"""A zero-width space; kept in Thai, Lao, Burmese and Khmer, where it parts words."""

_INVISIBLE = re.compile(
    "[\\s\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]*"
)
"""Blanks and what shows nothing by itself (Unicode's Default_Ignorable_Code_Point, Braille blank)."""


@dataclass(frozen=True)
class Cleaned:
    r"""Text ready for an engine.

    Attributes:
        text: NFC, with ``\n`` for every line break and without control characters.
        notices: What was dropped, ``control_characters_dropped`` with its ``count``.
    """

    text: str
    notices: tuple[Notice, ...] = ()


def clean_text(text: str) -> Cleaned:
    """Bring text into one form and drop what no engine can take.

    Joiners and direction marks stay where they are: emoji and Indic scripts need the former, and
    right-to-left text is not touched. Soft hyphens, byte order marks and other signs without sound are
    dropped without a word.

    Raises:
        TextEmpty: When nothing visible is left.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text, dropped = _DROPPED.subn("", text)
    text = _ZERO_WIDTH_SPACE.sub("", _SILENT.sub("", text))
    text = unicodedata.normalize("NFC", text)
    if _INVISIBLE.fullmatch(text):
        raise TextEmpty
    notices = (Notice("control_characters_dropped", {"count": dropped}),) if dropped else ()
    return Cleaned(text, notices)

"""What F5 is given to speak: the text as it says it well, in parts, each with its length.

The package's own way is not used: its splitter leaves unpunctuated text whole until it crashes, its
limit turns negative for a long reference, and under ten bytes it speaks at a third of the speed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.engines.f5.numbers import with_spoken_numbers
from core.text.split import split_text

if TYPE_CHECKING:
    from core.engines.f5.prompt import Prompt

HOP = 256
RATE_HZ = 24_000
TOTAL_S = 22.0
"""Reference and speech together, as in the package; the net itself ends at 8192 frames, 87 s."""

SHORT_BYTES = 30
SHORT_EXTRA_S = 0.8
"""A text under 30 bytes gets up to this much more: in proportion alone one word is swallowed."""

PIECE_MINIMUM_BYTES = 12
_SHOUTED_LETTERS = 5
_SPELLED = re.compile(r"(?<![\w.])[A-Z](?:(?:\.\s?|\s|-)[A-Z])+(?!\w)\.?(?=\s+[a-z]|[,;:!?]|$|\s)")


@dataclass(frozen=True)
class Piece:
    """A part of the text.

    Attributes:
        text: What is spoken.
        frames: Length of the speech in mel frames of 256 samples.
    """

    text: str
    frames: int


def spoken_form(text: str, language: str) -> str:
    """Return a text as F5 says it best.

    Numbers become words, which it otherwise drops; letters that are spelled stand apart in capitals,
    which it reads one by one; a text all in capitals becomes small, or it would be spelled.
    """
    text = " ".join(text.split())
    words = re.findall(r"[^\W\d_]+", text)
    if text.isupper() and any(len(word) >= _SHOUTED_LETTERS and word.isascii() for word in words):
        text = text.capitalize()
    text = _SPELLED.sub(_spelled, text)
    return with_spoken_numbers(text, language)


def _spelled(match: re.Match[str]) -> str:
    letters = " ".join(char for char in match.group() if char.isalpha())
    ends = match.group().endswith(".") and match.end() == len(match.string)
    return letters + ("." if ends else "")


def make_plan(
    text: str,
    prompt: Prompt,
    speed: float,
    is_spoken: Callable[[str], bool] = lambda piece: True,
    *,
    share: float = 1.0,
) -> list[Piece]:
    """Cut a text so that each part, with the reference, lasts 22 s at most.

    Args:
        text: In its spoken form.
        prompt: The reference.
        speed: Factor.
        is_spoken: Tells whether there is anything to say in a part; else it is left out.
        share: How much of the 22 s parts may last.
    """
    room_s = TOTAL_S * share - prompt.duration_s
    limit = max(PIECE_MINIMUM_BYTES, int(prompt.bytes_per_s * room_s * speed))
    pieces = []
    for part in split_text(text, limit, weight=lambda part: len(part.encode())):
        stripped = part.strip()
        if stripped and is_spoken(stripped):
            pieces.append(Piece(stripped, round(speech_s(stripped, prompt, speed) * RATE_HZ / HOP)))
    return pieces


def speech_s(text: str, prompt: Prompt, speed: float) -> float:
    """Return how long a text is to last, in seconds: as fast as the reference, short ones longer."""
    size = len(text.encode())
    extra_s = SHORT_EXTRA_S * max(0.0, 1.0 - size / SHORT_BYTES)
    return (size / prompt.bytes_per_s + extra_s) / speed

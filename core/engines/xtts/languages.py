"""XTTS's languages, their limits, and text as it says it best."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from core.text.split import split_text

TAGS = (
    "en", "es", "fr", "de", "it", "pt", "pl", "tr", "ru", "nl", "cs", "ar", "zh-CN", "hu", "ko", "ja", "hi",
)  # fmt: skip
"""BCP 47 tags of the published weights, the default first."""

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "en": 250, "de": 253, "fr": 273, "es": 239, "it": 213, "pt": 203, "pl": 224, "zh": 82, "ar": 166,
        "cs": 186, "ru": 182, "nl": 251, "tr": 226, "ja": 71, "hu": 224, "ko": 95, "hi": 150,
    }
)  # fmt: skip
"""Characters that a part may have, by the package's table; beyond them endings go missing."""

TOKEN_LIMIT = 380
"""Of 402 text tokens, with room for the tag, start and stop; the package fails at 402."""

_OTHER_LIMIT = 150
_QUOTES = str.maketrans("", "", '"“”„«»‹›「」『』')
_LONG_NUMBER = re.compile(r"\d{13,}")
_CLOSED_END = re.compile(r"([?!…])['’)\]]+(?=\s|$)")
_REPEATED_END = re.compile(r"([?!])\1+")
_FULL_STOP = re.compile(r"(?<=[^\s.])\.(?=\s|$)")
_STOPS_SPOKEN = ("pt", "it", "fr")
"""Languages in which users hear "ponto" or "punto" for a full stop (coqui-ai/TTS#2952, #3445)."""

_FULL_STOPS = MappingProxyType({"zh": "。", "ja": "。", "hi": "।"})


def code_of(tag: str, spoken: Sequence[str]) -> str:
    """Return the model's code for a BCP 47 tag (``pt-BR`` is ``pt``, ``zh`` is ``zh-cn``).

    Args:
        tag: As the user names it; empty for the default.
        spoken: The codes that the model has; the first one where it has none for the tag.
    """
    wanted = tag.partition("-")[0].lower()
    return next((code for code in spoken if code.partition("-")[0].lower() == wanted), spoken[0])


def spoken_form(text: str, code: str) -> str:
    """Return one line that XTTS speaks without babbling after it.

    Quotes go, and brackets and single quotes after an end: after ``?"`` and ``!"`` it goes on inventing
    speech. Of several such marks one stays. A text without an end gets one. In Portuguese, Italian and
    French each sentence's full stop stands apart, or it is spoken ("ponto", "punto"). Numbers so long that
    the package fails on them are spelled.
    """
    text = " ".join(text.translate(_QUOTES).split())
    text = _CLOSED_END.sub(r"\1", text)
    text = _REPEATED_END.sub(r"\1", text)
    text = _LONG_NUMBER.sub(lambda match: " ".join(match.group()), text)
    if text and text[-1].isalnum():
        text += _FULL_STOPS.get(code.partition("-")[0], ".")
    return _FULL_STOP.sub(" .", text) if code in _STOPS_SPOKEN else text


def parts_of(text: str, code: str, count_tokens: Callable[[str], int], share: float = 1.0) -> list[str]:
    """Cut a text into parts within the language's characters and the model's tokens.

    Args:
        text: In its spoken form.
        code: The model's code of the language.
        count_tokens: Counts a text's tokens.
        share: How much of these limits parts may have.
    """
    limit = max(1, round(LIMITS.get(code.partition("-")[0], _OTHER_LIMIT) * share))

    most = TOKEN_LIMIT * share

    def weight(part: str) -> float:
        return len(part) if len(part) > limit else max(len(part), count_tokens(part) * limit / most)

    return [part.strip() for part in split_text(text, limit, weight=weight) if part.strip()]


def expected_share(text: str, code: str) -> float:
    """Return how long a part will be, of the longest that the model speaks (an estimate)."""
    return min(1.0, max(0.03, 0.65 * len(text) / LIMITS.get(code.partition("-")[0], _OTHER_LIMIT)))

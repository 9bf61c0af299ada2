"""What XTTS needs of a device's memory: lengths from a request, bytes from lengths. Imports nothing heavy.

The figures are fitted on ``benchmarks/peaks.py`` (XTTS v2). Three works follow one another, and the greatest
counts: hearing the reference, the text model with its cache of keys and values, the vocoder.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.engines.reference_length import duration_of
from core.engines.xtts.languages import LIMITS, TOKEN_LIMIT, code_of, expected_share
from core.model.need import HALF, MemoryNeed, Way
from core.model.request import SynthesisRequest

_HEARD_BYTES_A_S = 3_429_000
_HEARD_BYTES = 34_176
_REFERENCE_S = 30.0
_MARGIN = 1.04
"""What cannot be seen without a card: kernels' own small buffers."""

TOKENS = 602
"""The longest speech of a part: 28 s."""
_SURELY = 1.5
_SURELY_TOKENS = 60
"""A part may last this much longer than expected; one that runs on beyond it meets the ladder."""


@dataclass(frozen=True)
class Coefficients:
    """Bytes in one precision.

    Attributes:
        weights: All nets.
        text: The text model above them, whatever the length.
        place: A place of its sequence: of the text, or of the speech.
        vocoder: The vocoder, whatever the length.
        token: A token of speech in it.
    """

    weights: int
    text: int
    place: int
    vocoder: int
    token: int


FULL_PRECISION = Coefficients(1_867_602_540, 12_590_984, 338_289, 1_221_202, 734_867)
HALF_PRECISION = Coefficients(1_078_165_046, 10_224_682, 169_145, 1_006_162, 736_915)


def need_of(tokens: int, text_tokens: int, reference_s: float, way: Way) -> MemoryNeed:
    """Return what a part needs.

    Args:
        tokens: Length of its speech.
        text_tokens: Length of its text.
        reference_s: Length of the reference that is heard first; 0 where its latents are known.
        way: In which precision.
    """
    known = HALF_PRECISION if way.precision == HALF else FULL_PRECISION
    heard_s = min(reference_s, _REFERENCE_S)
    greatest = max(
        _HEARD_BYTES + heard_s * _HEARD_BYTES_A_S if heard_s else 0,
        known.text + (text_tokens + tokens) * known.place,
        known.vocoder + tokens * known.token,
    )
    return MemoryNeed(known.weights, round(_MARGIN * greatest))


def lengths_of(request: SynthesisRequest | None, part: float = 1.0) -> tuple[int, int, float]:
    """Return a request's greatest tokens, text tokens and seconds of reference, rather too many than too few.

    Args:
        request: What to speak, or None for the longest that there is.
        part: Length of parts by their usual length.
    """
    if request is None:
        return round(TOKENS * part), round(TOKEN_LIMIT * part), _REFERENCE_S
    code = code_of(request.language, list(LIMITS))
    limit = LIMITS[code]
    text = request.text[: max(1, round(limit * part))]
    expected = expected_share(text, code) * TOKENS
    tokens = min(TOKENS, round((_SURELY * expected + _SURELY_TOKENS) / min(request.speed, 1.0)))
    heard_s = 0.0 if request.reference is None else duration_of(request.reference, _REFERENCE_S)
    return tokens, min(TOKEN_LIMIT, len(text) + 5), heard_s


def estimate(request: SynthesisRequest | None, way: Way) -> MemoryNeed:
    """Return what a request needs in a way."""
    return need_of(*lengths_of(request, way.part), way)

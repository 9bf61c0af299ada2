"""What XTTS needs of a device's memory: lengths from a request, bytes from lengths. Imports nothing heavy.

The figures are fitted on ``benchmarks/peaks.py`` (XTTS v2). Three works follow one another, and the greatest
counts: hearing the reference, the text model's first step over the whole text, and its last one, when its
cache of keys and values is longest, with the vocoder's window of the speech beside it.
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
        first: The first step above them, whatever the length.
        first_place: A place of the text in it, with the states of all layers.
        last: The last step, whatever the length.
        place: A place of its sequence: of the text, or of the speech.
        state: What is kept of a token of speech for the vocoder.
        token: A token of speech in the vocoder's window.
    """

    weights: int
    first: int
    first_place: int
    last: int
    place: int
    state: int
    token: int


FULL_PRECISION = Coefficients(1_867_602_540, 16_100_000, 459_326, 11_400_000, 249_856, 17_824, 734_867)
HALF_PRECISION = Coefficients(1_078_165_046, 8_000_000, 227_904, 7_500_000, 124_928, 19_872, 734_867)
WINDOW_TOKENS = 57
"""The longest window of the vocoder (``core.engines.xtts.speech``), with what it sees on both sides."""


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
        known.first + text_tokens * known.first_place,
        known.last
        + (text_tokens + tokens) * known.place
        + tokens * known.state
        + min(tokens, WINDOW_TOKENS) * known.token,
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
    references = [] if request.reference is None else [request.reference, *request.more_references]
    heard_s = max((duration_of(path, _REFERENCE_S) for path in references), default=0.0)
    return tokens, min(TOKEN_LIMIT, len(text) + 5), heard_s


def estimate(request: SynthesisRequest | None, way: Way) -> MemoryNeed:
    """Return what a request needs in a way."""
    return need_of(*lengths_of(request, way.part), way)

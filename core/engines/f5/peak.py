"""What F5 needs of a device's memory: lengths from a request, bytes from lengths. Imports nothing heavy.

The figures are fitted on ``benchmarks/peaks.py`` (F5TTS_v1_Base with Vocos, CFG batch of 2).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.engines.f5.plan import HOP, PIECE_MINIMUM_BYTES, RATE_HZ, SHORT_EXTRA_S, TOTAL_S
from core.engines.reference_length import duration_of
from core.model.need import HALF, MATH, MemoryNeed, Way
from core.model.request import SynthesisRequest

_FRAMES_A_S = RATE_HZ / HOP
_MEL = 100
_SCORES_BYTES = 256
"""Of a pair of frames: 16 heads, the two CFG halves, scores and softmax, in fp32 always."""
_MARGIN = 1.04
"""What cannot be seen without a card: kernels' own small buffers."""

_DIGIT_BYTES = 10
"""What a digit is longer in words, at most about: 777 is "seven hundred seventy-seven"."""
_REFERENCE_S = 12.0
_STEPS = 32


@dataclass(frozen=True)
class Coefficients:
    """Bytes in one precision.

    Attributes:
        weights: Flow and vocoder.
        base: Above them, whatever the length.
        frame: A mel frame, reference included, with fused attention.
        frame_math: The same with attention by scores, without the scores.
        number: One number of the flow.
    """

    weights: int
    base: int
    frame: int
    frame_math: int
    number: int


FULL_PRECISION = Coefficients(1_419_295_256, 151_112, 80_337, 63_697, 4)
HALF_PRECISION = Coefficients(736_712_976, 122_436, 40_169, 60_521, 2)


def need_of(frames: int, way: Way, steps: int = _STEPS) -> MemoryNeed:
    """Return what a part of so many mel frames needs, the reference's included.

    Args:
        frames: Length of reference and speech together.
        way: Precision and attention.
        steps: Steps of the flow, all of which the solver keeps.
    """
    known = HALF_PRECISION if way.precision == HALF else FULL_PRECISION
    frame = known.frame_math if way.attention == MATH else known.frame
    scores = _SCORES_BYTES * frames * frames if way.attention == MATH else 0
    kept = (steps + 1) * _MEL * known.number
    return MemoryNeed(known.weights, round(_MARGIN * (known.base + frames * (frame + kept) + scores)))


def frames_of(request: SynthesisRequest | None, part: float = 1.0) -> int:
    """Return the frames of a request's longest part, rather too many than too few.

    Args:
        request: What to speak, or None for the longest part that there is.
        part: Length of parts by their usual length.
    """
    total_s = TOTAL_S * part
    if request is None or request.reference is None:
        return round(total_s * _FRAMES_A_S)
    duration_s = duration_of(request.reference, _REFERENCE_S)
    reference_s = min(duration_s, _REFERENCE_S)
    words = len(request.reference_text.encode())
    pace = min(60.0, max(4.0, words / max(duration_s, 0.1)))
    spoken = len(request.text.encode()) + _DIGIT_BYTES * sum(map(str.isdigit, request.text))
    speech_s = (spoken / pace + SHORT_EXTRA_S) / request.speed
    longest_s = max(total_s - reference_s, PIECE_MINIMUM_BYTES / pace / request.speed + SHORT_EXTRA_S)
    return round((reference_s + min(speech_s, longest_s)) * _FRAMES_A_S) + 2


def estimate(request: SynthesisRequest | None, way: Way) -> MemoryNeed:
    """Return what a request needs in a way."""
    steps = round(request.parameters.get("steps", _STEPS)) if request is not None else _STEPS
    return need_of(frames_of(request, way.part), way, steps)

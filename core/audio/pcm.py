"""From float samples to the bytes of a WAV file."""

from __future__ import annotations

import numpy as np

from core.audio.riff import WavFormat
from core.model.audio import Samples

_DITHER_SEED = 0x5077
_BLOCK = 1 << 18


class Encoder:
    """Turns one stream of samples into bytes; how the stream is cut makes no difference.

    16-bit samples get dither of triangular distribution, ±1 step (TPDF: it makes the rounding error's
    mean and power independent of the signal; Lipshitz, Wannamaker, Vanderkooy, JAES 40(5), 1992). Its
    generator has a fixed seed. 24-bit samples are rounded. Both clip at full scale, and count it.
    """

    def __init__(self, fmt: WavFormat) -> None:
        """Start a stream."""
        self._format = fmt
        self._dither = np.random.Generator(np.random.PCG64(_DITHER_SEED))
        self.clipped = 0

    def encode(self, samples: Samples) -> bytes:
        """Return the bytes of the next samples (any length)."""
        blocks = (samples[start : start + _BLOCK] for start in range(0, len(samples), _BLOCK))
        return b"".join(map(self._encode_block, blocks))

    def _encode_block(self, samples: Samples) -> bytes:
        if self._format is WavFormat.FLOAT_32:
            return samples.astype("<f4", copy=False).tobytes()
        bits = 8 * self._format.sample_bytes
        steps = samples.astype(np.float64) * float(2 ** (bits - 1))
        if self._format is WavFormat.PCM_16:
            uniform = self._dither.random((len(samples), 2))
            steps += uniform[:, 0] - uniform[:, 1]
        least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        rounded = np.rint(steps)
        self.clipped += int(np.count_nonzero((rounded < least) | (rounded > most)))
        whole = np.clip(rounded, least, most).astype("<i4")
        if self._format is WavFormat.PCM_16:
            return whole.astype("<i2").tobytes()
        return whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()

"""Take steady noise out of a recording of speech: spectral gating by noisereduce.

Sainburg and Zorea, *Noisereduce: domain general noise reduction for time series signals*, arXiv 2412.17851.
What is noise is told by the recording's own pauses. Taken from the whole of it, as the package does by
itself, the speech counts as noise and goes with it (docs/decisions/0044-reduced-noise.md).
"""

from __future__ import annotations

import numpy as np

from core.model.audio import Samples

REDUCTION = 0.75
"""So much of what lies under the threshold is taken away, by amplitude: 12 dB. More is heard as chirps."""

THRESHOLD_STDS = 1.0
"""What is louder than the noise of its band by so many standard deviations stays."""

_FRAME_S = 0.02
_QUIET_SHARE = 0.1
_SHORTEST_S = 0.5
"""The least of pauses that the noise is measured on."""


def reduced_noise(samples: Samples, sample_rate_hz: int) -> Samples:
    """Return the recording with its steady noise some 8 to 12 dB lower, the same length.

    What is too short to tell noise from speech comes back as it is.

    Args:
        samples: Mono, shape ``(samples,)``.
        sample_rate_hz: Samples per second.
    """
    noise = _quietest(samples, sample_rate_hz)
    if len(noise) < round(_SHORTEST_S * sample_rate_hz) or not noise.any():
        return samples
    from noisereduce import reduce_noise

    reduced = reduce_noise(
        y=samples,
        sr=sample_rate_hz,
        y_noise=noise,
        stationary=True,
        prop_decrease=REDUCTION,
        n_std_thresh_stationary=THRESHOLD_STDS,
        n_jobs=1,
        use_tqdm=False,
    )
    return np.asarray(reduced, np.float32)


def noise_floor_db(samples: Samples, sample_rate_hz: int) -> float:
    """Return the level of the quietest tenth of a recording, in dB of full scale; -120 for silence."""
    noise = _quietest(samples, sample_rate_hz)
    power = float(np.mean(np.square(noise, dtype=np.float64))) if len(noise) else 0.0
    return float(10 * np.log10(max(power, 1e-12)))


def _quietest(samples: Samples, sample_rate_hz: int) -> Samples:
    """Return the quietest tenth of the frames, in their order, at least half a second of them."""
    length = round(_FRAME_S * sample_rate_hz)
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    count = max(round(_SHORTEST_S / _FRAME_S), round(_QUIET_SHARE * len(frames)))
    quiet: Samples = frames[np.sort(np.argsort(power, kind="stable")[:count])].ravel()
    return quiet

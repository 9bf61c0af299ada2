"""A recording, read and measured once: what every choice and every finding is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.analysis.clipping import flat_tops
from core.analysis.noise import frame_powers
from core.analysis.speakers import HOP_S as CEPSTRA_HOP_S
from core.analysis.speakers import Change, cepstra, speaker_changes
from core.analysis.spectra import Powers, power_spectra
from core.analysis.speech import BEGIN, HOP_S, speech_chances, speech_regions
from core.analysis.speech import RATE_HZ as SPEECH_RATE_HZ
from core.audio.foreign import readable
from core.audio.mono import to_mono
from core.audio.peaks import resample
from core.audio.read import Frames, read_frames
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.model.voice import Stretch

RATE_HZ = 24_000
WINDOW, FRAME_HOP = 768, 384
FRAME_S = FRAME_HOP / RATE_HZ

LONGEST_S = 600.0
"""So much of a recording is looked at: ten minutes hold a good stretch, or the next ten do not either."""

_MOST_SAMPLES = 1 << 26
"""Of all channels together: 256 MB."""

CLIP_BLOCK_S = 0.1

_LOUD, _FAINT = 0.5, 1e-4
"""The net is given peaks of this height: it does not know a faint voice. Below -80 dBFS there is none."""


@dataclass(frozen=True, eq=False)
class Recording:
    """What was measured.

    Attributes:
        clip: All of it that is looked at, mono at 24 kHz.
        start_s: Where that begins in the file.
        duration_s: Length of the file.
        powers: Spectra of ``WINDOW`` samples every ``FRAME_HOP``.
        frames: Power of each of them where noise is heard.
        speech_frames: Which of them hold speech.
        speech: Where somebody speaks, from ``start_s`` on.
        clipped: Samples on flat tops in each block of ``CLIP_BLOCK_S``, as a share of its samples.
        changes: Where another voice begins, from ``start_s`` on.
    """

    clip: AudioClip
    start_s: float
    duration_s: float
    powers: Powers
    frames: NDArray[np.float64]
    speech_frames: NDArray[np.bool_]
    speech: tuple[Stretch, ...]
    clipped: NDArray[np.float64]
    changes: tuple[Change, ...]

    @property
    def whole(self) -> Stretch:
        """All of it that is looked at, on its own clock."""
        return Stretch(0.0, self.clip.duration_s)

    def part(self, stretch: Stretch) -> AudioClip:
        """Return the sound of a stretch on its own clock."""
        first, last = (round(time_s * RATE_HZ) for time_s in (stretch.start_s, stretch.end_s))
        return AudioClip(self.clip.samples[max(0, first) : max(0, last)], RATE_HZ)

    def frame_slice(self, stretch: Stretch) -> slice:
        """Return which spectra lie in a stretch; at least one."""
        first = min(max(0, round(stretch.start_s / FRAME_S)), len(self.frames) - 1)
        return slice(first, max(first + 1, min(round(stretch.end_s / FRAME_S), len(self.frames))))

    def clipped_share(self, stretch: Stretch) -> float:
        """Return the share of samples on flat tops in a stretch."""
        first = min(int(stretch.start_s / CLIP_BLOCK_S), len(self.clipped) - 1)
        last = max(first + 1, int(np.ceil(stretch.end_s / CLIP_BLOCK_S)))
        return float(np.mean(self.clipped[first:last]))

    def speech_s(self, stretch: Stretch) -> float:
        """Return how long somebody speaks in a stretch."""
        return sum(
            max(0.0, min(one.end_s, stretch.end_s) - max(one.start_s, stretch.start_s)) for one in self.speech
        )


def read_recording(path: Path, cancel: CancelToken) -> Recording:
    """Read and measure a recording.

    Raises:
        ReferenceAudioError: When it cannot be read, or holds no samples.
        JobCancelled: When it was cancelled.
    """
    with readable(path) as file:
        read = read_frames(file, None, LONGEST_S, _MOST_SAMPLES)
    cancel.check()
    mono = AudioClip(to_mono(read.frames), read.sample_rate_hz)
    clipped = _clipped_blocks(read)
    middle = np.float32(np.mean(mono.samples, dtype=np.float64))
    clip = resample(AudioClip(mono.samples - middle, mono.sample_rate_hz), RATE_HZ)
    cancel.check()
    wide = resample(clip, SPEECH_RATE_HZ)
    chances = speech_chances(wide.samples * np.float32(_LOUD / max(wide.peak, _FAINT)))
    cancel.check()
    powers = power_spectra(clip.samples, WINDOW, FRAME_HOP)
    features = cepstra(wide.samples)
    spoken = _at(chances, np.arange(len(features)) * CEPSTRA_HOP_S) >= BEGIN
    cancel.check()
    return Recording(
        clip=clip,
        start_s=read.start_s,
        duration_s=read.duration_s,
        powers=powers,
        frames=frame_powers(powers, RATE_HZ),
        speech_frames=_at(chances, (np.arange(len(powers)) + 0.5) * FRAME_S) >= BEGIN,
        speech=speech_regions(chances),
        clipped=clipped,
        changes=speaker_changes(features, spoken),
    )


def _at(chances: NDArray[np.float32], times_s: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the chance of speech at each time."""
    return chances[np.minimum((times_s / HOP_S).astype(np.intp), len(chances) - 1)]


def _clipped_blocks(read: Frames) -> NDArray[np.float64]:
    """Return the share of samples on flat tops in each block, in the channel that has most of them."""
    marks = max(
        (flat_tops(read.frames[:, channel]) for channel in range(min(read.frames.shape[1], 2))),
        key=np.count_nonzero,
    )
    block = max(1, round(CLIP_BLOCK_S * read.sample_rate_hz))
    starts = np.arange(0, len(marks), block)
    sizes = np.diff(np.append(starts, len(marks)))
    shares: NDArray[np.float64] = np.add.reduceat(marks.astype(np.int64), starts) / sizes
    return shares

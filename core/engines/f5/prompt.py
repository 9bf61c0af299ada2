"""The reference as F5 hears it: at most 12 s, without silence at its ends, and the words of that part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.audio.read import read_reference
from core.errors import ReferenceSilent, ReferenceTextNeeded, ReferenceTooShort
from core.model.audio import Samples
from core.model.events import Notice

_ENGINE = "f5"
_RATE_HZ = 24_000
_WINDOW = _RATE_HZ // 100
_RANGE_DB = 42.0
"""What is this much softer than the loudest 10 ms counts as silence (the package's 42 dB)."""
_LEAD_S = 0.05
_TAIL_S = 0.05
_EARLIEST_CUT_S = 6.0
_PAUSE_WINDOWS = 15
_ENDINGS = (".", "!", "?", "…", "。", "！", "？")
_SENTENCE_REACH = 0.12


@dataclass(frozen=True, eq=False)
class Prompt:
    """What the voice is cloned from.

    Attributes:
        samples: float32 mono at 24 kHz, shape ``(samples,)``.
        text: Its words as they are said, ended as the package wants them.
    """

    samples: Samples
    text: str

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / _RATE_HZ

    @property
    def bytes_per_s(self) -> float:
        """How fast it is spoken, in bytes of its text as it is said, within what a person can do."""
        return min(60.0, max(4.0, len(self.text.encode()) / self.duration_s))


def prepare_prompt(
    path: Path, text: str, *, minimum_s: float, maximum_s: float
) -> tuple[Prompt, tuple[Notice, ...]]:
    """Read a reference and fit its words to the part that is used.

    Audio and words are cut together: words that are not heard would be spoken first. Where the words
    end is estimated by time, at a word.

    Returns:
        The prompt, and ``reference_text_cut`` (``kept``, ``words``) where words were left out.

    Raises:
        ReferenceAudioError: When the recording cannot be used, or has no words.
    """
    words = " ".join(text.split())
    if not words:
        raise ReferenceTextNeeded(engine=_ENGINE)
    clip, notices = read_reference(path, sample_rate_hz=_RATE_HZ, minimum_s=minimum_s, maximum_s=maximum_s)
    samples, kept = clip.samples, 1.0
    for notice in notices:
        if notice.code == "reference_cut":
            samples = samples[: _pause(samples)]
            heard_s = len(samples) / _RATE_HZ
            kept = heard_s / (float(notice.fields["duration_s"]) - float(notice.fields["start_s"]))
    samples = _without_silent_ends(path, samples)
    if len(samples) < minimum_s * _RATE_HZ / 2:
        raise ReferenceTooShort(
            path=str(path), duration_s=round(len(samples) / _RATE_HZ, 2), minimum_s=minimum_s / 2
        )
    part = cut_words(words, kept)
    said: tuple[Notice, ...] = ()
    if part != words:
        left_out = len(words.split()) - len(part.split())
        said = (Notice("reference_text_cut", {"kept": part, "words": left_out}),)
    return Prompt(samples, ended(part)), said


def ended(text: str) -> str:
    """Return a text that ends a sentence and is parted from what follows."""
    text = text.strip()
    if not text.endswith(_ENDINGS):
        text = text.rstrip(",;:-–— ") + "."
    return text if text.endswith(("。", "！", "？")) else text + " "


def cut_words(text: str, fraction: float) -> str:
    """Return the first part of a text, cut after a word, or after a sentence that ends nearby.

    Args:
        text: One line.
        fraction: How much of it, 0 to 1.
    """
    if fraction >= 1.0:
        return text
    wanted = len(text) * fraction
    ends = (
        [match.end() for match in re.finditer(r"\S+", text)] if " " in text else list(range(1, len(text) + 1))
    )
    best = min(ends, key=lambda end: abs(end - wanted))
    sentences = [end for end in ends if text[end - 1] in _ENDINGS]
    near = [end for end in sentences if abs(end - wanted) <= _SENTENCE_REACH * len(text)]
    return text[: min(near, key=lambda end: abs(end - wanted), default=best)]


def _levels(samples: Samples) -> Samples:
    """Return the power of each 10 ms, shape ``(windows,)``."""
    count = max(1, len(samples) // _WINDOW)
    windows = np.resize(samples, (count, min(len(samples), _WINDOW)))
    return np.asarray(np.mean(np.square(windows, dtype=np.float64), axis=1), dtype=np.float32)


def _pause(samples: Samples) -> int:
    """Return where to cut: the middle of the softest 150 ms after the first 6 s."""
    first = round(_EARLIEST_CUT_S * _RATE_HZ) // _WINDOW
    levels = _levels(samples)[first:]
    if len(levels) <= _PAUSE_WINDOWS:
        return len(samples)
    power = np.convolve(levels, np.ones(_PAUSE_WINDOWS), mode="valid")
    softest = len(power) - 1 - int(np.argmin(power[::-1]))
    return (first + softest + _PAUSE_WINDOWS // 2) * _WINDOW


def _without_silent_ends(path: Path, samples: Samples) -> Samples:
    """Cut silence off, leaving 50 ms before; 50 ms of silence are put after, as the package does."""
    levels = _levels(samples)
    loud = np.flatnonzero(levels > max(float(levels.max()) * 10 ** (-_RANGE_DB / 10), 1e-12))
    if not len(loud):
        raise ReferenceSilent(path=str(path), level_dbfs=-120.0)
    start = max(0, int(loud[0]) * _WINDOW - round(_LEAD_S * _RATE_HZ))
    end = len(samples) if loud[-1] == len(levels) - 1 else (int(loud[-1]) + 1) * _WINDOW
    silence = np.zeros(round(_TAIL_S * _RATE_HZ), dtype=np.float32)
    return np.concatenate([samples[start:end], silence])

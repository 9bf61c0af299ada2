"""Read a reference: any format that libsndfile knows, as mono at the engine's rate."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.audio.headers import lacks_mp3_end, lacks_ogg_end, missing_bytes
from core.audio.mono import to_mono
from core.audio.peaks import resample
from core.errors import (
    ReferenceEmpty,
    ReferenceMissing,
    ReferenceNotAFile,
    ReferenceSilent,
    ReferenceTooShort,
    ReferenceUnreadable,
)
from core.model.audio import AudioClip, Samples
from core.model.events import Notice

if TYPE_CHECKING:
    from soundfile import LibsndfileError, SoundFile

LOW_RATE_HZ = 16_000
SILENT_DBFS = -60.0
BROKEN = "broken or incomplete"
TRUNCATED = "truncated"
"""``reason`` of a recording whose header promises more than there is."""

_FLOOR_DBFS = -144.0
_UNKNOWN_FORMAT = 1
"""libsndfile's ``SF_ERR_UNRECOGNISED_FORMAT``."""

_MISSING_TOLERANCE_S = 0.02
"""A header may promise a little more than there is (padding, a player's rounding)."""

_LONGEST_S = 1e6
"""Beyond this a length is no length (libsndfile's "unknown")."""


@dataclass(frozen=True)
class ReferenceFacts:
    """What a file says of itself.

    Attributes:
        duration_s: Length in seconds.
        sample_rate_hz: Samples per second.
        channels: 1 is mono.
        format: Container and coding, as libsndfile names them (``WAV PCM_16``).
    """

    duration_s: float
    sample_rate_hz: int
    channels: int
    format: str


def probe_reference(path: Path) -> ReferenceFacts:
    """Read a file's facts, not its sound.

    Raises:
        ReferenceMissing: When there is no such file.
        ReferenceNotAFile: When it is a folder or a device.
        ReferenceEmpty: When it has no bytes or no samples.
        ReferenceUnreadable: When it is no audio, or cut short.
    """
    with _opened(path) as file:
        return _facts(file)


def read_reference(
    path: Path, *, sample_rate_hz: int, minimum_s: float, maximum_s: float
) -> tuple[AudioClip, tuple[Notice, ...]]:
    """Read the part of a recording that an engine uses.

    Of a longer file the first ``maximum_s`` seconds are read, from half a second before its first sound.

    Args:
        path: WAV, FLAC, Ogg, MP3, AIFF or what else libsndfile reads; any rate, depth and channels.
        sample_rate_hz: Rate of the result.
        minimum_s: Shorter recordings are refused.
        maximum_s: How much is used at most.

    Returns:
        Mono audio (``core.audio.mono``) and notices:
        ``reference_low_rate`` (``sample_rate_hz``) under 16 kHz; ``reference_cut`` (``start_s``,
        ``end_s``, ``used_s``, ``duration_s``) where only a part is used.

    Raises:
        ReferenceAudioError: As ``probe_reference``; also ``ReferenceTooShort``, ``ReferenceSilent``
            (peak under -60 dBFS), and ``ReferenceUnreadable`` for samples that are no numbers.
    """
    with _opened(path) as file:
        facts = _facts(file)
        if facts.duration_s < minimum_s:
            shown_s = math.floor(round(facts.duration_s * 100, 6)) / 100  # never as long as is needed
            raise ReferenceTooShort(path=str(path), duration_s=shown_s, minimum_s=minimum_s)
        wanted = round(maximum_s * facts.sample_rate_hz)
        start = 0
        if file.frames > wanted:
            start = min(_first_sound(path, file), file.frames - wanted)
            file.seek(start)
        samples = _mix_down(path, _read(path, file, min(wanted, file.frames)))
    clip = AudioClip(samples, facts.sample_rate_hz)
    level = 20 * float(np.log10(max(clip.peak, 10 ** (_FLOOR_DBFS / 20))))
    if level < SILENT_DBFS:
        raise ReferenceSilent(path=str(path), level_dbfs=round(level, 1))
    return resample(clip, sample_rate_hz), _notices(facts, start / facts.sample_rate_hz, clip.duration_s)


@dataclass(frozen=True, eq=False)
class Frames:
    """Sound as it lies in a file.

    Attributes:
        frames: float32, shape ``(frames, channels)``.
        sample_rate_hz: Samples per second.
        start_s: Where in the file it begins, in seconds.
        duration_s: Length of the whole file in seconds.
    """

    frames: NDArray[np.float32]
    sample_rate_hz: int
    start_s: float
    duration_s: float


def read_frames(path: Path, start_s: float | None, longest_s: float, most_samples: int) -> Frames:
    """Read a part of a file as it is.

    Args:
        path: What libsndfile reads.
        start_s: Where to begin; None: half a second before the first sound, if not all of it is read.
        longest_s: How much to read at most, in seconds.
        most_samples: How much to read at most, in samples of all channels.

    Raises:
        ReferenceAudioError: As ``probe_reference``; also for samples that are no numbers.
    """
    with _opened(path) as file:
        rate: int = file.samplerate
        frames: int = file.frames
        wanted = min(frames, round(longest_s * rate), max(1, most_samples // file.channels))
        start = round((start_s or 0.0) * rate)
        if start_s is None and wanted < frames:
            start = min(_first_sound(path, file), frames - wanted)
        file.seek(min(max(0, start), frames))
        data = _read(path, file, wanted)
    if not len(data):
        raise ReferenceEmpty(path=str(path))
    return Frames(data, rate, start / rate, frames / rate)


def is_readable(path: Path) -> bool:
    """Say whether libsndfile knows the format of a file; it may be broken all the same."""
    import soundfile

    try:
        with soundfile.SoundFile(path if os.name == "nt" else os.fsencode(path)):
            return True
    except soundfile.LibsndfileError as error:
        return bool(error.code != _UNKNOWN_FORMAT) or lacks_mp3_end(path) or lacks_ogg_end(path)


def check_is_file(path: Path) -> None:
    """See that there is a regular file with bytes in it; devices and pipes are not opened.

    Raises:
        ReferenceMissing: When there is no such file.
        ReferenceNotAFile: When it is a folder or a device.
        ReferenceEmpty: When it has no bytes.
        ReferenceUnreadable: When it may not be looked at.
    """
    try:
        facts = path.stat()
    except PermissionError as error:
        raise ReferenceUnreadable(path=str(path), reason=error.strerror or str(error)) from error
    except (OSError, ValueError) as error:
        raise ReferenceMissing(path=str(path)) from error
    if not stat.S_ISREG(facts.st_mode):
        raise ReferenceNotAFile(path=str(path))
    if facts.st_size == 0:
        raise ReferenceEmpty(path=str(path))


def _notices(facts: ReferenceFacts, start_s: float, used_s: float) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if facts.sample_rate_hz < LOW_RATE_HZ:
        notices.append(Notice("reference_low_rate", {"sample_rate_hz": facts.sample_rate_hz}))
    if used_s < facts.duration_s - 0.5 / facts.sample_rate_hz:
        part = {
            "start_s": start_s,
            "end_s": start_s + used_s,
            "used_s": used_s,
            "duration_s": facts.duration_s,
        }
        notices.append(Notice("reference_cut", {name: round(value, 1) for name, value in part.items()}))
    return tuple(notices)


@contextmanager
def _opened(path: Path) -> Iterator[SoundFile]:
    """Open a file that is one, holds audio and is whole."""
    check_is_file(path)
    import soundfile

    try:
        missing = missing_bytes(path)
        cut_short = lacks_ogg_end(path)
        if lacks_mp3_end(path):
            raise ReferenceUnreadable(path=str(path), reason=TRUNCATED)
        file = soundfile.SoundFile(path if os.name == "nt" else os.fsencode(path))
    except soundfile.LibsndfileError as error:
        raise ReferenceUnreadable(path=str(path), reason=_reason(error)) from error
    except OSError as error:
        raise ReferenceUnreadable(path=str(path), reason=error.strerror or str(error)) from error
    with file:
        if file.frames <= 0 and not missing and not cut_short:
            raise ReferenceEmpty(path=str(path))
        bytes_per_s = path.stat().st_size * file.samplerate / max(1, file.frames)
        cut_short = cut_short or missing > _MISSING_TOLERANCE_S * bytes_per_s
        if cut_short or file.frames > _LONGEST_S * file.samplerate:
            raise ReferenceUnreadable(path=str(path), reason=TRUNCATED)
        _check_end(path, file)
        yield file


def _reason(error: LibsndfileError) -> str:
    """Return libsndfile's reason; its "no such file" for a broken MP3 would mislead."""
    reason = error.error_string.rstrip(".")
    return BROKEN if "does not exist" in reason else reason


def _check_end(path: Path, file: SoundFile) -> None:
    """See that the last sample that the header promises can be read, then go back to the start."""
    last = min(file.frames, 16)
    try:
        file.seek(file.frames - last)
        found = len(file.read(last, dtype="float32", always_2d=True))
        file.seek(0)
    except RuntimeError as error:  # what soundfile raises, LibsndfileError too
        raise ReferenceUnreadable(path=str(path), reason=TRUNCATED) from error
    if found < last:
        raise ReferenceUnreadable(path=str(path), reason=TRUNCATED)


def _facts(file: SoundFile) -> ReferenceFacts:
    return ReferenceFacts(
        duration_s=file.frames / file.samplerate,
        sample_rate_hz=file.samplerate,
        channels=file.channels,
        format=f"{file.format} {file.subtype}",
    )


def _first_sound(path: Path, file: SoundFile) -> int:
    """Return the frame half a second before the first sound, 0 where there is none."""
    block: int = file.samplerate
    threshold = 10 ** (SILENT_DBFS / 20)
    for start in range(0, file.frames, block):
        frames = _read(path, file, min(block, file.frames - start))
        if len(frames) and float(np.max(np.abs(frames))) > threshold:
            return max(0, start - block // 2)
    return 0


def _read(path: Path, file: SoundFile, frames: int) -> NDArray[np.float32]:
    """Read so many frames, shape ``(frames, channels)``."""
    try:
        data: NDArray[np.float32] = file.read(frames, dtype="float32", always_2d=True)
    except RuntimeError as error:
        raise ReferenceUnreadable(path=str(path), reason=str(error)) from error
    if not np.isfinite(data).all():
        raise ReferenceUnreadable(path=str(path), reason="samples that are no numbers")
    return data


def _mix_down(path: Path, frames: NDArray[np.float32]) -> Samples:
    """Return one channel of all (``core.audio.mono``)."""
    if not len(frames):
        raise ReferenceEmpty(path=str(path))
    return to_mono(frames)

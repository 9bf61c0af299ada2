"""Lines to deliver: real sound, no engine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from core.delivery.wishes import Piece
from core.model.audio import AudioClip, Samples
from tests.audio_fixtures import SENTENCES

RATE = 24_000


@cache
def speech() -> tuple[Samples, ...]:
    """Return sentences of the starter voice."""
    from hibari import Hibari

    voice = Hibari()
    return tuple(np.asarray(voice(sentence, seed=3), np.float32) for sentence in SENTENCES)


def spoken_pieces(count: int, **more: object) -> list[Piece]:
    """Return lines of speech whose levels wander by 12 dB."""
    sounds = speech()
    levels = (1.0, 0.4, 0.7, 0.25)
    return [
        piece(n + 1, sounds[n % 3] * np.float32(levels[n % 4]), SENTENCES[n % 3], **more)
        for n in range(count)
    ]


def piece(line: int, samples: Samples, text: str = "", rate: int = RATE, **more: object) -> Piece:
    """Return samples as a line."""
    voice = str(more.pop("voice", "Heart"))
    return Piece(AudioClip(samples, rate), line, text or f"Line {line}.", voice, **more)


def factory(pieces: Sequence[Piece]) -> Callable[[], Sequence[Piece]]:
    """Return what gives the pieces."""
    return lambda: pieces


def ebur128(path: Path) -> tuple[float, float]:
    """Return loudness (LUFS) and true peak (dBTP) as ffmpeg measures them."""
    command = [
        "ffmpeg",
        "-nostats",
        "-i",
        str(path),
        "-map",
        "0:a",
        "-af",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stderr
    return float(re.findall(r"I:\s+(\S+) LUFS", said)[-1]), float(re.findall(r"Peak:\s+(\S+)", said)[-1])


def ffprobe(path: Path, *what: str) -> str:
    """Return what ffmpeg's ffprobe tells of a file."""
    command = ["ffprobe", "-v", "error", *what, "-of", "json", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def samples_of(path: Path) -> Samples:
    """Return a file's samples."""
    samples: Samples = soundfile.read(path, dtype="float32")[0]
    return samples

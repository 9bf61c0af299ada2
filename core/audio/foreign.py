"""What soundfile does not read: by ffmpeg, where the user has it (m4a, the sound of a video)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.audio.read import check_is_file, is_readable
from core.errors import ReferenceUnreadable
from core.processes import NO_WINDOW

NO_FFMPEG = "its format needs ffmpeg, which is not installed"
LONGEST_S = 7200
"""So much of a foreign file is decoded at most: two hours of mono are 1.4 GB on disk."""

_TIMEOUT_S = 120.0
_SHOWN_CHARS = 200
_CONTAINERS = (
    "mov,matroska,webm,asf,aac,avi,flv,mpeg,mpegts,mp3,ogg,wav,flac,amr,caf,aiff,w64,ape,wv,tta,3gp,mp4,m4a"
)
"""Formats that hold sound themselves: a playlist would have ffmpeg open other files and addresses."""

_INPUT = (
    "-nostdin",
    "-v",
    "error",
    "-protocol_whitelist",
    "file,pipe",
    "-format_whitelist",
    _CONTAINERS,
    "-i",
)
_OUTPUT = ("-vn", "-sn", "-dn", "-map", "0:a:0", "-t", str(LONGEST_S), "-c:a", "pcm_s16le", "-f", "wav")


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """Give a file that soundfile reads, with the same sound: itself, or a copy that goes with the block.

    Raises:
        ReferenceMissing: When there is no such file.
        ReferenceNotAFile: When it is a folder or a device.
        ReferenceEmpty: When it has no bytes.
        ReferenceUnreadable: When nobody here can read it.
    """
    check_is_file(path)
    if is_readable(path):
        yield path
        return
    program = shutil.which("ffmpeg")
    if program is None:
        raise ReferenceUnreadable(path=str(path), reason=NO_FFMPEG)
    with tempfile.TemporaryDirectory(prefix="sottovoce-") as folder:
        copy = Path(folder) / "sound.wav"
        _decode(program, path, copy)
        yield copy


def _decode(program: str, path: Path, copy: Path) -> None:
    command = [program, *_INPUT, f"file:{path.absolute()}", *_OUTPUT, f"file:{copy}"]
    try:
        call = subprocess.run(
            command, capture_output=True, timeout=_TIMEOUT_S, check=False, creationflags=NO_WINDOW
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise ReferenceUnreadable(path=str(path), reason=str(error)[:_SHOWN_CHARS]) from error
    if call.returncode or not copy.is_file():
        lines = call.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = (
            lines[-1].removeprefix(f"file:{path.absolute()}: ") if lines else "ffmpeg found no sound in it"
        )
        raise ReferenceUnreadable(path=str(path), reason=reason.rstrip(".")[:_SHOWN_CHARS])

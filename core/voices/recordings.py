"""A recording's way into a voice's folder: the original as it was, and a FLAC for the engines."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from core.audio.flac import FlacFacts, read_flac, write_flac, write_flac_clip
from core.errors import ReferenceUnreadable
from core.model.audio import AudioClip
from core.model.voice import Stretch
from core.voices.facts import OriginalFacts, ReferenceFacts, StretchFacts

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class Prepared:
    """What engines shall hear of a recording: sound and words are cut as one.

    Attributes:
        clip: The sound, mono.
        text: What is said in it, or empty.
        stretch: The part of the recording that it was made of; None: all of it.
        denoised: Steady noise was taken out of it.
    """

    clip: AudioClip
    text: str = ""
    stretch: Stretch | None = None
    denoised: bool = False


@dataclass(frozen=True)
class NewReference:
    """A recording to be added.

    Attributes:
        path: The file as it was given, which has been looked into.
        text: Its words, or empty; not used where it is prepared.
        style: Name of the group that it belongs to, or empty.
        prepared: What engines shall hear of it; None: all of it, as it is.
    """

    path: Path
    text: str = ""
    style: str = ""
    prepared: Prepared | None = None


def put(new: NewReference, folder: Path) -> ReferenceFacts:
    """Put a recording into a folder: the original as it was, and beside it a FLAC for the engines.

    A FLAC that engines shall hear as it is, is kept once.

    Args:
        new: The recording.
        folder: A voice's folder.

    Returns:
        What the voice's facts say of it.

    Raises:
        ReferenceUnreadable: When it cannot be read to its end.
        OSError: When it cannot be copied.
    """
    id = secrets.token_hex(3)
    flac = folder / f"reference-{id}.flac"
    original = folder / f"original-{id}{_suffix(new.path)}"
    digest = _copy(new.path, original)
    heard = _heard(new, original, flac)
    if heard is None:
        original.rename(flac)
        original, heard = flac, read_flac(flac)
    prepared = new.prepared
    stretch = prepared.stretch if prepared is not None else None
    return ReferenceFacts(
        flac.name,
        id,
        new.text if prepared is None else prepared.text,
        heard.duration_s,
        new.style,
        heard.sha256,
        OriginalFacts(original.name, digest),
        StretchFacts(round(stretch.start_s, 3), round(stretch.end_s, 3)) if stretch is not None else None,
        prepared is not None and prepared.denoised,
    )


def put_prepared(clip: AudioClip, folder: Path) -> tuple[str, FlacFacts]:
    """Put another sound of a recording that is there into its voice's folder, under a name of its own.

    Raises:
        OSError: When it cannot be written.
    """
    name = f"reference-{secrets.token_hex(3)}.flac"
    return name, write_flac_clip(clip, folder / name)


def _heard(new: NewReference, original: Path, flac: Path) -> FlacFacts | None:
    """Write what engines hear; None where the original itself is what they can hear."""
    if new.prepared is not None:
        return write_flac_clip(new.prepared.clip, flac)
    try:
        read_flac(original)
    except ReferenceUnreadable:
        return write_flac(original, flac)
    return None


def _copy(source: Path, target: Path) -> str:
    """Copy a file and return the hash of its bytes."""
    digest = hashlib.sha256()
    with source.open("rb") as file, target.open("xb") as out:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""

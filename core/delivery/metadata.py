"""Tags and pictures as bytes: ID3v2.4 for MP3, picture blocks for FLAC and Opus, a text for ffmpeg.

Small writers of our own: the libraries for tags are under the GPL, and libsndfile writes no pictures.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.audio.marking import KEYWORD, SOFTWARE, comment
from core.delivery.wishes import Tags
from core.errors import CoverUnreadable

LARGEST_COVER_BYTES = 10_000_000
_FRONT_COVER = 3


@dataclass(frozen=True)
class Mark:
    """A place in a file: where a chapter begins."""

    start_s: float
    title: str


@dataclass(frozen=True)
class Cover:
    """A picture.

    Attributes:
        mime: Its kind.
        data: The file's bytes.
    """

    mime: str
    data: bytes

    @property
    def suffix(self) -> str:
        """How its file's name ends."""
        return ".png" if self.mime == "image/png" else ".jpg"


@dataclass(frozen=True)
class Track:
    """What a file says of itself.

    Attributes:
        tags: Of the whole.
        title: Of this file.
        number: Its place among the files, from 1; 0: it is the only one.
        of: How many files there are.
        cover: The picture.
    """

    tags: Tags
    title: str = ""
    number: int = 0
    of: int = 0
    cover: Cover | None = None

    @property
    def fields(self) -> dict[str, str]:
        """What is known, by the names of Vorbis comments in lower case; the mark is in the comment."""
        tags = self.tags
        number = f"{self.number}" if self.number else ""
        known = {
            "title": self.title or tags.title,
            "artist": tags.artist,
            "album": tags.album or (tags.title if self.number else ""),
            "genre": tags.genre,
            "date": tags.date,
            "tracknumber": number,
            "comment": comment(tags.comment),
        }
        return {
            name: " ".join(text.replace("\0", "").split()) for name, text in known.items() if text.strip()
        }


def read_cover(path: str) -> Cover | None:
    """Read a picture; none where there is no path.

    Raises:
        CoverUnreadable: When it is missing, too large, or neither JPEG nor PNG.
    """
    if not path:
        return None
    try:
        with Path(path).expanduser().open("rb") as file:
            data = file.read(LARGEST_COVER_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CoverUnreadable(path=path, reason=reason) from error
    return cover_of(data, path)


def cover_of(data: bytes, name: str) -> Cover:
    """Return a picture of its file's bytes.

    Raises:
        CoverUnreadable: When it is too large, or neither JPEG nor PNG.
    """
    if len(data) > LARGEST_COVER_BYTES:
        raise CoverUnreadable(path=name, reason="it is larger than 10 MB")
    if data.startswith(b"\xff\xd8\xff"):
        return Cover("image/jpeg", data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Cover("image/png", data)
    raise CoverUnreadable(path=name, reason="it is neither JPEG nor PNG")


_ID3_FRAMES = {
    "title": "TIT2",
    "artist": "TPE1",
    "album": "TALB",
    "genre": "TCON",
    "date": "TDRC",
    "tracknumber": "TRCK",
}
_UTF8 = b"\x03"


def id3(track: Track) -> bytes:
    """Return an ID3v2.4.0 tag (id3.org, 2000), all texts in UTF-8."""
    fields = track.fields
    if track.number and track.of:
        fields["tracknumber"] = f"{track.number}/{track.of}"
    body = b"".join(
        _frame(name, _UTF8 + fields[field].encode()) for field, name in _ID3_FRAMES.items() if field in fields
    )
    body += _frame("COMM", _UTF8 + b"eng\0" + fields["comment"].encode())
    body += _frame("TXXX", _UTF8 + b"KEYWORDS\0" + KEYWORD.encode())
    body += _frame("TSSE", _UTF8 + SOFTWARE.encode())
    if track.cover is not None:
        head = _UTF8 + track.cover.mime.encode() + b"\0" + bytes([_FRONT_COVER]) + b"\0"
        body += _frame("APIC", head + track.cover.data)
    return b"ID3\x04\x00\x00" + _syncsafe(len(body)) + body


def _frame(name: str, content: bytes) -> bytes:
    return name.encode() + _syncsafe(len(content)) + b"\0\0" + content


def _syncsafe(size: int) -> bytes:
    """Return a number in seven bits a byte."""
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))


def picture_block(cover: Cover) -> bytes:
    """Return the body of a FLAC PICTURE block (RFC 9639, 8.8); sizes and depth are left to the reader."""
    mime = cover.mime.encode()
    head = struct.pack(">II", _FRONT_COVER, len(mime)) + mime + struct.pack(">I", 0)
    return head + struct.pack(">IIIII", 0, 0, 0, 0, len(cover.data)) + cover.data


def picture_comment(cover: Cover) -> bytes:
    """Return the Vorbis comment that holds a picture (METADATA_BLOCK_PICTURE, xiph.org)."""
    return b"METADATA_BLOCK_PICTURE=" + base64.b64encode(picture_block(cover))


def ffmetadata(track: Track, chapters: Sequence[Mark], duration_s: float) -> str:
    """Return tags and chapters in ffmpeg's text format (ffmpeg-formats, "Metadata")."""
    fields = {**track.fields, "encoder": SOFTWARE, "description": comment(), "keywords": KEYWORD}
    if "tracknumber" in fields:
        fields["track"] = f"{track.number}/{track.of}" if track.of else f"{track.number}"
        del fields["tracknumber"]
    lines = [";FFMETADATA1", *(f"{name}={_escaped(text)}" for name, text in fields.items())]
    ends = [*(mark.start_s for mark in chapters[1:]), duration_s]
    for mark, end in zip(chapters, ends, strict=True) if chapters else ():
        times = [f"START={round(mark.start_s * 1000)}", f"END={round(end * 1000)}"]
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", *times, f"title={_escaped(mark.title)}"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Escape a value; a backslash at its end would swallow the end of the line, escaped or not."""
    flat = " ".join(text.split()).rstrip("\\ ")
    return "".join(f"\\{sign}" if sign in "=;#\\" else sign for sign in flat)

"""Tags, covers, chapters and the mark of synthetic speech, as other programs read them."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest

from core.audio.marking import COMMENT
from core.delivery.deliver import deliver
from core.delivery.ffmpeg import find_ffmpeg
from core.delivery.wishes import Format, Layout, Tags, Wishes
from core.errors import CoverUnreadable, FfmpegMissing
from tests.core.delivery.pieces import ebur128, factory, ffprobe, samples_of, spoken_pieces

TAGS = Tags("Olá = título; #1", "Ana 🎙", "Álbum \\ 1", "Speech", "2026", "My own words.")


def png(side: int = 8) -> bytes:
    """Return a red picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xff\0\0" * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def probed(path: Path) -> tuple[dict[str, str], dict[str, object]]:
    """Return a file's tags, by their names in small letters, and all that ffprobe says."""
    found = json.loads(ffprobe(path, "-show_format", "-show_streams", "-show_chapters"))
    streams = [stream.get("tags", {}) for stream in found["streams"] if stream["codec_type"] == "audio"]
    tags = {**streams[0], **found["format"].get("tags", {})}
    return {name.lower(): text for name, text in tags.items()}, found


@pytest.mark.parametrize("fmt", list(Format))
def test_tags_are_read_by_others_and_the_mark_is_always_there(tmp_path: Path, fmt: Format):
    out = tmp_path / f"out{fmt.suffix}"
    deliver(factory(spoken_pieces(1)), Wishes(format=fmt, tags=TAGS), out)
    tags, _ = probed(out)
    assert tags["title"] == TAGS.title
    assert tags["artist"] == TAGS.artist
    assert tags["album"] == TAGS.album
    assert (tags["genre"], tags["date"]) == (TAGS.genre, TAGS.date)
    assert tags["comment"] == f"{COMMENT} My own words."


@pytest.mark.parametrize("fmt", list(Format))
def test_without_tags_there_is_the_mark_and_no_time(tmp_path: Path, fmt: Format):
    out = tmp_path / f"out{fmt.suffix}"
    deliver(factory(spoken_pieces(1)), Wishes(format=fmt), out)
    tags, _ = probed(out)
    assert tags["comment"] == COMMENT
    assert not {"title", "date", "creation_time"} & set(tags)


@pytest.mark.parametrize("fmt", [Format.FLAC, Format.MP3, Format.OPUS, Format.M4A])
@pytest.mark.parametrize("size", [0, 200_000])
def test_a_cover_is_seen_and_the_sound_is_the_same(tmp_path: Path, fmt: Format, size: int):
    cover = tmp_path / "cover.png"
    cover.write_bytes(png() + b"\0" * size)  # what follows the end of a PNG is not looked at
    plain, pictured = tmp_path / f"plain{fmt.suffix}", tmp_path / f"pictured{fmt.suffix}"
    deliver(factory(spoken_pieces(2)), Wishes(format=fmt), plain)
    deliver(factory(spoken_pieces(2)), Wishes(format=fmt, tags=Tags(cover=str(cover))), pictured)
    _, found = probed(pictured)
    (picture,) = [stream for stream in found["streams"] if stream["codec_type"] == "video"]
    assert (picture["codec_name"], picture["width"], picture["height"]) == ("png", 8, 8)
    assert ebur128(plain) == ebur128(pictured)
    if not fmt.needs_ffmpeg:
        assert (samples_of(plain) == samples_of(pictured)).all()


@pytest.mark.parametrize("data", [b"", b"GIF89a", None, b"\xff\xd8\xff" + b"\0" * 10_000_000])
def test_what_is_no_cover_is_refused(tmp_path: Path, data: bytes | None):
    cover = tmp_path / "cover.png"
    if data is not None:
        cover.write_bytes(data)
    with pytest.raises(CoverUnreadable):
        deliver(factory(spoken_pieces(1)), Wishes(tags=Tags(cover=str(cover))), tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()


def test_an_audiobook_has_chapters(tmp_path: Path):
    lines = [*spoken_pieces(2, chapter="One; = #"), *spoken_pieces(1, chapter="Two")]
    report = deliver(factory(lines), Wishes(), tmp_path / "book.m4b")
    _, found = probed(tmp_path / "book.m4b")
    chapters = found["chapters"]
    assert [chapter["tags"]["title"] for chapter in chapters] == ["One; = #", "One; = #", "Two"]
    assert float(chapters[0]["start_time"]) == 0
    assert float(chapters[-1]["end_time"]) == pytest.approx(report.duration_s, abs=0.01)


def test_files_of_a_set_are_numbered(tmp_path: Path):
    wishes = Wishes(format=Format.MP3, layout=Layout.LINES, tags=Tags(title="Book"))
    report = deliver(factory(spoken_pieces(2)), wishes, tmp_path / "set")
    tags, _ = probed(report.files[1].path)
    assert (tags["track"], tags["album"]) == ("2/2", "Book")


def test_without_ffmpeg_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ffmpeg() is None
    with pytest.raises(FfmpegMissing):
        deliver(factory(spoken_pieces(1)), Wishes(), tmp_path / "out.m4b")
    assert not list(tmp_path.iterdir())

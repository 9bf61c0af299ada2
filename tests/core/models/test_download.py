"""Weights arrive whole, whatever the server, the disk or the user does."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import (
    DownloadBusy,
    DownloadFailed,
    FolderNotWritable,
    HashWrong,
    JobCancelled,
    LicenceNotAccepted,
    RoomMissing,
)
from core.models.download import Downloader
from core.models.fetch import Patience, _words
from core.models.manifest import parse
from core.models.places import model_lock
from core.models.progress import Progress, Stage
from core.models.sources import Sources
from core.models.transport import Web
from tests.core.models.weights import BIG, SMALL, Tiny, manifest_text, sha256
from tests.file_server import (
    Act,
    claim,
    drop_after,
    endless,
    file_server,
    in_seconds,
    serve,
    stall_after,
    status,
)

OFFLINE = "it cannot be reached; the computer may be offline"


def test_a_model_arrives_whole_and_by_one_rename(tiny: Tiny) -> None:
    assert tiny.get() == tiny.place
    tiny.assert_whole()
    assert [request[":path"] for request in tiny.server.requests] == ["big.bin", "small.json"]
    assert {request["Accept-Encoding"] for request in tiny.server.requests} == {"identity"}
    last = tiny.told[-1]
    assert last.total_bytes == len(BIG) + len(SMALL)
    assert {one.stage for one in tiny.told} == {Stage.FETCHING, Stage.CHECKING}


def test_a_second_time_nothing_is_asked_for(tiny: Tiny) -> None:
    tiny.get()
    tiny.server.requests.clear()
    tiny.get()
    tiny.assert_whole()
    assert tiny.server.requests == []


def test_without_an_accepted_licence_nothing_is_asked_for(tiny: Tiny) -> None:
    downloader = Downloader(tiny.models_dir, Sources(), Web("none"), tiny.cancel, tiny.told.append)
    with pytest.raises(LicenceNotAccepted):
        downloader.get(tiny.manifest)
    assert tiny.server.requests == []
    assert not tiny.models_dir.exists()


def test_a_licence_that_was_accepted_is_kept_with_its_date_and_a_changed_one_is_not(tiny: Tiny) -> None:
    tiny.accept()
    first = tiny.ledger.accepted("tiny-v1", "MIT")
    tiny.accept()
    assert first is not None
    assert first == tiny.ledger.accepted("tiny-v1", "MIT")
    assert first.at[:2] == "20"
    assert tiny.ledger.accepted("tiny-v1", "CC-BY-NC-4.0") is None


# --- what a server does -------------------------------------------------------------------------

WEATHERED: dict[str, list[Act]] = {
    "drops": [drop_after(100_000), drop_after(1), drop_after(200_000), serve],
    "drops before a byte": [drop_after(0), drop_after(0)],
    "is busy and says for how long": [status(503, {"Retry-After": "0"})],
    "is busy until a date": [status(503, {"Retry-After": in_seconds(-5)})],
    "is busy": [status(503), status(429)],
    "fails once": [status(500)],
    "has no such part": [drop_after(100_000), status(416)],
    "sends another part": [
        drop_after(100_000),
        claim({"Content-Range": f"bytes 5-{len(BIG) - 1}/{len(BIG)}"}),
    ],
}


@pytest.mark.parametrize("acts", WEATHERED.values(), ids=WEATHERED)
def test_what_passes_is_weathered(tiny: Tiny, acts: list[Act]) -> None:
    tiny.server.acts.extend(acts)
    tiny.get()
    tiny.assert_whole()


def test_after_a_drop_only_the_rest_is_asked_for(tiny: Tiny) -> None:
    tiny.server.acts.append(drop_after(300_000))
    tiny.get()
    tiny.assert_whole()
    rest = tiny.server.requests[1]
    assert rest["Range"] == "bytes=300000-"
    assert rest["If-Range"]
    assert tiny.server.sent_bytes == len(BIG) + len(SMALL)


def test_a_file_that_changed_between_two_parts_is_fetched_anew(tiny: Tiny) -> None:
    tiny.server.files["big.bin"] = b"old" + BIG[3:]
    tiny.server.acts.append(drop_after(300_000))
    tiny.on_progress = lambda progress: tiny.server.files.update({"big.bin": BIG})
    tiny.patience = Patience(attempts=3, pause_s=0.01)
    tiny.get()
    tiny.assert_whole()


def test_a_server_without_ranges_is_asked_for_the_whole(tiny: Tiny) -> None:
    tiny.server.ranges = False
    tiny.server.acts.append(drop_after(300_000))
    tiny.get()
    tiny.assert_whole()


def test_a_server_without_marks_is_trusted_where_the_hash_will_tell(tiny: Tiny) -> None:
    tiny.server.etags = False
    tiny.server.acts.append(drop_after(300_000))
    tiny.get()
    tiny.assert_whole()
    assert tiny.server.requests[1]["Range"] == "bytes=300000-"


def test_and_begun_anew_where_nothing_would(tiny: Tiny) -> None:
    tiny.manifest = parse("x", manifest_text(tiny.server.url, big="unknown").encode())
    tiny.server.etags = False
    tiny.server.acts.append(drop_after(300_000))
    tiny.get()
    tiny.assert_whole()
    assert "Range" not in tiny.server.requests[1]


def test_a_server_that_stalls_is_asked_again(tiny: Tiny) -> None:
    tiny.server.acts.append(stall_after(300_000))
    tiny.stall_s = 0.2
    tiny.get()
    tiny.assert_whole()


REFUSED: dict[str, tuple[list[Act], str]] = {
    "not there": ([status(404)], "404 Not Found"),
    "forbidden": ([status(403)], "403 Forbidden"),
    "gone": ([status(410)], "410 Gone"),
    "says it is longer": ([claim({"Content-Length": str(len(BIG) + 1)})], "bytes instead of"),
    "says it is shorter": ([claim({"Content-Length": "10"})], "10 bytes instead of"),
    "says nothing of the part": (
        [drop_after(100_000), claim({"Content-Range": ""})],
        "which part of the file",
    ),
    "compressed": ([claim({"Content-Encoding": "gzip"})], "compressed"),
    "never a byte": ([drop_after(0)] * 3, "the connection was lost"),
    "busy for good": ([status(503)] * 3, "503"),
    "redirects to a file": ([status(302, {"Location": "file:///etc/passwd"})], "another kind: file"),
    "redirects to ftp": ([status(302, {"Location": "ftp://127.0.0.1/big.bin"})], "another kind: ftp"),
    "redirects to itself": ([status(302, {"Location": "/big.bin"})] * 11, "without an end"),
    "redirects nowhere": ([status(302)], "it sends nowhere"),
    "redirects to no host": ([status(302, {"Location": "https:///x"})], "it sends nowhere"),
    "redirects to a broken address": ([status(302, {"Location": "http://[::1/x"})], "it sends nowhere"),
}


@pytest.mark.parametrize(("acts", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_pass_is_said(tiny: Tiny, acts: list[Act], reason: str) -> None:
    tiny.server.acts.extend(acts)
    with pytest.raises(DownloadFailed) as caught:
        tiny.get()
    assert reason in caught.value.reason
    assert (caught.value.file, caught.value.source) == ("deep/big.bin", "127.0.0.1")
    assert not tiny.place.exists()
    tiny.server.acts.clear()
    tiny.get()
    tiny.assert_whole()


def test_a_server_that_is_not_there_is_said(tiny: Tiny) -> None:
    with file_server({}) as gone:
        url = gone.url
    tiny.manifest = parse("x", manifest_text(url).encode())
    with pytest.raises(DownloadFailed) as caught:
        tiny.get()
    assert caught.value.reason == "it takes no connections"


def test_garbage_instead_of_http_is_said(tiny: Tiny) -> None:
    def babble(handler: object, data: bytes, start: int) -> None:
        handler.wfile.write(b"220 mail.example ready\r\n")  # type: ignore[attr-defined]
        handler.close_connection = True  # type: ignore[attr-defined]

    tiny.server.acts.extend([babble] * 3)
    with pytest.raises(DownloadFailed, match="does not speak HTTP"):
        tiny.get()


def test_a_redirect_within_the_web_is_followed_without_credentials(tiny: Tiny) -> None:
    with file_server({"moved.bin": BIG}) as other:
        tiny.server.acts.append(status(302, {"Location": f"{other.url}/moved.bin", "Set-Cookie": "a=b"}))
        tiny.get()
        tiny.assert_whole()
        (request,) = other.requests
    assert set(request) <= {":path", "Host", "User-Agent", "Accept-Encoding", "Connection"}


def test_a_proxy_is_used_and_its_password_stays_with_it(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    with file_server({"big.bin": BIG, "small.json": SMALL, "moved.bin": BIG}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//user:secret@"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        text = manifest_text("http://localhost:1")
        tiny.manifest = parse("x", text.encode())
        tiny.proxy = ""
        proxy.acts.append(status(302, {"Location": f"{tiny.server.url}/big.bin"}))
        tiny.get()
    tiny.assert_whole()
    assert proxy.requests[0]["Proxy-Authorization"].startswith("Basic ")
    assert not any("proxy" in name.lower() for name in tiny.server.requests[0])


def test_an_endless_body_ends_at_the_size_and_the_hash_tells(tiny: Tiny) -> None:
    tiny.server.acts.append(endless)
    with pytest.raises(HashWrong):
        tiny.get()
    assert not list(tiny.staging.rglob("*.part"))


def test_a_wrong_hash_is_deleted_and_said(tiny: Tiny) -> None:
    tiny.server.files["big.bin"] = b"x" + BIG[1:]
    with pytest.raises(HashWrong) as caught:
        tiny.get()
    assert caught.value.wanted == sha256(BIG)
    assert caught.value.found == sha256(b"x" + BIG[1:])
    assert [path for path in tiny.models_dir.rglob("*big*") if path.is_file()] == []
    tiny.server.files["big.bin"] = BIG
    tiny.get()
    tiny.assert_whole()


def test_the_next_source_is_taken_when_the_first_fails(tiny: Tiny) -> None:
    url = f"{tiny.server.url}/big.bin"
    two = manifest_text(tiny.server.url).replace(f'["{url}"]', f'["{tiny.server.url}/other.bin", "{url}"]')
    tiny.manifest = parse("x", two.encode())
    tiny.server.acts.append(status(404))
    tiny.get()
    tiny.assert_whole()
    assert [request[":path"] for request in tiny.server.requests] == ["other.bin", "big.bin", "small.json"]


# --- hashes that nobody has published -----------------------------------------------------------


def test_the_hash_first_seen_is_kept_and_compared_after(tiny: Tiny) -> None:
    tiny.get()
    seen = tiny.ledger.seen("tiny/v1/small.json")
    assert seen is not None
    assert (seen.sha256, seen.size_bytes) == (sha256(SMALL), len(SMALL))
    (tiny.place / "small.json").unlink()
    tiny.server.files["small.json"] = SMALL.replace(b"true", b"fals")
    with pytest.raises(HashWrong) as caught:
        tiny.get()
    assert caught.value.wanted == sha256(SMALL)
    tiny.server.files["small.json"] = SMALL
    tiny.get()
    tiny.assert_whole()


# --- going on -----------------------------------------------------------------------------------


def test_only_what_is_damaged_is_fetched_again(tiny: Tiny) -> None:
    tiny.get()
    (tiny.place / "deep/big.bin").write_bytes(b"x" * len(BIG))
    tiny.server.requests.clear()
    tiny.get()
    tiny.assert_whole()
    assert [request[":path"] for request in tiny.server.requests] == ["big.bin"]


def test_what_came_before_a_cancel_is_not_fetched_again(tiny: Tiny) -> None:
    tiny.server.acts.append(drop_after(400_000))

    def cancel_in_the_pause(progress: Progress) -> None:
        if progress.stage is Stage.WAITING:
            assert progress.done_bytes == 400_000
            tiny.cancel.cancel()

    tiny.on_progress = cancel_in_the_pause
    with pytest.raises(JobCancelled):
        tiny.get()
    assert (tiny.staging / "deep/big.bin.part").read_bytes() == BIG[:400_000]
    fresh = Tiny(tiny.models_dir, tiny.server)
    fresh.get()
    fresh.assert_whole()
    assert fresh.server.requests[1]["Range"] == "bytes=400000-"
    assert fresh.server.sent_bytes == len(BIG) + len(SMALL)


@pytest.mark.parametrize("left", [b"", BIG[:100], b"x" * 100, BIG + b"more", b"x" * len(BIG)])
def test_whatever_lies_in_the_staging_folder_the_file_is_right(tiny: Tiny, left: bytes) -> None:
    part = tiny.staging / "deep/big.bin.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(left)
    if left and left != BIG[:100]:
        with pytest.raises(HashWrong):
            tiny.get()
    tiny.get()
    tiny.assert_whole()


def test_a_broken_note_is_as_good_as_none(tiny: Tiny) -> None:
    folder = tiny.staging / "deep"
    folder.mkdir(parents=True)
    (folder / "big.bin.part").write_bytes(BIG[:1000])
    (folder / "big.bin.part.json").write_bytes(b"\xff[")
    tiny.get()
    tiny.assert_whole()


# --- other sources ------------------------------------------------------------------------------


@pytest.mark.parametrize("inner", ["tiny/v1", "v1", "", "flat"])
def test_a_stick_takes_the_place_of_every_server(tiny: Tiny, tmp_path: Path, inner: str) -> None:
    stick = tmp_path / "stick"
    folder = stick if inner == "flat" else stick / inner
    big = folder / ("big.bin" if inner == "flat" else "deep/big.bin")
    big.parent.mkdir(parents=True)
    big.write_bytes(BIG)
    (folder / "small.json").write_bytes(SMALL)
    tiny.sources = Sources(folder=stick)
    tiny.get()
    tiny.assert_whole()
    assert tiny.server.requests == []


def test_a_wrong_file_on_a_stick_is_refused_and_stays_there(tiny: Tiny, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "big.bin").write_bytes(b"x" * len(BIG))
    tiny.sources = Sources(folder=stick)
    with pytest.raises(HashWrong) as caught:
        tiny.get()
    assert caught.value.source == str(stick / "big.bin")
    assert (stick / "big.bin").read_bytes() == b"x" * len(BIG)
    (stick / "big.bin").unlink()
    with pytest.raises(DownloadFailed):
        tiny.get()
    assert tiny.server.requests == []


def test_a_mirror_takes_the_place_of_the_publishers(tiny: Tiny) -> None:
    with file_server({"m/tiny/v1/deep/big.bin": BIG, "m/tiny/v1/small.json": SMALL}) as mirror:
        tiny.sources = Sources(mirror=f"{mirror.url}/m")
        tiny.get()
        assert len(mirror.requests) == 2
    tiny.assert_whole()
    assert tiny.server.requests == []


@pytest.mark.parametrize("good", [True, False])
def test_a_hub_cache_is_used_if_it_holds_the_very_file(tiny: Tiny, tmp_path: Path, *, good: bool) -> None:
    cached = tmp_path / "hub/models--a--b/snapshots/abc/in/big.bin"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(BIG if good else b"x" * len(BIG))
    big, small = tiny.manifest.files
    hub = 'hub = { repository = "a/b", revision = "main", path = "in/big.bin" }'
    text = manifest_text(tiny.server.url).replace(f'["{big.sources[0]}"]', f'["{big.sources[0]}"]\n{hub}')
    tiny.manifest = parse("x", text.encode())
    tiny.sources = Sources(hub_cache=tmp_path / "hub")
    tiny.get()
    tiny.assert_whole()
    asked = [request[":path"] for request in tiny.server.requests]
    assert asked == ([] if good else ["big.bin"]) + [small.path]
    assert len(cached.read_bytes()) == len(BIG)


# --- the disk, and others -----------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 66 MB: the reserve, and not quite room for two files of 1 MB."""
    if os.geteuid():
        pytest.skip("only root can make a disk")
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=67M", "tmpfs", place], check=False)
    if made.returncode:
        pytest.skip("no disk can be made here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_without_room_nothing_is_asked_for(tiny: Tiny, small_disk: Path) -> None:
    fresh = Tiny(small_disk / "models", tiny.server)
    (small_disk / "full").write_bytes(b"x" * 5_000_000)
    with pytest.raises(RoomMissing) as caught:
        fresh.get()
    assert caught.value.need_bytes > caught.value.free_bytes > 0
    assert tiny.server.requests == []
    (small_disk / "full").unlink()
    fresh.get()
    fresh.assert_whole()


def test_a_disk_that_fills_up_on_the_way_keeps_what_has_come(tiny: Tiny, small_disk: Path) -> None:
    fresh = Tiny(small_disk / "models", tiny.server)
    filler = small_disk / "full"

    def fill(progress: Progress) -> None:
        if not filler.exists() and progress.done_bytes >= 100_000:
            with pytest.raises(OSError, match="No space"):
                filler.write_bytes(b"x" * 80_000_000)

    fresh.server.acts.append(drop_after(300_000))
    fresh.patience = Patience(attempts=3, pause_s=0.2)
    fresh.on_progress = fill
    with pytest.raises(RoomMissing):
        fresh.get()
    kept = fresh.staging / "deep/big.bin.part"
    assert kept.stat().st_size >= 100_000
    filler.unlink()
    fresh.on_progress = None
    fresh.get()
    fresh.assert_whole()


def test_two_at_once_do_not_meet(tiny: Tiny) -> None:
    with model_lock(tiny.models_dir, "tiny", "v1", "tiny-v1"), pytest.raises(DownloadBusy):
        tiny.get()
    tiny.get()
    tiny.assert_whole()


def test_a_file_in_the_way_is_said(tiny: Tiny) -> None:
    tiny.models_dir.parent.mkdir(exist_ok=True)
    tiny.models_dir.write_text("no folder")
    with pytest.raises(FolderNotWritable):
        tiny.get()


def test_time_left_is_told_from_what_came_lately(tiny: Tiny) -> None:
    tiny.get()
    fetching = [one for one in tiny.told if one.stage is Stage.FETCHING]
    assert all(one.left_s is None or one.left_s >= 0 for one in fetching)
    assert [one.done_bytes for one in fetching] == sorted(one.done_bytes for one in fetching)


def test_a_server_that_cannot_be_reached_is_told_in_words() -> None:
    """What the system says of it ("Name or service not known") is of no use to people."""
    assert _words(socket.gaierror(socket.EAI_NONAME, "Name or service not known")) == OFFLINE
    assert _words(OSError(errno.ENETUNREACH, "Network is unreachable")) == OFFLINE
    assert _words(ConnectionResetError(errno.ECONNRESET, "reset")) == "the connection was lost"

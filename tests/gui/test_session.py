"""What a window keeps beside its project, and what never gets lost."""

from __future__ import annotations

import pytest

from core.errors import OutputUnwritable
from core.paths import Paths
from gui.jobs import Lane
from gui.session import Layout, Session, SessionKeeper, read_session, take_slot, write_session
from tests.gui.conftest import LONG_MS


@pytest.fixture
def paths(tmp_path):
    return Paths.find({"SOTTOVOCE_HOME": str(tmp_path / "data")})


@pytest.fixture
def path(paths):
    return paths.session_file


def session(project: str) -> Session:
    layout = Layout("Zm9v", {"columns": (200, 700, 300)})
    return Session(project, 1, (project, "/b.sottovoce"), {"echo": {"steps": 16.0}}, layout, True)


def test_what_is_written_is_read(path):
    write_session(path, session("/tmp/Olá 🙂 e\u0301.sottovoce"))
    assert read_session(path) == (session("/tmp/Olá 🙂 e\u0301.sottovoce"), ())
    assert [file.name for file in path.parent.iterdir()] == ["window.json"]


def test_no_session_is_no_news(path):
    assert read_session(path) == (None, ())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00", b'{"project": 3}', b"[" * 100_000])
def test_a_broken_session_is_kept_aside_and_told(path, data):
    path.parent.mkdir()
    path.write_bytes(data)
    found, notices = read_session(path)
    assert found is None
    aside = path.with_name("window-broken-1.json")
    assert aside.read_bytes() == data
    assert not path.exists()
    assert [(n.code, n.fields["kept_as"]) for n in notices] == [("session_broken", str(aside))]


def test_a_newer_ones_unknown_fields_do_no_harm(path):
    path.parent.mkdir()
    path.write_text('{"version": 9, "project": "kept", "queue": [1, 2]}')
    assert read_session(path)[0].project == "kept"


def test_what_cannot_be_written_leaves_the_old_one(path):
    write_session(path, session("old"))
    blocked = path / "below-a-file" / "window.json"
    with pytest.raises(OutputUnwritable):
        write_session(blocked, session("new"))
    assert read_session(path)[0].project == "old"


def test_two_studios_share_no_file(paths):
    first, second = take_slot(paths), take_slot(paths)
    assert (first.is_first, second.is_first) == (True, False)
    names = [(slot.path.name, slot.untitled.name, slot.old_takes.name) for slot in (first, second)]
    assert names == [
        ("window.json", "untitled.sottovoce", "session"),
        ("window-2.json", "untitled-2.sottovoce", "session-2"),
    ]
    write_session(first.path, session("first"))
    assert second.seed_path == first.path, "a window that is new begins with the first one's shape"
    write_session(second.path, session("second"))
    second.lock.unlock()
    again = take_slot(paths)
    assert (again.path, again.seed_path, again.untitled) == (second.path, second.path, second.untitled)
    assert read_session(first.path)[0].project == "first"
    first.lock.unlock()
    assert take_slot(paths).path == paths.session_file


@pytest.fixture
def lane(qapp):
    lane = Lane("keep")
    yield lane
    assert lane.close()


def test_the_keeper_writes_soon_and_only_what_is_new(path, paths, lane, qtbot):
    current = [session("one")]
    keeper = SessionKeeper(take_slot(paths), lane, lambda: current[0])
    keeper.touch()
    qtbot.waitUntil(lambda: path.exists() and not lane.busy, timeout=LONG_MS)
    before = path.stat().st_mtime_ns
    keeper.keep()
    assert not lane.busy
    current[0] = session("two")
    keeper.keep()
    qtbot.waitUntil(lambda: not lane.busy, timeout=LONG_MS)
    assert path.stat().st_mtime_ns > before
    assert read_session(path)[0].project == "two"


def test_the_keeper_says_once_that_it_cannot_write(path, paths, lane, qtbot):
    slot = take_slot(paths)
    path.mkdir()
    keeper = SessionKeeper(slot, lane, lambda: session("x"))
    told = []
    keeper.failed.connect(told.append)
    keeper.keep()
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    keeper.keep()
    qtbot.waitUntil(lambda: not lane.busy, timeout=LONG_MS)
    assert [error.code for error in told] == ["output_unwritable"]
    path.rmdir()
    keeper.keep()
    qtbot.waitUntil(path.exists, timeout=LONG_MS)

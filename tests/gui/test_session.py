"""What comes back after a restart, and what never gets lost."""

from __future__ import annotations

import pytest

from core.errors import OutputUnwritable
from core.model.script import Script
from gui.jobs import Lane
from gui.session import Layout, Session, SessionKeeper, read_session, take_slot, write_session


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "session.json"


def session(text: str) -> Session:
    layout = Layout("Zm9v", {"columns": (200, 700, 300)})
    return Session(Script.from_text(text), 1, {"echo": {"steps": 16.0}}, layout)


def test_what_is_written_is_read(path):
    write_session(path, session("Olá\n🙂 e\u0301\n"))
    found, notices = read_session(path)
    assert found.script.text == "Olá\n🙂 e\u0301\n"
    assert (found.current_line, found.parameters, found.layout) == (
        1,
        {"echo": {"steps": 16.0}},
        Layout("Zm9v", {"columns": (200, 700, 300)}),
    )
    assert notices == ()
    assert [file.name for file in path.parent.iterdir()] == ["session.json"]


def test_no_session_is_no_news(path):
    assert read_session(path) == (None, ())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00", b'{"text": 3}', b"[" * 100_000])
def test_a_broken_session_is_kept_aside_and_told(path, data):
    path.parent.mkdir()
    path.write_bytes(data)
    found, notices = read_session(path)
    assert found is None
    aside = path.with_name("session-broken-1.json")
    assert aside.read_bytes() == data
    assert not path.exists()
    assert [(n.code, n.fields["kept_as"]) for n in notices] == [("session_broken", str(aside))]


def test_a_newer_ones_unknown_fields_do_no_harm(path):
    path.parent.mkdir()
    path.write_text('{"version": 9, "text": "kept", "queue": [1, 2]}')
    assert read_session(path)[0].script.text == "kept"


def test_what_cannot_be_written_leaves_the_old_one(path):
    write_session(path, session("old"))
    blocked = path / "below-a-file" / "session.json"
    with pytest.raises(OutputUnwritable):
        write_session(blocked, session("new"))
    assert read_session(path)[0].script.text == "old"


def test_two_studios_do_not_share_a_file(path):
    first = take_slot(path)
    write_session(first.path, session("first"))
    second = take_slot(path)
    assert (first.is_first, second.is_first) == (True, False)
    assert second.path.name == "session-2.json"
    assert read_session(second.seed_path)[0].script.text == "first"
    write_session(second.path, session("second"))
    assert read_session(path)[0].script.text == "first"
    second.lock.unlock()
    again = take_slot(path)
    assert read_session(again.seed_path)[0].script.text == "second"
    first.lock.unlock()
    assert take_slot(path).path == path


def test_the_keeper_writes_soon_and_only_what_is_new(path, qtbot):
    lane = Lane("keep")
    current = [session("one")]
    keeper = SessionKeeper(take_slot(path), lane, lambda: current[0])
    keeper.touch()
    qtbot.waitUntil(path.exists, timeout=1000)
    before = path.stat().st_mtime_ns
    keeper.keep()
    assert not lane.busy
    current[0] = session("two")
    keeper.keep()
    qtbot.waitUntil(lambda: not lane.busy, timeout=5000)
    assert path.stat().st_mtime_ns > before
    assert read_session(path)[0].script.text == "two"
    assert lane.close()


def test_the_keeper_says_once_that_it_cannot_write(path, qtbot):
    slot = take_slot(path)
    path.mkdir()
    lane = Lane("keep")
    keeper = SessionKeeper(slot, lane, lambda: session("text"))
    told = []
    keeper.failed.connect(told.append)
    keeper.keep()
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    keeper.keep()
    qtbot.waitUntil(lambda: not lane.busy, timeout=5000)
    assert [error.code for error in told] == ["output_unwritable"]
    path.rmdir()
    keeper.keep()
    qtbot.waitUntil(path.exists, timeout=5000)
    assert lane.close()

"""Damaged files: found out, told, and rescued from."""

from __future__ import annotations

import random
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
import pytest

from core.errors import NotAProject, OutputExists, ProjectDamaged, ProjectError, ProjectMissing
from core.projects.check import check
from core.projects.project import Project
from core.projects.rescue import rescue
from core.projects.schema import PAGE_BYTES
from core.projects.state import EmbeddedVoice
from tests.core.projects.makers import again, clip, state_of, take, take_ids, texts

LINES = [f"Line {n}: {'é' * (n % 7)} {'word ' * (n % 11)}" for n in range(800)]
TAKES = 40
OUTLINE = np.ones((400, 2), np.float32)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "whole.sottovoce"
    state = state_of("\n".join(LINES))
    project = Project.create(path, replace(state, title="whole"))
    for n in range(TAKES):
        project.add_take(n * 3, take(LINES[n * 3], n, clip=clip(n, 0.5), peaks=OUTLINE))
    project.close()
    return path


def damaged(whole: Path, folder: Path, at: int, data: bytes) -> Path:
    path = folder / "damaged.sottovoce"
    contents = bytearray(whole.read_bytes())
    contents[at : at + len(data)] = data
    path.write_bytes(contents)
    return path


def test_a_whole_file_is_whole_and_a_rescue_of_it_is_the_same(whole: Path, tmp_path: Path) -> None:
    report = check(whole)
    assert (report.problems, report.takes) == ((), TAKES)
    new = tmp_path / "new.sottovoce"
    rescued = rescue(whole, new)
    assert rescued.whole
    assert (rescued.lines, rescued.lines_before, rescued.takes) == (800, 800, TAKES)
    before, after = again(whole), again(new)
    assert (texts(before), take_ids(before), before.title) == (texts(after), take_ids(after), after.title)
    assert check(new).problems == ()
    first, second = before.script.lines[3].takes[0], after.script.lines[3].takes[0]
    assert np.array_equal(first.clip.samples, second.clip.samples)
    with pytest.raises(OutputExists):
        rescue(whole, new)


def test_whatever_is_overwritten_is_told_or_harmless_and_the_rest_is_rescued(
    whole: Path, tmp_path: Path
) -> None:
    size = whole.stat().st_size
    rng = random.Random(7)
    told = 0
    for n in range(24):
        at = rng.randrange(size - 600) if n else 0
        path = damaged(whole, tmp_path, at, rng.randbytes(rng.choice((1, 16, 600))))
        try:
            problems = check(path).problems
        except ProjectError:
            problems = ("it is refused",)
        told += bool(problems)
        new = tmp_path / f"new-{n}.sottovoce"
        report = rescue(path, new)
        assert report.lines >= 400, f"at {at}"
        assert report.takes >= TAKES // 2, f"at {at}"
        state = again(new)
        assert len(state.script.lines) == report.lines
        assert check(new).problems == ()
        for line in state.script.lines:
            for one in line.takes:
                assert np.isfinite(one.clip.samples).all()
        new.unlink()
    assert told > 12


def test_a_file_cut_short_gives_what_is_left_of_it(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.sottovoce"
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ProjectDamaged):
        Project.open(path)
    assert check(path).problems
    report = rescue(path, tmp_path / "new.sottovoce")
    assert not report.whole
    assert report.cut_short
    assert 0 < report.takes < TAKES


def test_without_its_first_page_the_rest_is_found(whole: Path, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path, 0, b"\0" * PAGE_BYTES)
    with pytest.raises(NotAProject):
        Project.open(path)
    report = rescue(path, tmp_path / "new.sottovoce")
    assert (report.lines, report.takes, report.takes_lost) == (800, TAKES, 0)


@pytest.mark.parametrize("data", [b"", b"\0", b"SQLite format 3\0", b"text\n" * 10_000, b"\r" * 200_000])
def test_what_is_no_project_is_refused_and_gives_nothing(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.sottovoce"
    path.write_bytes(data)
    for attempt in (Project.open, check, lambda one: rescue(one, tmp_path / "new.sottovoce")):
        with pytest.raises(ProjectError):
            attempt(path)
    assert [one.name for one in tmp_path.iterdir()] == ["odd.sottovoce"]
    assert path.read_bytes() == data


HOSTILE = [
    "UPDATE lines SET chosen = x'00'",
    "UPDATE lines SET place = 'first'",
    "UPDATE lines SET text = 3.5",
    "UPDATE lines SET text = x'ff00ff'",
    "UPDATE lines SET failure = '{'",
    "UPDATE takes SET sample_rate_hz = 0",
    "UPDATE takes SET sample_rate_hz = 'fast'",
    "UPDATE takes SET samples = -5",
    "UPDATE takes SET samples = 99999999999",
    "UPDATE takes SET peak = 'loud'",
    "UPDATE takes SET recipe = '[]'",
    "UPDATE takes SET recipe = x'7b7d'",
    "UPDATE takes SET outline = x'0102030405'",
    "UPDATE facts SET value = 'many' WHERE name = 'next_id'",
    "UPDATE facts SET value = '{\"speed\": \"fast\"}' WHERE name = 'settings'",
    "UPDATE facts SET value = '[1]' WHERE name = 'lexicon'",
    "INSERT OR REPLACE INTO facts VALUES ('source', '{}')",
    "UPDATE lines SET text = 'a' || char(10) || 'b'",
    "UPDATE lines SET place = 9223372036854775807",
    "PRAGMA foreign_keys = OFF; UPDATE lines SET id = -1",
    "PRAGMA foreign_keys = OFF; UPDATE lines SET id = 9223372036854775807",
    "UPDATE facts SET value = 5 WHERE name = 'title'",
    "INSERT INTO facts VALUES ('cover', 'picture.png')",
    "UPDATE facts SET value = CAST(x'fffe41' AS TEXT) WHERE name = 'title'",
    "UPDATE lines SET text = CAST(x'4f6e65ff2e' AS TEXT)",
    "UPDATE lines SET failure = CAST(x'ff' AS TEXT)",
    "UPDATE takes SET recipe = CAST(x'ff' AS TEXT)",
    "INSERT OR REPLACE INTO facts VALUES ('source', '{\"line_end\": \"; rm\"}'), "
    "('source_data', x'789c030000000001')",
    "UPDATE facts SET value = 9e999 WHERE name = 'next_id'",
    "UPDATE facts SET value = '{\"extra\": ' || replace(hex(zeroblob(3000)), '00', '{\"a\":') || '1' || "
    "replace(hex(zeroblob(3001)), '00', '}') WHERE name = 'settings'",
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_values_that_no_project_holds_are_refused_and_the_rest_is_rescued(
    tmp_path: Path, statement: str
) -> None:
    path = tmp_path / "a.sottovoce"
    project = Project.create(path, state_of("One."))
    project.add_take(0, take("One."))
    project.close()
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.close()
    with pytest.raises(ProjectDamaged):
        Project.open(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.sottovoce"]
    assert check(path).problems
    new = tmp_path / "new.sottovoce"
    rescue(path, new)
    again(new)
    assert check(new).problems == ()


def words_after(path: Path, statement: str) -> list[str]:
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.close()
    new = path.with_name("new.sottovoce")
    report = rescue(path, new)
    assert report.lines == 2
    assert not report.whole or "place = 7" in statement, "two lines in one place keep an order"
    return texts(again(new))


def test_a_line_s_words_are_rescued_whatever_became_of_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.\nTwo.")).close()
    whole = path.read_bytes()
    for statement, words in {
        "UPDATE lines SET text = CAST(x'4f6eff2e' AS TEXT) WHERE id = 0": ["On\ufffd.", "Two."],
        "UPDATE lines SET text = 'O' || char(10) || 'e.' WHERE id = 0": ["O e.", "Two."],
        "UPDATE lines SET place = 9223372036854775807 WHERE id = 0": ["Two.", "One."],
        "UPDATE lines SET place = 7": ["One.", "Two."],
        "UPDATE lines SET id = -9 WHERE id = 1": ["One.", "Two."],
        "UPDATE lines SET failure = '{', chosen = x'ff'": ["One.", "Two."],
    }.items():
        path.write_bytes(whole)
        assert words_after(path, statement) == words, statement
        path.with_name("new.sottovoce").unlink()


def test_takes_whose_lines_are_not_known_any_more_go_to_their_words(tmp_path: Path) -> None:
    path, new = tmp_path / "a.sottovoce", tmp_path / "new.sottovoce"
    project = Project.create(path, state_of("One.\nTwo.\nTwo."))
    made = [take("One.", n) for n in range(3)]
    for one in made:
        project.add_take(0, one)
    lost = project.add_take(1, take("Nothing like it.", 9))
    project.close()
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM placed WHERE take <> ?", (made[2].id,))
    connection.commit()
    connection.close()
    report = rescue(path, new)
    assert (report.takes, report.takes_lost, report.whole) == (3, 1, False)
    state = again(new)
    assert take_ids(state) == [[one.id for one in made], [], []]
    assert [line.takes[0].id for line in state.script.shelf["Nothing like it."]] == [lost.id]


def test_a_project_that_cannot_be_read_is_let_go_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE lines SET text = 5")
    connection.commit()
    connection.close()
    with pytest.raises(ProjectDamaged) as caught:
        Project.open(path)
    # The window moves it aside while it still has the error; Windows refuses that of an open file.
    assert caught.value.__traceback__ is not None
    assert str(path) not in [file.path for file in psutil.Process().open_files()]


def test_the_copy_that_a_rescue_reads_is_let_go_before_it_is_deleted(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped: list[str] = []

    class Watched(TemporaryDirectory[str]):
        def cleanup(self) -> None:
            maps = psutil.Process().memory_maps(grouped=False)
            mapped.extend(one.path for one in maps if one.path.startswith(self.name))
            super().cleanup()

    monkeypatch.setattr("core.projects.rescue.TemporaryDirectory", Watched)
    rescue(whole, tmp_path / "b.sottovoce")
    assert mapped == []


def test_what_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE facts SET value = '{}' WHERE name = 'source'")
    packer = zlib.compressobj()
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(201)) + packer.flush()
    connection.execute("INSERT INTO facts VALUES ('source_data', ?)", (bomb,))
    connection.commit()
    connection.close()
    with pytest.raises(ProjectDamaged):
        Project.open(path)


def test_voices_with_names_that_lead_elsewhere_are_left_out(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.sottovoce")
    for one in ("../../evil", "anna-1", "C:evil", ""):
        project.put_voice(EmbeddedVoice(one, "Anna", b"PK"))
    assert [voice.id for voice in project.embedded_voices()] == ["anna-1"]
    project.close()


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.sottovoce"
    for attempt in (Project.open, check, lambda one: rescue(one, tmp_path / "new.sottovoce")):
        with pytest.raises(ProjectMissing):
            attempt(path)
    with pytest.raises(NotAProject):
        Project.open(tmp_path)
    assert list(tmp_path.iterdir()) == []

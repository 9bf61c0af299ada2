from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import (
    EngineCrashed,
    OutputExists,
    ProjectInUse,
    ProjectReadOnly,
    SottovoceError,
    Unexpected,
)
from core.model.audio import Samples
from core.model.realign import realign
from core.model.script import Failure, Recipe
from core.projects.audio import Encoded, decode
from core.projects.project import Project
from core.projects.state import Access, EmbeddedVoice, ProjectSettings, ProjectState, Source
from core.text.lexicon import Entry
from tests.core.projects.makers import again, clip, state_of, take, take_ids, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Capítulo 1 – 第一章 %20?#'.sottovoce"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    made = Project.create(path, state_of("One.\n\nTwo.\nThree."))
    yield made
    made.close()


def test_a_new_project_is_one_file_and_holds_the_text(path: Path, project: Project) -> None:
    assert project.access is Access.WRITE
    assert texts(again(path)) == ["One.", "", "Two.", "Three."]
    project.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_everything_of_a_state_comes_back(path: Path, project: Project) -> None:
    settings = ProjectSettings(
        "anna-1", "f5", "pt-BR", 1.1, 7, True, {"f5": {"steps": 16.0}}, "mine",
        {"format": "mp3"}, {"advised": True},
    )  # fmt: skip
    assert len(fields(ProjectSettings)) == 10, "a new setting must be tried here"
    lexicon = (Entry("Wi-Fi", "uai fai", "pt-BR"), Entry(r"(\d+)x", r"\1 times", regex=True, match_case=True))
    source = Source("utf-8", True, "\r\n", ((1, "\n"),), 3, "ab" * 32, b"\xef\xbb\xbfOne.\r\n")
    failure = Failure(Recipe("Two."), EngineCrashed(engine="f5", reason="signal 9"))
    script = project.state.script.with_failure(2, failure)
    script = script.with_take(0, take("One.", 1)).with_take(0, take("One.", 2, starred=True))
    script = script.with_choice(0, script.lines[0].takes[0].id)
    state = ProjectState(script, settings, lexicon, "A título", source, b"\xff\xd8\xffpicture")
    project.keep(state)
    project.flush()
    read = again(path)
    assert (read.settings, read.lexicon, read.title, read.source) == (settings, lexicon, "A título", source)
    assert read.cover == state.cover
    assert read.script.next_id == script.next_id
    was, found = script.lines[0], read.script.lines[0]
    assert (found.id, found.text, found.chosen) == (was.id, was.text, was.chosen)
    for one, other in zip(was.takes, found.takes, strict=True):
        assert all(
            getattr(one, spec.name) == getattr(other, spec.name)
            for spec in fields(one)
            if spec.name not in ("clip", "peaks")
        )
        assert np.array_equal(one.peaks, other.peaks)  # type: ignore[arg-type]
        assert np.abs(one.clip.samples - other.clip.samples).max() <= 2**-24
        assert (one.clip.duration_s, one.clip.peak) == (other.clip.duration_s, other.clip.peak)
    again_failed = read.script.lines[2].failure
    assert again_failed is not None
    assert again_failed.recipe == failure.recipe
    assert repr(again_failed.error) == repr(failure.error)


def test_a_take_is_on_the_disk_when_add_take_returns_and_is_stored_once(path: Path, project: Project) -> None:
    made = take("One.", 3)
    stored = project.add_take(0, made)
    assert take_ids(again(path))[0] == [made.id]
    project.add_take(0, made)
    assert take_ids(again(path))[0] == [made.id]
    assert take_ids(project.state)[0] == [made.id]
    assert np.array_equal(stored.clip.samples, again(path).script.lines[0].takes[0].clip.samples)


def test_a_take_stays_on_its_line_until_the_window_has_it(path: Path, project: Project) -> None:
    before = project.state
    stored = project.add_take(0, take("One.", 3))
    project.keep(replace(before, script=realign(before.script, 0, 1, ["One!"])))
    project.flush()
    assert take_ids(again(path))[0] == [stored.id]
    with_it = replace(before, script=before.script.with_take(0, stored))
    project.keep(with_it)
    project.keep(before)  # taken away again before anything was written
    project.flush()
    assert take_ids(again(path))[0] == []


def test_a_take_stays_on_its_line_although_a_change_is_committed_right_after_it(
    path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.state

    def decode_while_another_types(encoded: Encoded, samples: int) -> Samples:
        project.keep(replace(before, script=realign(before.script, 0, 1, ["One!"])))
        project.flush()
        return decode(encoded, samples)

    monkeypatch.setattr("core.projects.project.decode", decode_while_another_types)
    stored = project.add_take(0, take("One.", 3))
    assert take_ids(again(path))[0] == [stored.id]


def test_lines_that_are_gone_come_back_with_their_takes(path: Path, project: Project) -> None:
    stored = project.add_take(2, take("Two."))
    state = project.state
    project.keep(replace(state, script=realign(state.script, 2, 1, [])))
    project.close()
    opened = Project.open(path)
    try:
        assert texts(opened.state) == ["One.", "", "Three."]
        back = replace(opened.state, script=realign(opened.state.script, 2, 0, ["Two."]))
        assert back.script.lines[2].id == 2
        opened.keep(back)
        opened.flush()
        assert take_ids(again(path))[2] == [stored.id]
        assert np.array_equal(back.script.lines[2].takes[0].clip.samples, stored.clip.samples)
    finally:
        opened.close()


def test_a_take_of_a_line_that_is_gone_waits_for_it(path: Path, project: Project) -> None:
    stored = project.add_take(99, take("spoken"), "As written")
    [line] = again(path).script.shelf["As written"]
    assert [one.id for one in line.takes] == [stored.id]


def test_a_second_opener_reads_and_is_told_who_writes(path: Path, project: Project) -> None:
    second = Project.open(path)
    try:
        assert second.access is Access.IN_USE
        assert second.owner is not None
        assert second.owner.pid
        with pytest.raises(ProjectReadOnly):
            second.keep(second.state)
        with pytest.raises(ProjectReadOnly):
            second.add_take(0, take("One."))
        stored = project.add_take(0, take("One."))
        assert take_ids(second.state)[0] == [], "it stays as it was when it was opened"
        assert take_ids(again(path))[0] == [stored.id]
    finally:
        second.close()
    project.close()
    third = Project.open(path)
    assert third.access is Access.WRITE
    third.close()


def test_save_as_goes_on_in_the_new_file_and_leaves_the_old_as_it_was(path: Path, project: Project) -> None:
    stored = project.add_take(0, take("One.", 5))
    other = path.with_name("other.sottovoce")
    project.save_as(other)
    assert project.path == other
    project.keep(replace(project.state, title="new"))
    project.flush()
    assert (again(path).title, again(other).title) == ("", "new")
    assert np.array_equal(stored.clip.samples, again(other).script.lines[0].takes[0].clip.samples)
    first = Project.open(path)
    assert first.access is Access.WRITE, "nobody has the old file any more"
    with pytest.raises(ProjectInUse):
        first.copy_to(other, replace=True)
    with pytest.raises(OutputExists):
        first.copy_to(other)
    first.close()
    assert sorted(one.name for one in path.parent.iterdir()) == sorted(
        [path.name, other.name, f".{other.name}.lock"]
    )


def test_a_snapshot_can_be_saved_and_carried_on(path: Path, project: Project) -> None:
    stored = project.add_take(0, take("One.", 5))
    project.put_voice(EmbeddedVoice("anna-1", "Anna", b"PK"))
    second = Project.open(path)
    other = path.with_name("other.sottovoce")
    second.save_as(other)
    assert second.access is Access.WRITE
    second.keep(replace(second.state, title="mine"))
    second.close()
    assert again(other).title == "mine"
    assert take_ids(again(other))[0] == [stored.id]
    opened = Project.open(other)
    assert list(opened.embedded_voices()) == [EmbeddedVoice("anna-1", "Anna", b"PK")]
    opened.close()


def test_a_thousand_edits_are_all_there(path: Path, project: Project) -> None:
    rng = np.random.default_rng(11)
    script = project.state.script
    for number in range(1000):
        first = int(rng.integers(0, len(script.lines)))
        removed = int(rng.integers(0, min(3, len(script.lines) - first) + 1))
        added = [f"line {number}.{n}" for n in range(int(rng.integers(0, 4)))]
        script = realign(script, first, removed, added)
        if number % 50 == 0:
            script = script.with_take(
                script.lines[0].id, take(script.lines[0].text, number, clip=clip(number, 0.01))
            )
        project.keep(replace(project.state, script=script))
        if number % 10 == 0:
            project.flush()
    project.flush()
    read = again(path)
    assert [(line.id, line.text) for line in read.script.lines] == [
        (line.id, line.text) for line in script.lines
    ]
    assert take_ids(read) == take_ids(project.state)


def test_text_that_is_no_unicode_and_zero_bytes_come_back(path: Path, project: Project) -> None:
    odd = [
        "half \ud83d pair",
        "zero \x00 byte",
        "\u202eright to left\u202c עברית",
        "e\u0301 \U0001f469\u200d\U0001f467",
    ]
    project.keep(replace(project.state, script=realign(project.state.script, 0, 4, odd)))
    project.flush()
    assert texts(again(path)) == odd


def test_what_cannot_be_stored_by_a_fault_is_told_and_the_next_state_is_stored(
    path: Path, project: Project
) -> None:
    told = queue.Queue[SottovoceError | None]()
    project.on_error(told.put)
    state = project.state
    project.keep(replace(state, title="odd", script=state.script.with_take(0, take("One.", id="\ud800"))))
    assert isinstance(told.get(timeout=20), Unexpected)
    with pytest.raises(Unexpected):
        project.flush()
    project.keep(replace(state, title="good"))
    assert told.get(timeout=20) is None
    assert again(path).title == "good"

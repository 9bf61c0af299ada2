"""A project rendered by a real host: what is spoken, what is kept, what is handed on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.errors import DiskFull, EngineCrashed, JobCancelled, ReferenceMissing, VoiceUnknown
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.script import Script
from core.model.voice import Reference, Voice
from core.paths import Paths
from core.projects.project import Project
from core.projects.state import ProjectState
from core.services.choices import Choices
from core.services.lines import Planner
from core.services.render import ProjectRenderer
from core.services.render_lines import RenderProgress
from core.services.speeds import SpeedBook
from core.services.synthesize import Synthesizer
from core.settings import Settings
from core.text.lexicon import Entry, Lexicon
from tests.input.conftest import tone

BELL = Voice("echo:bell", "Bell", "en", "echo", "bell")
LUA = Voice("tenor:lua", "Lua", "pt-BR", "tenor", "lua")
CHOICES = Choices(engine="echo", voice=BELL, language="en", seed=3)


@pytest.fixture(scope="module")
def hosts(echo_environment: Environment) -> Iterator[HostPool]:
    pool = HostPool([echo_environment], HostOptions())
    yield pool
    pool.close()


@pytest.fixture
def synthesizer(hosts: HostPool, settings: Settings) -> Synthesizer:
    return Synthesizer(hosts, settings, Paths.find(), SpeedBook.of(Paths.find()))


@pytest.fixture
def ana(tmp_path: Path) -> Voice:
    path = tmp_path / "ana.wav"
    soundfile.write(path, tone(24_000, 2.0), 24_000)
    return Voice("ana-1", "Ana", references=(Reference(path, "aaa"),))


class Made:
    """A project of a text, and renderers of it."""

    def __init__(self, path: Path, text: str, synthesizer: Synthesizer) -> None:
        self.project = Project.create(path, ProjectState(Script.from_text(text)))
        self._synthesizer = synthesizer

    def renderer(
        self, *voices: Voice, choices: Choices = CHOICES, lexicon: Lexicon | None = None, **more: object
    ) -> ProjectRenderer:
        planner = Planner((BELL, *voices), lexicon or Lexicon(), lambda _: None)
        return ProjectRenderer(self.project, planner, choices, self._synthesizer, **more)  # type: ignore[arg-type]

    def edit(self, number: int, text: str) -> None:
        script = self.project.state.script
        line = replace(script.lines[number], text=text)
        lines = (*script.lines[:number], line, *script.lines[number + 1 :])
        self.project.keep(replace(self.project.state, script=replace(script, lines=lines)))

    @property
    def takes(self) -> list[int]:
        """How many takes each line has."""
        return [len(line.takes) for line in self.project.state.script.lines]


@pytest.fixture
def make(tmp_path: Path, synthesizer: Synthesizer) -> Iterator[type[Made]]:
    made: list[Made] = []

    def make_one(text: str) -> Made:
        made.append(Made(tmp_path / f"{len(made)}.sottovoce", text, synthesizer))
        return made[-1]

    yield make_one  # type: ignore[misc]
    for one in made:
        one.project.close()


def test_each_line_is_spoken_once_and_kept(make: type[Made]) -> None:
    made = make("one\n\n[# a note]\ntwo three\none")
    first = made.renderer().render(CancelToken())
    assert (first.rendered, first.kept, first.failed) == (3, 0, ())
    assert first.speech_s > 0.4
    again = made.renderer().render(CancelToken())
    assert (again.rendered, again.kept) == (0, 3)
    made.project.close()
    reopened = Project.open(made.project.path)
    assert [len(line.takes) for line in reopened.state.script.lines] == [1, 0, 0, 1, 1]
    reopened.close()


def test_only_what_is_stale_is_spoken_again_and_an_edit_undone_finds_its_take(make: type[Made]) -> None:
    made = make("one\ntwo")
    made.renderer().render(CancelToken())
    made.edit(0, "three")
    assert [line.plan.spoken for line in made.renderer().todo()] == ["three"]
    made.edit(0, "  one [# as before]")
    assert made.renderer().todo() == ()


def test_a_pronunciation_touches_only_the_lines_that_have_its_word(make: type[Made]) -> None:
    made = make("SQL is here\nno such word")
    made.renderer().render(CancelToken())
    changed = made.renderer(lexicon=Lexicon([Entry("SQL", "sequel")]))
    assert [line.number for line in changed.todo()] == [1]


def test_a_locked_seed_counts_and_a_free_one_does_not(make: type[Made]) -> None:
    made = make("one")
    made.renderer().render(CancelToken())
    assert made.renderer(choices=replace(CHOICES, seed=4)).todo() == ()
    assert len(made.renderer(choices=replace(CHOICES, seed=4, seed_locked=True)).todo()) == 1


def test_lines_are_spoken_again_with_another_seed_and_the_new_take_stands(make: type[Made]) -> None:
    made = make("one\ntwo")
    made.renderer().render(CancelToken())
    state = made.project.state
    first = state.script.lines[1].takes[0]
    made.project.keep(replace(state, script=state.script.with_choice(1, first.id)))
    again = made.renderer(again=[2])
    assert [line.number for line in again.todo()] == [2]
    assert again.render(CancelToken()).rendered == 1
    made.project.close()
    reopened = Project.open(made.project.path)
    _, line = reopened.state.script.lines
    assert [take.recipe.seed == first.recipe.seed for take in line.takes] == [True, False]
    current = line.current_take(made.renderer().lines[1].plan.recipe, seed_counts=False)
    assert current is line.takes[1]
    reopened.close()


def test_lines_of_a_voice_are_spoken_one_after_the_other(make: type[Made], ana: Voice) -> None:
    made = make("one\n[Ana] two\nthree\n[Ana] four")
    renderer = made.renderer(ana)
    assert [line.number for line in renderer.todo()] == [1, 3, 2, 4]
    heard: list[RenderProgress] = []
    renderer.render(CancelToken(), on_progress=heard.append)
    assert list(dict.fromkeys((one.line, one.voice) for one in heard)) == [
        (1, "Bell"),
        (3, "Bell"),
        (2, "Ana"),
        (4, "Ana"),
    ]
    fractions = [one.fraction for one in heard]
    assert fractions == sorted(fractions)
    assert (heard[-1].done, heard[-1].total) == (3, 4)


def test_no_engine_and_no_voice_is_taken_up_twice(make: type[Made], ana: Voice) -> None:
    lines = [f"{('', '[Lua] ', '[Ana] ')[n % 3]}line {n}" for n in range(90)]
    renderer = make("\n".join(lines)).renderer(ana, LUA)
    turns = renderer.todo()
    engines = [line.plan.choices.engine for line in turns]
    assert sum(one != other for one, other in pairwise(engines)) == 1
    assert [line.number for line in turns] == [*range(1, 90, 3), *range(3, 91, 3), *range(2, 91, 3)]
    assert [line.number for line in renderer.lines] == list(range(1, 91))


def test_the_pieces_are_in_the_script_s_order_with_what_is_written_of_them(
    make: type[Made], ana: Voice
) -> None:
    made = make("[pause 2s]\n# Part 1\n\n[Ana] I have 2. [pause 1s]\n[pause 500ms] three\n[pause 0s]\n[# x]")
    renderer = made.renderer(ana)
    renderer.render(CancelToken())
    pieces = list(renderer.pieces())
    assert [(one.line, one.text, one.voice) for one in pieces] == [
        (2, "Part 1", "Bell"),
        (3, "I have 2.", "Ana"),
        (4, "three", "Bell"),
    ]
    assert [one.pause_after_s for one in pieces] == [None, 1.5, 0.0]
    assert [one.chapter for one in pieces] == ["Part 1", None, None]
    assert [one.starts_paragraph for one in pieces] == [False, True, False]
    assert [one.pause_before_s for one in pieces] == [2.0, None, None]
    again = list(renderer.pieces())
    assert all(np.array_equal(a.clip.samples, b.clip.samples) for a, b in zip(pieces, again, strict=True))


def test_a_line_that_fails_is_told_and_the_rest_goes_on(make: type[Made]) -> None:
    made = make("one\ncrash! now\ntwo")
    told: list[int] = []
    report = made.renderer().render(CancelToken(), on_failed=lambda failed: told.append(failed.line.number))
    assert report.rendered == 2
    assert told == [2]
    assert isinstance(report.failed[0].error, EngineCrashed)
    failure = made.project.state.script.lines[1].failure
    assert failure is not None
    assert isinstance(failure.error, EngineCrashed)
    assert [line.number for line in made.renderer().todo()] == [2]
    assert [piece.line for piece in made.renderer().pieces()] == [1, 3]


def test_an_error_of_a_voice_is_met_once_and_other_voices_go_on(make: type[Made], tmp_path: Path) -> None:
    lost = Voice("lost-1", "Lost", references=(Reference(tmp_path / "lost.wav", "x"),))
    made = make("[Lost] one\n[Lost] two\nthree")
    report = made.renderer(lost).render(CancelToken())
    assert report.rendered == 1
    assert [one.line.number for one in report.failed] == [1, 2]
    assert all(isinstance(one.error, ReferenceMissing) for one in report.failed)
    assert report.failed[0].error is report.failed[1].error


def test_an_engine_that_dies_at_every_line_is_asked_three_times(make: type[Made]) -> None:
    made = make("\n".join(f"crash! {number}" for number in range(5)))
    renderer = made.renderer()
    report = renderer.render(CancelToken())
    assert report.rendered == 0
    assert len(report.failed) == 5
    assert len({id(one.error) for one in report.failed}) == 3


def test_lines_of_a_voice_that_is_not_here_fail_and_their_takes_stand(make: type[Made]) -> None:
    made = make("one\ntwo")
    made.renderer().render(CancelToken())
    made.edit(1, "three")
    unknown = {BELL.id: VoiceUnknown(voice=BELL.id)}
    report = made.renderer(unknown=unknown).render(CancelToken())
    assert (report.rendered, report.kept) == (0, 1)
    assert [one.error for one in report.failed] == [unknown[BELL.id]]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount")
def test_a_full_disk_ends_the_render_and_nothing_that_was_stored_is_lost(
    tmp_path: Path, synthesizer: Synthesizer
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=True)
    try:
        made = Made(disk / "a.sottovoce", "\n".join(["so many words in a line"] * 60), synthesizer)
        with pytest.raises(DiskFull):
            made.renderer().render(CancelToken())
        stored = sum(made.takes)
        assert 0 < stored < 60
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        report = made.renderer().render(CancelToken())
        assert (report.kept, report.rendered) == (stored, 60 - stored)
        assert made.takes == [1] * 60
        made.project.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_what_was_spoken_before_a_cancel_is_kept(make: type[Made]) -> None:
    made = make("one\ntwo\nthree")
    cancel = CancelToken()

    def stop(progress: RenderProgress) -> None:
        if progress.line == 2:
            cancel.cancel()

    with pytest.raises(JobCancelled):
        made.renderer().render(cancel, on_progress=stop)
    assert made.takes == [1, 0, 0]
    assert made.renderer().render(CancelToken()).rendered == 2

"""``render``: projects and texts into files, broken off and carried on, with all that can be wrong."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.cli.main import main
from core.model.audio import AudioClip
from core.model.script import Recipe, Script, Take
from core.projects.project import Project
from core.projects.state import EmbeddedVoice, ProjectSettings, ProjectState
from tests.command_line import CommandLine
from tests.input.conftest import tone
from tests.waiting import comes_true

ECHO = ("--engine", "echo", "--seed", "7")


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    path = tmp_path / "chapter.txt"
    path.write_text("# Chapter 1\n\none two [pause 0.5s] three\n[# a note]\nfour 5\n")
    return path


def project(path: Path, text: str, **settings: object) -> Path:
    chosen = ProjectSettings(**{"voice": "echo:bell", "engine": "echo", "language": "en", **settings})
    Project.create(path, ProjectState(Script.from_text(text), chosen)).close()
    return path


def works(sottovoce: CommandLine) -> list[Path]:
    return list(sottovoce.home.glob("cache/renders/[!.]*.sottovoce"))


def takes(path: Path) -> list[int]:
    opened = Project.open(path, read_only=True)
    try:
        return [len(line.takes) for line in opened.state.script.lines]
    finally:
        opened.close()


def test_a_text_becomes_a_file_and_leaves_no_work_behind(sottovoce: CommandLine, chapter: Path) -> None:
    words = ("-o", "out.flac", *ECHO, "--loudness", "podcast", "--tag", "title=One=two", "--json")
    result = sottovoce("render", "-", *words, stdin=chapter.read_bytes())
    assert result.code == 0, result.err
    made = result.json
    assert (made["rendered"], made["kept"], made["failed"], made["lines"]) == (3, 0, [], 3)
    assert made["format"] == "flac"
    (file,) = made["files"]
    with soundfile.SoundFile(sottovoce.folder / "out.flac") as written:
        assert written.frames / written.samplerate == pytest.approx(file["duration_s"], abs=0.001)
        assert written.title == "One=two"
    assert file["loudness_lufs"] == pytest.approx(-16, abs=0.5)
    assert works(sottovoce) == []
    assert list(sottovoce.files()) == ["out.flac"]


def test_a_project_s_takes_are_never_spoken_again_unless_options_ask_for_others(
    sottovoce: CommandLine, tmp_path: Path
) -> None:
    path = project(tmp_path / "book.sottovoce", "one\ntwo\n")
    first = sottovoce("render", path, "-o", "a.wav", "--json")
    assert first.json["rendered"] == 2, first.err
    again = sottovoce("render", path, "-o", "b.wav", "--json", "--resume")
    assert (again.json["rendered"], again.json["kept"]) == (0, 2)
    assert (sottovoce.folder / "b.wav").read_bytes() == (sottovoce.folder / "a.wav").read_bytes()
    assert takes(path) == [1, 1, 0]
    fast = sottovoce("render", path, "-o", "b.wav", "--speed", "2", "--json")
    assert fast.json["rendered"] == 2, fast.err
    assert (sottovoce.folder / "b.wav").stat().st_size < (sottovoce.folder / "a.wav").stat().st_size


def test_takes_are_delivered_where_their_engine_and_voice_are_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project(folder / "book.sottovoce", "one\n\n", engine="ghost", voice="ghost-1")
    opened = Project.open(path)
    clip = AudioClip(tone(24_000, 1.0), 24_000)
    opened.add_take(0, Take(Recipe("one", "ghost-1", "ghost", "en"), clip))
    opened.close()
    assert main(["render", str(path), "-o", "out.wav", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] == 1
    opened = Project.open(path)
    script = opened.state.script
    lines = (*script.lines[:1], replace(script.lines[1], text="two"), *script.lines[2:])
    opened.keep(replace(opened.state, script=replace(script, lines=lines)))
    opened.close()
    assert main(["render", str(path), "-o", "out.wav", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "render_incomplete"
    assert "ghost-1" in error["message"]


def test_a_text_that_was_killed_is_carried_on(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join(f"line number {number} of many words" for number in range(12)))
    slow = (*ECHO, "--param", "step_s=0.02")
    command = ("render", path, "-o", "out.wav", "--json", *slow)
    killed = sottovoce.start(*command)

    def stored() -> int:
        return sum(sum(takes(one)) for one in works(sottovoce))

    try:
        assert comes_true(lambda: stored() >= 3, 60)
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    kept = stored()
    assert 3 <= kept < 12
    result = sottovoce(*command, "--resume")
    assert result.code == 0, result.err
    assert (result.json["kept"], result.json["rendered"]) == (kept, 12 - kept)
    assert works(sottovoce) == []
    whole = (sottovoce.folder / "out.wav").read_bytes()
    assert sottovoce(*command).json["rendered"] == 12
    assert (sottovoce.folder / "out.wav").read_bytes() == whole


def test_a_polite_kill_says_how_to_go_on(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join("many words of one line" for _ in range(50)))
    started = sottovoce.start("render", path, "-o", "out.wav", *ECHO, "--param", "step_s=0.02")
    try:
        assert comes_true(lambda: any(sum(takes(one)) for one in works(sottovoce)), 60)
    finally:
        started.send_signal(signal.SIGINT)
        _, err = started.communicate()
    assert started.returncode == 130
    assert b"--resume" in err
    assert not (sottovoce.folder / "out.wav").exists()
    sottovoce.assert_nothing_runs()


def test_a_line_that_fails_keeps_the_file_from_being_written(sottovoce: CommandLine, tmp_path: Path) -> None:
    path = project(tmp_path / "book.sottovoce", "one\ncrash! now\ntwo\n")
    result = sottovoce.refused(1, "render_incomplete", "render", path, "-o", "out.wav")
    assert "Lines: 2" in result.error["message"]
    assert 'line 2 failed ("crash! now")' in result.err
    skipped = sottovoce("render", path, "-o", "out.wav", "--skip-failed", "--json")
    assert skipped.code == 1
    assert [(one["line"], one["code"]) for one in skipped.json["failed"]] == [(2, "engine_crashed")]
    assert skipped.json["kept"] == 2
    assert soundfile.info(sottovoce.folder / "out.wav").duration > 0.2


def test_a_project_is_one_by_whatever_name_and_what_no_engine_allows_is_told_of_its_lines(
    sottovoce: CommandLine, tmp_path: Path
) -> None:
    path = project(tmp_path / "a book", "one\n", speed=0.0)
    result = sottovoce.refused(1, "render_incomplete", "render", path, "-o", "out.wav")
    assert "speed" in result.err


def test_a_line_in_another_voice_sounds_like_it(
    sottovoce: CommandLine, tmp_path: Path, recording: Path
) -> None:
    assert sottovoce("voices", "add", recording, "--name", "Ana", "--text", "aaa").code == 0
    path = tmp_path / "two.txt"
    path.write_text("one two\n[Ana] three four\n[Carl] five\n")
    result = sottovoce("render", path, "-o", "out", "--layout", "stems", "--format", "wav16", *ECHO, "--json")
    assert result.code == 0, result.err
    names = {Path(file["path"]).name for file in result.json["files"]}
    assert names == {"out - Bell.wav", "out - Ana.wav"}
    samples, rate_hz = soundfile.read(sottovoce.folder / "out" / "out - Ana.wav")
    loudest = float(np.argmax(np.abs(np.fft.rfft(samples)))) * rate_hz / len(samples)
    assert loudest == pytest.approx(220, rel=0.05)


def test_a_voice_that_travels_in_the_project_speaks_where_the_library_lacks_it(
    sottovoce: CommandLine, tmp_path: Path, recording: Path
) -> None:
    added = sottovoce("voices", "add", recording, "--name", "Ana", "--text", "aaa", "--json").json
    voice = added["voice"]["id"] if "voice" in added else added["id"]
    shared = tmp_path / "ana.svoice"
    assert sottovoce("voices", "export", voice, "-o", shared).code == 0
    assert sottovoce("voices", "remove", voice).code == 0
    path = project(tmp_path / "book.sottovoce", "[Ana] one two\n[Carl] three\n")
    opened = Project.open(path)
    opened.put_voice(EmbeddedVoice(voice, "Ana", shared.read_bytes()))
    opened.close()
    result = sottovoce("render", path, "-o", "out.wav", "--layout", "stems", "--json")
    assert result.code == 0, result.err
    assert [one["code"] for one in result.json["warnings"]] == ["mark_unknown"]
    assert "[Carl]" in result.err
    names = [Path(file["path"]).name for file in result.json["files"]]
    assert names == ["out - Ana.wav", "out - Bell.wav"]
    assert sottovoce("project", "info", path, "--json").json["stale"] == 0
    samples, rate_hz = soundfile.read(sottovoce.folder / names[0])
    loudest = float(np.argmax(np.abs(np.fft.rfft(samples)))) * rate_hz / len(samples)
    assert loudest == pytest.approx(220, rel=0.05)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a text, with notes that have no words, and with what is no project."""
    path = tmp_path / "work"
    path.mkdir()
    monkeypatch.chdir(path)
    for name, text in (("chapter.txt", "one"), ("chapter.sottovoce", "one"), ("notes.txt", "[# nothing]")):
        (path / name).write_text(text)
    return path


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (1, "project_missing", ("no.sottovoce", "-o", "out.wav")),
        (1, "text_file_unreadable", ("no.txt", "-o", "out.wav")),
        (2, "format_unknown", ("chapter.txt", "-o", "out.xyz")),
        (2, "format_clash", ("chapter.txt", "-o", "out.mp3", "--format", "flac")),
        (2, "usage_error", ("chapter.txt", "-o", "-")),
        (2, "usage_error", ("chapter.txt",)),
        (2, "usage_error", ("chapter.txt", "-o", "out.wav", "--loudness", "loud")),
        (2, "usage_error", ("chapter.txt", "-o", "out.wav", "--voice", "a", "--reference", "b.wav")),
        (2, "usage_error", ("", "-o", "out.wav")),
        (2, "usage_error", ("chapter.txt", "-o", "out.mp3", "--tag", "colour=red")),
        (1, "cover_unreadable", ("chapter.txt", "-o", "out.mp3", "--tag", "cover=no.png")),
        (2, "template_invalid", ("chapter.txt", "-o", "out.mp3", "--layout", "lines", "--names", "{nobody}")),
        (2, "usage_error", ("chapter.txt", "-o", "out.wav", "--again", "1")),
        (2, "engine_unknown", ("chapter.txt", "-o", "out.wav", "--engine", "nobody")),
        (2, "parameter_invalid", ("chapter.txt", "-o", "out.wav", "--speed", "99")),
        (1, "folder_missing", ("chapter.txt", "-o", "no/out.wav")),
        (1, "not_a_project", ("chapter.sottovoce", "-o", "out.wav")),
        (1, "nothing_to_export", ("notes.txt", "-o", "out.wav")),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_spoken(
    folder: Path, capsys: pytest.CaptureFixture[str], code: int, error: str, words: tuple[str, ...]
) -> None:
    before = sorted(folder.iterdir())
    assert main(["render", "--json", *words]) == code
    assert json.loads(capsys.readouterr().out)["error"]["code"] == error
    assert sorted(folder.iterdir()) == before


def test_a_project_that_another_program_has_is_read_but_not_changed(
    sottovoce: CommandLine, tmp_path: Path
) -> None:
    path = project(tmp_path / "book.sottovoce", "one\n")
    held = Project.open(path)
    try:
        sottovoce.refused(1, "project_in_use", "render", path, "-o", "out.wav")
        clip = AudioClip(tone(24_000, 1.0), 24_000)
        held.add_take(0, Take(Recipe("one", "echo:bell", "echo", "en"), clip))
        done = sottovoce("render", path, "-o", "out.wav", "--json")
        assert (done.code, done.json["kept"]) == (0, 1), done.err
    finally:
        held.close()


@pytest.mark.parametrize("where", ["{folder}/weights", "../folder/weights", "..", "weights"])
def test_a_received_project_does_not_say_where_weights_are(
    sottovoce: CommandLine, tmp_path: Path, where: str
) -> None:
    (sottovoce.folder / "weights").mkdir()
    path = project(tmp_path / "a.sottovoce", "one", model=where.format(folder=sottovoce.folder))
    result = sottovoce.refused(1, "project_weights_elsewhere", "render", path, "-o", "a.wav")
    assert "models add" in result.error["remedy"]
    named = sottovoce("render", path, "-o", "a.wav", "--model", tmp_path / "mine", "--json")
    assert named.json["error"]["code"] == "render_incomplete"
    assert sottovoce("project", "info", path, "--json").json["todo"] == 1

"""``sottovoce project``, as a program."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.realign import realign
from core.projects.project import Project
from core.projects.rescue import rescue
from tests.command_line import CommandLine
from tests.core.projects.makers import take

TEXTS = {
    "mark and mixed ends": b"\xef\xbb\xbfUm.\r\n\r\nDois.\nTr\xc3\xaas.",
    "utf-16": "One.\r\nTwo — три.\r\n".encode("utf-16"),
    "windows-1252": "Ação “já” — 5 €\rfim\r".encode("cp1252"),
    "shift jis": "これはテストです。\r\n二行目。〜①\r\n".encode("cp932"),
    "blanks": b"  \t\n\nOne.   \n\n\n",
    "odd signs": "a\u2028b\x0bc\x0cd\x85e\r\n".encode(),
}


FORMAT = Path(__file__).parents[3] / "docs" / "project-format.md"


def documented(word: str) -> set[str]:
    """Return the fields that docs/project-format.md names for an action."""
    (row,) = [
        row for row in FORMAT.read_text(encoding="utf-8").split("\n") if row.startswith(f"| `project {word}`")
    ]
    fields = row.split("|")[2].split(";")[0]
    return set(re.findall("`([a-z_]+)`", fields))


@pytest.mark.parametrize("data", TEXTS.values(), ids=list(TEXTS))
def test_a_text_comes_out_byte_for_byte(sottovoce: CommandLine, tmp_path: Path, data: bytes) -> None:
    text, project = tmp_path / "Texto é.txt", tmp_path / "Projeto é.sottovoce"
    text.write_bytes(data)
    assert sottovoce("project", "new", str(project), "--text", str(text)).code == 0
    exported = sottovoce("project", "export-text", str(project))
    assert (exported.code, exported.out) == (0, data)


def test_markdown_comes_out_byte_for_byte_too(sottovoce: CommandLine, tmp_path: Path) -> None:
    text, project = tmp_path / "text.md", tmp_path / "a.sottovoce"
    text.write_bytes(b"# Title\r\n\r\nSome *words*,\r\nand more.\r\n")
    assert sottovoce("project", "new", str(project), "--text", str(text)).code == 0
    assert sottovoce("project", "export-text", str(project)).out == text.read_bytes()


def test_an_edited_text_keeps_encoding_mark_and_line_ends(sottovoce: CommandLine, tmp_path: Path) -> None:
    text, path = tmp_path / "text.txt", tmp_path / "a.sottovoce"
    text.write_bytes(b"\xef\xbb\xbfUm.\r\nDois.\r\n")
    sottovoce("project", "new", str(path), "--text", str(text))
    project = Project.open(path)
    project.keep(replace(project.state, script=realign(project.state.script, 0, 1, ["Uma.", "Outra."])))
    project.close()
    assert sottovoce("project", "export-text", str(path)).out == b"\xef\xbb\xbfUma.\r\nOutra.\r\nDois.\r\n"


def test_what_is_in_it_is_told_while_it_is_written_to(sottovoce: CommandLine, tmp_path: Path) -> None:
    text, path = tmp_path / "text.txt", tmp_path / "a.sottovoce"
    text.write_text("One.\n\n[# only a comment]\nTwo.\nThree.\nFour.\n", encoding="utf-8")
    words = ("--voice", "starter:heart", "--speed", "1.25", "--seed", "7", "--language", "en-US")
    assert sottovoce("project", "new", str(path), "--text", str(text), *words).code == 0
    project = Project.open(path)
    settings = project.state.settings
    assert (settings.engine, settings.voice, settings.speed) == ("starter", "starter:heart", 1.25)
    assert (settings.seed, settings.seed_locked, settings.language) == (7, True, "en-US")
    for line, words_spoken in ((0, "One."), (3, "Something else.")):
        made = take(words_spoken)
        recipe = replace(
            made.recipe, voice="starter:heart", language="en-US", seed=7, parameters=(), model=""
        )
        project.add_take(line, replace(made, recipe=recipe))
    result = sottovoce("project", "info", str(path), "--json")
    assert result.code == 0
    found = result.json
    assert set(found) == documented("info")
    counted = {name: found[name] for name in ("lines", "takes", "rendered", "stale", "todo", "failed")}
    assert counted == {"lines": 4, "takes": 2, "rendered": 1, "stale": 1, "todo": 2, "failed": 0}
    assert found["audio_s"] == pytest.approx(0.2)
    assert "process" in found["used_by"]
    assert sottovoce("project", "check", str(path)).code == 0
    assert sottovoce("project", "export-text", str(path)).out == text.read_bytes()
    busy = sottovoce("project", "rescue", str(path), str(tmp_path / "b.sottovoce"), "--json")
    assert (busy.code, busy.json["error"]["code"]) == (1, "project_in_use")
    project.close()
    assert sottovoce("project", "info", str(path)).code == 0


def test_a_damaged_one_is_told_and_rescued(sottovoce: CommandLine, tmp_path: Path) -> None:
    path, new = tmp_path / "a.sottovoce", tmp_path / "b.sottovoce"
    project = Project.create(path)
    project.add_take(0, take("One."))
    project.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"fLaC")
    data[at + 2000 : at + 2010] = bytes(10)
    path.write_bytes(data)
    result = sottovoce("project", "check", str(path), "--json")
    assert (result.code, result.json["error"]["code"]) == (1, "project_damaged")
    result = sottovoce("project", "rescue", str(path), str(new), "--json")
    assert (result.code, result.json["takes_lost"], result.json["whole"]) == (0, 1, False)
    assert set(result.json) == documented("rescue")
    checked = sottovoce("project", "check", str(new), "--json")
    assert (checked.code, set(checked.json)) == (0, documented("check"))
    with pytest.raises(Exception, match="output_exists"):
        rescue(path, new)


def test_misuse_is_told_apart_from_failure(sottovoce: CommandLine, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("One.", encoding="utf-8")
    path = tmp_path / "a.sottovoce"
    for words, code in (
        (("project",), 2),
        (("project", "new", str(path)), 2),
        (("project", "new", str(path), "--text", str(text), "--speed", "fast"), 2),
        (("project", "new", str(path), "--text", str(tmp_path / "none.txt")), 1),
        (("project", "new", str(tmp_path / "none" / "a.sottovoce"), "--text", str(text)), 1),
        (("project", "new", "", "--text", str(text)), 2),
        (("project", "info", str(path)), 1),
        (("project", "check", str(text)), 1),
        (("project", "export-text", str(tmp_path)), 1),
    ):
        result = sottovoce(*words)
        assert result.code == code, words
        assert b"Traceback" not in result.err.encode()
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".sottovoce"] == []


def test_a_project_names_weights_and_gives_no_folder(sottovoce: CommandLine, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Hi.\n")
    words = ("project", "new", tmp_path / "a.sottovoce", "--text", text, "--engine", "echo")
    refused = sottovoce(*words, "--model", tmp_path, "--json")
    assert (refused.code, refused.error["code"]) == (1, "project_weights_elsewhere")
    assert not (tmp_path / "a.sottovoce").exists()
    assert sottovoce(*words, "--model", "fine-tune").code == 0

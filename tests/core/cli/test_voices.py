"""``sottovoce voices``: of one's own voices, and sharing them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.core.voices.hostile import BOMB, REFERENCE, Part, packed, zipped

ECHO = ("--engine", "echo")


def add(sottovoce: CommandLine, *words: object) -> dict[str, object]:
    result = sottovoce("voices", "add", *words, "--json")
    assert result.code == 0, result.err
    return result.json


def test_consent_is_kept_with_its_day(sottovoce: CommandLine, recording: Path) -> None:
    voice = add(sottovoce, recording, "--consent", "permission", "--consent-note", "by letter")
    today = date.today().isoformat()
    said = {"whose": "permission", "stated_on": today, "note": "by letter", "shared": False}
    assert voice["consent"] == said
    assert sottovoce("voices", "show", voice["id"], "--json").json == voice
    shown = sottovoce("voices", "show", voice["id"]).out.decode()
    assert f"with permission on {today} by letter" in shown
    bare = add(sottovoce, recording)
    assert bare["consent"] == {"whose": "not_stated", "stated_on": "", "note": "", "shared": False}
    assert "not stated" in sottovoce("voices", "show", bare["id"]).out.decode()
    sottovoce.refused(2, "usage_error", "voices", "add", recording, "--consent", "stolen")


def test_several_files_are_recordings_of_one_voice(
    sottovoce: CommandLine, recording: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.wav"
    second.write_bytes(recording.read_bytes())
    words = ("--name", "Anna", "--language", "pt-BR", "--text", "um", "--text", "dois")
    voice = add(sottovoce, recording, second, *words)
    assert [one["text"] for one in voice["references"]] == ["um", "dois"]
    assert (voice["name"], voice["language"]) == ("Anna", "pt-BR")
    row = next(row for row in sottovoce("voices", "list").out.decode().splitlines() if voice["id"] in row)
    assert "2 references, 6.0 s, whose: not stated, words known" in row
    assert sottovoce("say", "Hi.", *ECHO, "--voice", "Anna", "-o", "out.wav").code == 0
    sottovoce.refused(2, "usage_error", "voices", "add", recording, "--text", "a", "--text", "b")
    sottovoce.refused(2, "setting_invalid", "voices", "add", recording, "--language", "../pt")
    sottovoce.refused(1, "reference_missing", "voices", "add", recording, "gone.wav")
    assert len(sottovoce("voices", "list", "--json").json["voices"]) == 3, "all of them or none"


def test_a_voice_without_words_is_added_with_a_warning(sottovoce: CommandLine, recording: Path) -> None:
    result = sottovoce("voices", "add", recording, "--name", "Anna")
    assert result.code == 0
    assert "warning: What is said in Anna is not known" in result.err
    assert "models get whisper-base" in result.err
    assert "warning" not in sottovoce("voices", "add", recording, "--text", "hum").err


def test_a_name_will_do_where_only_one_has_it(sottovoce: CommandLine, recording: Path) -> None:
    anna = add(sottovoce, recording, "--name", "Ânna B.", "--text", "hum")
    say = ("say", "Hi.", *ECHO, "-o", "out.wav", "--voice")
    for name in ("Ânna B.", "anna b.", anna["id"]):
        assert sottovoce("voices", "show", name, "--json").json["id"] == anna["id"]
        assert sottovoce(*say, name).code == 0
    again = add(sottovoce, recording, "--name", "anna b.")
    assert sottovoce("voices", "show", "Ânna B.", "--json").json["id"] == anna["id"], "as it is written"
    for words in (("voices", "show"), ("voices", "remove"), say):
        error = sottovoce.refused(2, "voice_ambiguous", *words, "ANNA B.").error
        assert anna["id"] in error["message"]
        assert again["id"] in error["message"]
    assert sottovoce("voices", "remove", "anna b.").code == 0
    sottovoce.refused(1, "voice_unknown", "voices", "show", "nobody")
    sottovoce.refused(2, "usage_error", "voices", "show", "echo:bell")


def test_a_preset_is_found_by_its_name_too(sottovoce: CommandLine, recording: Path) -> None:
    assert sottovoce("say", "Hi.", "--voice", "starter", "-o", "out.wav").code == 0
    assert sottovoce("say", "Hi.", *ECHO, "--voice", "Bell", "-o", "out.wav").code == 0
    own = add(sottovoce, recording, "--name", "Bell", "--text", "hum")
    error = sottovoce.refused(
        2, "voice_ambiguous", "say", "Hi.", *ECHO, "--voice", "Bell", "-o", "o.wav"
    ).error
    assert own["id"] in error["message"]
    assert "echo:bell" in error["message"]
    assert sottovoce("say", "Hi.", *ECHO, "--voice", own["id"], "-o", "out.wav").code == 0


def test_a_voice_goes_into_a_file_and_comes_back(
    sottovoce: CommandLine, recording: Path, tmp_path: Path
) -> None:
    voice = add(sottovoce, recording, "--name", "Ânna", "--text", "hum", "--consent", "mine")
    file = tmp_path / "Ânna.svoice"
    exported = sottovoce("voices", "export", "Ânna", "-o", file, "--json").json
    assert exported == {"id": voice["id"], "path": str(file), "size_bytes": file.stat().st_size}
    there = sottovoce("voices", "import", file)
    assert (there.code, there.out.decode().strip()) == (0, voice["id"])
    assert "already" in there.err
    assert sottovoce("voices", "remove", "Ânna").code == 0
    back = sottovoce("voices", "import", file, "--json").json
    assert back["was_there"] is False
    assert (back["name"], back["references"][0]["text"]) == ("Ânna", "hum")
    assert (back["consent"]["whose"], back["consent"]["shared"]) == ("mine", True)
    sottovoce.refused(2, "usage_error", "voices", "export", "Ânna")
    sottovoce.refused(1, "folder_missing", "voices", "export", "Ânna", "-o", "gone/a.svoice")


@pytest.mark.parametrize("kind", ["a recording", "a bomb", "a program", "nothing"])
def test_a_file_that_is_no_voice_is_refused(
    sottovoce: CommandLine, recording: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "eve.svoice"
    match kind:
        case "a recording":
            file.write_bytes(recording.read_bytes())
        case "a bomb":
            file.write_bytes(zipped([Part(b"voice.toml", b""), packed(REFERENCE, BOMB)]))
        case "a program":
            file.write_bytes(zipped([Part(b"setup.exe", b"MZ")]))
    error = sottovoce.refused(1, "voice_file_refused", "voices", "import", file).error
    assert "Reason: " in error["message"]
    assert len(sottovoce("voices", "list", "--json").json["voices"]) == 2


def test_a_removed_voice_is_restored_by_its_id(sottovoce: CommandLine, recording: Path) -> None:
    voice = add(sottovoce, recording, "--text", "hum", "--consent", "mine")
    removed = sottovoce("voices", "remove", voice["id"])
    assert f'"voices restore {voice["id"]}"' in removed.err
    sottovoce.refused(1, "voice_unknown", "voices", "show", voice["id"])
    assert sottovoce("voices", "restore", voice["id"], "--json").json == voice
    assert sottovoce("voices", "show", voice["id"], "--json").json == voice
    for wrong in (voice["id"], "nobody", "../.."):
        sottovoce.refused(1, "voice_unknown", "voices", "restore", wrong)

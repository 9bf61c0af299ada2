"""``engines``, ``voices list`` and ``doctor``."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from core.paths import Paths
from core.services.app import Services
from core.settings import Settings
from tests.command_line import CommandLine, make_studio


def test_engines_as_json(sottovoce: CommandLine) -> None:
    result = sottovoce("engines", "--json")
    assert result.code == 0
    assert set(result.json) == {"engines", "not_installed", "problems"}
    starter, echo = result.json["engines"]
    assert (starter["id"], starter["environment"], starter["clones"]) == ("starter", "studio", False)
    assert (echo["id"], echo["environment"], echo["clones"]) == ("echo", "echo", True)
    assert echo["parameters"][0] == {
        "name": "steps",
        "kind": "integer",
        "default": 4,
        "minimum": 1,
        "maximum": 10000,
        "label": "Steps",
        "unit": "",
    }
    assert starter["code_licence"]["spdx"] == "Apache-2.0"


def test_engines_that_are_not_installed_are_named_with_the_step_to_take(sottovoce: CommandLine) -> None:
    absent = {item["engine"]: item for item in sottovoce("engines", "--json").json["not_installed"]}
    assert set(absent) == {"f5", "kokoro", "xtts"}
    assert absent["f5"]["remedy"] == "Install it: python3 packaging/bootstrap.py --engines f5"
    lines = sottovoce("engines", "list").out.decode().splitlines()
    assert any(line.startswith("f5: not installed, takes 5.9 GB. Install it: ") for line in lines)


def test_engines_as_a_table(sottovoce: CommandLine) -> None:
    result = sottovoce("engines")
    head, *rows = result.out.decode().splitlines()
    assert head.startswith("ID")
    assert rows[0].startswith("starter")
    assert rows[1].startswith("echo")
    assert any("steps" in row and "1 to 10000" in row for row in rows)


def test_a_broken_engine_is_a_problem_beside_the_others(sottovoce: CommandLine) -> None:
    result = sottovoce("engines", "--json")
    problems = {problem["engine"]: problem for problem in result.json["problems"]}
    assert set(problems) == {"echo_broken", "echo_endless", "echo_misnamed"}
    for problem in problems.values():
        assert problem["code"] == "engine_not_installed"
        assert problem["remedy"]
    assert "libecho.so.7" in problems["echo_broken"]["message"]
    assert sottovoce("engines").err.count("problem: ") == 3
    words = ("say", "Hi.", "--engine", "echo_broken", "-o", "out.wav")
    assert "libecho.so.7" in sottovoce.refused(1, "engine_not_installed", *words).error["message"]


def test_an_environment_without_an_interpreter_is_a_problem(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "environments"
    python = make_studio(root)
    (root / "echo" / "bin" / "python").unlink()
    (root / "echo" / "bin" / "python").write_text("#!/bin/sh\nexit 3\n")
    (root / "echo" / "bin" / "python").chmod(0o755)
    sottovoce = CommandLine(python, home, tmp_path / "work")
    result = sottovoce("doctor", "--json")
    assert result.code == 0
    assert any("echo" in problem["message"] for problem in result.json["problems"])
    assert sottovoce("say", "Hi.", "-o", "out.wav").code == 0


def test_voices_as_json(sottovoce: CommandLine, recording: Path) -> None:
    services = Services.create(
        Paths.find({"SOTTOVOCE_HOME": str(sottovoce.home)}), Settings.load(Paths.find(), {})
    )
    voice = services.voices.add_reference(recording, "a hum").voice
    services.close()
    result = sottovoce("voices", "list", "--json")
    assert set(result.json) == {"voices", "problems"}
    assert [one["id"] for one in result.json["voices"]] == ["starter:heart", "echo:bell", voice.id]
    reference = result.json["voices"][2]
    assert (reference["kind"], reference["name"]) == ("reference", "reference")
    assert reference["reference"]["text"] == "a hum"
    assert reference["reference"]["duration_s"] == pytest.approx(3.0)
    spoken = sottovoce("say", "Hi.", "--engine", "echo", "--voice", voice.id, "-o", "out.wav", "--json")
    assert spoken.code == 0, spoken.err
    sottovoce.refused(2, "reference_not_used", "say", "Hi.", "--voice", voice.id, "-o", "o.wav")


def test_voices_as_a_table(sottovoce: CommandLine) -> None:
    rows = sottovoce("voices", "list").out.decode().splitlines()
    assert rows[1].split()[0] == "starter:heart"


def test_recordings_are_added_listed_and_removed(sottovoce: CommandLine, recording: Path) -> None:
    added = sottovoce("voices", "add", recording, "--name", "Anna", "--text", "a hum")
    assert added.code == 0, added.err
    (voice_id,) = added.out.decode().split()
    assert voice_id.startswith("anna-")
    bare = sottovoce("voices", "add", recording, "--json").json
    assert (bare["name"], bare["reference"]["text"]) == ("reference", "")
    rows = sottovoce("voices", "list").out.decode().splitlines()
    assert any(row.startswith(voice_id) and row.endswith("words known") for row in rows)
    assert any(row.startswith(bare["id"]) and row.endswith("words missing") for row in rows)
    assert sottovoce("voices", "remove", voice_id).code == 0
    assert voice_id not in sottovoce("voices", "list").out.decode()
    sottovoce.refused(1, "voice_unknown", "voices", "remove", voice_id)
    sottovoce.refused(2, "usage_error", "voices", "remove", "starter:heart")
    sottovoce.refused(1, "reference_missing", "voices", "add", "gone.wav")


def test_a_text_beside_an_added_recording_is_its_words(sottovoce: CommandLine, recording: Path) -> None:
    recording.with_suffix(".txt").write_text("a hum\n")
    assert sottovoce("voices", "add", recording, "--json").json["reference"]["text"] == "a hum"


def test_doctor_as_json(sottovoce: CommandLine) -> None:
    result = sottovoce("doctor", "--json", environ={"LOW_VRAM": "yes"})
    assert result.code == 0
    report = result.json
    assert report["settings"]["low_vram"] == {
        "value": True,
        "policy": "on",
        "source": "environment",
        "detail": "LOW_VRAM",
        "engines": [],
        "need_bytes": None,
        "card_bytes": None,
    }
    assert report["settings"]["speed"] == {"value": 1.0, "source": "default", "detail": ""}
    assert report["python"]["version"].startswith("3.")
    assert report["platform"]["system"]
    assert [one["name"] for one in report["environments"]] == ["studio", "echo"]
    assert [one["engines"] for one in report["environments"]] == [["starter"], ["echo"]]
    assert any(one["name"] == "echo-engine" for one in report["environments"][1]["packages"])
    assert report["gpu"]["simulated"] is None
    assert report["models"]["folder"] == str(sottovoce.home / "models")
    assert isinstance(report["audio"]["output_devices"], list)
    for problem in report["problems"]:
        assert all(problem[key] for key in ("code", "message", "remedy"))


def test_doctor_as_text(sottovoce: CommandLine) -> None:
    result = sottovoce("doctor", "--simulate-gpu=4GB")
    text = result.out.decode()
    assert result.code == 0
    for section in ("Program", "Environments", "Graphics card", "Sound", "Models", "Settings", "Verdict"):
        assert f"\n{section}\n" in f"\n{text}"
    assert "Low VRAM: off (automatic: Starter needs 0.2 GB of 4.0 GB, 15 % to spare included)" in text
    assert "(simulated, not real)" in text


def test_doctor_lists_the_cards_to_choose_from(sottovoce: CommandLine) -> None:
    result = sottovoce("doctor", "--simulate-gpu=4GB,8GB", "--gpu=SIM-1")
    text = result.out.decode()
    assert "Simulated GPU 1 (4.0 GB), 4.0 GB (simulated, not real), SIM-1, the one in use\n" in text
    assert "Simulated GPU 2 (8.0 GB), 8.0 GB (simulated, not real), SIM-2\n" in text
    assert "gpu = SIM-1 (command line --gpu)" in text


def test_a_card_that_is_not_there_is_misuse(sottovoce: CommandLine) -> None:
    result = sottovoce("say", "hello", "--simulate-gpu=4GB,8GB", environ={"SOTTOVOCE_GPU": "SIM-3"})
    assert result.code == 2
    assert "SIM-1 (Simulated GPU 1 (4.0 GB)), SIM-2" in result.err


def test_doctor_says_what_is_wrong_with_the_settings(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    file = sottovoce.home / "settings.toml"
    file.write_text('theme = "pink"\n')
    assert "line" in _remedy(sottovoce, "setting_not_allowed")
    file.write_text("theme = ")
    assert "mend the file" in _remedy(sottovoce, "settings_file_broken")
    file.mkdir()
    assert "delete it" in _remedy(sottovoce, "settings_file_unreadable")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('engine = "f6"', "engine_unknown"),
        ('engine = ""', "engine_unknown"),
        ('engine = "xtts"', "engine_not_installed"),
        ("speed = 4.0", "speed_beyond"),
        ('voice = "nobody"', "voice_unknown"),
        ('voice = "starter:nobody"', "voice_unknown"),
    ],
)
def test_doctor_finds_kept_choices_that_cannot_be_used(sottovoce: CommandLine, line: str, code: str) -> None:
    sottovoce.home.mkdir()
    file = sottovoce.home / "settings.toml"
    file.write_text(f"{line}\n")
    problems = sottovoce("doctor", "--json").json["problems"]
    (remedy,) = (problem["remedy"] for problem in problems if str(file) in problem["remedy"])
    assert code in [problem["code"] for problem in problems]
    assert f'"{line.partition(" ")[0]}"' in remedy


def test_doctor_is_content_with_choices_that_can_be_used(sottovoce: CommandLine) -> None:
    sottovoce.home.mkdir()
    (sottovoce.home / "settings.toml").write_text('engine = "echo"\nspeed = 2.0\nvoice = "starter:heart"\n')
    problems = sottovoce("doctor", "--json").json["problems"]
    assert [problem for problem in problems if "settings.toml" in problem["remedy"]] == []


def _remedy(sottovoce: CommandLine, code: str) -> str:
    """Return what the doctor advises about a problem that it finds."""
    result = sottovoce("doctor", "--json")
    assert result.code == 0
    assert result.json["verdict"] != "all is well"
    (remedy,) = (problem["remedy"] for problem in result.json["problems"] if problem["code"] == code)
    return str(remedy)


def test_doctor_looks_at_folders_that_are_closed(sottovoce: CommandLine, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    # root may look into any folder, unless it lays that right down
    lay_down = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    done = subprocess.run(
        [*(lay_down if os.geteuid() == 0 else []), *sottovoce.words("doctor", "--json")],
        capture_output=True,
        env=sottovoce.environ({"SOTTOVOCE_HOME": str(closed / "home")}),
        check=False,
    )
    closed.chmod(0o700)
    assert done.returncode == 0, done.stderr
    problems = {problem["code"]: problem for problem in json.loads(done.stdout)["problems"]}
    assert str(closed) in problems["folder_not_writable"]["message"]

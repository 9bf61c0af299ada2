"""How the bootstrap's command line is read."""

import re

import pytest

from core.cli.parser import parse
from core.errors import UsageError
from core.install.commands import COMMAND_WORDS, Misuse, Plan, no_screen, plan_of
from core.install.installers import private_environ


@pytest.mark.parametrize(
    ("line", "plan"),
    [
        ("", Plan("studio")),
        ("--simulate-gpu 4GB", Plan("studio", ("--simulate-gpu", "4GB"))),
        ("--low-vram=on --debug", Plan("studio", ("--low-vram=on", "--debug"))),
        ("--low-vram=on say Hi", Plan("sottovoce", ("--low-vram=on", "say", "Hi"))),
        ("--simulate-gpu 4GB doctor", Plan("sottovoce", ("--simulate-gpu", "4GB", "doctor"))),
        ("--engines f5 --debug say Hi", Plan("sottovoce", ("--debug", "say", "Hi"), ("f5",))),
        ("say Hello -o out.wav --json", Plan("sottovoce", ("say", "Hello", "-o", "out.wav", "--json"))),
        ("doctor --engines x", Plan("sottovoce", ("doctor", "--engines", "x"))),
        ("--version", Plan("sottovoce", ("--version",))),
        ("nonsense", Plan("sottovoce", ("nonsense",))),
        ("python bench.py --fast", Plan("python", ("bench.py", "--fast"))),
        ("test -k wire -x", Plan("test", ("-k", "wire", "-x"))),
        ("repair", Plan("repair")),
        ("uninstall", Plan("uninstall")),
        ("--help", Plan("help")),
        ("--engines starter", Plan("install", (), ("starter",))),
        ("--engines=starter,f5", Plan("install", (), ("starter", "f5"))),
        ("--engines f5 say Hi", Plan("sottovoce", ("say", "Hi"), ("f5",))),
        ("--engines f5 --debug", Plan("studio", ("--debug",), ("f5",))),
        ("--engines f5 --dry-run", Plan("dry-run", (), ("f5",))),
        ("--engines f5,xtts --dry-run --json", Plan("dry-run", ("--json",), ("f5", "xtts"))),
        ("--dry-run", Plan("studio", ("--dry-run",))),
        ("--engines f5 --engines kokoro test", Plan("test", (), ("f5", "kokoro"))),
    ],
)
def test_the_line_is_read(line: str, plan: Plan) -> None:
    assert plan_of(line.split()) == plan


def test_text_to_say_may_look_like_anything() -> None:
    assert plan_of(["say", "", "--engines"]) == Plan("sottovoce", ("say", "", "--engines"))


@pytest.mark.parametrize(
    "line",
    [
        "--engines",
        "--engines=",
        "--engines ,",
        "--engines --debug",
        "uninstall all",
        "repair x",
        "--engines f5 --dry-run say",
    ],
)
def test_misuse_is_told(line: str) -> None:
    with pytest.raises(Misuse):
        plan_of(line.split())


def test_it_knows_the_words_of_the_command_line() -> None:
    with pytest.raises(UsageError) as refused:
        parse(["nonsense"])

    assert set(re.findall(r"'(\w+)'", refused.value.reason)) == {*COMMAND_WORDS, "nonsense"}


@pytest.mark.parametrize(
    ("platform", "environ", "without"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("darwin", {}, False),
        ("win32", {}, False),
    ],
)
def test_a_session_without_a_screen_is_known(platform: str, environ: dict[str, str], without: bool) -> None:
    assert no_screen(platform, environ) is without


def test_what_is_started_sees_no_other_python_and_sends_nothing():
    environ = {"PATH": "/bin", "PYTHONHOME": "/elsewhere", "ORT_DISABLE_TELEMETRY": "0"}
    assert private_environ(environ) == {"PATH": "/bin", "ORT_DISABLE_TELEMETRY": "1"}

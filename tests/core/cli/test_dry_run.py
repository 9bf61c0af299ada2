"""``say --dry-run`` answers before anything is spoken."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine

ECHO = ("say", "one two three", "--engine", "echo", "--dry-run")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--simulate-gpu=4GB"], "Fits on the simulated GPU: needs 1.3 of 3.5 GB free · less than 5 s"),
        (
            ["--simulate-gpu=1GB"],
            "Does not fit on the simulated GPU: needs 1.3 GB, 0.9 GB free, 0.1 GB used by other "
            "programs. Close some of them. Or use the CPU (--device cpu).",
        ),
        (["--simulate-gpu=1GB", "--device=cpu"], "On the CPU, as you chose · less than 5 s"),
    ],
)
def test_the_answer_is_one_line(sottovoce: CommandLine, options: list[str], line: str) -> None:
    result = sottovoce(*ECHO, "-o", "out.wav", *options)
    assert (result.code, result.out.decode()) == (0, line + "\n")
    assert not (sottovoce.home.parent / "out.wav").exists()


def test_the_answer_as_json(sottovoce: CommandLine) -> None:
    answer = sottovoce(*ECHO, "--json", "--simulate-gpu=1GB").json
    assert answer["fits"] is False
    assert answer["need_bytes"] == 1_300_000_000
    assert answer["room_bytes"] == 875_000_000
    assert (answer["device"], answer["steps"], answer["leaving"]) == ("cuda (simulated)", [], [])


def test_what_is_wrong_is_still_refused(sottovoce: CommandLine) -> None:
    sottovoce.refused(2, "parameter_invalid", *ECHO, "--speed", "99")

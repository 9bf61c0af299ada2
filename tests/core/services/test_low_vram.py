"""The Low VRAM mode in words."""

from __future__ import annotations

import pytest

from core.model.card_need import CardNeed
from core.model.policy import LowVramPolicy
from core.paths import Paths
from core.services.low_vram import describe_low_vram
from core.settings import CommandLineValue, Settings


def described(
    environ: dict[str, str], click: object = None, need: CardNeed | None = None, **options: object
) -> str:
    settings = Settings.load(Paths.find(), environ, options)
    if click is not None:
        settings.click("low_vram", click)
    return describe_low_vram(settings.low_vram(need))


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "off (automatic)"),
        ({"LOW_VRAM": "1"}, "on (environment LOW_VRAM)"),
        ({"LOW_VRAM": "off"}, "off (environment LOW_VRAM)"),
        ({"LOW_VRAM": "auto"}, "off (automatic, environment LOW_VRAM)"),
    ],
)
def test_who_set_it(environ: dict[str, str], words: str) -> None:
    assert described(environ) == words


@pytest.mark.parametrize(
    ("engines", "need_gb", "words"),
    [
        (
            ("XTTS v2",),
            2.66,
            "off (automatic: XTTS v2 needs 2.7 GB of 4.0 GB, 15 % to spare included)",
        ),
        (
            ("F5-TTS", "XTTS v2"),
            4.3,
            "on (automatic: F5-TTS and XTTS v2 need 4.3 GB of 4.0 GB, 15 % to spare included)",
        ),
        (
            ("F5-TTS", "XTTS v2", "Bark"),
            9,
            "on (automatic: F5-TTS, XTTS v2 and Bark need 9.0 GB of 4.0 GB, 15 % to spare included)",
        ),
    ],
)
def test_automatic_says_what_it_decided_by(engines: tuple[str, ...], need_gb: float, words: str) -> None:
    assert described({}, need=CardNeed(engines, int(need_gb * 1e9), 4 * 10**9)) == words


def test_automatic_that_was_asked_for_says_where_and_why() -> None:
    need = CardNeed(("XTTS v2",), 2_700_000_000, 4 * 10**9)
    words = "XTTS v2 needs 2.7 GB of 4.0 GB, 15 % to spare included"
    assert described({"LOW_VRAM": "auto"}, need=need) == f"off (automatic, environment LOW_VRAM: {words})"


def test_a_click_names_what_it_overrides() -> None:
    assert (
        described({"LOW_VRAM": "true"}, click="off")
        == "off (set in the window; LOW_VRAM=true in the environment is overridden)"
    )


def test_a_click_that_says_the_same_overrides_nothing() -> None:
    assert described({"LOW_VRAM": "true"}, click="on") == "on (set in the window)"


def test_the_command_line_names_what_it_overrides() -> None:
    value = CommandLineValue("off", "--no-low-vram", "--no-low-vram")
    assert (
        described({"LOW_VRAM": "yes"}, low_vram=value)
        == "off (command line --no-low-vram; LOW_VRAM=yes in the environment is overridden)"
    )


def test_all_weaker_ones_are_named() -> None:
    words = described(
        {"LOW_VRAM": "1"},
        click=LowVramPolicy.OFF,
        low_vram=CommandLineValue("on", "--low-vram", "--low-vram=on"),
    )
    assert words == (
        "off (set in the window; --low-vram=on on the command line is overridden; "
        "LOW_VRAM=1 in the environment is overridden)"
    )

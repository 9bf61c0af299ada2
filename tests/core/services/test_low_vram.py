"""The Low VRAM mode in words."""

from __future__ import annotations

import pytest

from core.model import policy
from core.model.policy import LowVramPolicy
from core.paths import Paths
from core.services.low_vram import describe_low_vram
from core.settings import CommandLineValue, Settings


def described(
    environ: dict[str, str], click: object = None, card: int | None = None, **options: object
) -> str:
    settings = Settings.load(Paths.find(), environ, options)
    if click is not None:
        settings.click("low_vram", click)
    mode = settings.low_vram(card)
    assert policy.describe_low_vram(mode) == f"Low VRAM: {describe_low_vram(mode)}", (
        "the host's log says the same"
    )
    return describe_low_vram(mode)


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


def test_automatic_on_a_small_card() -> None:
    assert described({}, card=4 * 10**9) == "on (automatic)"


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

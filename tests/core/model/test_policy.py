"""The mode in force, and who set it, in words for the log."""

from __future__ import annotations

import pytest

from core.model.policy import DEFAULT_LOW_VRAM, LowVramPolicy, describe_low_vram, resolve_low_vram
from core.model.sourced import Source, Sourced

ON, OFF, AUTO = LowVramPolicy.ON, LowVramPolicy.OFF, LowVramPolicy.AUTO
VARIABLE = Sourced(ON, Source.ENVIRONMENT, "LOW_VRAM", text="true")


@pytest.mark.parametrize(
    ("policy", "card_bytes", "words"),
    [
        (VARIABLE, None, "Low VRAM: on (environment LOW_VRAM)"),
        (
            Sourced(OFF, Source.WINDOW, "", (VARIABLE,)),
            None,
            "Low VRAM: off (set in the window; LOW_VRAM=true in the environment is overridden)",
        ),
        (Sourced(ON, Source.COMMAND_LINE, "--low-vram"), None, "Low VRAM: on (command line --low-vram)"),
        (DEFAULT_LOW_VRAM, 4 * 10**9, "Low VRAM: on (automatic)"),
        (DEFAULT_LOW_VRAM, 8 * 10**9, "Low VRAM: off (automatic)"),
        (Sourced(AUTO, Source.FILE, "settings.toml"), None, "Low VRAM: off (automatic, settings.toml)"),
    ],
)
def test_the_mode_in_words(policy, card_bytes, words):
    assert describe_low_vram(resolve_low_vram(policy, card_bytes)) == words

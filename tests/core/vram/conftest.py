"""What the tests of the VRAM manager stand on."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="module")
def quick_releases(only_what_is_new_is_collected: None) -> None:
    """Let releases collect what is new only."""

"""What the tests of the VRAM manager stand on."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def only_what_is_new_is_collected() -> Iterator[None]:
    """Hide what is there already from the garbage collector: each release has it go through everything.

    In a run of thousands of tests that is seconds for each release.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()

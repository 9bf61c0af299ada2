"""What the tests of several services share."""

from __future__ import annotations

import pytest

from core.paths import Paths
from core.settings import Settings


@pytest.fixture
def settings() -> Settings:
    """Return settings that nobody has touched."""
    return Settings.load(Paths.find(), {})

"""The command line with the starter engine and a small cloning one."""

from __future__ import annotations

from tests.input.conftest import recording, sottovoce, studio_python

__all__ = ["recording", "sottovoce", "studio_python"]

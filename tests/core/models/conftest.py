"""A small model on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.models.weights import Tiny
from tests.file_server import FileServer, file_server


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server({}) as running:
        yield running


@pytest.fixture
def tiny(tmp_path: Path, server: FileServer) -> Tiny:
    return Tiny(tmp_path / "models", server)

"""Clients that are closed at the end, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.host.client import HostClient, HostOptions
from core.install.environments import Environment
from core.model.events import MemorySample

NewClient = Callable[..., HostClient]


@pytest.fixture
def samples() -> list[MemorySample]:
    """Return the list that clients' memory samples go to."""
    return []


@pytest.fixture
def new_client(
    echo_environment: Environment, samples: list[MemorySample], tmp_path: Path
) -> Iterator[NewClient]:
    """Return a function that makes a client; its arguments are those of the options."""
    clients: list[HostClient] = []

    def make(environment: Environment = echo_environment, **options: Any) -> HostClient:
        options.setdefault("log_file", tmp_path / "logs" / "host.log")
        client = HostClient(environment, HostOptions(**options), on_memory=samples.append)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()
    assert psutil.Process().children(recursive=True) == []


@pytest.fixture
def client(new_client: NewClient) -> HostClient:
    """Return a client of the echo engine's environment."""
    return new_client()

"""What the tests of several engines share; the torch ones import it only when they ask."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="module")
def quick_releases(only_what_is_new_is_collected: None) -> None:
    """Let models that are closed collect what is new only."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return tiny checkpoints of F5 and XTTS, with small parts."""
    import torch

    import core.engines.f5.loading
    from tests.checkpoints.f5 import build_f5
    from tests.checkpoints.xtts import build_xtts, small_parts

    assert core.engines.f5.loading
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("models")
    with small_parts():
        return {"f5": build_f5(root / "f5"), "xtts": build_xtts(root / "xtts")}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a recording."""
    from tests.checkpoints.sounds import write_reference

    return write_reference(tmp_path_factory.mktemp("references") / "reference.wav")

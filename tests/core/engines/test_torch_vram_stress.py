"""A short run of `benchmarks/vram_stress.py`: F5 and XTTS in real hosts, one of which is killed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.stress_plan import PACKAGES
from benchmarks.vram_stress import run
from core.install.environments import Environment
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.xtts import build_xtts

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.mark.timeout(300)
def test_thirty_mixed_jobs_lose_nothing_and_end_at_the_baseline(tmp_path: Path) -> None:
    import core.engines.f5.loading

    assert core.engines.f5.loading
    weights = {"f5": build_f5(tmp_path / "f5"), "xtts": build_xtts(tmp_path / "xtts")}
    environment = Environment("torch", Path(sys.executable), PACKAGES)
    done = run(30, 1, [environment], weights, tmp_path)
    outcome = done.outcome
    assert done.ledger.wrong == []
    assert (outcome.jobs, outcome.lost, outcome.doubled, outcome.baseline_ok) == (30, 0, 0, True)
    assert outcome.real_jobs >= 3
    assert outcome.kills >= 1

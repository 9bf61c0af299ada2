"""benchmarks/gpu_check.py, rehearsed: a stage that no longer fits the product fails here, before a card."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engines

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "gpu_check.py"


@pytest.mark.timeout(400)
def test_a_rehearsal_runs_every_stage_that_needs_no_card():
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--rehearse"], capture_output=True, text=True, check=False
    )
    outcomes = {row[1]: row[2] for row in _rows(run.stdout)}
    assert run.returncode == 3, run.stdout + run.stderr
    assert "failed" not in outcomes.values(), run.stdout
    assert [name for name, outcome in outcomes.items() if outcome == "ok"] == [
        "torch's build",
        "small computations",
        "f5 in fp32: load, speak, release",
        "xtts in fp32: load, speak, release",
        "switches through the manager",
        "f5: parked and back",
        "xtts: parked and back",
    ]


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.count("|") == 4]

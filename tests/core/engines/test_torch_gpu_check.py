"""benchmarks/gpu_check.py, rehearsed: a stage that no longer fits the product fails here, before a card."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engines

MEASURED = {
    *("held", "f5_switch", "xtts_switch", "xtts_disk", "memcpy_ratio", "peak_4gb", "peak_3gb", "peak_2gb"),
    *("cancel", "leak", "half_latents", "lease", "growth", "first_sound"),
}
SCRIPT = Path(__file__).parents[3] / "benchmarks" / "gpu_check.py"


@pytest.mark.timeout(600)
def test_a_rehearsal_runs_every_stage_that_needs_no_card(tmp_path: Path) -> None:
    written = tmp_path / "rows.json"
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--rehearse", "--json", str(written)],
        capture_output=True,
        text=True,
        check=False,
    )
    outcomes = {row[1]: row[2] for row in _rows(run.stdout)}
    assert run.returncode == 3, run.stdout + run.stderr
    assert "failed" not in outcomes.values(), run.stdout
    assert [name for name, outcome in outcomes.items() if outcome == "SKIPPED"] == [
        "driver and card",
        "kernels for the card",
        "estimates against the peaks",
        "meter against the driver",
    ]
    assert list(outcomes.values()).count("ok") == 17
    rows = json.loads(written.read_text())
    assert {row["name"] for row in rows} == MEASURED
    assert all(isinstance(row["value"], int | float) for row in rows)


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.count("|") == 4]

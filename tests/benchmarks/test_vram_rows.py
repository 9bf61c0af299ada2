"""The frame of benchmarks/vram.py: rows, the file, the exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import vram
from benchmarks.vram_row import Row


@pytest.mark.parametrize(
    ("value", "compare", "met"),
    [(1.5, "<=", True), (1.6, "<=", False), (1.5, ">=", True), (1.4, ">=", False)],
)
def test_a_row_is_met_on_its_targets_good_side(value: float, compare: str, met: bool) -> None:
    row = Row("memcpy_ratio", value, 1.5, "times", compare)
    assert row.met is met
    assert ("MISSED" in row.cells()) is not met


@pytest.mark.parametrize(("values", "code"), [((1.0, 2.0), 0), ((1.0, 3.5), 1)])
def test_the_file_holds_every_row_and_the_exit_code_says_whether_all_are_met(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    values: Sequence[float],
    code: int,
) -> None:
    def measure(value: float) -> vram.Measure:
        return lambda bench: [Row(f"row{value:g}", value, 3.0, "s", "<=", "a note")]

    monkeypatch.setattr(vram, "MEASURES", {str(value): measure(value) for value in values})
    path = tmp_path / "rows.json"
    only = ",".join(map(str, values))
    monkeypatch.setattr("sys.argv", ["vram.py", "--json", str(path), "--only", only])
    assert vram.main() == code
    rows = json.loads(path.read_text())
    assert [(row["name"], row["value"], row["met"]) for row in rows] == [
        (f"row{value:g}", value, value <= 3) for value in values
    ]
    assert {"name", "value", "target", "unit", "compare", "met"} <= set(rows[0])
    assert "row1" in capsys.readouterr().out

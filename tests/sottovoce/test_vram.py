"""The public surface of the VRAM manager: the program in the docs runs, and says what is true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sottovoce.vram

ROOT = Path(__file__).parents[2]


def test_the_program_in_the_docs_runs(tmp_path):
    text = (ROOT / "docs" / "vram.md").read_text(encoding="utf-8")
    program = tmp_path / "program.py"
    program.write_text(text.partition("```python\n")[2].partition("```")[0], encoding="utf-8")
    run = subprocess.run([sys.executable, program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "sketch on cuda (simulated) ['busy', 'absent', 'absent']",
        "oil on cuda (simulated) ['on_disk', 'busy', 'absent']",
        "sketch on cuda (simulated) ['busy', 'on_disk', 'absent']",
        "kept: ['sketch']",
        "refused: needs 8.50 GB, 3.25 GB could be had",
        "held in the end: 0",
    ]


def test_the_page_has_all_its_names_and_fits_on_one():
    assert all(hasattr(sottovoce.vram, name) for name in sottovoce.vram.__all__)
    lines = Path(sottovoce.vram.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) < 100

"""What an environment must show before it is put in its place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.host.self_test import try_out

DESCRIPTION = """
from core.model.engine import EngineDescription, Licence
FREE = Licence("MIT", "free")
class Engine:
    description = EngineDescription("{id}", "Name", "studio", "1", ("en",), 24000, FREE, FREE)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that installs a package with one engine, as pip would."""

    def put(engine_id: str, trial: str) -> None:
        body = DESCRIPTION.format(id=engine_id)
        if trial:
            body += f"    def try_out(self):\n        {trial}\n"
        (tmp_path / f"package_{engine_id}.py").write_text(body)
        info = tmp_path / f"package_{engine_id}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: package_{engine_id}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(
            f"[sottovoce.engines]\n{engine_id} = package_{engine_id}:Engine\n"
        )
        monkeypatch.delitem(sys.modules, f"package_{engine_id}", raising=False)

    monkeypatch.syspath_prepend(str(tmp_path))
    return put


def test_an_engine_with_weights_of_its_own_speaks(capsys) -> None:
    try_out(["starter"], ["json"])
    assert int(capsys.readouterr().out.split()[-2]) > 10_000


def test_an_engine_may_bring_a_trial_or_none(install, capsys) -> None:
    install("trying", "return 77")
    install("shy", "")
    try_out(["trying", "shy"], [])
    assert "spoke 77 samples" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("trial", "error", "told"),
    [
        ("return 0", RuntimeError, "trying gave no sound"),
        ("raise OSError('a library is missing')", OSError, "a library is missing"),
    ],
)
def test_a_trial_that_fails_is_told(install, trial: str, error: type[Exception], told: str) -> None:
    install("trying", trial)
    with pytest.raises(error, match=told):
        try_out(["trying"], [])


def test_missing_modules_and_engines_are_told() -> None:
    with pytest.raises(ImportError, match="package_that_is_not_there"):
        try_out([], ["package_that_is_not_there"])
    with pytest.raises(RuntimeError, match="engine nobody: not found"):
        try_out(["nobody"], [])

import sys
from pathlib import Path

import pytest

from core.engines.registry import load_engines

BODY = """
from core.model.engine import EngineDescription, Licence
FREE = Licence("MIT", "free")
class Engine:
    description = EngineDescription("{id}", "Name", "studio", "1", ("en",), 24000, FREE, FREE)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that installs a package with one engine, as pip would."""

    def put(engine_id: str, body: str, package: str = "") -> None:
        package = package or f"engine_package_{engine_id}"
        (tmp_path / f"{package}.py").write_text(body)
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[sottovoce.engines]\n{engine_id} = {package}:Engine\n")
        monkeypatch.delitem(sys.modules, package, raising=False)

    monkeypatch.syspath_prepend(str(tmp_path))
    return put


def test_the_starter_engine_is_found_by_its_entry_point():
    engines, broken = load_engines()
    assert engines["starter"].description.id == "starter"
    assert "starter" not in broken


def test_a_third_partys_engine_is_found(install):
    install("tiny", BODY.format(id="tiny"))
    engines, broken = load_engines()
    assert engines["tiny"].description.name == "Name"
    assert list(engines) == sorted(engines)
    assert not broken


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise OSError('no such library')", "OSError: no such library"),
        ("import package_that_is_not_there", "ModuleNotFoundError"),
        ("class Engine:\n    def __init__(self):\n        1 / 0", "ZeroDivisionError"),
        ("class Engine:\n    description = 'words'", "not an EngineDescription"),
        ("class Engine:\n    pass", "AttributeError"),
        (BODY.format(id="other"), "calls itself 'other'"),
        ("", "AttributeError"),
    ],
)
def test_a_broken_engine_is_said_and_hurts_no_other(install, body: str, reason: str):
    install("bad", body)
    engines, broken = load_engines()
    assert "starter" in engines
    assert list(broken) == ["bad"]
    assert reason in broken["bad"]


def test_two_packages_with_one_name_are_both_refused(install):
    install("twin", BODY.format(id="twin"), "first_package")
    install("twin", BODY.format(id="twin"), "second_package")
    engines, broken = load_engines()
    assert "twin" not in engines
    assert "two packages" in broken["twin"]

"""Which environments are found, and which engines in them: by metadata on disk alone."""

import sys
from pathlib import Path

import pytest

from core.install.environments import Environment, find_environments, own_engine_ids, packages
from core.install.layout import MARKER_NAME, environment_python, write_stamp


def make_environment(folder: Path, distributions: dict[str, list[str]]) -> Path:
    """Make what the search looks at: an interpreter's file, and packages with engines as metadata."""
    python = environment_python(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    library = "Lib/site-packages" if sys.platform == "win32" else "lib/python3.11/site-packages"
    for name, engines in distributions.items():
        info = folder / library / f"{name.replace('-', '_')}-1.5.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n")
        lines = ["[sottovoce.engines]", *(f"{engine} = {engine}.engine:make" for engine in engines)]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n[console_scripts]\nother = x:y\n")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / MARKER_NAME).touch()
    return tmp_path


def test_the_running_environment_comes_first_and_is_called_studio() -> None:
    first = find_environments()[0]

    assert first.name == "studio"
    assert first.python == Path(sys.executable)
    assert "starter" in first.engine_ids


def test_siblings_bring_their_engines(root: Path) -> None:
    studio = make_environment(root / "studio", {"sottovoce": ["starter"]})
    make_environment(root / "torch", {"third-party": ["clone", "another"]})

    found = find_environments(studio)

    assert found == [
        Environment("studio", environment_python(studio), ("starter",)),
        Environment("torch", environment_python(root / "torch"), ("another", "clone")),
    ]


def test_without_the_marker_a_sibling_is_a_stranger(tmp_path: Path) -> None:
    studio = make_environment(tmp_path / "studio", {"sottovoce": ["starter"]})
    make_environment(tmp_path / "torch", {"third-party": ["clone"]})

    assert [environment.name for environment in find_environments(studio)] == ["studio"]


@pytest.mark.parametrize("name", ["studio.partial-77-0", "torch.old-77", "test"])
def test_what_is_unfinished_replaced_or_for_tests_holds_no_engines(root: Path, name: str) -> None:
    studio = make_environment(root / "studio", {"sottovoce": ["starter"]})
    make_environment(root / name, {"third-party": ["clone"]})

    assert [environment.name for environment in find_environments(studio)] == ["studio"]


def test_the_test_environment_has_no_siblings(root: Path) -> None:
    make_environment(root / "studio", {"sottovoce": ["starter"]})
    make_environment(root / "torch", {"third-party": ["clone"]})
    running = make_environment(root / "test", {"sottovoce": ["starter"]})

    assert find_environments(running) == [Environment("studio", environment_python(running), ("starter",))]


def test_a_folder_without_an_interpreter_is_none(root: Path) -> None:
    studio = make_environment(root / "studio", {"sottovoce": ["starter"]})
    make_environment(root / "torch", {"third-party": ["clone"]})
    environment_python(root / "torch").unlink()

    assert [environment.name for environment in find_environments(studio)] == ["studio"]


def test_of_our_own_engines_an_environment_has_those_it_was_made_for(root: Path) -> None:
    ours = ["starter", "f5", "xtts"]
    studio = make_environment(root / "studio", {"sottovoce": ours})
    torch = make_environment(root / "torch", {"sottovoce": ours, "third-party": ["clone"]})
    write_stamp(studio, {"engines": ["starter"]})
    write_stamp(torch, {"engines": ["f5", "xtts"]})

    engines = {environment.name: environment.engine_ids for environment in find_environments(studio)}

    assert engines == {"studio": ("starter",), "torch": ("clone", "f5", "xtts")}


def test_without_a_stamp_an_environment_has_all_that_is_named_in_it(root: Path) -> None:
    studio = make_environment(root / "studio", {"sottovoce": ["starter", "f5"]})
    torch = make_environment(root / "torch", {"sottovoce": ["starter", "f5"], "third-party": ["clone"]})
    write_stamp(torch, {"engines": ["f5"]})

    found = [environment.engine_ids for environment in find_environments(studio)]

    assert found == [("f5", "starter"), ("clone", "f5")]


def test_our_own_engines_are_known_wherever_they_live() -> None:
    assert own_engine_ids() == ["f5", "kokoro", "starter", "xtts"]


def test_packages_are_named_with_their_versions(root: Path) -> None:
    folder = make_environment(root / "torch", {"third-party": [], "Alpha": []})
    broken = next((folder / "lib").glob("*/site-packages")) / "broken-1.0.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_text("Metadata-Version: 2.1\n")

    environment = Environment("torch", environment_python(folder), ())

    assert packages(environment) == [("Alpha", "1.5"), ("third-party", "1.5")]


def test_the_search_imports_no_engine() -> None:
    before = set(sys.modules)
    find_environments()

    assert not {"hibari", "onnxruntime", "torch"} & (set(sys.modules) - before)

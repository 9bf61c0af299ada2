"""The environments as data, and when one is up to date."""

import shutil
from pathlib import Path

import pytest

import core
from core.install.build import is_current
from core.install.layout import environment_python, environments_root, write_stamp
from core.install.sets import EnvironmentSet, UnknownEngines, digest, load_sets, sets_for_engines

CHECKOUT = Path(core.__file__).parents[1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "sottovoce/__init__.py", "packaging"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if (CHECKOUT / name).is_dir() else shutil.copyfile
        copy(CHECKOUT / name, tmp_path / name)
    return tmp_path


def plus(sets: dict[str, EnvironmentSet], name: str, engines: tuple[str, ...]) -> dict[str, EnvironmentSet]:
    """Return the sets and one more, as a later release will bring."""
    studio = sets["studio"]
    more = EnvironmentSet(name, "", engines, studio.requirements, 1, (), {})
    return {**sets, name: more}


def test_engines_are_found_by_name_and_the_studio_is_always_there() -> None:
    sets = plus(load_sets(CHECKOUT), "torch", ("f5", "xtts"))

    assert sets_for_engines(sets, []) == ["studio"]
    assert sets_for_engines(sets, ["starter"]) == ["studio"]
    assert sets_for_engines(sets, ["xtts", "f5", "starter"]) == ["studio", "torch"]
    assert sets_for_engines(sets, ["torch"]) == ["studio", "torch"]


def test_unknown_engines_are_all_named_with_the_known() -> None:
    with pytest.raises(UnknownEngines) as caught:
        sets_for_engines(load_sets(CHECKOUT), ["starter", "f6", "kokoro-test", "test"])

    assert caught.value.unknown == ["f6", "kokoro-test", "test"]
    assert caught.value.known == ["f5", "kokoro", "starter", "studio", "torch", "xtts"]


def make_current(checkout: Path) -> None:
    studio = load_sets(checkout)["studio"]
    folder = environments_root(checkout) / "studio"
    environment_python(folder).parent.mkdir(parents=True)
    environment_python(folder).touch()
    assert not is_current(studio, checkout)
    write_stamp(folder, {"digest": digest(studio, checkout)})
    assert is_current(studio, checkout)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pyproject.toml", "[project.scripts]", '[project.scripts]\nother = "core:x"'),
        ("pyproject.toml", "hatchling>=", "hatchling>"),
        ("packaging/requirements/studio.txt", "cffi==", "cffi==9"),
        ("packaging/environments.toml", '"Core",', ""),
        ("sottovoce/__init__.py", "__version__ =", "__version__  ="),
    ],
)
def test_an_environment_is_outdated_when_what_it_was_made_from_changes(
    checkout: Path, file: str, old: str, new: str
) -> None:
    make_current(checkout)
    text = (checkout / file).read_text(encoding="utf-8")
    assert old in text

    (checkout / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    assert not is_current(load_sets(checkout)["studio"], checkout)


def test_settings_of_the_checks_and_other_sets_leave_an_environment_current(checkout: Path) -> None:
    make_current(checkout)
    text = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    (checkout / "pyproject.toml").write_text(text.replace("line-length = 110", "line-length = 99"))
    with (checkout / "packaging" / "environments.toml").open("a") as table:
        table.write('[other]\nabout=""\nengines=["f6"]\nrequirements="requirements/studio.txt"\n')
        table.write("needs_mb=1\nself_test=[]\nkeep=[]\n")

    assert is_current(load_sets(checkout)["studio"], checkout)


def test_an_environment_is_outdated_when_the_checkout_has_moved(checkout: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(checkout, moved, ignore=shutil.ignore_patterns("moved"))

    here, there = (digest(load_sets(place)["studio"], place) for place in (checkout, moved))

    assert here != there


def test_an_environment_without_its_interpreter_is_not_current(checkout: Path) -> None:
    studio = load_sets(checkout)["studio"]
    folder = environments_root(checkout) / "studio"
    folder.mkdir(parents=True)
    write_stamp(folder, {"digest": digest(studio, checkout)})

    assert not is_current(studio, checkout)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"digest": 3}', "\x00\xff"])
def test_a_broken_stamp_is_none(checkout: Path, content: str) -> None:
    folder = environments_root(checkout) / "studio"
    environment_python(folder).parent.mkdir(parents=True)
    environment_python(folder).touch()
    (folder / "sottovoce-stamp.json").write_bytes(content.encode("latin-1"))

    assert not is_current(load_sets(checkout)["studio"], checkout)

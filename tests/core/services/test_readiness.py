"""Whether an engine's weights are where they are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.model.engine import EngineDescription, ModelFile
from core.paths import Paths
from core.services.catalogue import own_engines
from core.services.readiness import READY, State, find_all_weights, find_weights, not_installed

WITH_WEIGHTS = [one for one in own_engines() if one.takes_model_folder]


@pytest.fixture
def paths() -> Paths:
    return Paths.find()


def put(folder: Path, file: ModelFile) -> None:
    path = folder / (file.pickles or file.names)[0].replace("*", "_1")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"weights")


def test_engines_with_weights_say_which_files_they_are() -> None:
    assert {one.id for one in WITH_WEIGHTS} == {"f5", "kokoro", "xtts"}
    assert all(one.model_files for one in WITH_WEIGHTS)


@pytest.mark.parametrize("description", WITH_WEIGHTS, ids=lambda one: one.id)
def test_without_a_folder_one_is_suggested_and_all_files_are_named(
    paths: Paths, description: EngineDescription
) -> None:
    found = find_weights(paths, description)
    assert found.state is State.WEIGHTS_MISSING
    assert found.folder == paths.models_dir / description.id / "default"
    assert len(found.missing) == sum(file.needed for file in description.model_files)


@pytest.mark.parametrize("description", WITH_WEIGHTS, ids=lambda one: one.id)
def test_each_file_is_missed_until_it_is_there(paths: Paths, description: EngineDescription) -> None:
    folder = paths.models_dir / description.id / "mine"
    folder.mkdir(parents=True)
    needed = [file for file in description.model_files if file.needed]
    for number, file in enumerate(needed):
        found = find_weights(paths, description)
        assert found.folder == folder
        assert found.missing == tuple(one.names + one.pickles for one in needed[number:])
        put(folder, file)
    found = find_weights(paths, description)
    assert (found.state, found.model, found.models) == (State.READY, "mine", ("mine",))


def test_weights_that_come_in_the_package_are_there(paths: Paths) -> None:
    starter = next(one for one in own_engines() if one.id == "starter")
    assert find_all_weights(paths, [starter]) == {"starter": READY}


def test_what_is_not_installed_has_a_size() -> None:
    assert not_installed("f5").state is State.NOT_INSTALLED
    assert not_installed("f5").size_bytes > 4_000_000_000
    assert not_installed("nobody").size_bytes == 0

"""Where weights lie when nobody says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.kokoro.engine import make_engine
from core.paths import Paths
from core.services.models import default_model_folder, model_folders

KOKORO = make_engine().description


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, cache=tmp_path, logs=tmp_path)


def test_without_weights_the_place_for_them_is_named(paths: Paths):
    assert default_model_folder(paths, KOKORO) == paths.models_dir / "kokoro"


def test_the_first_whole_folder_is_taken(paths: Paths):
    place = paths.models_dir / "kokoro"
    for name in ("v1.1", "v1.0", ".hidden", "a.part"):
        (place / name).mkdir(parents=True)
    (place / "a-file").write_text("")
    assert default_model_folder(paths, KOKORO) == place / "v1.0"
    assert [folder.name for folder in model_folders(paths, "kokoro")] == ["v1.0", "v1.1"]
    assert model_folders(paths, "f5") == []


def test_an_engine_that_also_speaks_without_a_folder_gets_only_one_that_is_there(paths: Paths):
    own = replace(KOKORO, sizes=replace(KOKORO.sizes, download_bytes=0))
    assert default_model_folder(paths, own) is None
    (paths.models_dir / "kokoro" / "more").mkdir(parents=True)
    assert default_model_folder(paths, own) == paths.models_dir / "kokoro" / "more"


def test_an_engine_with_weights_in_its_package_has_no_folder(paths: Paths):
    assert default_model_folder(paths, replace(KOKORO, takes_model_folder=False)) is None

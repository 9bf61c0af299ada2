"""Where weights lie when nobody says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.f5.engine import make_engine as make_f5
from core.engines.kokoro.engine import make_engine
from core.errors import ProjectWeightsElsewhere
from core.models.ledger import Ledger
from core.paths import Paths
from core.services.models import (
    check_named,
    default_model_folder,
    model_folders,
    named_model_folder,
    said_languages,
    with_weights,
)

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


def test_weights_speak_what_was_said_for_them_and_others_what_their_engine_does(paths: Paths) -> None:
    f5 = make_f5().description
    for name in ("own", "pt"):
        (paths.models_dir / "f5" / name).mkdir(parents=True)
    Ledger(paths.models_dir).say_languages("f5/pt", ("pt-BR",))
    folder = paths.models_dir / "f5"
    assert with_weights(paths, f5, folder / "pt").languages == ("pt-BR",)
    assert with_weights(paths, f5, folder / "own") is f5
    assert with_weights(paths, f5, paths.models_dir.parent / "elsewhere" / "pt") is f5
    assert with_weights(paths, f5, None) is f5
    assert said_languages(paths, "f5", ["own", "pt"]) == {"pt": ("pt-BR",)}
    Ledger(paths.models_dir).say_languages("f5/pt", ())
    assert with_weights(paths, f5, folder / "pt") is f5


def test_a_name_means_weights_that_were_added_and_no_folder_beside_the_program(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    (here / "pt").mkdir(parents=True)
    monkeypatch.chdir(here)
    assert named_model_folder(paths, "f5", Path("pt")) == Path("pt")
    with pytest.raises(ProjectWeightsElsewhere):
        check_named(paths, "f5", "pt")
    own = paths.models_dir / "f5" / "pt"
    own.mkdir(parents=True)
    assert named_model_folder(paths, "f5", Path("pt")) == own
    assert [check_named(paths, "f5", name) for name in ("pt", "not here yet", "")] == [
        "pt",
        "not here yet",
        "",
    ]

"""Where PyTorch's builds come from, and who said so."""

from __future__ import annotations

from pathlib import Path

import pytest

import core
from core.install.engines import plan_for
from core.install.hardware import WINDOWS, Card, Machine, Nvidia
from core.install.packages import packages_for
from core.install.sets import load_sets
from core.install.torch_index import TorchIndex, WrongIndex, index_of_environment
from core.model.package_index import INDEX_VARIABLE, parse_index

CHECKOUT = Path(core.__file__).parents[1]
SETS = load_sets(CHECKOUT)
PASCAL = Machine(
    WINDOWS, "x86_64", Nvidia((Card("NVIDIA GeForce GTX 1050 Ti", (6, 1), 4 * 1024**3),), (560, 94))
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        (" none ", "none"),
        ("https://mirror.example/whl/", "https://mirror.example/whl"),
        ("http://10.0.0.5:8080/pytorch", "http://10.0.0.5:8080/pytorch"),
    ],
)
def test_what_is_an_index(text: str, value: str) -> None:
    assert parse_index(text) == value


def test_a_folder_is_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse_index(str(tmp_path)) == str(tmp_path)
    (tmp_path / "whl").mkdir()
    monkeypatch.chdir(tmp_path)
    assert parse_index("whl") == str(tmp_path / "whl")


@pytest.mark.parametrize(
    "text",
    [
        "ftp://mirror.example/whl",
        "https://",
        "https:///whl",
        "https://me:secret@mirror.example/whl",
        "https://mirror.example/whl?token=1",
        "https://mirror.example:port/whl",
        "https://mirror.example/a b",
        "mirror.example",
        "/nowhere/at/all",
        "None",
        "a\0b",
        "x" * 5000,
    ],
)
def test_what_is_no_index(text: str) -> None:
    with pytest.raises(ValueError, match="no package index"):
        parse_index(text)


def test_the_variable_says_it_where_nobody_else_does() -> None:
    assert index_of_environment({}) == index_of_environment({INDEX_VARIABLE: "  "}) == TorchIndex()
    said = index_of_environment({INDEX_VARIABLE: "https://mirror.example"})
    assert said == TorchIndex("https://mirror.example", "environment", INDEX_VARIABLE)
    with pytest.raises(WrongIndex, match=INDEX_VARIABLE):
        index_of_environment({INDEX_VARIABLE: "mirror.example"})


def test_the_index_in_force_is_where_the_build_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is handed over counts, not the variable."""
    monkeypatch.setenv(INDEX_VARIABLE, "https://other.example")
    mirror = packages_for(SETS["torch"], PASCAL, TorchIndex("https://mirror.example/whl", "file"))
    assert mirror.index_url == "https://mirror.example/whl/cu126"
    assert packages_for(SETS["torch"], PASCAL, TorchIndex(str(tmp_path), "file")).index_url == (
        f"{tmp_path.as_uri()}/cu126"
    )
    own = packages_for(SETS["torch"], PASCAL, TorchIndex())
    assert own.index_url is not None
    assert "other.example" not in own.index_url
    assert packages_for(SETS["torch"], PASCAL, TorchIndex("none", "file")).index_url is None
    assert packages_for(SETS["torch"], PASCAL).index_url == "https://other.example/cu126"


def test_a_plan_names_the_index_and_who_set_it() -> None:
    index = TorchIndex("https://mirror.example/whl", "file", "settings.toml")
    plans = plan_for(SETS, ["torch"], CHECKOUT, index)
    assert plans.torch is not None
    assert plans.torch["index"] == {
        "value": "https://mirror.example/whl",
        "source": "file",
        "detail": "settings.toml",
    }
    assert "https://mirror.example/whl (file settings.toml)" in plans.as_text()
    own = plan_for(SETS, ["torch"], CHECKOUT, TorchIndex()).torch
    assert own is not None
    assert dict(own)["index"]["source"] == "default"

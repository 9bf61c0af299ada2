"""An engine's environment is removed from the panel: asked in place, its host ended first, weights kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.install.environments import Environment, find_environments
from core.install.layout import MARKER_NAME, environments_root, write_stamp
from core.services.readiness import State
from tests.gui.test_weights import Panel
from tests.installed import ENGINES, REPOSITORY, make_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the checkout is made of links")


@pytest.fixture
def kokoro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Make a checkout with kokoro's environment, without kokoro's packages, which errands work on."""
    checkout = tmp_path / "checkout"
    root = environments_root(checkout)
    root.mkdir(parents=True)
    for name in ("core", "gui", "packaging"):
        (checkout / name).symlink_to(REPOSITORY / name)
    made = make_environment(root / "kokoro", "kokoro", ENGINES / "choir_engine", ("kokoro",))
    write_stamp(root / "kokoro", {"digest": "x", "engines": ["kokoro"]})
    (root / MARKER_NAME).touch()
    monkeypatch.setenv("PYTHONPATH", str(checkout))
    return made


@pytest.fixture
def panel(kokoro: Environment, home: Path, open_studio) -> Panel:
    weights = home / "models" / "kokoro" / "own"
    weights.mkdir(parents=True)
    (weights / "kokoro-v1.0.int8.onnx").write_bytes(b"weights")
    one = open_studio(environments=[*find_environments(), kokoro])
    one.start()
    panel = Panel(one, engine="kokoro", row="kokoro")
    one.until(lambda: "kokoro" in panel.dialog.cards["kokoro"].rows)
    return panel


def test_it_goes_after_its_host_and_its_weights_stay(panel: Panel, kokoro: Environment, home: Path) -> None:
    one = panel.one
    folder = kokoro.python.parents[1]
    hosts = one.studio.services.hosts
    assert hosts.client_for("kokoro").running
    assert panel.says("on the disk")
    panel.press("Remove engine")
    assert panel.says("Frees ")
    assert panel.says("the weights stay")
    assert folder.is_dir()
    panel.press("Really remove?")
    one.until(lambda: panel.says("is not installed"))
    assert not folder.exists()
    assert "kokoro" not in hosts.environment_names()
    assert one.studio.engine.known.readiness("kokoro").state is State.NOT_INSTALLED
    assert (home / "models" / "kokoro" / "own" / "kokoro-v1.0.int8.onnx").is_file()
    assert "kokoro" not in hosts.engine_ids()
    assert panel.buttons()["Install"]


def test_to_ask_is_not_to_remove(panel: Panel, kokoro: Environment) -> None:
    panel.press("Remove engine")
    panel.one.studio.weights.act("ask:")
    panel.one.until(lambda: "Remove engine" in panel.buttons())
    assert kokoro.python.exists()


def test_one_that_another_program_uses_stays_and_it_is_said(panel: Panel, kokoro: Environment) -> None:
    words = [str(kokoro.python), "-I", "-c", "input()"]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as other:
        panel.press("Remove engine")
        panel.press("Really remove?")
        panel.one.until(lambda: f"process {other.pid}" in " ".join(panel.one.notices()))
        other.communicate(b"\n")
    assert kokoro.python.exists()
    assert not list(kokoro.python.parents[2].glob("*.partial*"))


def test_the_starter_cannot_be_removed(panel: Panel) -> None:
    starter = panel.dialog.cards.get("starter")
    rows = starter.rows.values() if starter else ()
    assert not [button for row in rows for button in row.buttons if button.text() == "Remove engine"]

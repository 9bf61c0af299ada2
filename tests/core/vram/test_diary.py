"""The log of loads and releases can be read back, as docs/log-format.md says."""

from __future__ import annotations

import logging
import re
import shlex
from pathlib import Path

import pytest

import core
from core.model.policy import LowVram, LowVramPolicy
from core.model.sourced import Source, Sourced
from core.vram.device import SimulatedCard
from core.vram.manager import Loadable, Need, VramManager
from tests.core.vram.helpers import LOW, Shelf, describe

GB = 1000**3
DOCUMENT = Path(core.__file__).parents[1] / "docs" / "log-format.md"

COMMON = ["event", "engine", "device", "simulated", "before_bytes", "after_bytes", "free_bytes", "seconds"]
POLICY = ["policy", "asked", "source", "detail"]


def events(caplog) -> list[dict[str, str]]:
    """Read the lines back."""
    found = []
    for record in caplog.records:
        words = shlex.split(record.getMessage()) if record.getMessage().startswith("vram ") else []
        if words:
            found.append(dict(word.split("=", 1) for word in words[1:]))
    return found


@pytest.fixture(autouse=True)
def level(caplog):
    caplog.set_level(logging.INFO)


def test_one_line_for_a_load_and_one_for_a_release(caplog):
    Shelf(SimulatedCard(4 * GB), describe("a", weights=GB, peak=0, context=GB // 4)).speak("a", LOW)
    load, release = events(caplog)
    assert list(load) == COMMON + POLICY
    assert list(release) == [*COMMON, "why", *POLICY]
    assert (load["event"], load["engine"], load["device"], load["simulated"]) == ("load", "a", "cuda", "yes")
    assert (int(load["before_bytes"]), int(load["after_bytes"])) == (0, GB)
    assert (int(release["before_bytes"]), int(release["after_bytes"])) == (GB, 0)
    assert int(release["free_bytes"]) == 4 * GB - GB // 2 - GB // 4
    assert float(load["seconds"]) >= 0
    assert [load[name] for name in POLICY] == ["on", "on", "environment", "LOW_VRAM"]
    assert release["why"] == "low_vram"


def test_details_with_blanks_and_quotes_survive(caplog):
    mode = LowVram(True, Sourced(LowVramPolicy.AUTO, Source.FILE, "my 'own' settings=1.toml"))
    Shelf(None, describe("a")).speak("a", mode)
    assert {one["detail"] for one in events(caplog)} == {"my 'own' settings=1.toml"}
    assert {one["asked"] for one in events(caplog)} == {"auto"}


def test_on_the_cpu_the_process_is_counted(caplog):
    Shelf(None, describe("a")).speak("a", LOW)
    load = events(caplog)[0]
    assert load["device"] == "cpu"
    assert int(load["after_bytes"]) > 1_000_000
    assert int(load["free_bytes"]) > 1_000_000


def test_a_load_that_fails_and_all_reasons_of_a_release_are_told(caplog):
    def load(device, folder, report):
        raise MemoryError

    manager = VramManager(None, {"a": Loadable(describe("a"), load)})
    with pytest.raises(MemoryError), manager.lease("a", Need(low_vram=LOW)):
        pass
    shelf = Shelf(
        SimulatedCard(3 * GB), *(describe(name, weights=GB, peak=0, context=0) for name in ("b", "c", "d"))
    )
    shelf.speak("b")
    shelf.speak("c")
    shelf.speak("d")
    shelf.speak("d", device="cpu")
    shelf.manager.release("c")
    found = events(caplog)
    assert found[0]["event"] == "load_failed"
    assert [one["why"] for one in found if one["event"] == "release"] == ["evicted", "replaced", "asked"]


def test_the_document_names_every_field_and_reason():
    text = DOCUMENT.read_text("utf-8")
    named = set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE))
    assert named == {*COMMON, *POLICY, "why", "leaked_bytes", "holders"}
    for word in (
        "load",
        "load_failed",
        "release",
        "leak",
        "low_vram",
        "evicted",
        "replaced",
        "asked",
        "kept",
    ):
        assert f"`{word}`" in text
    example = next(line for line in text.splitlines() if line.startswith("vram event=load "))
    assert [word.split("=")[0] for word in shlex.split(example)[1:]] == COMMON + POLICY

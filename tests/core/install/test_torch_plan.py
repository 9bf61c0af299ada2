"""The choice of PyTorch's build, for the answers of nvidia-smi on some thirty machines."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.install.hardware import Answer, Card, Machine, Nvidia, read_answer
from core.install.locks import blocks, name_of, without
from core.install.torch_builds import load_table
from core.install.torch_dry_run import as_json, as_text, main
from core.install.torch_index import TorchIndex
from core.install.torch_plan import Plan, plan

LOCKS = Path(core.__file__).parents[1] / "packaging" / "requirements"
MACHINES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("machines.toml").read_text())


def machine_of(row: dict[str, Any]) -> Machine:
    system, _, processor = row["platform"].partition("-")
    said = row.get("asked_again", row.get("output"))
    nvidia = Nvidia() if said is None else read_answer(Answer(row.get("code", 0), said))
    wsl, translated = row.get("wsl", False), row.get("translated", False)
    return Machine(system, processor, nvidia, wsl=wsl, translated=translated)


def plan_of(row: dict[str, Any]) -> Plan:
    return plan(machine_of(row), torch_index=row.get("torch_index", ""))


@pytest.mark.parametrize("name", MACHINES)
def test_the_machine_gets_the_build_that_runs_on_it(name: str):
    row = MACHINES[name]
    chosen = plan_of(row)
    assert (chosen.build, chosen.index_url) == (row.get("build"), row.get("index"))
    assert chosen.device == row["device"]
    assert sorted({problem.code for problem in chosen.problems}) == row.get("problems", [])
    assert len(chosen.cards) == row.get("cards", 1 if chosen.device == "cuda" else 0)
    assert row.get("reason", "") in chosen.reason
    assert row.get("remedy", "") in " ".join(problem.remedy for problem in chosen.problems)


@pytest.mark.parametrize("name", MACHINES)
def test_a_build_from_an_index_names_what_to_take_there(name: str):
    chosen = plan_of(MACHINES[name])
    if chosen.index_url is not None:
        tag = chosen.index_url.rpartition("/")[2]
        assert chosen.requirements == (f"torch=={chosen.torch}+{tag}", f"torchaudio=={chosen.torch}+{tag}")
        assert "torch" in chosen.left_out
    else:
        assert chosen.requirements == chosen.left_out == ()


@pytest.mark.parametrize("build", load_table().builds, ids=lambda build: build.name)
def test_a_builds_lock_has_its_torch_and_hashes(build):
    locked = (LOCKS / build.lock).read_text()
    assert f"\ntorch=={build.torch} " in locked
    assert f"\ntorchaudio=={build.torch} " in locked
    assert build.safe_pickles == (build.torch != "2.7.1")


def test_without_the_replaced_packages_the_lock_is_as_before():
    table = load_table()
    locked = (LOCKS / "torch.txt").read_text()
    rest = without(locked, table.replaced)
    dropped = {name_of(block) for block in blocks(locked)} - {name_of(block) for block in blocks(rest)}
    assert {"torch", "torchaudio", "triton", "nvidia-cublas", "cuda-toolkit"} < dropped
    assert "torchcodec" not in dropped
    assert all(name.startswith(("torch", "triton", "nvidia-", "cuda-")) for name in dropped)
    assert [block for block in blocks(locked) if name_of(block) not in dropped] == blocks(rest)


def test_a_card_under_7_5_never_gets_the_current_build():
    old = [name for name in MACHINES if any(c.capability and c.capability < (7, 5) for c in cards_of(name))]
    assert len(old) >= 6
    alone = [name for name in old if len(cards_of(name)) == 1]
    assert all(not (plan_of(MACHINES[name]).build or "").startswith("cuda-13") for name in alone)


def cards_of(name: str) -> tuple[Card, ...]:
    return machine_of(MACHINES[name]).nvidia.cards


capabilities = st.none() | st.tuples(st.integers(1, 14), st.integers(0, 9))
cards = st.builds(Card, st.text(max_size=9), capabilities, st.integers(0, 2**38))
drivers = st.none() | st.lists(st.integers(0, 700), min_size=1, max_size=3).map(tuple)
machines = st.builds(
    Machine,
    st.sampled_from(["linux", "windows", "macos", "aix"]),
    st.sampled_from(["x86_64", "arm64", "riscv64"]),
    st.builds(Nvidia, st.lists(cards, max_size=3).map(tuple), drivers, st.sampled_from(["", "broken"])),
    wsl=st.booleans(),
    translated=st.booleans(),
)


@given(machines, st.sampled_from(["", "none", "https://mirror.example/whl"]))
def test_any_machine_gets_a_plan_that_keeps_its_word(machine: Machine, torch_index: str):
    chosen = plan(machine, torch_index=torch_index)
    builds = {build.name: build for build in load_table().builds}
    if chosen.build is None:
        assert chosen.problems
        assert not chosen.requirements
    else:
        assert machine.platform in builds[chosen.build].platforms
    if chosen.device == "cuda":
        build = builds[chosen.build or ""]
        assert build.takes_driver(machine)
        assert [c.name for c in machine.nvidia.cards if build.has_kernels_for(c)] == list(chosen.cards) != []
    elif machine.nvidia.cards and chosen.device == "cpu":
        assert chosen.problems
    assert torch_index != "none" or chosen.index_url is None
    index = TorchIndex(torch_index, "environment", "SOTTOVOCE_TORCH_INDEX")
    told = json.loads(json.dumps(as_json(machine, chosen, index)))
    assert told["plan"]["build"] == chosen.build
    assert told["index"]["value"] == torch_index or not torch_index
    assert chosen.reason in as_text(machine, chosen, index)


def test_the_plan_of_this_machine_is_printed(capsys: pytest.CaptureFixture[str]):
    assert main(["--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["plan"]["build"] in {build.name for build in load_table().builds}
    assert main([]) == 0
    assert printed["plan"]["reason"] in capsys.readouterr().out

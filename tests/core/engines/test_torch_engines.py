"""F5 and XTTS in one process, as their host has them: in turn, offline, with everything given back."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.engines.base import LoadOptions
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.errors import EngineNotInstalled
from core.model.request import SynthesisRequest
from core.vram.audit import live_tensor_bytes
from tests.checkpoints.jobs import Asker, speak
from tests.checkpoints.xtts import small_parts
from tests.trials import self_test

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

SPEAK_ALONE = """
import socket, sys
import torch
torch.set_num_threads(1)
def refuse(*args, **kwargs):
    raise PermissionError("a connection was tried")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
sys.stdin = None
from pathlib import Path
from core.engines.base import LoadOptions
from core.engines.{0}.engine import make_engine
from core.model.request import SynthesisRequest
from tests.checkpoints.jobs import Asker, speak
from tests.checkpoints.xtts import small_parts
steps = {{"steps": 4}}
request = SynthesisRequest(
    "{0}", "Good evening.", reference=Path(sys.argv[2]), reference_text="Some words.", parameters=steps
)
if "{0}" == "xtts":
    with small_parts():
        model = make_engine().load(LoadOptions("cpu", Path(sys.argv[1])), Asker().job)
else:
    model = make_engine().load(LoadOptions("cpu", Path(sys.argv[1])), Asker().job)
samples = speak(model, request)
trainers = {{"gradio", "wandb", "datasets", "accelerate", "bitsandbytes", "spacy", "torchcodec._core"}}
unwanted = trainers & set(sys.modules)
print("SPOKE", len(samples), samples.tobytes().hex()[:64], sorted(unwanted))
"""


PREPARE = """
import sys
import torch
torch.cuda.is_available = lambda: True
torch.cuda.device_count = lambda: 1
def refuse():
    raise RuntimeError("a context on the card was asked for")
torch.cuda._lazy_init = refuse
from pathlib import Path
from core.host.loadables import loadable_of
from core.vram.device import Placement, SimulatedCard
from core.vram.manager import Need, VramManager
from core.model.need import Way
from tests.checkpoints.jobs import Asker
from tests.checkpoints.xtts import small_parts
engines = {}
for engine in ("f5", "xtts"):
    module = __import__(f"core.engines.{engine}.engine", fromlist=["make_engine"])
    engines[engine] = module.make_engine()
    engines[engine].prepare()
loadables = {name: loadable_of(engine, lambda report: Asker().job) for name, engine in engines.items()}
manager = VramManager(SimulatedCard(8 * 10**9), loadables)
for precision in ("full", "half"):
    for name, folder in zip(engines, sys.argv[1:]):
        need = Need(model_dir=Path(folder), way=Way(precision))
        with small_parts():
            assert manager.park_ahead(name, Placement.of("cuda:0"), need)
    assert {one.state for one in manager.sample().engines} == {"parked"}
    manager.release()
wanted = {"core.engines.f5.loading", "f5_tts", "vocos", "core.engines.xtts.loading", "TTS", "transformers"}
missing = sorted(wanted - set(sys.modules))
try:
    torch.zeros(1, device="cuda")
    print(missing, "not refused")
except RuntimeError:
    print(missing, "refused")
"""
"""What imports on a machine with a card would ask of it ends in an error here."""


def request(engine: str, reference: Path, seed: int = 3) -> SynthesisRequest:
    return SynthesisRequest(
        engine,
        "Good evening.",
        reference=reference,
        reference_text="Some words.",
        parameters={"steps": 4} if engine == "f5" else {},
        seed=seed,
    )


def load(engine: F5Engine | XttsEngine, folder: Path):
    with small_parts():
        return engine.load(LoadOptions("cpu", folder), Asker().job)


@pytest.mark.parametrize("engine", [F5Engine(), XttsEngine()])
def test_packages_that_do_not_import_are_told(
    engine: F5Engine | XttsEngine, folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = engine.description.id
    monkeypatch.setitem(sys.modules, f"core.engines.{name}.loading", None)
    with pytest.raises(EngineNotInstalled):
        load(engine, folders[name])


def test_packages_and_weights_are_made_ready_without_a_context_on_a_card(folders: dict[str, Path]) -> None:
    words = [sys.executable, "-W", "ignore", "-c", PREPARE, *map(str, (folders["f5"], folders["xtts"]))]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.splitlines()[-1:] == ["[] refused"], done.stderr


def test_in_turn_they_speak_as_they_do_alone(folders: dict[str, Path], reference: Path) -> None:
    engines = {"f5": F5Engine(), "xtts": XttsEngine()}
    alone: dict[str, np.ndarray] = {}
    for name, engine in engines.items():
        model = load(engine, folders[name])
        alone[name] = speak(model, request(name, reference))
        model.close()
    models = {name: load(engine, folders[name]) for name, engine in engines.items()}
    for _ in range(3):
        for name, model in models.items():
            assert np.array_equal(speak(model, request(name, reference)), alone[name])
    for model in models.values():
        model.close()


def test_interleaved_piece_by_piece_they_do_not_disturb_each_other(
    folders: dict[str, Path], reference: Path
) -> None:
    """Both are suspended between pieces, with the other's seed in use meanwhile."""
    long = "Good evening to all of you, and welcome to the long text. " * 6
    models = {"f5": load(F5Engine(), folders["f5"]), "xtts": load(XttsEngine(), folders["xtts"])}
    requests = {name: replace(request(name, reference), text=long) for name in models}
    alone = {name: list(models[name].synthesize(requests[name], Asker().job)) for name in models}
    running = {name: models[name].synthesize(requests[name], Asker().job) for name in models}
    for index in range(max(map(len, alone.values()))):
        for name, pieces in alone.items():
            if index < len(pieces):
                assert np.array_equal(next(running[name]), pieces[index])
    for model in models.values():
        model.close()


@pytest.mark.parametrize("engine", ["f5", "xtts"])
def test_another_process_gives_the_same_samples_with_the_network_refused(
    engine: str, folders: dict[str, Path], reference: Path
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            SPEAK_ALONE.format(engine),
            str(folders[engine]),
            str(reference),
        ],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        env=os.environ | {"OMP_WAIT_POLICY": "PASSIVE"},
    )
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("SPOKE"))
    model = load(F5Engine() if engine == "f5" else XttsEngine(), folders[engine])
    samples = speak(model, request(engine, reference, seed=0))
    assert line.split() == ["SPOKE", str(len(samples)), samples.tobytes().hex()[:64], "[]"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_alternating_jobs_leave_nothing_behind(folders: dict[str, Path], reference: Path) -> None:
    engines = {"f5": F5Engine(), "xtts": XttsEngine()}

    def job(number: int) -> None:
        name = ("f5", "xtts")[number % 2]
        model = load(engines[name], folders[name])
        speak(model, request(name, reference, seed=number))
        model.close()

    for number in range(6):
        job(number)
    gc.collect()
    tensors, process = live_tensor_bytes(), psutil.Process()
    before = process.memory_info().rss
    for number in range(20):  # benchmarks/alternating.py does 50 through the host
        job(number)
    gc.collect()
    assert live_tensor_bytes() <= tensors
    assert process.memory_info().rss - before < 20e6


@pytest.mark.slow
def test_the_environment_speaks_by_tiny_nets_before_it_is_used(tmp_path: Path) -> None:
    done = self_test("f5,xtts", tmp_path)
    assert done.returncode == 0, done.stderr
    spoken = [line for line in done.stdout.splitlines() if line.startswith("spoke ")]
    assert [int(line.split()[1]) > 24_000 for line in spoken] == [True, True]


@pytest.mark.slow
def test_a_package_that_imports_but_does_not_compute_fails_the_trial(tmp_path: Path) -> None:
    modules, temporary = tmp_path / "modules", tmp_path / "temporary"
    modules.mkdir()
    temporary.mkdir()
    (modules / "torchdiffeq.py").write_text("def odeint(*args, **kwargs): raise OSError('no such kernel')\n")
    done = self_test("f5", temporary, first=modules)
    assert done.returncode != 0
    assert "no such kernel" in done.stderr

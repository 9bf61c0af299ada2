"""F5 and XTTS through the manager: whatever ends a job, nothing of them stays alive."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.engines.base import JobContext, LoadOptions, Model
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.errors import EngineFailed, JobCancelled
from core.model.events import Notice
from core.model.policy import LowVram, LowVramPolicy
from core.model.request import SynthesisRequest
from core.model.sourced import Source, Sourced
from core.vram.audit import live_tensor_bytes
from core.vram.manager import Loadable, Need, VramManager
from tests.checkpoints.f5 import ARCH, build_f5
from tests.checkpoints.jobs import Asker
from tests.checkpoints.xtts import build_xtts, small_parts

pytestmark = [pytest.mark.engines, pytest.mark.timeout(400), pytest.mark.filterwarnings("default")]

LOW = LowVram(True, Sourced(LowVramPolicy.ON, Source.ENVIRONMENT, "LOW_VRAM"))
LEAK_BYTES = 1_000_000

Manager = VramManager[Model]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return checkpoints that are small, and far bigger than what counts as a leak."""
    import torch

    import core.engines.f5.loading

    assert core.engines.f5.loading
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("models")
    with small_parts():
        arch = {**ARCH, "dim": 256, "dim_head": 64, "heads": 4}
        return {"f5": build_f5(root / "f5", arch=arch), "xtts": build_xtts(root / "xtts")}


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def manager(notices: list[Notice]) -> Manager:
    def loadable(engine: F5Engine | XttsEngine) -> Loadable[Model]:
        def load(device: str, folder: Path | None, report: Callable[[float], None]) -> Model:
            with small_parts():
                return engine.load(LoadOptions(device, folder), Asker().job)

        return Loadable(engine.description, load)

    engines = {"f5": loadable(F5Engine()), "xtts": loadable(XttsEngine())}
    return VramManager(None, engines, notices.append)


def request(engine: str, reference: Path) -> SynthesisRequest:
    return SynthesisRequest(
        engine,
        "Good evening.",
        reference=reference,
        reference_text="Some words.",
        parameters={"steps": 4} if engine == "f5" else {},
    )


def nets_of(model: Any) -> list[Any]:
    parts = model._parts
    return [parts.flow, parts.vocoder] if hasattr(parts, "flow") else [parts.net]


def do(
    manager: Manager,
    engine: str,
    folder: Path,
    wanted: SynthesisRequest,
    *,
    job: JobContext,
    spoil: Callable[[Any], None] = lambda model: None,
) -> tuple[str, list[weakref.ref[Any]]]:
    """Do a job as the host does; return how it ended, and what points at the nets."""
    nets: list[weakref.ref[Any]] = []
    try:
        with manager.lease(engine, Need(model_dir=folder, low_vram=LOW)) as leased:
            nets += map(weakref.ref, nets_of(leased.model))
            spoil(leased.model)
            for _ in leased.model.synthesize(wanted, job):
                pass
            del leased
    except (JobCancelled, EngineFailed) as error:
        return type(error).__name__, nets
    return "done", nets


def fail_inside(model: Any) -> None:
    """Let the net raise in the midst of its work, with its tensors in the frames."""

    def fail(module: Any, inputs: Any) -> None:
        raise RuntimeError(f"lost with {len(inputs)} inputs")

    nets_of(model)[0].register_forward_pre_hook(fail)
    for module in nets_of(model)[0].modules():
        module.register_forward_pre_hook(fail)


@pytest.mark.parametrize("engine", ["f5", "xtts"])
def test_nothing_is_alive_after_a_job_however_it_ends(
    engine: str, manager: Manager, notices: list[Notice], folders: dict[str, Path], reference: Path
) -> None:
    wanted, folder = request(engine, reference), folders[engine]
    do(manager, engine, folder, wanted, job=Asker().job)  # what the packages keep for themselves is there now
    manager.settle_releases()
    gc.collect()
    before = live_tensor_bytes()
    cancelled = Asker()
    cancelled.token.cancel_at = 8
    for job, spoil, end in (
        (Asker().job, lambda model: None, "done"),
        (cancelled.job, lambda model: None, "JobCancelled"),
        (Asker().job, fail_inside, "EngineFailed"),
    ):
        ended, nets = do(manager, engine, folder, wanted, job=job, spoil=spoil)
        manager.settle_releases()
        assert ended == end
        assert nets
        assert [net() for net in nets] == [None] * len(nets)
        assert live_tensor_bytes() <= before + LEAK_BYTES // 10
    assert notices == []


def test_f5s_caches_and_recogniser_are_freed_by_name(
    manager: Manager, notices: list[Notice], folders: dict[str, Path], reference: Path
) -> None:
    import torch
    from f5_tts.infer import utils_infer
    from f5_tts.model import modules

    recogniser = []

    def load_them(model: Any) -> None:
        utils_infer.asr_pipe = torch.nn.Linear(1000, 1000)
        recogniser.append(weakref.ref(utils_infer.asr_pipe))
        modules.vocos_mel_stft_cache["a key"] = torch.ones(1000, 1000)

    do(manager, "f5", folders["f5"], request("f5", reference), job=Asker().job, spoil=load_them)
    assert utils_infer.asr_pipe is None
    assert modules.vocos_mel_stft_cache == {}
    assert [net() for net in recogniser] == [None]
    assert notices == []


@pytest.mark.parametrize("engine", ["f5", "xtts"])
def test_a_package_that_keeps_the_net_is_named(
    engine: str, manager: Manager, notices: list[Notice], folders: dict[str, Path], reference: Path
) -> None:
    from f5_tts.model import modules

    def keep(model: Any) -> None:
        modules.kept_by_the_package = nets_of(model)[0]

    do(manager, engine, folders[engine], request(engine, reference), job=Asker().job, spoil=keep)
    (notice,) = notices
    assert (notice.code, notice.fields["engine"]) == ("memory_leaked", engine)
    assert notice.fields["holders"] == "f5_tts.model.modules.kept_by_the_package"
    assert float(notice.fields["leaked_mb"]) > 1
    del modules.kept_by_the_package

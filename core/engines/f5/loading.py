"""Make the package's nets from a folder, by its offline roads. Imports torch and f5_tts."""

from __future__ import annotations

import sys
import types
from importlib.machinery import ModuleSpec
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import torch

from core.engines.base import JobContext
from core.engines.checkpoints import naming
from core.engines.f5.files import F5Files, read_vocabulary
from core.engines.f5.model import F5Model, F5Parts
from core.engines.f5.weights import read_flow, read_vocoder
from core.engines.torch_support import takes_half, without_initialisation
from core.model.need import HALF

_ENGINE = "f5"
_NOT_WEIGHTS = frozenset({"initted", "step", "update"})
_RECOMPUTED = ("mel_spec.mel_stft.mel_scale.fb", "mel_spec.mel_stft.spectrogram.window")


_STUBS = (("f5_tts.model.trainer", "Trainer"), ("encodec", "EncodecModel"))
"""Modules that the packages import and inference never uses: the trainer (wandb, datasets, accelerate),
and a codec that may not be used commercially."""


def _import_package() -> Any:
    """Import the package's inference, with empty modules in the place of what it does not need."""
    for module, name in _STUBS:
        if module not in sys.modules:
            stub = types.ModuleType(module)
            stub.__spec__ = ModuleSpec(module, None)  # libraries ask whether it is there
            stub.__dict__[name] = None
            sys.modules[module] = stub
    from f5_tts.infer import utils_infer

    return utils_infer


_package = _import_package()


def load_model(files: F5Files, device: str, precision: str, job: JobContext) -> F5Model:
    """Load flow and vocoder: on the CPU, then moved, so that a card never holds them twice.

    Raises:
        JobCancelled: When the token says so.
        ModelBroken: When the weights do not load.
    """
    vocabulary_path = files.vocabulary or Path(
        str(package_files("f5_tts").joinpath("infer/examples/vocab.txt"))
    )
    half = precision == HALF or (not precision and takes_half(device))
    flow = _load_flow(files, read_vocabulary(vocabulary_path), half, job)
    job.report(0.9)
    job.cancel.check()
    vocoder = _load_vocoder(files)
    job.cancel.check()
    parts = F5Parts(flow.to(device).eval(), vocoder.to(device).eval(), _package, device)
    job.report(1.0)
    return F5Model(parts)


def _load_flow(files: F5Files, vocabulary: dict[str, int], half: bool, job: JobContext) -> Any:
    from f5_tts.model import CFM, DiT

    package = _package
    state = _read_flow(files.weights)
    job.report(0.5)
    job.cancel.check()
    with naming(_ENGINE, files.weights):
        with without_initialisation():
            flow: Any = CFM(
                transformer=DiT(
                    **files.arch, text_num_embeds=len(vocabulary), mel_dim=package.n_mel_channels
                ),
                mel_spec_kwargs={
                    "n_fft": package.n_fft,
                    "hop_length": package.hop_length,
                    "win_length": package.win_length,
                    "n_mel_channels": package.n_mel_channels,
                    "target_sample_rate": package.target_sample_rate,
                    "mel_spec_type": "vocos",
                },
                odeint_kwargs={"method": package.ode_method},
                vocab_char_map=vocabulary,
            )
        if half:
            flow = flow.to(torch.float16)
        job.report(0.7)
        job.cancel.check()
        flow.load_state_dict(state, strict=True)
    return flow


def _read_flow(path: Path) -> dict[str, Any]:
    """Read the weights under the names that the net has."""
    state = {name.removeprefix("ema_model."): tensor for name, tensor in read_flow(path).items()}
    return {
        name: tensor for name, tensor in state.items() if name not in _NOT_WEIGHTS and name not in _RECOMPUTED
    }


def _load_vocoder(files: F5Files) -> Any:
    """Make the vocoder; ``find_files`` has seen to it that its configuration names its own classes only."""
    from vocos import Vocos

    path = files.vocoder_weights
    state = read_vocoder(path)
    with naming(_ENGINE, files.vocoder_config):
        vocoder: Any = Vocos.from_hparams(str(files.vocoder_config))
    with naming(_ENGINE, path):
        vocoder.load_state_dict(state, strict=True)
    return vocoder

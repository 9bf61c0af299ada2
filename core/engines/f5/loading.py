"""Make the package's nets from a folder, by its offline roads. Imports torch and f5_tts."""

from __future__ import annotations

import sys
import types
from importlib.machinery import ModuleSpec
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import torch

from core.engines.base import JobContext, LoadOptions
from core.engines.checkpoints import naming
from core.engines.f5.files import F5Files, read_vocabulary
from core.engines.f5.model import F5Model, F5Parts
from core.engines.f5.prompts import PromptCache
from core.engines.f5.weights import read_flow, read_vocoder
from core.engines.torch_support import take_weights, takes_half, without_initialisation
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


def load_model(files: F5Files, options: LoadOptions, prompts: PromptCache, job: JobContext) -> F5Model:
    """Load flow and vocoder: mapped from the files, then moved, so that a card never holds them twice.

    Where they are to stay they are not moved.

    Raises:
        JobCancelled: When the token says so.
        ModelBroken: When the weights do not load.
    """
    vocabulary_path = files.vocabulary or Path(
        str(package_files("f5_tts").joinpath("infer/examples/vocab.txt"))
    )
    device, stay = options.device, options.stay
    home = "cpu" if stay else device
    moves = stay or device != "cpu"
    half = options.precision == HALF or (not options.precision and takes_half(device))
    flow = _load_flow(files, read_vocabulary(vocabulary_path), job, half=half, stay=moves)
    job.report(0.9)
    job.cancel.check()
    vocoder = _load_vocoder(files, stay=moves)
    job.cancel.check()
    parts = F5Parts(flow.to(home).eval(), vocoder.to(home).eval(), _package, device)
    job.report(1.0)
    return F5Model(parts, prompts)


def _load_flow(files: F5Files, vocabulary: dict[str, int], job: JobContext, *, half: bool, stay: bool) -> Any:
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
        job.report(0.7)
        job.cancel.check()
        take_weights(flow, state, stay=stay or half)
    return flow.to(torch.float16) if half else flow


def _read_flow(path: Path) -> dict[str, Any]:
    """Read the weights under the names that the net has."""
    state = {name.removeprefix("ema_model."): tensor for name, tensor in read_flow(path).items()}
    return {
        name: tensor for name, tensor in state.items() if name not in _NOT_WEIGHTS and name not in _RECOMPUTED
    }


def _load_vocoder(files: F5Files, *, stay: bool) -> Any:
    """Make the vocoder; ``find_files`` has seen to it that its configuration names its own classes only."""
    from vocos import Vocos

    path = files.vocoder_weights
    state = read_vocoder(path)
    with naming(_ENGINE, files.vocoder_config), without_initialisation():
        vocoder: Any = Vocos.from_hparams(str(files.vocoder_config))
    with naming(_ENGINE, path):
        take_weights(vocoder, state, stay=stay)
    return vocoder

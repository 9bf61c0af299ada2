"""The naive road of the old service: the package's own load, and ``del`` + ``gc`` + ``empty_cache``.

Imports torch and the packages: for environment `torch` only.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path
from typing import Any


def load_f5(folder: Path) -> list[Any]:
    """Load F5 and its vocoder by the package."""
    from core.engines.f5.files import find_files
    from core.engines.f5.loading import _package as package

    transformer = import_module("f5_tts.model").DiT  # after core's loading, which leaves training out
    files = find_files(folder)
    vocabulary = str(files.vocabulary) if files.vocabulary else ""
    flow = package.load_model(
        transformer, dict(files.arch), str(files.weights), vocab_file=vocabulary, device="cpu"
    ).eval()
    vocoder = package.load_vocoder(is_local=True, local_path=str(files.vocoder_config.parent), device="cpu")
    return [flow, vocoder]


def load_xtts(folder: Path) -> list[Any]:
    """Load XTTS by the package."""
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts

    config: Any = XttsConfig()
    config.load_json(str(folder / "config.json"))
    config.model_args.gpt_number_text_tokens = None  # counted from vocab.json
    net: Any = Xtts.init_from_config(config)
    net.load_checkpoint(config, checkpoint_dir=str(folder), eval=True)
    return [net]


LOAD = {"f5": load_f5, "xtts": load_xtts}


def release(nets: list[Any]) -> None:
    """Release as the old service did."""
    import torch

    nets.clear()
    gc.collect()
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()

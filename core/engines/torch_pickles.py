"""PyTorch's pickled weights, loaded so that none of their code runs.

A pickle is a program. ``weights_only`` lets it name only what is listed, and here even the listed
names stand for an empty class: of a checkpoint only its tensors are wanted. That guard itself had
holes before torch 2.6 (CVE-2025-32434) and 2.10 (CVE-2026-24747), so an older torch reads a pickle
only if its SHA-256 is known.
"""

from __future__ import annotations

import collections
import hashlib
import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from core.engines.checkpoints import naming, needed_file
from core.errors import ModelBroken

SAFE_TORCH = (2, 10)
"""First torch whose ``weights_only`` has no known hole."""

KNOWN_PICKLES: Mapping[str, str] = {
    "97ec976ad1fd67a33ab2682d29c0ac7df85234fae875aefcc5fb215681a91b2a": "vocos-mel-24khz pytorch_model.bin",
    "c7ea20001c6a0a841c77e252d8409f6a74fb423e79b3206a0771ba5989776187": "XTTS-v2 model.pth",
    "f0f6137c19a4eab0cbbe4c99b5babacf68b1746e50da90807708c10e645b943b": "XTTS-v2 speakers_xtts.pth",
}
"""SHA-256 of the published files, as many independent projects have pinned them."""

_BLOCK_BYTES = 1024 * 1024


class _Ignored:
    """Stands for a class whose contents are of no use; it takes any state and does nothing."""

    def __new__(cls, *args: object, **kwargs: object) -> _Ignored:
        return super().__new__(cls)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Take anything."""

    def __setstate__(self, state: object) -> None:
        """Drop the state."""


def torch_release(version: str | None = None) -> tuple[int, int]:
    """Return major and minor number of a torch version (``2.11.0+cu130`` gives ``(2, 11)``)."""
    match = re.match(r"(\d+)\.(\d+)", version or torch.__version__)
    return (int(match.group(1)), int(match.group(2))) if match else (0, 0)


def file_sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def load_pickle(
    engine: str, path: Path, ignored: tuple[str, ...] = (), *, release: tuple[int, int] | None = None
) -> Any:
    """Load a pickled checkpoint to the CPU; its file is only read.

    Args:
        engine: Who asks, for the errors.
        path: The file.
        ignored: Full names of classes that may occur in it; each stands for an empty one.
        release: torch's release; None for the one that runs.

    Raises:
        ModelMissing: When there is no such file.
        ModelBroken: When it does not load, names anything not listed, or this torch is too old for it.
    """
    needed_file(engine, path)
    if (release or torch_release()) < SAFE_TORCH and file_sha256(path) not in KNOWN_PICKLES:
        raise ModelBroken(
            engine=engine,
            path=str(path),
            reason=f"this PyTorch cannot read unknown pickles safely; convert the file with PyTorch "
            f"{'.'.join(map(str, SAFE_TORCH))} or later",
        )
    allowed: list[Any] = [(_Ignored, name) for name in ignored]
    allowed += [collections.defaultdict, (dict, "builtins.dict"), (dict, "__builtin__.dict")]
    try:
        with naming(engine, path), torch.serialization.safe_globals(allowed):
            return torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except ModelBroken as error:
        if isinstance(error.__cause__, pickle.UnpicklingError):
            error.reason = _refusal(path, ignored)
        raise


def _refusal(path: Path, ignored: tuple[str, ...]) -> str:
    """Say what a refused pickle names that it may not; torch's own words advise to let it."""
    try:
        names = set(torch.serialization.get_unsafe_globals_in_checkpoint(str(path))).difference(ignored)
    except (RuntimeError, ValueError, LookupError, EOFError, OSError, pickle.UnpicklingError):
        names = set()
    if names:
        return f"it holds more than weights and was not run: {', '.join(sorted(names)[:5])}"
    return "it is no checkpoint, or holds more than weights; it was not run"


def tensors_of(engine: str, path: Path, found: object) -> dict[str, Any]:
    """Return a state dictionary, sure to be names and tensors only.

    Raises:
        ModelBroken: When it is anything else.
    """
    if not isinstance(found, Mapping) or not found:
        raise ModelBroken(engine=engine, path=str(path), reason="it holds no weights")
    return {str(name): value for name, value in found.items() if isinstance(value, torch.Tensor)}


def convert_pickle(engine: str, source: Path, target: Path, state: Mapping[str, Any]) -> None:
    """Write tensors of a pickle as safetensors, whole or not at all.

    Args:
        engine: Who asks, for the errors.
        source: The pickle, kept as it is.
        target: The file to write.
        state: What ``load_pickle`` gave of it: names and tensors.

    Raises:
        ModelBroken: When they cannot be written as safetensors.
    """
    from safetensors.torch import save_file

    partial = target.with_name(target.name + ".part")
    with naming(engine, source):
        # Tensors that share memory cannot be saved so: each gets its own.
        save_file({name: tensor.clone().contiguous() for name, tensor in state.items()}, str(partial))
    partial.replace(target)

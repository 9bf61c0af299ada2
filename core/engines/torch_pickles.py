"""PyTorch's pickled weights, loaded so that none of their code runs.

A pickle is a program. ``weights_only`` lets it name only what is listed, and here even the listed
names stand for an empty class: of a checkpoint only its tensors are wanted. That guard itself had
holes before torch 2.6 (CVE-2025-32434) and 2.10 (CVE-2026-24747), so an older torch reads a pickle
only if its SHA-256 is known.
"""

from __future__ import annotations

import collections
import pickle
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from core.atomic import AtomicFile, storage_error
from core.converted import converted_path, note_converted
from core.engines.checkpoints import naming, needed_file
from core.engines.conversion import Conversion
from core.errors import DiskFull, ModelBroken, OutputUnwritable, PickleUnsafe
from core.hashing import file_sha256
from core.paths import make_folder

SAFE_TORCH = (2, 10)
"""First torch whose ``weights_only`` has no known hole."""

KNOWN_PICKLES: Mapping[str, str] = {
    "97ec976ad1fd67a33ab2682d29c0ac7df85234fae875aefcc5fb215681a91b2a": "vocos-mel-24khz pytorch_model.bin",
    "c7ea20001c6a0a841c77e252d8409f6a74fb423e79b3206a0771ba5989776187": "XTTS-v2 model.pth",
    "f0f6137c19a4eab0cbbe4c99b5babacf68b1746e50da90807708c10e645b943b": "XTTS-v2 speakers_xtts.pth",
}
"""SHA-256 of the published files, as many independent projects have pinned them."""


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
        ModelBroken: When it does not load, or names anything not listed.
        PickleUnsafe: When this torch is too old to read it safely.
    """
    needed_file(engine, path)
    release = release or torch_release()
    if release < SAFE_TORCH and file_sha256(path) not in KNOWN_PICKLES:
        raise unsafe(engine, path, release)
    allowed: list[Any] = [(_Ignored, name) for name in ignored]
    allowed += [collections.defaultdict, (dict, "builtins.dict"), (dict, "__builtin__.dict")]
    try:
        with naming(engine, path), torch.serialization.safe_globals(allowed):
            return torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except ModelBroken as error:
        if isinstance(error.__cause__, pickle.UnpicklingError):
            error.reason = _refusal(path, ignored)
        raise


def load_safetensors(engine: str, path: Path) -> dict[str, Any]:
    """Load what a conversion made, or the publisher, to the CPU.

    Raises:
        ModelMissing: When there is no such file.
        ModelBroken: When it does not load.
    """
    from safetensors.torch import load_file

    needed_file(engine, path)
    with naming(engine, path):
        found: dict[str, Any] = load_file(str(path), device="cpu")
    return found


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


def unsafe(engine: str, path: Path, release: tuple[int, int]) -> PickleUnsafe:
    """Return the error that a torch of that release is too old for a pickle."""
    wanted = ".".join(map(str, SAFE_TORCH))
    return PickleUnsafe(engine=engine, path=str(path), torch=".".join(map(str, release)), needed=wanted)


def convert_pickle(engine: str, source: Path, target: Path, state: Mapping[str, Any]) -> int:
    """Write tensors of a pickle as safetensors, whole and on the disk, or not at all.

    Args:
        engine: Who asks, for the errors.
        source: The pickle, kept as it is.
        target: The file to write; none may be there.
        state: What ``load_pickle`` gave of it: names and tensors.

    Returns:
        The size of the new file in bytes.

    Raises:
        ModelBroken: When there are no tensors.
        StorageError: When they cannot be written.
    """
    from safetensors import SafetensorError

    from core.engines.aligned import save_aligned

    tensors = tensors_of(engine, source, state)
    need_bytes = sum(tensor.nbytes for tensor in tensors.values())
    atomic = AtomicFile(target, replace=False)
    try:
        _need_room(target, need_bytes)
        save_aligned(_apart(tensors), atomic.temporary)
        size_bytes = atomic.temporary.stat().st_size
    except OSError as error:
        atomic.abort()
        raise storage_error(error, target) from error
    except SafetensorError as error:
        atomic.abort()
        _need_room(target, need_bytes)  # the library's error does not say it in a form to rely on
        raise OutputUnwritable(path=str(target), reason=str(error)) from error
    except BaseException:
        atomic.abort()
        raise
    atomic.commit()
    return size_bytes


def _need_room(target: Path, need_bytes: int) -> None:
    if shutil.disk_usage(target.parent).free < need_bytes:
        raise DiskFull(path=str(target))


def convert(
    engine: str, conversion: Conversion, converted_dir: Path, *, release: tuple[int, int] | None = None
) -> tuple[Path, str]:
    """Make safetensors of a pickle, which is only read; of known content nothing is made anew.

    Args:
        engine: Whose weights they are.
        conversion: Of what.
        converted_dir: Where conversions are kept (``core.converted``).
        release: torch's release; None for the one that runs.

    Returns:
        The new file, and the SHA-256 of the pickle.

    Raises:
        PickleUnsafe: When this torch is too old, also for a known pickle: nothing is gained then.
        ModelBroken: When the pickle is refused, or was changed meanwhile.
        StorageError: When the new file cannot be written.
    """
    source = needed_file(engine, conversion.source)
    release = release or torch_release()
    if release < SAFE_TORCH:
        raise unsafe(engine, source, release)
    before = file_sha256(source)
    target = converted_path(make_folder(converted_dir), before)
    if not target.is_file():
        convert_pickle(engine, source, target, conversion.read(source))
        if file_sha256(source) != before:
            target.unlink(missing_ok=True)
            raise ModelBroken(engine=engine, path=str(source), reason="it was changed while it was converted")
    try:
        note_converted(converted_dir, source, before)
    except OSError as error:
        raise storage_error(error, target) from error
    return target, before


def _apart(tensors: Mapping[str, Any]) -> dict[str, Any]:
    """Give a tensor that shares memory with one before it, or has gaps, a copy of its own."""
    seen: set[int] = set()
    found = {}
    for name, tensor in tensors.items():
        place = tensor.untyped_storage().data_ptr()
        found[name] = tensor.clone().contiguous() if place in seen else tensor.contiguous()
        seen.add(place)
    return found

"""What is left of an engine once it was released: the bytes, and by whom they are still held.

torch is never imported for a look. All of it runs on the owner thread, and only where an engine is loaded
for the first time or released: a walk over all of Python's objects takes a tenth of a second.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, FunctionType, ModuleType
from typing import Any, TypeAlias

Tensor: TypeAlias = Any
"""torch has no types."""

SLACK_BYTES = 1_000_000
"""What packages may keep for themselves: windows, filter banks, constants."""
CUBLAS_WORKSPACE_BYTES = 8_519_680
"""cuBLAS's workspace, a tensor of torch's own on each card; ``empty_cache`` leaves it."""

MANY_OBJECTS = 100_000
"""So many objects are worth to be passed over."""

_DEPTH = 32
_NODES = 400
_NAMED = 3
_SHARE = 10
"""Survivors under a tenth of the biggest are not named."""


@dataclass(frozen=True)
class Leak:
    """What a release left behind.

    Attributes:
        size_bytes: How much more there is than before the first load.
        holders: What refers to the biggest of it, such as ``f5_tts.model.modules.vocos_mel_stft_cache``;
            empty where nothing that Python knows of does.
    """

    size_bytes: int
    holders: tuple[str, ...]


class Audit:
    """Compares what is allocated on a device with what was before the first load there."""

    def __init__(self, *, owns_process: bool = False) -> None:
        """Start having seen nothing.

        Args:
            owns_process: True in a process that does nothing else: what packages brought may be passed over.
        """
        self._baselines: dict[str, int] = {}
        self._owns_process = owns_process

    def begin(self, device: str) -> None:
        """Remember what is allocated, before the first load on that device.

        Garbage that still waits for its collection does not count: it would hide a leak of its size.
        """
        if device in self._baselines:
            return
        if "torch" in sys.modules:
            gc.collect()
        self._baselines[device] = allocated_bytes(device)

    def is_clean(self, device: str, others_bytes: int) -> bool:
        """Tell whether a card holds nothing but others' weights; no object of Python's is walked for it."""
        if device not in self._baselines:
            return True
        return allocated_bytes(device) <= self._baselines[device] + others_bytes + _slack_bytes(device)

    def after_release(self, device: str, others: Sequence[object], others_bytes: int) -> Leak | None:
        """Look for what a release left behind; each leak is told once.

        Args:
            device: What the engine was told: ``cpu``, ``cuda:0``, ``mps``.
            others: Models that are still loaded there.
            others_bytes: What their weights hold, as measured on a card; on the CPU they are looked at.
        """
        if device not in self._baselines:
            return None
        kept = {tensor_key(tensor): size for tensor, size in _tensors_of(others)}
        expected = self._baselines[device] + (sum(kept.values()) if device == "cpu" else others_bytes)
        leaked = allocated_bytes(device) - expected
        if leaked <= _slack_bytes(device):
            return None
        survivors = _survivors(device, kept.keys())
        gc.unfreeze()  # who holds them may be among what was passed over
        leak = Leak(leaked, _holders(survivors))
        kept_bytes = sum(kept.values()) if device == "cpu" else others_bytes
        self._baselines = {device: allocated_bytes(device) - kept_bytes}
        return leak

    def pass_over_packages(self) -> None:
        """Let later looks and collections pass over what is there now, with nothing loaded and no leak.

        The packages of the engines bring 700,000 objects that live as long as the process; each collection
        and each look would walk all of them, which takes half a second.
        """
        if not self._owns_process or "torch" not in sys.modules or len(gc.get_objects()) < MANY_OBJECTS:
            return
        gc.freeze()
        self._baselines.clear()


def allocated_bytes(device: str) -> int:
    """Return the bytes of tensors on a device; on the CPU of those that Python can reach."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return 0
    kind = device.partition(":")[0]
    if kind == "cuda":
        if not torch.cuda.is_initialized():
            return 0
        torch.cuda.synchronize(device)
        return int(torch.cuda.memory_allocated(device))
    if kind == "mps":
        return int(torch.mps.current_allocated_memory())
    return live_tensor_bytes()


def _slack_bytes(device: str) -> int:
    return SLACK_BYTES + (CUBLAS_WORKSPACE_BYTES if device.startswith("cuda") else 0)


def live_tensor_bytes() -> int:
    """Return the bytes of all tensors' storages that Python can still reach, each storage once."""
    return sum({tensor_key(tensor): size for tensor, size in _live_tensors(gc.get_objects())}.values())


def tensor_key(tensor: Tensor) -> int:
    """Return what tells one storage from another."""
    return int(tensor.untyped_storage().data_ptr())


def _live_tensors(objects: Sequence[object]) -> Iterator[tuple[Tensor, int]]:
    """Yield tensors with their storages' sizes."""
    torch: Any = sys.modules.get("torch")
    if not hasattr(torch, "Tensor"):
        return
    kinds = {kind for kind in set(map(type, objects)) if torch.Tensor in kind.__mro__}
    tensors: list[Any] = [found for found in objects if type(found) in kinds]
    for tensor in tensors:
        try:
            if tensor.layout is torch.strided and not tensor.is_meta:
                yield tensor, int(tensor.untyped_storage().nbytes())
        except (RuntimeError, NotImplementedError, AttributeError):  # fake, functional, half made
            continue


def _tensors_of(models: Sequence[object]) -> Iterator[tuple[Tensor, int]]:
    """Yield the tensors that can be reached from models, without passing through modules and classes."""
    seen = {id(model) for model in models}
    found: list[object] = list(models)
    for one in found:
        if isinstance(one, FunctionType):
            inside: Sequence[object] = [one.__closure__, one.__defaults__]
        else:
            inside = gc.get_referents(one)
        for next_one in inside:
            if id(next_one) not in seen and not isinstance(next_one, ModuleType | type | FrameType):
                seen.add(id(next_one))
                found.append(next_one)
    return _live_tensors(found)


# --- who holds what survived -------------------------------------------------------------------


def _survivors(device: str, kept: Iterable[int]) -> list[Tensor]:
    """Return the biggest tensors on a device that belong to no loaded model, the biggest first."""
    skip = set(kept)
    kind = device.partition(":")[0]
    sizes: dict[int, tuple[int, Tensor]] = {}
    for tensor, size in _live_tensors(gc.get_objects()):
        key = tensor_key(tensor)
        if tensor.device.type == kind and key not in skip and size:
            sizes[key] = size, tensor
    biggest = sorted(sizes.values(), key=lambda pair: -pair[0])[:_NAMED]
    return [tensor for size, tensor in biggest if size * _SHARE >= biggest[0][0]]


def _holders(survivors: Sequence[Tensor]) -> tuple[str, ...]:
    """Name what refers to each of these, each name once."""
    names = (holder_of(tensor, ignored=(survivors,)) for tensor in survivors)
    return tuple(dict.fromkeys(name for name in names if name))


def holder_of(target: object, ignored: Sequence[object] = ()) -> str:
    """Return what refers to an object: a module's name, a function's variable, or a type's attribute.

    Looks from the object upwards, level by level, for something that has a name of its own.

    Args:
        target: The object.
        ignored: Containers of the one who asks.
    """
    seen = {id(target), *map(id, ignored)}
    level: list[object] = [target]
    keys: dict[int, str] = {}
    best = ""
    seen.add(id(keys))
    for _ in range(_DEPTH):
        above: list[object] = []
        seen.update((id(above), id(level)))
        for one in gc.get_referrers(*level):
            if id(one) in seen or _is_ours(one):
                continue
            seen.add(id(one))
            if isinstance(one, dict):
                keys[id(one)] = _key_of(one, level)
            root = _root_name(one, level)
            if root:
                return root
            best = _attribute_name(one, level, keys) or best
            above.append(one)
        level = above[:_NODES]
        if not level:
            break
    return best


def _is_ours(one: object) -> bool:
    """Tell whether it is this look's own frame or iterator."""
    frame = getattr(one, "gi_frame", None) or one
    return isinstance(frame, FrameType) and frame.f_code.co_filename == __file__


def _root_name(one: object, held: Sequence[object]) -> str:
    """Return the name of a module's attribute, of a class's or of a running function's variable."""
    if isinstance(one, dict):
        name = one.get("__name__")
        module = sys.modules.get(name) if isinstance(name, str) else None
        if module is not None and vars(module) is one:
            return f"{name}.{_key_of(one, held)}"
    if isinstance(one, type):
        return f"{one.__module__}.{one.__qualname__}"
    if isinstance(one, FrameType):
        return f"{one.f_code.co_qualname}.{_key_of(one.f_locals, held)}"
    return ""


def _attribute_name(one: object, held: Sequence[object], keys: Mapping[int, str]) -> str:
    """Return ``Type.attribute`` for an object that holds one of these; empty for containers.

    Args:
        one: The object.
        held: What it holds, or its ``__dict__``.
        keys: Under which key each dictionary met so far holds it.
    """
    if isinstance(one, dict | list | tuple | set):
        return ""
    code = getattr(one, "gi_code", None)
    if code is not None:
        return str(code.co_qualname)
    values = getattr(one, "__dict__", None)
    key = (keys.get(id(values)) or _key_of(values, held)) if isinstance(values, dict) else ""
    return f"{type(one).__qualname__}.{key}" if key else type(one).__qualname__


def _key_of(values: dict[str, Any], held: Sequence[object]) -> str:
    ids = set(map(id, held))
    return next((str(key) for key, value in list(values.items()) if id(value) in ids), "")

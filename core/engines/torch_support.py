"""What the engines that run on PyTorch share: devices, seeds, interruption, release.

Imports torch: only from within an engine's ``load``.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from core.errors import DeviceMissing
from core.model.cancel import CancelToken
from core.model.engine import ParameterSpec

log = logging.getLogger(__name__)

REPORT_INTERVAL_S = 0.1
"""Progress is reported at most this often."""


# --- devices ----------------------------------------------------------------------------------


def has_kernels(capability: tuple[int, int], architectures: Sequence[str]) -> bool:
    """Tell whether a build's kernels run on a card.

    Code for ``sm_60`` runs on any 6.x from 6.0 on; ``compute_80`` is translated for anything later.

    Args:
        capability: The card's compute capability.
        architectures: As ``torch.cuda.get_arch_list()`` gives them.
    """
    for name in architectures:
        kind, _, number = name.partition("_")
        digits = "".join(char for char in number if char.isdigit())
        if len(digits) < 2:
            continue
        built = int(digits[:-1]), int(digits[-1])
        if kind == "sm" and built[0] == capability[0] and built <= capability:
            return True
        if kind == "compute" and built <= capability:
            return True
    return False


def device_trouble(device: str) -> str:
    """Return why a device does not truly work, empty when it does: a small product and convolution run."""
    kind = device.partition(":")[0]
    if kind == "cpu":
        return ""
    if kind == "cuda" and not torch.cuda.is_available():
        return "no CUDA device is available to this PyTorch build"
    if kind == "mps" and not torch.backends.mps.is_available():
        return "no Apple GPU is available to this PyTorch build"
    if kind == "cuda":
        capability = torch.cuda.get_device_capability(device)
        if not has_kernels(capability, torch.cuda.get_arch_list()):
            return f"this PyTorch build has no kernels for compute capability {capability[0]}.{capability[1]}"
    try:
        right = computes(device)
    except RuntimeError as error:
        return f"a small computation failed there: {error}"
    return "" if right else "a small computation came out wrong there"


def computes(device: str) -> bool:
    """Run a small product and a small convolution and tell whether they come out right.

    Raises:
        RuntimeError: When the device cannot run them.
    """
    with torch.inference_mode():
        square = torch.ones(8, 8, device=device)
        product = (square @ square).sum()
        convolution = torch.nn.functional.conv1d(square[None], torch.ones(8, 8, 3, device=device)).sum()
        return float(product) == 64 * 8 and float(convolution) == 8 * 6 * 8 * 3


def check_device(engine: str, device: str) -> None:
    """Refuse a device that does not truly work.

    Raises:
        DeviceMissing: With the reason in the log.
    """
    trouble = device_trouble(device)
    if trouble:
        log.warning("%s cannot use %s: %s", engine, device, trouble)
        raise DeviceMissing(engine=engine, device=device)


def takes_half(device: str) -> bool:
    """Tell whether half precision is fast and sound there: CUDA from compute capability 7.0 on."""
    if not device.startswith("cuda"):
        return False
    name = torch.cuda.get_device_name(device)
    return int(torch.cuda.get_device_capability(device)[0]) >= 7 and not name.endswith("[ZLUDA]")


# --- seeds ------------------------------------------------------------------------------------


@contextmanager
def private_random(seed: int, device: str) -> Iterator[None]:
    """Seed torch's generators for a block and put them back: no engine disturbs another's numbers."""
    kind = device.partition(":")[0]
    with torch.random.fork_rng(devices=[torch.device(device)] if kind == "cuda" else []):
        torch.default_generator.manual_seed(seed)
        if kind == "cuda":
            with torch.cuda.device(device):
                torch.cuda.manual_seed(seed)
        if kind != "mps":
            yield
            return
        before = torch.mps.get_rng_state()
        torch.mps.manual_seed(seed)
        try:
            yield
        finally:
            torch.mps.set_rng_state(before)


def piece_seed(seed: int, index: int) -> int:
    """Return the seed of a piece of a request; the first has the request's own."""
    return (seed + index * 0x9E3779B9) % 2**32


# --- parameters -------------------------------------------------------------------------------


def value_of(spec: ParameterSpec, values: Mapping[str, float]) -> float:
    """Return a parameter's value, or its default."""
    return float(values.get(spec.name, spec.default))


# --- building ---------------------------------------------------------------------------------


class _NoInitialisation(TorchFunctionMode):
    """Leaves new parameters as they are: a checkpoint that must hold every one of them follows."""

    _FILLS = frozenset(
        {
            "normal_",
            "uniform_",
            "trunc_normal_",
            "kaiming_normal_",
            "kaiming_uniform_",
            "xavier_normal_",
            "xavier_uniform_",
        }
    )
    """Names of tensor methods, of ``torch.nn.init`` and of what transformers puts in its place meanwhile."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named = kwargs or {}
        if getattr(func, "__name__", "") in self._FILLS:
            return named["tensor"] if "tensor" in named else args[0]
        return func(*args, **named)


@contextmanager
def without_initialisation() -> Iterator[None]:
    """Let modules be made without random numbers, for a block; the process's generators stay as they are.

    Use it only where ``load_state_dict(strict=True)`` follows.
    """
    with torch.random.fork_rng(devices=[]), _NoInitialisation():
        yield


# --- interruption -----------------------------------------------------------------------------


@contextmanager
def interruptible(
    modules: Iterable[Any], cancel: CancelToken, each: Callable[[Any], None] | None = None
) -> Iterator[None]:
    """Look at a token before each call of some modules, for a block.

    Args:
        modules: Parts of a net, so small that one call is short.
        cancel: Raises ``JobCancelled`` out of the net.
        each: Told which module is about to run.
    """

    def before(module: Any, inputs: Any) -> None:
        cancel.check()
        if each is not None:
            each(module)

    handles = [module.register_forward_pre_hook(before) for module in modules]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def parts_of_net(net: Any) -> list[Any]:
    """Return a net's parts, so small that a call of one is short: layers in lists, and what has no layers."""
    found: list[Any] = []
    for child in net.children():
        if isinstance(child, torch.nn.ModuleList | torch.nn.Sequential):
            found.extend(child.children())
        elif any(True for _ in child.children()):
            found.extend(parts_of_net(child))
        else:
            found.append(child)
    return list(dict.fromkeys(found))


class Reporter:
    """Passes progress on, never falling and not too often."""

    def __init__(self, report: Callable[[float], None]) -> None:
        """Take who is told the fraction done."""
        self._report = report
        self._fraction = 0.0
        self._told_at_s = 0.0

    def __call__(self, fraction: float) -> None:
        """Tell a fraction, 0 to 1."""
        self._fraction = max(self._fraction, min(1.0, fraction))
        now_s = time.monotonic()
        if self._fraction >= 1.0 or now_s - self._told_at_s >= REPORT_INTERVAL_S:
            self._told_at_s = now_s
            self._report(self._fraction)


# --- release ----------------------------------------------------------------------------------


def give_back_memory() -> None:
    """Free what nobody refers to any more, on every device that torch has opened."""
    gc.collect()
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()
        torch.cuda.ipc_collect()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def live_tensor_bytes() -> int:
    """Return the bytes of all tensors' storages that Python can still reach, each storage once."""
    storages: dict[int, int] = {}
    for found in gc.get_objects():
        if issubclass(type(found), torch.Tensor) and found.layout is torch.strided and not found.is_meta:
            storage = found.untyped_storage()
            storages[storage.data_ptr()] = storage.nbytes()
    return sum(storages.values())

"""What the engines that run on PyTorch share: devices, seeds, interruption, release.

Imports torch: only from within an engine's ``load``.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from core.model.cancel import CancelToken
from core.model.engine import ParameterSpec
from core.model.need import half_is_fast

ALIGNMENT_BYTES = 64
"""Where torch begins a tensor on the CPU; its libraries' sums differ in the last bit elsewhere."""
REPORT_INTERVAL_S = 0.1
"""Progress is reported at most this often."""


# --- devices ----------------------------------------------------------------------------------


def takes_half(device: str) -> bool:
    """Tell whether half precision is fast and sound there (``half_is_fast``)."""
    if not device.startswith("cuda"):
        return False
    return half_is_fast(torch.cuda.get_device_name(device), torch.cuda.get_device_capability(device))


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


class PrivateRandom:
    """Random numbers of one's own, drawn in blocks: what others draw between them changes nothing."""

    def __init__(self, seed: int, device: str) -> None:
        """Begin the numbers of a seed; they are for the CPU and for one device."""
        self._seed = seed
        self._device = device
        self._states: tuple[Any, Any] | None = None

    @contextmanager
    def block(self) -> Iterator[None]:
        """Go on where the last block ended."""
        library = {"cuda": torch.cuda, "mps": torch.mps}.get(self._device.partition(":")[0])
        place = (self._device,) if library is torch.cuda else ()
        with private_random(self._seed, self._device):
            if self._states is not None:
                torch.set_rng_state(self._states[0])
                if library is not None:
                    library.set_rng_state(self._states[1], *place)
            try:
                yield
            finally:
                own = library.get_rng_state(*place) if library is not None else None
                self._states = (torch.get_rng_state(), own)


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

    _OF_PARAMETERS = frozenset(
        {"fill_", "zero_", "constant_", "erfinv_", "mul_", "add_", "clamp_"}  # the last four: a normal's
    )
    """Left out for parameters only: these make buffers too, of which a checkpoint may lack some."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named = kwargs or {}
        name = getattr(func, "__name__", "")
        if name in self._FILLS or name in self._OF_PARAMETERS:
            target = named["tensor"] if "tensor" in named else args[0]
            if name in self._FILLS or isinstance(target, torch.nn.Parameter):
                return target
        if name == "norm_except_dim":  # of a weight that is not there yet: its shape is enough
            weight, _, dim = args
            return weight.new_empty([size if at == dim else 1 for at, size in enumerate(weight.shape)])
        return func(*args, **named)


@contextmanager
def without_initialisation() -> Iterator[None]:
    """Let modules be made without random numbers, for a block; the process's generators stay as they are.

    Use it only where ``take_weights`` or ``load_state_dict(strict=True)`` follows.
    """
    with torch.random.fork_rng(devices=[]), _NoInitialisation():
        yield


def take_weights(module: Any, state: Mapping[str, Any], *, stay: bool = False) -> Any:
    """Let a module's parameters and buffers be a state's tensors themselves: no copy, where that is sound.

    A state that is mapped from a file stays mapped: privately, so that nothing is ever written to the file,
    and shared with whoever else reads it. Tensors of another type than the module's become of its type. What
    lies in the file so that a CPU would sum it in another order (safetensors mostly) is copied.

    Args:
        module: The module.
        state: Its weights by name, all of them.
        stay: They are only kept until they are moved: nothing is copied.

    Returns:
        What ``load_state_dict(strict=True)`` returns.

    Raises:
        RuntimeError: When names or shapes differ, as from ``load_state_dict``.
    """
    types = {name: tensor.dtype for name, tensor in module.state_dict().items()}
    fitting = {}
    for name, tensor in state.items():
        fit = tensor.to(types.get(name, tensor.dtype)).contiguous()
        fitting[name] = fit if stay or fit.data_ptr() % ALIGNMENT_BYTES == 0 else fit.clone()
    return torch.nn.Module.load_state_dict(module, fitting, strict=True, assign=True)


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

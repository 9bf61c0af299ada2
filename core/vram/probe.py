"""Find out whether a device truly computes. Imports torch, which takes seconds: once for each device."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

from core.vram.choice import CUDA, MPS, Finding

_REASON_CHARS = 200


@cache
def probe(device: str) -> Finding:
    """Try a device; asked again, the answer is the same until the process ends.

    Args:
        device: ``cuda``, ``cuda:1``, ``mps``.
    """
    try:
        torch: Any = importlib.import_module("torch")
    except (ImportError, OSError, RuntimeError) as error:
        return Finding(failure=_short(error))
    kind, _, number = device.partition(":")
    if kind == CUDA:
        return _probe_cuda(device, int(number or 0)) if re.fullmatch(r"\d*", number) else _ABSENT
    if device == MPS:
        if not torch.backends.mps.is_available():
            return _ABSENT
        return Finding(name="Apple GPU", failure=self_test(device))
    return _ABSENT


_ABSENT = Finding(present=False)


def _probe_cuda(device: str, index: int) -> Finding:
    torch: Any = importlib.import_module("torch")
    cuda = torch.cuda
    if torch.version.cuda is None and torch.version.hip is None:
        return Finding(architectures=())
    if not cuda.is_available():
        return Finding(failure="this PyTorch build and the driver do not work together")
    if index >= cuda.device_count():
        return _ABSENT
    try:
        capability = tuple(cuda.get_device_capability(index))
        name = str(cuda.get_device_name(index))
        finding = Finding(
            name=name,
            capability=(int(capability[0]), int(capability[1])),
            architectures=None if torch.version.hip else tuple(cuda.get_arch_list()),
        )
    except RuntimeError as error:
        return Finding(failure=_short(error))
    if not finding.has_kernels:
        return finding
    return Finding(
        name=name,
        capability=finding.capability,
        architectures=finding.architectures,
        failure=self_test(device),
    )


def self_test(device: str) -> str:
    """Run a small product and convolution; return what went wrong, empty where they come out right."""
    torch: Any = importlib.import_module("torch")
    try:
        with torch.inference_mode():
            square = torch.ones(8, 8, device=device)
            product = float((square @ square).sum())
            kernel = torch.ones(8, 8, 3, device=device)
            convolution = float(torch.nn.functional.conv1d(square[None], kernel).sum())
    except (RuntimeError, NotImplementedError) as error:
        return _short(error)
    right = product == 64 * 8 and convolution == 8 * 6 * 8 * 3
    return "" if right else "a small computation came out wrong"


def _short(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:_REASON_CHARS]

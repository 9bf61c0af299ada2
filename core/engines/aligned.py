"""Write safetensors whose tensors can be used where they lie in the file. Imports torch.

The format allows no gaps between tensors, but any order, and spaces after the header. So the data begin at
a boundary, and tensors whose size is a multiple of it come first: each of them, and the first that is not,
begins at one too. The library orders by type and name and aligns to 8 bytes, and takes no order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from core.engines.torch_support import ALIGNMENT_BYTES

_NAMES: Mapping[torch.dtype, str] = {
    torch.bool: "BOOL", torch.uint8: "U8", torch.int8: "I8", torch.int16: "I16", torch.int32: "I32",
    torch.int64: "I64", torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32",
    torch.float64: "F64",
}  # fmt: skip


def save_aligned(tensors: Mapping[str, Any], path: Path) -> None:
    """Write tensors, the large ones at multiples of 64 bytes.

    Args:
        tensors: Contiguous, on the CPU, each with memory of its own.
        path: The file to write.

    Raises:
        OSError: When it cannot be written.
        SafetensorError: When the library, which is left to write types that are rare, cannot.
    """
    if any(tensor.dtype not in _NAMES for tensor in tensors.values()):
        from safetensors.torch import save_file

        save_file(dict(tensors), str(path))
        return
    names = sorted(tensors, key=lambda name: (-_evenness(tensors[name].nbytes), name))
    with path.open("wb") as file:
        file.write(_header(tensors, names))
        for name in names:
            file.write(memoryview(tensors[name].reshape(-1).view(torch.uint8).numpy()))


def _header(tensors: Mapping[str, Any], names: list[str]) -> bytes:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name in names:
        tensor = tensors[name]
        end = at + tensor.nbytes
        header[name] = {
            "dtype": _NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [at, end],
        }
        at = end
    raw = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    raw += b" " * (-(8 + len(raw)) % ALIGNMENT_BYTES)
    return len(raw).to_bytes(8, "little") + raw


def _evenness(size_bytes: int) -> int:
    """Return the greatest power of two that divides a size, the boundary at most."""
    return min(size_bytes & -size_bytes, ALIGNMENT_BYTES) if size_bytes else ALIGNMENT_BYTES

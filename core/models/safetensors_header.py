"""The header of a safetensors file: names and shapes of its tensors, read without the tensors.

The format: eight bytes that hold the header's length (little endian), a JSON object, the tensors' bytes
(https://github.com/huggingface/safetensors#format). Everything in it is checked: the file is foreign.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

HEADER_LIMIT_BYTES = 100_000_000
"""As the library itself limits it."""

_DTYPE_BYTES = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}  # fmt: skip

Shape = tuple[int, ...]


class Unfit(ValueError):
    """A file is not what it should be; says why."""


def read_shapes(path: Path) -> Mapping[str, Shape]:
    """Return the shape of each tensor by its name.

    Raises:
        Unfit: When the file is not what the format says, with the reason.
        OSError: When it cannot be read.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(HEADER_LIMIT_BYTES, size_bytes - 8):
            raise Unfit("it is no safetensors file, or was cut short")
        raw = file.read(length)
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unfit("its header cannot be read") from error
    if not isinstance(header, dict):
        raise Unfit("its header cannot be read")
    header.pop("__metadata__", None)
    shapes, ends = {}, []
    for name, entry in header.items():
        shape, begin, end = _entry(name, entry)
        shapes[name] = shape
        ends.append((begin, end))
    if not shapes:
        raise Unfit("it holds no weights")
    _check_bytes(sorted(ends), size_bytes - 8 - length)
    return shapes


def _entry(name: str, entry: object) -> tuple[Shape, int, int]:
    try:
        assert isinstance(entry, dict)
        shape, (begin, end) = tuple(entry["shape"]), entry["data_offsets"]
        width = _DTYPE_BYTES[entry["dtype"]]
    except (AssertionError, LookupError, TypeError, ValueError) as error:
        raise Unfit(f"its entry {name[:60]!r} cannot be read") from error
    numbers = (*shape, begin, end)
    if any(isinstance(one, bool) or not isinstance(one, int) or one < 0 for one in numbers):
        raise Unfit(f"its entry {name[:60]!r} cannot be read")
    if end - begin != math.prod(shape) * width:
        raise Unfit(f"its entry {name[:60]!r} has another size than it says")
    return shape, begin, end


def _check_bytes(ends: list[tuple[int, int]], data_bytes: int) -> None:
    """Check that the tensors lie one after the other and fill the file."""
    at = 0
    for begin, end in ends:
        if begin != at:
            raise Unfit("its tensors overlap, or leave gaps")
        at = end
    if at != data_bytes:
        raise Unfit("it was cut short, or holds more than its header says")

"""Errors after which a process can do nothing more on its card."""

from __future__ import annotations

import pytest

from core.errors import EngineFailed
from core.vram.poison import bytes_tried, is_out_of_memory, is_poisonous


class OutOfMemoryError(RuntimeError):
    """As torch names it."""


class AcceleratorError(RuntimeError):
    """As torch names it from 2.9 on."""


ASSERT = "CUDA error: device-side assert triggered\nCompile with `TORCH_USE_CUDA_DSA`"


def wrapped() -> EngineFailed:
    failed = EngineFailed(engine="a", kind="X", reason="no words")
    failed.__cause__ = AcceleratorError(ASSERT)
    return failed


@pytest.mark.parametrize(
    ("error", "poisonous"),
    [
        (RuntimeError(ASSERT), True),
        (AcceleratorError("unspecified launch failure"), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling cublasSgemm"), True),
        (EngineFailed(engine="a", kind="RuntimeError", reason=ASSERT), True),
        (wrapped(), True),
        (OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB."), False),
        (RuntimeError("CUDA error: out of memory"), False),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), False),
        (EngineFailed(engine="a", kind="RuntimeError", reason="shapes do not match"), False),
        (ValueError("the text says: CUDA error"), False),
        (MemoryError(), False),
    ],
)
def test_cuda_errors_other_than_lack_of_memory_poison(error, poisonous):
    assert is_poisonous(error) is poisonous


@pytest.mark.parametrize(
    ("error", "lacking"),
    [
        (MemoryError(), True),
        (OutOfMemoryError("CUDA out of memory"), True),
        (RuntimeError("CUDA error: out of memory"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (RuntimeError(ASSERT), False),
        (ValueError("out of memory"), False),
    ],
)
def test_lack_of_memory_is_told_apart(error, lacking):
    assert is_out_of_memory(error) is lacking


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has", 20 * 1024**2),
        ("Tried to allocate 1.50 GiB (GPU 0; …", int(1.5 * 1024**3)),
        ("Tried to allocate 512 bytes", 512),
        ("out of memory", 0),
    ],
)
def test_what_was_tried_is_read(text, size):
    assert bytes_tried(OutOfMemoryError(text)) == size

"""The stage of gpu_check.py on XTTS with its text model in fp16, beside the same net in fp32."""

from __future__ import annotations

import importlib
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_machine import Check
from benchmarks.gpu_report import Skipped
from benchmarks.vram_row import Row

LATENTS_DB = 30.0
"""So far below the latents at least must the difference lie: a thirtieth of their size."""


def half_stage(check: Check) -> str:
    """Hand both precisions the same text and tokens, and compare latents, sound and chances."""
    check.torch()
    trouble = gpu_nets.package_trouble("xtts")
    if trouble:
        raise Skipped(f"xtts: {trouble}")
    halves: Any = importlib.import_module("benchmarks.xtts_half")
    model = gpu_nets.load_net("xtts", check.engine_folder("xtts"), check.device, half=False)
    try:
        (net,) = model.weights()
        tokens = gpu_nets.TINY_TOKENS // 2 if check.rehearsal else halves.TOKENS
        found = halves.compare(net, check.device, tokens)
        del net
    finally:
        model.close()
        del model
        check.give_back()
    note = "; ".join(f"{what}: {figure}" for what, figure in found.rows())
    return check.keep([Row("half_latents", found.latents_db, LATENTS_DB, "dB", ">=", note)])

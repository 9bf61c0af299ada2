"""The stages of gpu_check.py on one net alone: it is loaded, speaks and is released; its peak, its cancel."""

from __future__ import annotations

import importlib
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_machine import Check
from benchmarks.gpu_report import MIB, Failed, Skipped, against, leak_words
from benchmarks.vram_row import Row

GREATEST_RATIO = 1.2
LEAST_SHARE = 0.9
"""A net of which less is on the device is somewhere else."""
CANCEL_TARGET_S = 1.0
CANCELS = 3
CANCEL_STEPS = 64
"""F5 takes this many, so that there is something to cancel on a fast card."""
BEGUN_S = 0.05
"""How long the net has worked when it is cancelled."""


def net_stage(check: Check, engine: str, *, half: bool) -> str:
    """Load a net, speak, release it: its size, its peak for a later stage, the leak check."""
    torch = check.torch()
    need = _need_of(engine, half=half)
    if not check.rehearsal:
        free, _ = torch.cuda.mem_get_info(check.index)
        if free < need.total_bytes:
            raise Skipped(f"it needs {need.total_bytes / MIB:.0f} MiB, {free / MIB:.0f} are free")
    folder, whose = _folder_of(check, engine)
    check.give_back()
    before = check.allocated()
    begin = time.perf_counter()
    model = _load(check, engine, folder, half=half)
    check.wait()
    load_s = time.perf_counter() - begin
    held = check.allocated() - before
    try:
        size = _size_words(check, held, need.weights_bytes)
        request = gpu_nets.request_of(engine, folder)
        _speak(model, request)  # what comes with the first work: workspaces, and what is heard once
        floor = check.allocated()
        check.begin_peak()
        begin = time.perf_counter()
        spoken_s = _speak(model, request)
        speak_s = time.perf_counter() - begin
        above = check.peak() - floor
        if folder is not None:
            check.points[net_name(engine, half=half)] = _spoken_need(engine, request, half=half), above
    finally:
        begin = time.perf_counter()
        model.close()
        del model
        check.give_back()
        release_s = time.perf_counter() - begin
    left = leak_words(before, check.allocated())
    return (
        f"{whose}; load {load_s:.2f} s, {size}, {above / MIB:.0f} MiB above them, {speak_s:.2f} s for"
        f" {spoken_s:.1f} s of speech, release {release_s:.2f} s, {left}"
    )


def estimate_stage(check: Check) -> str:
    """Hold what was estimated for each net's speech against ``max_memory_allocated``.

    What cuDNN takes to work in is in the measured figure; the product keeps a reserve for it besides.
    """
    if not check.points:
        raise Skipped("no package's net has spoken")
    if check.rehearsal:
        raise Skipped("a rehearsal has no peaks")
    note = ", ".join(
        f"{name} {said / MIB:.0f} of {found / MIB:.0f} MiB" for name, (said, found) in check.points.items()
    )
    off = sum(not found <= said <= GREATEST_RATIO * found for said, found in check.points.values())
    return check.keep([Row("estimate", off / len(check.points), 0, "share", "<=", note)])


def cancel_stage(check: Check) -> str:
    """Cancel each engine while it works: from the asking to the answer."""
    check.torch()
    errors: Any = importlib.import_module("core.errors")
    slowest, notes = 0.0, []
    for engine in ("f5", "xtts"):
        folder, whose = _folder_of(check, engine)
        model = _load(check, engine, folder, half=False)
        try:
            request = gpu_nets.request_of(engine, folder, steps=CANCEL_STEPS)
            times = [
                found
                for _ in range(check.often(CANCELS))
                if (found := _cancel(check, model, request, errors.JobCancelled)) is not None
            ]
        finally:
            model.close()
            del model
            check.give_back()
        if not times:
            raise Skipped(f"{engine} had spoken before it could be cancelled")
        slowest = max(slowest, *times)
        notes.append(f"{engine} {', '.join(f'{one * 1000:.0f}' for one in times)} ms, {whose}")
    return check.keep([Row("cancel", slowest, CANCEL_TARGET_S, "s", "<=", "; ".join(notes))])


def net_name(engine: str, *, half: bool) -> str:
    """Return a net's name."""
    return f"{engine} in {'fp16' if half else 'fp32'}"


def _folder_of(check: Check, engine: str) -> tuple[Path | None, str]:
    """Return an engine's weights, None where its package is missing; and words on whose net it is."""
    trouble = gpu_nets.package_trouble(engine)
    return (None, f"PLAIN NET ({trouble})") if trouble else (check.engine_folder(engine), "package")


def _load(check: Check, engine: str, folder: Path | None, *, half: bool) -> Any:
    """Load an engine's net, or a plain one."""
    if folder is not None:
        return gpu_nets.load_net(engine, folder, check.device, half=half)
    share = gpu_nets.PLAIN_SHARE if check.rehearsal else 1.0
    return gpu_nets.PlainNet(engine, check.device, half=half, share=share)


def _size_words(check: Check, held: int, said: int) -> str:
    """Compare what is on the device with what the engine says of its weights."""
    if check.rehearsal:
        return f"{held / MIB:.0f} MiB"
    if held < said * LEAST_SHARE:
        raise Failed(f"{held / MIB:.0f} MiB are on the device, the net has {said / MIB:.0f}")
    return against(held, said, "weights")


def _speak(model: Any, request: Any) -> float:
    return sum(len(piece) for piece in model.synthesize(request, gpu_nets.job_of())) / 24_000


def _need_of(engine: str, *, half: bool) -> Any:
    """Return what the engine's longest part needs."""
    values: Any = importlib.import_module("core.model.need")
    return gpu_nets.engine_of(engine).need(None, values.Way(values.HALF if half else values.FULL))


def _spoken_need(engine: str, request: Any, *, half: bool) -> int:
    """Return the peak estimated for the speech as long as it is; XTTS's length cannot be known before."""
    values: Any = importlib.import_module("core.model.need")
    way = values.Way(values.HALF if half else values.FULL)
    if engine == "f5":
        return int(gpu_nets.engine_of(engine).need(request, way).peak_bytes)
    peak: Any = importlib.import_module("core.engines.xtts.peak")
    return int(peak.need_of(gpu_nets.TOKENS, len(request.text) + 5, 0.0, way).peak_bytes)


def _cancel(check: Check, model: Any, request: Any, cancelled: type[Exception]) -> float | None:
    """Return the seconds from a cancel to its answer, or None where the speech came first."""
    tokens: Any = importlib.import_module("core.model.cancel")
    token, asked_at = tokens.CancelToken(), []

    def ask() -> None:
        asked_at.append(time.perf_counter())
        token.cancel()

    timer = threading.Timer(0.0 if check.rehearsal else BEGUN_S, ask)

    def report(fraction: float) -> None:
        if fraction > 0 and not asked_at and not timer.is_alive():
            timer.start()

    try:
        for _ in model.synthesize(request, gpu_nets.job_of(token, report)):
            pass
    except cancelled:
        check.wait()
        return time.perf_counter() - asked_at[0]
    finally:
        timer.cancel()
    return None

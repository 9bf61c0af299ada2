"""Where somebody speaks: Silero's voice-activity net, which comes inside faster-whisper, by onnxruntime."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import EngineNotInstalled
from core.model.audio import Samples
from core.model.voice import Stretch

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

RATE_HZ = 16_000
HOP = 512
"""Samples of one frame: the net's own step."""

HOP_S = HOP / RATE_HZ

BEGIN, END = 0.5, 0.35
"""Speech begins above the one and ends below the other: Silero's defaults."""

_CONTEXT = 64
_STATE = (1, 1, 128)
_BATCH = 4096
_NET = Path("assets") / "silero_vad_v6.onnx"


def speech_chances(samples: Samples) -> NDArray[np.float32]:
    """Return how sure it is that each frame of `HOP` samples holds speech.

    Args:
        samples: Mono at 16 kHz.

    Returns:
        0 to 1, shape ``(ceil(samples / HOP),)``.

    Raises:
        EngineNotInstalled: When onnxruntime or the net is missing.
    """
    frames = -(-len(samples) // HOP)
    if not frames:
        return np.zeros(0, np.float32)
    padded = np.zeros(_CONTEXT + frames * HOP, np.float32)
    padded[_CONTEXT : _CONTEXT + len(samples)] = samples
    windows = np.lib.stride_tricks.sliding_window_view(padded, _CONTEXT + HOP)[::HOP]
    net = _net()
    hidden = cell = np.zeros(_STATE, np.float32)
    parts = []
    for start in range(0, frames, _BATCH):
        batch = np.ascontiguousarray(windows[start : start + _BATCH])
        chances, hidden, cell = net.run(None, {"input": batch, "h": hidden, "c": cell})
        parts.append(np.asarray(chances, np.float32).reshape(-1))
    return np.concatenate(parts)


def speech_regions(
    chances: NDArray[np.float32], *, shortest_s: float = 0.2, least_pause_s: float = 0.15
) -> tuple[Stretch, ...]:
    """Return where somebody speaks.

    Args:
        chances: What ``speech_chances`` gives.
        shortest_s: What is shorter is no speech.
        least_pause_s: Shorter pauses belong to the speech around them.
    """
    flags = np.zeros(len(chances), bool)
    speaking = False
    for index, chance in enumerate(chances.tolist()):
        speaking = chance >= (END if speaking else BEGIN)
        flags[index] = speaking
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    regions: list[Stretch] = []
    for start, end in zip(edges[::2] * HOP_S, edges[1::2] * HOP_S, strict=True):
        if regions and start - regions[-1].end_s < least_pause_s:
            regions[-1] = Stretch(regions[-1].start_s, float(end))
        else:
            regions.append(Stretch(float(start), float(end)))
    return tuple(one for one in regions if one.duration_s >= shortest_s)


@functools.cache
def _net() -> InferenceSession:
    try:
        import onnxruntime

        path = _net_path()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (ImportError, OSError) as error:
        raise EngineNotInstalled(engine="analysis", reason=str(error)) from error


def _net_path() -> Path:
    """Return the net's file; the package that holds it is not imported, it would bring CTranslate2."""
    spec = importlib.util.find_spec("faster_whisper")
    if spec is None or spec.origin is None:
        raise ImportError("faster-whisper is not installed")
    return Path(spec.origin).parent / _NET

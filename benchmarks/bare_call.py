"""The bare packages' own calls, one at a time, asked for by lines; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/bare_call.py ENGINE FOLDER REFERENCE

Weights are loaded by the package's own loaders. Each line on standard input names a way to speak:
``bare`` is the package's call, ``engine`` the product's engine in this process, without host and pipe.
Each answer is a line of JSON: wall and processor seconds, samples, and a digest of the audio.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import torch
from spoken import request_of
from vram_naive import load_f5, load_xtts

from core.engines.base import JobContext, LoadOptions
from core.model.cancel import CancelToken
from core.model.request import SynthesisRequest

Speak = Callable[[], np.ndarray]


def silent_job() -> JobContext:
    """Return a job that nobody listens to."""
    return JobContext(CancelToken(), lambda fraction: None, lambda notice: None)


def bare_f5(request: SynthesisRequest) -> Speak:
    """Load F5 by its package; the reference is cut as the product does, once."""
    from core.engines.f5.loading import _package as package
    from core.engines.f5.plan import HOP, RATE_HZ, make_plan
    from core.engines.f5.prompt import prepare_prompt

    assert request.model_dir is not None
    flow, vocoder = load_f5(request.model_dir)
    assert request.reference is not None
    prompt, _ = prepare_prompt(request.reference, request.reference_text, minimum_s=1, maximum_s=12)
    (piece,) = make_plan(request.text, prompt, 1.0)
    frames = len(prompt.samples) // HOP + piece.frames
    reference = torch.from_numpy(prompt.samples)[None], RATE_HZ

    def speak() -> np.ndarray:
        torch.manual_seed(request.seed)
        found = package.infer_batch_process(
            reference,
            prompt.text,
            [piece.text],
            flow,
            vocoder,
            progress=None,
            nfe_step=int(request.parameters["steps"]),
            fix_duration=(frames + 0.5) * HOP / RATE_HZ,
            device="cpu",
        )
        wave: np.ndarray = next(found)[0]
        return wave

    return speak


def bare_xtts(request: SynthesisRequest) -> Speak:
    """Load XTTS by its package; the reference is heard once, as the product does."""
    assert request.model_dir is not None
    (net,) = load_xtts(request.model_dir)
    config = net.config
    from core.audio.read import read_reference

    assert request.reference is not None
    clip, _ = read_reference(request.reference, sample_rate_hz=22_050, minimum_s=1, maximum_s=30)
    audio = torch.from_numpy(clip.samples)[None].clamp(-1, 1)[:, : 22_050 * config.max_ref_len]
    with torch.inference_mode():
        speaker = net.get_speaker_embedding(audio, 22_050)
        latents = net.get_gpt_cond_latents(
            audio,
            22_050,
            length=config.gpt_cond_len,
            chunk_length=min(config.gpt_cond_len, config.gpt_cond_chunk_len),
        )

    def speak() -> np.ndarray:
        torch.manual_seed(request.seed)
        return np.asarray(net.inference(request.text, "en", latents, speaker)["wav"])

    return speak


def through_engine(request: SynthesisRequest) -> Speak:
    """Load the product's engine into this process."""
    from core.engines.f5.engine import F5Engine
    from core.engines.xtts.engine import XttsEngine

    engine = F5Engine() if request.engine == "f5" else XttsEngine()
    model = engine.load(LoadOptions("cpu", request.model_dir), silent_job())
    return lambda: np.concatenate(list(model.synthesize(request, silent_job())))


def main() -> None:
    """Load, say so, then answer lines until the input ends."""
    request = request_of(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what packages print is none of the answers
    ways = {"bare": bare_f5 if request.engine == "f5" else bare_xtts, "engine": through_engine}
    loaded = {name: load(request) for name, load in ways.items()}
    print(
        json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), file=answers, flush=True
    )
    for line in sys.stdin:
        cpu_s, begin = time.process_time(), time.perf_counter()
        wave = loaded[line.strip()]()
        figures = {
            "wall_s": time.perf_counter() - begin,
            "cpu_s": time.process_time() - cpu_s,
            "samples": len(wave),
            "digest": hashlib.sha256(np.ascontiguousarray(wave, dtype="<f4")).hexdigest(),
        }
        print(json.dumps(figures), file=answers, flush=True)


if __name__ == "__main__":
    main()

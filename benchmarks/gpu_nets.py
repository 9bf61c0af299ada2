"""Full-size nets with random weights for gpu_check.py: the packages' own, or plain ones of the same sizes.

Nothing is imported before it is asked for: a machine may have torch without f5-tts and coqui-tts, or
neither.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

SPOKEN_S = 5.0
TOKENS = round(SPOKEN_S * 24_000 / 1024)
"""Of XTTS's speech: random weights find no end before the last that they have."""
TINY_TOKENS = 24
"""The same in a rehearsal, whose vocoder is not tiny."""
PLAIN_SHARE = 0.04
"""Part of the full size that a plain net has in a rehearsal."""
_WIDTH = 1024
_PLAIN_FRAMES = 1880
_TEXT = (
    "The lamps go out one by one and nobody is left to see the last of the trains leave for the far coast"
    " where the sea is "
)
_PACE_REFERENCE_S = 3.0
"""F5 speaks as fast as its reference, of that length, says its words."""


def package_trouble(engine: str) -> str:
    """Return why an engine's own package cannot be used here, empty when it can."""
    try:
        importlib.import_module(f"core.engines.{engine}.loading")
    except Exception as error:  # noqa: BLE001 - whatever a package raises means that it is not there
        return f"{type(error).__name__}: {error}"
    return ""


def engine_of(engine: str) -> Any:
    """Return the product's engine."""
    return importlib.import_module(f"core.engines.{engine}.engine").make_engine()


def job_of(cancel: Any = None, report: Any = None, part: float = 1.0) -> Any:
    """Return a job that nobody listens to, but where somebody is named."""
    bases: Any = importlib.import_module("core.engines.base")
    tokens: Any = importlib.import_module("core.model.cancel")
    return bases.JobContext(
        cancel or tokens.CancelToken(), report or (lambda fraction: None), lambda notice: None, part
    )


def parameter_bytes(modules: list[Any]) -> int:
    """Return the bytes of modules' parameters and buffers, each storage once."""
    storages = {}
    for module in modules:
        for tensor in [*module.parameters(), *module.buffers()]:
            storage = tensor.untyped_storage()
            storages[storage.data_ptr()] = storage.nbytes()
    return sum(storages.values())


def write_folder(engine: str, size: str, folder: Path) -> Path:
    """Write random weights that the engine loads from, and a reference."""
    if (engine, size) == ("xtts", "tiny"):
        tiny: Any = importlib.import_module("tests.checkpoints.xtts")
        tiny.build_xtts(folder, args=tiny.ARGS | {"gpt_max_audio_tokens": TINY_TOKENS})
    else:
        weights: Any = importlib.import_module("benchmarks.random_weights")
        weights.SPOKEN_TOKENS[size] = TOKENS
        weights.write(engine, size, folder)
    sounds: Any = importlib.import_module("tests.checkpoints.sounds")
    sounds.write_reference(folder / "reference.wav")
    return folder


def request_of(engine: str, folder: Path | None, *, seed: int = 1, steps: int = 4) -> Any:
    """Return a request for about five seconds; without a folder one for a plain net."""
    requests: Any = importlib.import_module("core.model.request")
    if folder is None:
        return requests.SynthesisRequest(engine, _TEXT.strip() + ".", seed=seed)
    spoken: Any = importlib.import_module("benchmarks.spoken")
    plain = spoken.request_of(engine, folder, folder / "reference.wav", seed)
    if engine == "xtts":
        return replace(plain, text=_TEXT.strip() + ".")
    letters = round(len(plain.reference_text) / _PACE_REFERENCE_S * SPOKEN_S)
    return replace(plain, text=(_TEXT * 3)[:letters].strip(), parameters={"steps": steps})


def load_net(
    engine: str, folder: Path, device: str, *, half: bool, stay: bool = False, job: Any = None
) -> Any:
    """Load the product's engine in a precision of our choice, whatever the card."""
    bases: Any = importlib.import_module("core.engines.base")
    need: Any = importlib.import_module("core.model.need")
    options = bases.LoadOptions(device, folder, stay, need.HALF if half else need.FULL)
    return engine_of(engine).load(options, job or job_of())


class PlainNet:
    """A transformer as wide and deep, filled up to the size that the engine's description says."""

    def __init__(
        self, engine: str, device: str, *, half: bool, share: float = 1.0, stay: bool = False
    ) -> None:
        """Make it on the CPU, then move it.

        Args:
            engine: ``f5`` or ``xtts``.
            device: Where to.
            half: In fp16.
            share: Part of the full size, for a rehearsal.
            stay: Leave it on the CPU: somebody else moves it.
        """
        torch: Any = importlib.import_module("torch")
        self._torch = torch
        depth, wider, conditioned = (22, 2, 6) if engine == "f5" else (30, 4, 0)
        layers = [_layer(torch, wider, conditioned) for _ in range(max(1, round(depth * share)))]
        blocks = torch.nn.ModuleList(layers)
        wanted = round(engine_of(engine).description.sizes.weights_bytes * share)
        rest = max(0, wanted - parameter_bytes([blocks])) // 4
        net = torch.nn.ModuleDict(
            {"blocks": blocks, "rest": torch.nn.Embedding(max(1, rest // _WIDTH), _WIDTH)}
        )
        net = (net.half() if half else net).requires_grad_(False).eval()
        self._net: Any = net if stay else net.to(device)

    def weights(self) -> list[Any]:
        """Return the net."""
        return [self._net]

    def forget(self) -> None:
        """Do nothing: it keeps nothing else."""

    def synthesize(self, request: Any, job: Any) -> Iterator[Any]:
        """Run the blocks once on as many frames as ten seconds and a reference have; give some silence."""
        numpy: Any = importlib.import_module("numpy")
        torch = self._torch
        weight = self._net["rest"].weight
        with torch.inference_mode():
            x = torch.randn(2, _PLAIN_FRAMES, _WIDTH, dtype=weight.dtype, device=weight.device)
            for block in self._net["blocks"]:
                job.cancel.check()
                q, k, v = (
                    part.unflatten(-1, (16, 64)).transpose(1, 2) for part in block["qkv"](x).chunk(3, -1)
                )
                heard = torch.nn.functional.scaled_dot_product_attention(q, k, v)
                x = x + block["out"](heard.transpose(1, 2).flatten(2))
                x = x + block["down"](torch.nn.functional.gelu(block["up"](x)))
                x = x / x.abs().amax()
            finite = bool(torch.isfinite(x).all())
        if not finite:
            raise ArithmeticError("the plain net's figures are not finite")
        yield numpy.zeros(24_000, numpy.float32)

    def close(self) -> None:
        """Drop it."""
        self._net = None


def _layer(torch: Any, wider: int, conditioned: int) -> Any:
    parts = {
        "qkv": torch.nn.Linear(_WIDTH, 3 * _WIDTH),
        "out": torch.nn.Linear(_WIDTH, _WIDTH),
        "up": torch.nn.Linear(_WIDTH, wider * _WIDTH),
        "down": torch.nn.Linear(wider * _WIDTH, _WIDTH),
    }
    if conditioned:
        parts["modulation"] = torch.nn.Linear(_WIDTH, conditioned * _WIDTH)
    return torch.nn.ModuleDict(parts)

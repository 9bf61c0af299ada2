"""Full-size nets with random weights for gpu_check.py: the packages' own, or plain ones of the same sizes.

Nothing is imported before it is asked for: a machine may have torch without f5-tts and coqui-tts, or
neither.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

MIB = 1024 * 1024
SPOKEN_S = 10.0
_XTTS_TOKENS_A_S = 24_000 / 1024
_WIDTH = 1024
_PLAIN_FRAMES = 1880


class Net(Protocol):
    """A loaded net."""

    weights_bytes: int

    def speak(self) -> float:
        """Make about ten seconds of speech, or as much work as a plain net can; return the seconds made."""
        ...

    def close(self) -> None:
        """Give all memory back."""
        ...


def package_trouble(engine: str) -> str:
    """Return why an engine's own package cannot be used here, empty when it can."""
    try:
        importlib.import_module(f"core.engines.{engine}.loading")
    except Exception as error:  # noqa: BLE001 - whatever a package raises means that it is not there
        return f"{type(error).__name__}: {error}"
    return ""


def description_of(engine: str) -> Any:
    """Return the product's description of an engine."""
    return importlib.import_module(f"core.engines.{engine}.engine").make_engine().description


def parameter_bytes(modules: list[Any]) -> int:
    """Return the bytes of modules' parameters and buffers, each storage once."""
    storages = {}
    for module in modules:
        for tensor in [*module.parameters(), *module.buffers()]:
            storage = tensor.untyped_storage()
            storages[storage.data_ptr()] = storage.nbytes()
    return sum(storages.values())


def write_folder(engine: str, size: str, folder: Path) -> Path:
    """Write random weights that the engine loads from."""
    weights: Any = importlib.import_module("random_weights")
    weights.SPOKEN_TOKENS[size] = round(SPOKEN_S * _XTTS_TOKENS_A_S)
    weights.write(engine, size, folder)
    sounds: Any = importlib.import_module("tests.checkpoints.sounds")
    sounds.write_reference(folder / "reference.wav")
    return folder


class PackageNet:
    """The product's engine, its nets moved to a device in a precision of our choice."""

    def __init__(self, engine: str, folder: Path, device: str, *, half: bool) -> None:
        """Load on the CPU, then move, as the product does."""
        torch: Any = importlib.import_module("torch")
        bases: Any = importlib.import_module("core.engines.base")
        made = importlib.import_module(f"core.engines.{engine}.engine").make_engine()
        loaded = made.load(bases.LoadOptions("cpu", folder), _job())
        parts, loaded._parts = loaded._parts, None
        model: Any = importlib.import_module(f"core.engines.{engine}.model")
        if engine == "f5":
            flow = parts.flow.to(torch.float16) if half else parts.flow
            parts = replace(parts, flow=flow.to(device), vocoder=parts.vocoder.to(device), device=device)
            self._model, nets = model.F5Model(parts), [parts.flow, parts.vocoder]
        else:
            parts = replace(parts, net=parts.net.to(device), device=device)
            self._model, nets = model.XttsModel(parts, made._latents), [parts.net]
        self.weights_bytes = parameter_bytes(nets)
        self._request = request_of(engine, folder)

    def speak(self) -> float:
        """Speak."""
        return sum(len(piece) for piece in self._model.synthesize(self._request, _job())) / 24_000

    def close(self) -> None:
        """Close the model, which forgets its package's caches."""
        self._model.close()


def request_of(engine: str, folder: Path) -> Any:
    """Return a request for about ten seconds."""
    spoken: Any = importlib.import_module("spoken")
    plain = spoken.request_of(engine, folder, folder / "reference.wav")
    pace = len(plain.reference_text) / 3.0
    text = (
        "The lamps go out one by one and nobody is left to see the last of the trains leave for the"
        " far coast where the sea is "
    )
    wanted = (text * 3)[: round(pace * SPOKEN_S)].strip()
    return replace(plain, text=wanted if engine == "f5" else text.strip() + ".")


class PlainNet:
    """A transformer as wide and deep, filled up to the size that the engine's description says."""

    def __init__(self, engine: str, device: str, *, half: bool, share: float = 1.0) -> None:
        """Make it on the CPU, then move it.

        Args:
            engine: ``f5`` or ``xtts``.
            device: Where to.
            half: In fp16.
            share: Part of the full size, for a rehearsal.
        """
        torch: Any = importlib.import_module("torch")
        self._torch, self._device = torch, device
        depth, wider, conditioned = (22, 2, 6) if engine == "f5" else (30, 4, 0)
        layers = [_layer(torch, wider, conditioned) for _ in range(max(1, round(depth * share)))]
        blocks = torch.nn.ModuleList(layers)
        wanted = round(description_of(engine).sizes.weights_bytes * share)
        rest = max(0, wanted - parameter_bytes([blocks])) // 4
        net = torch.nn.ModuleDict(
            {"blocks": blocks, "rest": torch.nn.Embedding(max(1, rest // _WIDTH), _WIDTH)}
        )
        self._net: Any = (net.half() if half else net).requires_grad_(False).eval().to(device)
        self.weights_bytes = parameter_bytes([self._net])

    def speak(self) -> float:
        """Run the blocks once on as many frames as ten seconds and a reference have."""
        torch = self._torch
        with torch.inference_mode():
            dtype = self._net["rest"].weight.dtype
            x = torch.randn(2, _PLAIN_FRAMES, _WIDTH, dtype=dtype, device=self._device)
            for block in self._net["blocks"]:
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
        return 0.0

    def close(self) -> None:
        """Drop it."""
        self._net = None
        gc.collect()


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


def _job() -> Any:
    bases: Any = importlib.import_module("core.engines.base")
    cancel: Any = importlib.import_module("core.model.cancel")
    return bases.JobContext(cancel.CancelToken(), lambda fraction: None, lambda notice: None)

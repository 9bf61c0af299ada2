"""A tiny net in the place of Kokoro's, for an environment to try itself out.

kokoro-onnx, espeak-ng and onnxruntime do all that they do for the published weights, but the net multiplies
the phonemes' numbers with the style instead of speaking: it gives a hum. It proves that they load and work
together here, not that the published weights load, nor any quality.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from core.engines.base import Engine
from core.engines.kokoro.engine import MODEL_NAME, VOICES_NAME
from core.engines.trial import samples_spoken
from core.model.request import SynthesisRequest

PRESET = "pf_dora"
WORD = "Coração."

_FLOAT, _INT64 = 1, 7
_NUMBER, _BYTES = 0, 2
"""Wire types of protobuf: a number, and something with its length before it."""


def build_kokoro(folder: Path) -> Path:
    """Write a folder that the engine loads from: a net of four operations, and one voice.

    Args:
        folder: Made if it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_NAME).write_bytes(_net())
    styles = np.random.default_rng(1).normal(0, 0.01, (510, 1, 256)).astype(np.float32)
    with (folder / VOICES_NAME).open("wb") as file:
        np.savez(file, allow_pickle=False, **{PRESET: styles})
    return folder


def try_out(engine: Engine) -> int:
    """Turn a Portuguese word into phonemes and run a tiny net on them; return how many samples came."""
    with tempfile.TemporaryDirectory() as name:
        request = SynthesisRequest(engine.description.id, WORD, preset=PRESET, language="pt-BR")
        return samples_spoken(engine, request, build_kokoro(Path(name) / "model"))


def _net() -> bytes:
    """Return an ONNX file with inputs and output as Kokoro's.

    It computes ``transpose(float(tokens)) * style * speed``.
    """
    nodes = [
        _node("Cast", ["tokens"], "numbers", _text(1, "to") + _number(3, _FLOAT) + _number(20, 2)),
        _node("Transpose", ["numbers"], "column"),
        _node("Mul", ["column", "style"], "hum"),
        _node("Mul", ["hum", "speed"], "audio"),
    ]
    inputs = [("tokens", _INT64, (1, None)), ("style", _FLOAT, (1, 256)), ("speed", _FLOAT, (1,))]
    graph = b"".join(_field(1, node) for node in nodes) + _text(2, "tiny")
    graph += b"".join(_field(11, _value(*one)) for one in inputs)
    graph += _field(12, _value("audio", _FLOAT, (None, 256)))
    return _number(1, 8) + _field(7, graph) + _field(8, _number(2, 13))


def _node(operation: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    words = b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(4, operation)
    return words + (_field(5, attribute) if attribute else b"")


def _value(name: str, kind: int, shape: tuple[int | None, ...]) -> bytes:
    sizes = b"".join(_field(1, _text(2, "n") if size is None else _number(1, size)) for size in shape)
    return _text(1, name) + _field(2, _field(1, _number(1, kind) + _field(2, sizes)))


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3 | _NUMBER) + _varint(value)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])

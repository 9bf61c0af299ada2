"""Whose weights a folder holds, and whether they fit together, before anything is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import LayoutUnknown
from core.models.layout import check_shapes, recognise
from core.models.safetensors_header import read_shapes
from tests.core.models.checkpoints import (
    f5_shapes,
    write_f5,
    write_safetensors,
    write_vocoder,
    write_xtts,
)


def look(folder: Path) -> None:
    """Recognise a folder and look at its shapes."""
    layout = recognise(folder)
    assert layout.missing == ()
    check_shapes(layout, layout.files[layout.weights], layout.files)


def test_a_fine_tune_of_f5_with_a_vocabulary_of_its_own(tmp_path: Path) -> None:
    folder = write_vocoder(write_f5(tmp_path, tokens=3000))
    look(folder)
    layout = recognise(folder)
    assert (layout.engine, layout.weights) == ("f5", "model.safetensors")
    assert layout.files["model.safetensors"] == folder / "model_last.safetensors"


def test_of_several_checkpoints_the_newest_is_taken(tmp_path: Path) -> None:
    write_f5(tmp_path, name="model_900.safetensors")
    write_f5(tmp_path, name="model_12000.safetensors")
    assert recognise(tmp_path).files["model.safetensors"].name == "model_12000.safetensors"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert recognise(write_f5(tmp_path / "f5")).missing == ("vocos/config.yaml", "vocos/pytorch_model.bin")
    xtts = write_xtts(tmp_path / "xtts")
    (xtts / "vocab.json").unlink()
    assert recognise(xtts).missing == ("vocab.json",)
    (xtts / "model.safetensors").unlink()
    assert recognise(xtts).missing == ("model.pth", "vocab.json")
    kokoro = tmp_path / "kokoro"
    kokoro.mkdir()
    (kokoro / "kokoro-v1.0.onnx").write_bytes(b"x")
    assert recognise(kokoro).missing == ("voices-v1.0.bin",)


def test_a_fine_tune_of_xtts(tmp_path: Path) -> None:
    look(write_xtts(tmp_path))


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a vocabulary of another size": (
        lambda folder: (write_f5(folder, tokens=3000) / "vocab.txt").write_text("a\nb\n"),
        "vocab.txt has 2 tokens, and the weights were trained with 3000",
    ),
    "no vocabulary": (
        lambda folder: (write_f5(folder, tokens=3000) / "vocab.txt").unlink(),
        "vocab.txt is missing: the weights have 3000 tokens of their own",
    ),
    "another size of F5": (lambda folder: write_f5(folder, dim=768), "config.yaml is missing: dim is 768"),
    "another depth of F5": (lambda folder: write_f5(folder, depth=18), "depth is 18 in place of 22"),
    "no weights of F5": (
        lambda folder: write_safetensors(folder / "model_1.safetensors", {"x": (1,)}),
        "no engine's weights",
    ),
    "another depth of XTTS": (lambda folder: write_xtts(folder, gpt_layers=30), "gpt_layers = 30"),
    "other tokens of XTTS": (
        lambda folder: write_xtts(folder, gpt_number_text_tokens=6681),
        "gpt_number_text_tokens = 6681, and the weights have 100",
    ),
    "a tokenizer that is too large": (lambda folder: write_xtts(folder, tokens=80), "knows|know 80"),
    "a vocabulary that is no text": (
        lambda folder: (write_f5(folder, tokens=3000) / "vocab.txt").write_bytes(b"\xff\xfe\0"),
        "utf-8|codec",
    ),
}


@pytest.mark.parametrize(("write", "reason"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_together_is_said(
    tmp_path: Path, write: Callable[[Path], object], reason: str
) -> None:
    write(tmp_path)
    if not (tmp_path / "config.json").exists():
        write_vocoder(tmp_path)
    with pytest.raises(LayoutUnknown, match=reason):
        look(tmp_path)


def header(entries: object, data: bytes = b"", length: int | None = None) -> bytes:
    """Return the bytes of a file with any header."""
    raw = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    return (len(raw) if length is None else length).to_bytes(8, "little") + raw + data


def entry(shape: object = (2,), begin: object = 0, end: object = 4, dtype: object = "F16") -> object:
    """Return an entry of a header."""
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


BROKEN = {
    "empty": b"",
    "short": b"\0\0\0",
    "zeros": b"\0" * 100,
    "a length without an end": (2**63).to_bytes(8, "little") + b"{}",
    "longer than the file": header({}, length=1_000_000),
    "no JSON": header(b"[[[["),
    "no text": header(b"\xff\xfe\xff\xfe"),
    "a list": header([1, 2]),
    "a number": header(7_000),
    "depth": header(b"[" * 50_000),
    "nothing in it": header({"__metadata__": {}}),
    "an entry that is a number": header({"x": 7}),
    "an entry without a shape": header({"x": {"dtype": "F16", "data_offsets": [0, 4]}}),
    "an unknown type": header({"x": entry(dtype="PICKLE")}, b"1234"),
    "a type that is a list": header({"x": entry(dtype=["F16"])}, b"1234"),
    "a negative shape": header({"x": entry([-2])}, b"1234"),
    "a shape of texts": header({"x": entry(["2"])}, b"1234"),
    "a shape of truths": header({"x": entry([True, 2])}, b"1234"),
    "a broken shape": header({"x": entry([2.5])}, b"1234"),
    "an enormous shape": header({"x": entry([2**62, 2**62])}, b"1234"),
    "offsets backwards": header({"x": entry(begin=4, end=0)}, b"1234"),
    "three offsets": header({"x": {"dtype": "F16", "shape": [2], "data_offsets": [0, 2, 4]}}, b"1234"),
    "offsets beyond the end": header({"x": entry(begin=100, end=104)}, b"1234"),
    "tensors over each other": header({"x": entry(), "y": entry()}, b"1234"),
    "a gap": header({"x": entry(), "y": entry(begin=6, end=10)}, b"1234567890"),
    "cut short": header({"x": entry()}, b"12"),
    "more than it says": header({"x": entry()}, b"123456"),
    "a pickle": b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    "a zip": b"PK\x03\x04" + b"\0" * 200,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_hostile_header_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "model_1.safetensors"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"\bits?\b"):
        read_shapes(path)
    write_vocoder(tmp_path)
    with pytest.raises(LayoutUnknown):
        look(tmp_path)


HOSTILE_CONFIGS = {
    "no JSON": "{",
    "a list": "[]",
    "depth": "[" * 50_000,
    "no arguments": '{"model": "xtts"}',
    "arguments of another kind": '{"model": "xtts", "model_args": []}',
    "another model": '{"model": "tacotron", "model_args": {}}',
}


@pytest.mark.parametrize("text", HOSTILE_CONFIGS.values(), ids=HOSTILE_CONFIGS)
def test_a_configuration_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    write_xtts(tmp_path)
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(LayoutUnknown):
        look(tmp_path)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write_safetensors(tmp_path / "outside" / "model_1.safetensors", f5_shapes())
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "model_1.safetensors").symlink_to(outside)
    with pytest.raises(LayoutUnknown, match="no files"):
        recognise(inside)


def test_a_folder_that_was_not_meant_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayoutUnknown):
        recognise(tmp_path / "none")
    for number in range(2_100):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(LayoutUnknown, match="far more files"):
        recognise(tmp_path)

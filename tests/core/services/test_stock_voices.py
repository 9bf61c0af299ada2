"""Names of the voices that a model brings: read from files that may be anything."""

from __future__ import annotations

import json
import os
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.engine import ModelFile
from core.paths import Paths
from core.services.stock_voices import stock_voices, voice_names
from tests.core.services.test_order import CLONER

NAMES = ["Ana Flôrence", "Bruno", "Zoë 山田"]
VOICES = {name: {"gpt_cond_latent": [1.0], "speaker_embedding": {"shape": (1, 2)}} for name in NAMES}


def write_safetensors(path: Path, names: list[str]) -> Path:
    tensor = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    parts = ("gpt_cond_latent", "speaker_embedding")
    header = json.dumps({f"{name}/{part}": tensor for name in names for part in parts}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    return path


def write_zip(path: Path, data: bytes, member: str = "archive/data.pkl") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    return path


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_names_of_a_pickle_in_a_zip(tmp_path: Path, protocol: int) -> None:
    path = write_zip(tmp_path / "voices.pth", pickle.dumps(VOICES, protocol))
    assert set(NAMES) <= set(voice_names(path))


def test_names_of_safetensors(tmp_path: Path) -> None:
    assert voice_names(write_safetensors(tmp_path / "voices.safetensors", NAMES[::-1])) == sorted(NAMES)


def test_names_that_cannot_be_shown_are_left_out(tmp_path: Path) -> None:
    path = write_safetensors(tmp_path / "voices.safetensors", ["a\nb", "x" * 101, "\x1b[31m", "Ana", "a/b"])
    assert voice_names(path) == ["Ana", "a/b"]


class Evil:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.target),)


def test_nothing_of_a_pickle_is_run(tmp_path: Path) -> None:
    target = tmp_path / "ran"
    voice_names(write_zip(tmp_path / "voices.pth", pickle.dumps({"Ana": {}, "evil": Evil(target)})))
    assert not target.exists()


@pytest.mark.parametrize("ending", ["pth", "safetensors"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"PK\x03\x04" + b"\xff" * 40,
        b"\xff" * 5000,
        (2**62).to_bytes(8, "little") + b"{}",
        (9).to_bytes(8, "little") + b"\xff\xfe{}[]   ",
        (6).to_bytes(8, "little") + b"[1, 2]",
        (200_000).to_bytes(8, "little") + b"[" * 200_000,
    ],
)
def test_what_is_no_file_of_voices_has_none(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"voices.{ending}"
    path.write_bytes(content)
    assert voice_names(path) == []


@pytest.mark.parametrize(
    "data", [b"", b"\x80", pickle.dumps(VOICES)[:-40], b"\x80\x04X\xff\xff\xff\x7fa", b"}" * 9]
)
def test_broken_pickles_give_no_error(tmp_path: Path, data: bytes) -> None:
    assert voice_names(write_zip(tmp_path / "voices.pth", data)) == []


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "voices.pth", b"\x00" * 200_000_000)
    assert path.stat().st_size < 1_000_000
    assert voice_names(path) == []


def test_the_voices_are_those_of_the_model_that_is_loaded(tmp_path: Path) -> None:
    paths = Paths.find({"SOTTOVOCE_HOME": str(tmp_path)})
    file = ModelFile(("voices.safetensors",), pickles=("voices.pth",), needed=False)
    engine = replace(CLONER, voices_file=file)
    assert stock_voices(paths, engine) == []
    folder = paths.models_dir / "cloner" / "a"
    folder.mkdir(parents=True)
    assert stock_voices(paths, engine) == []
    write_zip(folder / "voices.pth", pickle.dumps({"Old": {"gpt_cond_latent": 1}}))
    assert [voice.id for voice in stock_voices(paths, engine)] == ["cloner:Old"]
    write_safetensors(folder / "voices.safetensors", ["Ana"])
    (ana,) = stock_voices(paths, engine)
    assert (ana.id, ana.name, ana.engine, ana.preset, ana.is_preset) == (
        "cloner:Ana",
        "Ana",
        "cloner",
        "Ana",
        True,
    )
    assert stock_voices(paths, CLONER) == []

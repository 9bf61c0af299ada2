"""Folders of weights, pieces of speech, kept latents: nothing heavy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.converted import identity
from core.engines.checkpoints import naming, newest, read_json
from core.engines.pieces import cross_faded
from core.engines.xtts.latents import Latents, LatentsCache, content_of
from core.errors import JobCancelled, ModelBroken, ModelMissing


def test_the_newest_weights_have_the_greatest_number() -> None:
    names = ["model_900000.pt", "model_1250000.pt", "model.pt", "model_last.pt"]
    assert newest(map(Path, names)) == Path("model_1250000.pt")
    assert newest([]) is None


def test_what_a_package_raises_gets_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken) as caught, naming("f5", tmp_path):
        raise KeyError("x" * 5000)
    assert caught.value.path == str(tmp_path)
    assert len(caught.value.reason) < 400
    for passing in (MemoryError(), JobCancelled(), ModelMissing(engine="f5", path="x")):
        with pytest.raises(type(passing)), naming("f5", tmp_path):
            raise passing


def test_identity_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(b"one")
    before = identity(path)
    assert identity(tmp_path / "." / "model.pth") == before
    path.write_bytes(b"other")
    assert identity(path) != before


def test_json_that_is_no_object_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    for text in ("[1]", "{", '"a"', "nul"):
        path.write_text(text)
        with pytest.raises(ModelBroken):
            read_json("xtts", path)


@given(st.lists(st.integers(0, 50), max_size=6), st.integers(0, 20))
def test_cross_fades_keep_a_constant_constant(lengths: list[int], overlap: int) -> None:
    pieces = list(cross_faded((np.ones(n, np.float32) for n in lengths), overlap))
    joined = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    assert np.allclose(joined, 1)
    assert joined.dtype == np.float32
    assert all(len(piece) for piece in pieces)
    assert len(joined) <= sum(lengths)
    assert len(joined) >= sum(lengths) - overlap * max(0, len(lengths) - 1)


def test_one_piece_passes_unchanged() -> None:
    wave = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    assert np.array_equal(np.concatenate(list(cross_faded([wave], 100))), wave)


def test_latents_used_last_are_kept() -> None:
    cache = LatentsCache(size=2)
    voice = Latents(np.zeros((1, 2, 3), np.float32), np.zeros((1, 512, 1), np.float32))
    cache.put("model", "a", voice)
    cache.put("model", "b", voice)
    assert cache.get("model", "a") is voice
    cache.put("other", "a", voice)
    assert cache.get("model", "b") is None
    assert cache.get("model", "a") is voice
    assert len(cache) == 2


def test_content_tells_recordings_apart() -> None:
    wave = np.arange(10, dtype=np.float32)
    assert content_of(wave) == content_of(np.concatenate([wave, wave])[:10])
    assert content_of(wave) != content_of(wave[::-1])

"""A take knows its weights by one hash of their files, as far as those are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models.ledger import Ledger
from core.models.manifest import own_manifests
from core.services.weights_hash import weights_hash


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_weights_of_a_manifest_are_known_by_their_files_wherever_they_lie(models_dir, tmp_path):
    known = [one for one in own_manifests() if all(file.known_sha256 for file in one.files)]
    assert known
    found = {weights_hash(models_dir, one.engine, one.place(models_dir)) for one in known}
    assert len(found) == len(known)
    assert all(value.startswith("sha256:") and len(value) == 71 for value in found)
    first = known[0]
    other = tmp_path / "elsewhere"
    assert weights_hash(other, first.engine, first.place(other)) in found


def test_weights_of_the_users_own_are_known_once_their_hashes_are(models_dir):
    folder = models_dir / "f5" / "mine"
    assert weights_hash(models_dir, "f5", folder) == ""
    ledger = Ledger(models_dir)
    ledger.keep_seen({"f5/mine/model.safetensors": ("ab" * 32, 5), "f5/mine/vocab.txt": ("cd" * 32, 2)})
    first = weights_hash(models_dir, "f5", folder)
    assert first.startswith("sha256:")
    ledger.keep_seen({"f5/other/model.safetensors": ("ef" * 32, 5)})
    assert weights_hash(models_dir, "f5", folder) == first
    assert weights_hash(models_dir, "f5", models_dir / "f5" / "other") != first


@pytest.mark.parametrize("folder", [None, Path("/somewhere/else")])
def test_nothing_is_known_of_other_weights(models_dir, folder):
    assert weights_hash(models_dir, "f5", folder) == ""

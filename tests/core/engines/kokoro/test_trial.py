"""Kokoro's environment tries itself out: a word's phonemes by espeak-ng, a tiny net by onnxruntime."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trials import self_test

pytestmark = pytest.mark.engines


def test_it_speaks_a_word_by_a_tiny_net(tmp_path: Path) -> None:
    done = self_test("kokoro", tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-2]) > 1_000


def test_without_espeaks_library_it_fails(tmp_path: Path) -> None:
    modules, temporary = tmp_path / "modules", tmp_path / "temporary"
    modules.mkdir()
    temporary.mkdir()
    (modules / "espeakng_loader.py").write_text(
        "def get_library_path(): return '/no/such/library.so'\n"
        "def get_data_path(): return '/no/such/data'\n"
        "def make_library_available(): pass\n"
    )
    done = self_test("kokoro", temporary, first=modules)
    assert done.returncode != 0
    assert "/no/such/library.so" in done.stderr

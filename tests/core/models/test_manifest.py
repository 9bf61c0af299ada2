"""What there is to fetch is read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ManifestBroken, ModelUnknown
from core.models.manifest import own_manifests, parse, read_catalogue
from core.paths import Paths
from core.services.catalogue import own_engines
from tests.core.models.weights import manifest_text

URL = "https://example.org/tiny"
GOOD = manifest_text(URL)


def test_the_programs_own_are_whole() -> None:
    found = {one.id: one for one in own_manifests()}
    assert set(found) == {"f5-v1-base", "kokoro-v1.0-int8", "whisper-base", "xtts-v2"}
    for one in found.values():
        assert all(file.known_sha256 and file.urls for file in one.files)
    paths = Paths.find()
    assert found["whisper-base"].place(paths.models_dir) == paths.recognition_dir


@pytest.mark.parametrize("engine", own_engines(), ids=lambda one: one.id)
def test_they_say_what_the_engines_say(engine) -> None:
    manifests = [one for one in own_manifests() if one.engine == engine.id]
    assert bool(manifests) == bool(engine.sizes.download_bytes)
    for one in manifests:
        assert (one.licence.spdx, one.licence.summary) == (
            engine.weights_licence.spdx,
            engine.weights_licence.summary,
        )
        assert one.memory_bytes == engine.sizes.need_bytes
        assert one.size_bytes == pytest.approx(engine.sizes.download_bytes, rel=0.001)
        names = [name for file in engine.model_files for name in (*file.names, *file.pickles) if file.needed]
        for file in engine.model_files:
            if file.needed:
                assert any(Path(found.path).match(name) for found in one.files for name in names)


HOSTILE = {
    "empty": "",
    "no toml": "[[[",
    "binary": "\0\1\2",
    "nothing in it": "x = 1",
    "another word": GOOD.replace("[licence]", "run = 'rm -rf /'\n[licence]"),
    "another word of a file": GOOD + '\nmode = "0777"',
    "an id with a slash": GOOD.replace('"tiny-v1"', '"../../x"'),
    "an id with a line": GOOD.replace('"tiny-v1"', '"tiny\\nv1"'),
    "an empty id": GOOD.replace('"tiny-v1"', '""'),
    "a hidden folder": GOOD.replace('"v1"', '".v1"'),
    "a folder outside": GOOD.replace('"v1"', '".."'),
    "a folder that is a device": GOOD.replace('"v1"', '"con"'),
    "a folder that looks unfinished": GOOD.replace('"v1"', '"v1.part"'),
    "a path outside": GOOD.replace("deep/big.bin", "../big.bin"),
    "a path outside in its middle": GOOD.replace("deep/big.bin", "deep/../../big.bin"),
    "an absolute path": GOOD.replace("deep/big.bin", "/etc/passwd"),
    "a drive": GOOD.replace("deep/big.bin", "C:/big.bin"),
    "a path with backslashes": GOOD.replace("deep/big.bin", "deep\\\\\\\\big.bin"),
    "a device": GOOD.replace("deep/big.bin", "deep/NUL.bin"),
    "a stream of a file": GOOD.replace("deep/big.bin", "big.bin:hidden"),
    "an empty path": GOOD.replace("deep/big.bin", ""),
    "a path with a zero": GOOD.replace("deep/big.bin", "big\\u0000.bin"),
    "a path from right to left": GOOD.replace("deep/big.bin", "big\\u202enib.bin"),
    "a long path": GOOD.replace("deep/big.bin", "/".join("a" * 9)),
    "a path twice": GOOD.replace("deep/big.bin", "SMALL.json"),
    "a file within a file": GOOD.replace("deep/big.bin", "small.json/big.bin"),
    "no size": GOOD.replace("size_bytes = 15", ""),
    "a negative size": GOOD.replace("size_bytes = 15", "size_bytes = -1"),
    "a size of nothing": GOOD.replace("size_bytes = 15", "size_bytes = 0"),
    "a size without an end": GOOD.replace("size_bytes = 15", "size_bytes = 1000000000001"),
    "a size that is a text": GOOD.replace("size_bytes = 15", 'size_bytes = "15"'),
    "a hash that is none": GOOD.replace('"unknown"', '"abc"'),
    "a hash in capitals": GOOD.replace('"unknown"', f'"{"A" * 64}"'),
    "no source": GOOD.replace(f'sources = ["{URL}/small.json"]', ""),
    "a source of files": GOOD.replace(f"{URL}/small.json", "file:///etc/passwd"),
    "a source of ftp": GOOD.replace(f"{URL}/small.json", "ftp://example.org/x"),
    "a source without encryption": GOOD.replace(f"{URL}/small.json", "http://example.org/x"),
    "a source with a password": GOOD.replace(f"{URL}/small.json", "https://a:b@example.org/x"),
    "a source with a line": GOOD.replace(f"{URL}/small.json", "https://example.org/x\\r\\nHost: y"),
    "a source without a host": GOOD.replace(f"{URL}/small.json", "https:///x"),
    "a licence to run": GOOD.replace("https://opensource.org/license/mit", "javascript:alert(1)"),
    "a hub outside": GOOD + '\nhub = { repository = "../..", revision = "main", path = "x" }',
    "a revision outside": GOOD + '\nhub = { repository = "a/b", revision = "../x", path = "x" }',
    "no files": GOOD[: GOOD.index("[[files]]")],
    "too many files": GOOD + GOOD[GOOD.index("[[files]]") :] * 60,
    "depth": "x = " + "[" * 5000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_manifest_is_refused(text: str) -> None:
    with pytest.raises(ManifestBroken):
        parse("tiny.toml", text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ManifestBroken):
        parse("tiny.toml", b"\xff\xfe")


def test_the_users_own_are_read_and_broken_ones_told(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / "again.toml").write_text(GOOD.replace('"v1"', '"v2"'))
    (tmp_path / "bad.toml").write_text("x = 1")
    (tmp_path / "huge.toml").write_bytes(b"#" * 200_000)
    (tmp_path / "kokoro.toml").write_text(GOOD.replace('"tiny"', '"kokoro"').replace('"v1"', '"v1.0-int8"'))
    (tmp_path / "folder.toml").mkdir()
    found = read_catalogue(tmp_path)
    assert [one.id for one in found.manifests][-1:] == ["tiny-v1"]
    assert len(found.manifests) == len(own_manifests()) + 1
    assert {Path(one.path).name for one in found.broken} == {
        "bad.toml",
        "huge.toml",
        "good.toml",
        "kokoro.toml",
    }


def test_a_model_is_found_by_its_id_and_by_its_engine(tmp_path: Path) -> None:
    found = read_catalogue(tmp_path / "none")
    assert found.find("xtts-v2") is found.find("xtts")
    with pytest.raises(ModelUnknown) as caught:
        found.find("f6")
    assert "f5-v1-base" in caught.value.known

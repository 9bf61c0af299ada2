"""Weights in pickles become safetensors, by the program and by the command line; nothing else is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.engines.base import LoadOptions
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.errors import DiskFull, ModelBroken, PickleUnsafe, SottovoceError
from core.hashing import file_sha256
from core.host.conversion import Line, convert_folder
from core.host.convert import run
from core.install.environments import Environment
from core.install.layout import MARKER_NAME
from core.model.request import SynthesisRequest
from core.services.explain import explain
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.files import BOMB, digests, put_bomb
from tests.checkpoints.jobs import Asker, speak
from tests.checkpoints.sounds import write_reference
from tests.checkpoints.xtts import build_xtts, small_parts
from tests.command_line import CommandLine, make_studio
from tests.file_server import file_server

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

PICKLES = {
    "f5": ["model_1250000.pt", "vocos/pytorch_model.bin"],
    "xtts": ["model.pth", "speakers_xtts.pth"],
}
HERE = Environment("torch", Path(sys.executable), ("f5", "xtts"))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    import torch

    import core.engines.f5.loading

    assert core.engines.f5.loading
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("templates")
    with small_parts():
        xtts = build_xtts(root / "xtts", speakers=True, pickled_config=True)
    return {"f5": build_f5(root / "f5", weights="model_1250000.pt"), "xtts": xtts}


@pytest.fixture(params=["f5", "xtts"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(engine: str, templates: dict[str, Path], home: Path) -> Path:
    """Return a folder of pickles, where the program looks for it."""
    place = home / "models" / engine / "tiny"
    shutil.copytree(templates[engine], place)
    return place


@pytest.fixture(scope="module")
def studio_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a studio's interpreter with this environment beside it, as ``torch``."""
    root = tmp_path_factory.mktemp("environments")
    python = make_studio(root)
    (root / "torch").symlink_to(sys.prefix)
    assert (root / MARKER_NAME).is_file()
    return python


@pytest.fixture
def sottovoce(studio_python: Path, home: Path, tmp_path: Path) -> CommandLine:
    return CommandLine(studio_python, home, tmp_path / "work")


@pytest.fixture
def converted(home: Path) -> Path:
    """Return where the program keeps conversions."""
    return home / "cache" / "converted"


def convert(engine: str, folder: Path, converted: Path) -> list[str]:
    """Convert as the program does, in this process; return what was converted."""
    lines: list[Line] = []
    run(engine, folder, converted, "torch", lines.append)
    if lines[-1].error is not None:
        raise lines[-1].error.error()
    assert lines[-1].end
    for line in lines:
        if line.done is not None:
            assert Path(os.fsdecode(line.done.target)) == converted / f"{line.done.source_sha256}.safetensors"
    found = [Path(os.fsdecode(line.done.source)) for line in lines if line.done is not None]
    return [str(path.relative_to(folder)) for path in found]


def spoil(path: Path) -> None:
    """Let a file hold nothing of use, and look as before: who speaks now does without it."""
    stat = path.stat()
    path.write_bytes(b"\1" * stat.st_size)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def spoken(engine: str, folder: Path, tmp_path: Path, converted: Path | None = None) -> np.ndarray:
    preset = "Bruno" if engine == "xtts" else ""
    request = SynthesisRequest(
        engine,
        "Good evening.",
        preset=preset,
        reference=None if preset else write_reference(tmp_path / "reference.wav"),
        reference_text="Some words.",
        parameters={"steps": 4} if engine == "f5" else {},
        seed=3,
    )
    with small_parts():
        owner = F5Engine() if engine == "f5" else XttsEngine()
        model = owner.load(LoadOptions("cpu", folder, converted_dir=converted), Asker().job)
    try:
        return speak(model, request)
    finally:
        model.close()


def test_what_was_converted_speaks_as_the_pickles_did_and_they_stay(
    engine: str, folder: Path, tmp_path: Path, converted: Path
) -> None:
    before, heard = digests(folder), spoken(engine, folder, tmp_path)

    begun: list[Path] = []
    found = convert_folder(HERE, engine, folder, converted, begun.append)

    assert begun == [folder / name for name in PICKLES[engine]]
    assert [one.source_sha256 for one in found] == [before[name] for name in PICKLES[engine]]
    assert [one.target for one in found] == [converted / f"{one.source_sha256}.safetensors" for one in found]
    assert [one.size_bytes for one in found] == [one.target.stat().st_size for one in found]
    assert digests(folder) == before
    for name in PICKLES[engine]:
        spoil(folder / name)
    assert np.array_equal(spoken(engine, folder, tmp_path, converted), heard)


def test_a_read_only_folder_is_converted_too_and_stays_as_it_was(
    engine: str, folder: Path, converted: Path
) -> None:
    before = digests(folder)
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    assert convert(engine, folder, converted) == PICKLES[engine]
    assert digests(folder) == before
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o755)


def test_a_copy_of_known_weights_is_not_converted_anew(engine: str, folder: Path, converted: Path) -> None:
    convert(engine, folder, converted)
    made = {path: path.stat().st_mtime_ns for path in converted.glob("*.safetensors")}
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    assert convert(engine, copy, converted) == PICKLES[engine]
    assert {path: path.stat().st_mtime_ns for path in converted.glob("*.safetensors")} == made


def test_a_pickle_that_changed_after_its_conversion_speaks_for_itself(
    engine: str, folder: Path, converted: Path
) -> None:
    convert(engine, folder, converted)
    (folder / PICKLES[engine][0]).write_bytes(b"no pickle at all")
    owner = F5Engine() if engine == "f5" else XttsEngine()
    with small_parts(), pytest.raises(ModelBroken):
        owner.load(LoadOptions("cpu", folder, converted_dir=converted), Asker().job)
    for note in converted.glob("*.json"):
        note.write_text("rubbish")
    assert len(owner.conversions(folder, converted)) == 2


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_nothing_is_converted_twice(engine: str, folder: Path, converted: Path) -> None:
    convert(engine, folder, converted)
    before = digests(converted)
    assert convert(engine, folder, converted) == []
    assert digests(converted) == before


def test_only_the_newest_of_f5s_checkpoints_is_converted(
    templates: dict[str, Path], tmp_path: Path, converted: Path
) -> None:
    folder = tmp_path / "f5"
    shutil.copytree(templates["f5"], folder)
    shutil.copy(folder / "model_1250000.pt", folder / "model_900000.pt")
    assert convert("f5", folder, converted) == PICKLES["f5"]


@pytest.mark.parametrize("bomb", BOMB)
def test_a_malicious_pickle_is_refused_and_not_run(
    engine: str, folder: Path, tmp_path: Path, converted: Path, bomb: str
) -> None:
    for name in PICKLES[engine]:
        mark = put_bomb(folder / name, bomb, tmp_path / "ran")
        before = digests(folder)
        with pytest.raises(ModelBroken) as caught:
            convert(engine, folder, converted)
        assert caught.value.path == str(folder / name)
        assert not mark.exists()
        assert digests(folder) == before
        assert list(converted.glob("*.safetensors")) == []
        (folder / name).unlink()


@pytest.mark.parametrize("version", ["2.7.1+cu126", "2.9.1"])
def test_an_old_torch_refuses_and_says_what_to_do(
    engine: str, folder: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for the conversion and for the engine, whose remedy is the command."""
    import torch

    from core.engines.torch_pickles import convert as convert_one

    monkeypatch.setattr(torch, "__version__", version)
    owner = F5Engine() if engine == "f5" else XttsEngine()
    before = digests(folder)

    with pytest.raises(PickleUnsafe) as refused:
        convert_one(engine, owner.conversions(folder, None)[0], folder.parent / "converted")
    with pytest.raises(PickleUnsafe) as unloaded:
        owner.load(LoadOptions("cpu", folder), Asker().job)

    for error in (refused.value, unloaded.value):
        words = explain(error)
        assert f"sottovoce models convert {engine}" in words.remedy
        assert "2.10" in words.why
        assert version[:3] in words.why
    assert digests(folder) == before


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_a_known_pickle_is_not_converted_by_an_old_torch_either(
    engine: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.engines import torch_pickles

    owner = F5Engine() if engine == "f5" else XttsEngine()
    one = owner.conversions(folder, None)[0]
    monkeypatch.setattr(torch_pickles, "KNOWN_PICKLES", {file_sha256(one.source): "the test's"})
    with pytest.raises(PickleUnsafe):
        torch_pickles.convert(engine, one, folder.parent / "converted", release=(2, 7))


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_a_pickle_that_changes_meanwhile_is_not_taken(engine: str, folder: Path, converted: Path) -> None:
    from dataclasses import replace

    from core.engines.torch_pickles import convert as convert_one

    owner = F5Engine() if engine == "f5" else XttsEngine()
    one = owner.conversions(folder, None)[0]

    def read_and_disturb(path: Path) -> object:
        found = {name: tensor.clone() for name, tensor in one.read(path).items()}
        with path.open("ab") as file:
            file.write(b"more")
        return found

    with pytest.raises(ModelBroken, match="changed"):
        convert_one(engine, replace(one, read=read_and_disturb), converted)
    assert list(converted.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own that has room for the pickles and not for more."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_a_full_disk_is_said_and_leaves_nothing(
    engine: str, templates: dict[str, Path], small_disk: Path
) -> None:
    folder = small_disk / engine
    shutil.copytree(templates[engine], folder)
    with (small_disk / "rest").open("wb") as file:
        free_bytes = shutil.disk_usage(small_disk).free
        file.write(b"\1" * (free_bytes - 40_000))
    before = digests(folder)
    with pytest.raises(DiskFull):
        convert(engine, folder, small_disk / "converted")
    assert digests(folder) == before
    assert list((small_disk / "converted").iterdir()) == []


def test_a_disk_that_fills_up_meanwhile_is_said_too(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the library says when it runs out of room becomes the program's own error."""
    import torch

    from core.engines import torch_pickles

    looks = iter([True])
    real = shutil.disk_usage

    def plenty_at_first(path: Path) -> object:
        return real("/") if next(looks, False) else real(path)

    monkeypatch.setattr(torch_pickles.shutil, "disk_usage", plenty_at_first)
    with pytest.raises(DiskFull):
        torch_pickles.convert_pickle(
            "xtts", small_disk / "model.pth", small_disk / "model.safetensors", {"w": torch.ones(16_000_000)}
        )
    assert list(small_disk.iterdir()) == []


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_what_a_kill_left_is_swept(engine: str, folder: Path, converted: Path) -> None:
    left = converted / ".sottovoce-0123456789abcdef.part"
    converted.mkdir(parents=True)
    left.write_bytes(b"half")
    convert(engine, folder, converted)
    assert not left.exists()


def test_the_command_line_converts_all_folders_of_an_engine(
    sottovoce: CommandLine, engine: str, folder: Path, converted: Path
) -> None:
    shutil.copytree(folder, folder.with_name("more"))
    before = digests(folder)
    listed = sottovoce("models", "list", "--json").json["models"]
    assert [(one["engine"], one["name"], one["missing"], one["format"]) for one in listed] == [
        (engine, "more", [], "pickle"),
        (engine, "tiny", [], "pickle"),
    ]
    assert listed[0]["size_bytes"] == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    done = sottovoce("models", "convert", engine, "--json")

    assert done.code == 0, done.err
    assert [Path(one["source"]) for one in done.json["converted"]] == [
        place / name for place in (folder.with_name("more"), folder) for name in PICKLES[engine]
    ]
    assert {Path(one["target"]).parent for one in done.json["converted"]} == {converted}
    assert digests(folder) == digests(folder.with_name("more")) == before
    assert done.err.count("converting ") == 4
    listed = sottovoce("models", "list", "--json").json["models"]
    assert [one["format"] for one in listed] == ["safetensors", "safetensors"]
    again = sottovoce("models", "convert", engine)
    assert again.code == 0
    assert b"nothing to convert" in again.out


def test_the_command_line_finds_the_engine_of_a_folder(
    sottovoce: CommandLine, engine: str, templates: dict[str, Path], converted: Path
) -> None:
    shutil.copytree(templates[engine], sottovoce.folder / "elsewhere")
    done = sottovoce("models", "convert", "elsewhere")
    assert done.code == 0, done.err
    assert digests(sottovoce.folder / "elsewhere") == digests(templates[engine])
    assert len(list(converted.glob("*.safetensors"))) == 2
    (sottovoce.folder / "others").mkdir()
    (sottovoce.folder / "others" / "unknown.pt").write_bytes(b"x")
    assert b"nothing to convert" in sottovoce("models", "convert", "others").out


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_the_command_line_says_a_refusal(
    sottovoce: CommandLine, engine: str, folder: Path, tmp_path: Path
) -> None:
    mark = put_bomb(folder / PICKLES[engine][0], "zip", tmp_path / "ran")
    result = sottovoce.refused(1, "model_broken", "models", "convert", str(folder))
    assert "was not run" in result.error["message"]
    assert not mark.exists()


@pytest.mark.parametrize("engine", ["xtts"], indirect=True)
def test_an_interrupt_ends_the_program_and_leaves_nothing(
    sottovoce: CommandLine, engine: str, folder: Path, converted: Path
) -> None:
    import signal

    before = digests(folder)
    process = sottovoce.start("models", "convert", engine)
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"converting ")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode in {0, 130}, err
    assert digests(folder) == before
    assert list(converted.glob(".sottovoce-*")) == []


def test_lines_that_make_no_sense_are_an_error(tmp_path: Path) -> None:
    python = tmp_path / "python"
    for script in ("echo rubbish", "exit 3"):
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
        with pytest.raises(SottovoceError) as caught:
            convert_folder(Environment("torch", python, ()), "f5", tmp_path, tmp_path, lambda path: None)
        assert caught.value.code == "engine_crashed"
    python.unlink()
    with pytest.raises(SottovoceError) as caught:
        convert_folder(Environment("torch", python, ()), "f5", tmp_path, tmp_path, lambda path: None)
    assert caught.value.code == "host_not_started"


def test_what_libraries_print_is_kept_out(tmp_path: Path, templates: dict[str, Path]) -> None:
    """Standard output holds the program's lines only."""
    folder = tmp_path / "xtts"
    shutil.copytree(templates["xtts"], folder)
    words = [sys.executable, "-I", "-X", "utf8", "-m", "core.host.convert", "--parent", str(os.getpid())]
    words += ["--converted", str(tmp_path / "converted")]
    done = subprocess.run([*words, "xtts", str(folder)], capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [next(name for name, value in line.items() if value) for line in lines] == [
        "begun",
        "done",
        "begun",
        "done",
        "end",
    ]


def test_a_fine_tune_in_pickles_is_looked_at_by_its_engines_process_and_speaks_by_its_name(
    sottovoce: CommandLine, engine: str, templates: dict[str, Path], tmp_path: Path, converted: Path
) -> None:
    tuned = sottovoce.folder / "tuned"
    shutil.copytree(templates[engine], tuned)
    before = digests(tuned)
    added = sottovoce("models", "add", "tuned", "--json").json["added"]
    place = Path(added["place"])
    assert (added["engine"], added["name"], added["checked"]) == (engine, "tuned", True)
    assert digests(tuned) == before
    assert F5Engine().conversions(place, converted) == [] == XttsEngine().conversions(place, converted)
    heard = spoken(engine, templates[engine], tmp_path)
    assert np.array_equal(spoken(engine, place, tmp_path, converted), heard)


def test_a_fine_tune_that_does_not_fit_its_vocabulary_is_not_added(
    sottovoce: CommandLine, engine: str, templates: dict[str, Path]
) -> None:
    tuned = sottovoce.folder / "tuned"
    shutil.copytree(templates[engine], tuned)
    if engine == "f5":
        (tuned / "vocab.txt").write_text("a\nb\n")
    else:
        config = json.loads((tuned / "config.json").read_text())
        config["model_args"]["gpt_layers"] = 77
        (tuned / "config.json").write_text(json.dumps(config))
    result = sottovoce.refused(1, "layout_unknown", "models", "add", "tuned")
    assert "tokens" in result.error["message"] or "gpt_layers = 77" in result.error["message"]
    assert not (sottovoce.home / "models" / engine / "tuned").exists()


def test_a_malicious_fine_tune_is_not_added(
    sottovoce: CommandLine, engine: str, templates: dict[str, Path], tmp_path: Path
) -> None:
    tuned = sottovoce.folder / "tuned"
    shutil.copytree(templates[engine], tuned)
    mark = put_bomb(tuned / PICKLES[engine][0], "zip", tmp_path / "ran")
    sottovoce.refused(1, "model_broken", "models", "add", "tuned")
    assert not mark.exists()
    assert not (sottovoce.home / "models" / engine / "tuned").exists()


def test_what_is_fetched_is_converted_once_where_its_engine_is_installed(
    sottovoce: CommandLine, engine: str, templates: dict[str, Path], converted: Path
) -> None:
    files = {
        path.relative_to(templates[engine]).as_posix(): path.read_bytes()
        for path in sorted(templates[engine].rglob("*"))
        if path.is_file()
    }
    with file_server({f"{engine}/tiny/{name}": data for name, data in files.items()}) as server:
        models = sottovoce.home / "models"
        models.mkdir(parents=True)
        (models / "tiny.toml").write_text(manifest_of(engine, files))
        more = {"SOTTOVOCE_MODELS_MIRROR": server.url}
        result = sottovoce("models", "get", "tiny", "--accept-licence", environ=more)
    assert result.code == 0, result.err
    assert len(list(converted.glob("*.safetensors"))) == len(PICKLES[engine])
    assert digests(models / engine / "tiny") == digests(templates[engine])


def manifest_of(engine: str, files: dict[str, bytes]) -> str:
    """Return a manifest that a mirror serves."""
    head = (
        f'id = "tiny"\nengine = "{engine}"\nfolder = "tiny"\nname = "Tiny"\n'
        "languages = []\nmemory_bytes = 1\n"
        '[licence]\nspdx = "MIT"\nsummary = "free"\nurl = "https://opensource.org/license/mit"\n'
    )
    return head + "".join(
        f'[[files]]\npath = "{name}"\nsize_bytes = {len(data)}\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nsources = ["https://weights.invalid/x"]\n'
        for name, data in files.items()
    )

"""``sottovoce models get|verify|remove|clean``, from a server of this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from core.models.ledger import Ledger
from tests.command_line import CommandLine
from tests.core.models.checkpoints import write_f5, write_vocoder, write_xtts
from tests.core.models.weights import BIG, SMALL, manifest_text
from tests.file_server import FileServer, drop_after, file_server, slowly, status
from tests.waiting import wait_until


@pytest.fixture
def server(sottovoce: CommandLine) -> Iterator[FileServer]:
    """Serve the small model, and put its manifest beside the user's weights."""
    with file_server({"big.bin": BIG, "small.json": SMALL}) as running:
        models = sottovoce.home / "models"
        models.mkdir(parents=True)
        (models / "tiny.toml").write_text(manifest_text(running.url))
        yield running


def test_the_list_says_what_can_be_fetched_how_large_and_what_it_may_be_used_for(
    sottovoce: CommandLine, server: FileServer
) -> None:
    offers = {one["id"]: one for one in sottovoce("models", "list", "--json").json["to_fetch"]}
    assert set(offers) == {"f5-v1-base", "kokoro-v1.0-int8", "tiny-v1", "whisper-base", "xtts-v2"}
    assert offers["f5-v1-base"]["licence"]["summary"].startswith("not for commercial use")
    assert offers["xtts-v2"]["licence"]["summary"].startswith("not for commercial use")
    assert offers["tiny-v1"]["size_bytes"] == len(BIG) + len(SMALL)
    assert offers["tiny-v1"]["licence_accepted_at"] is None
    out = sottovoce("models", "list").out.decode()
    assert re.search(r"f5-v1-base .*1403 MB.*CC-BY-NC-4.0 \(not for commercial use", out)
    assert server.requests == []


def test_a_broken_manifest_is_told_and_hides_no_other(sottovoce: CommandLine, server: FileServer) -> None:
    (sottovoce.home / "models" / "bad.toml").write_text("x = [")
    found = sottovoce("models", "list", "--json").json
    assert found["problems"][-1]["code"] == "manifest_broken"
    assert "tiny-v1" in [one["id"] for one in found["to_fetch"]]
    assert "bad.toml" in sottovoce("models", "list").err


def test_the_licence_is_accepted_once(sottovoce: CommandLine, server: FileServer) -> None:
    sottovoce.refused(1, "licence_not_accepted", "models", "get", "tiny-v1")
    refused = sottovoce("models", "get", "tiny-v1")
    assert refused.code == 1
    assert "--accept-licence" in refused.err
    assert server.requests == []
    assert sottovoce("models", "get", "tiny-v1", "--accept-licence").code == 0
    sottovoce("models", "remove", "tiny-v1")
    assert sottovoce("models", "get", "tiny-v1").code == 0
    (offer,) = [one for one in sottovoce("models", "list", "--json").json["to_fetch"] if one["here"]]
    assert offer["licence_accepted_at"]


def test_weights_are_fetched_verified_and_removed(sottovoce: CommandLine, server: FileServer) -> None:
    place = sottovoce.home / "models" / "tiny" / "v1"
    fetched = sottovoce("models", "get", "tiny", "--accept-licence", "--json")
    assert fetched.json == {
        "fetched": {"id": "tiny-v1", "path": str(place), "size_bytes": len(BIG) + len(SMALL)}
    }
    assert (place / "deep" / "big.bin").read_bytes() == BIG
    found = sottovoce("models", "verify", "tiny/v1", "--json").json["verified"]
    assert [file["state"] for one in found for file in one["files"]] == ["whole", "whole"]
    (place / "small.json").write_bytes(SMALL.replace(b"true", b"fals"))
    (place / "deep" / "big.bin").unlink()
    damaged = sottovoce.refused(1, "weights_damaged", "models", "verify", "tiny")
    assert "deep/big.bin, small.json" in damaged.error["message"]
    assert "changed" in sottovoce("models", "verify", "tiny-v1").out.decode()
    assert sottovoce("models", "get", "tiny-v1").code == 0
    assert "good" in sottovoce("models", "verify", "tiny-v1").out.decode()
    assert sottovoce("models", "remove", "tiny/v1", "--json").json == {"removed": [str(place)]}
    assert not place.exists()
    sottovoce.refused(2, "model_unknown", "models", "remove", "tiny/v1")


@pytest.mark.parametrize("name", ["", ".", "..", "../voices", "tiny", "tiny/../..", "/", "tiny/nothing"])
def test_nothing_but_weights_can_be_removed(sottovoce: CommandLine, server: FileServer, name: str) -> None:
    assert sottovoce("models", "get", "tiny", "--accept-licence").code == 0
    before = sottovoce.files()
    sottovoce.refused(2, "model_unknown", "models", "remove", name)
    assert sottovoce.files() == before


def test_weights_of_ones_own_are_compared_with_what_was_first_seen(sottovoce: CommandLine) -> None:
    mine = sottovoce.home / "models" / "f5" / "mine" / "model.pt"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"weights")
    assert "first time" in sottovoce("models", "verify", "f5/mine").out.decode()
    assert "good" in sottovoce("models", "verify", "f5/mine").out.decode()
    mine.write_bytes(b"Weights")
    sottovoce.refused(1, "weights_damaged", "models", "verify", "f5/mine")


def test_a_name_that_is_none_is_misuse(sottovoce: CommandLine) -> None:
    result = sottovoce.refused(2, "model_unknown", "models", "get", "f6")
    assert "xtts-v2" in result.error["message"]
    sottovoce.refused(2, "model_unknown", "models", "verify", "f5")
    sottovoce.refused(2, "usage_error", "models", "get")


def test_a_failure_names_the_server_and_what_came_is_kept(sottovoce: CommandLine, server: FileServer) -> None:
    server.acts.extend([drop_after(300_000), status(404)])
    result = sottovoce("models", "get", "tiny", "--accept-licence")
    assert result.code == 1
    assert "127.0.0.1 did not give deep/big.bin: 404 Not Found." in result.err
    assert sottovoce("models", "get", "tiny").code == 0
    assert server.requests[2]["Range"] == "bytes=300000-"


def test_a_mirror_is_a_setting(sottovoce: CommandLine, server: FileServer) -> None:
    with file_server({"tiny/v1/deep/big.bin": BIG, "tiny/v1/small.json": SMALL}) as mirror:
        result = sottovoce(
            "models", "get", "tiny", "--accept-licence", environ={"SOTTOVOCE_MODELS_MIRROR": mirror.url}
        )
        assert result.code == 0
        assert len(mirror.requests) == 2
    assert server.requests == []


@pytest.mark.parametrize("mirror", ["ftp://example.org", "https://a:b@example.org", "nonsense", "http://"])
def test_a_mirror_that_is_none_is_misuse(sottovoce: CommandLine, mirror: str) -> None:
    sottovoce.refused(
        2, "setting_invalid", "models", "get", "f5", environ={"SOTTOVOCE_MODELS_MIRROR": mirror}
    )


def test_a_stick_needs_no_network(sottovoce: CommandLine, server: FileServer) -> None:
    stick = sottovoce.folder / "stick"
    stick.mkdir()
    (stick / "big.bin").write_bytes(BIG)
    (stick / "small.json").write_bytes(SMALL)
    assert sottovoce("models", "get", "tiny", "--accept-licence", "--from", "stick").code == 0
    assert server.requests == []


def test_other_programs_are_told_in_lines(sottovoce: CommandLine, server: FileServer) -> None:
    result = sottovoce("models", "get", "tiny", "--accept-licence", "--progress-json")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert {next(iter(line)) for line in lines[:-1]} == {"progress"}
    assert lines[0]["progress"]["total_bytes"] == len(BIG) + len(SMALL)
    assert lines[-1]["fetched"]["id"] == "tiny-v1"
    sottovoce("models", "remove", "tiny-v1")
    server.files.clear()
    result = sottovoce("models", "get", "tiny", "--progress-json")
    assert result.code == 1
    failed = json.loads(result.out.splitlines()[-1])["failed"]
    assert failed["code"] == "download_failed"
    assert failed["fields"]["reason"] == "404 Not Found"


def test_a_download_that_is_killed_goes_on_where_it_was(sottovoce: CommandLine, server: FileServer) -> None:
    part = sottovoce.home / "models" / "tiny" / ".v1.part" / "deep" / "big.bin.part"
    server.acts.append(slowly(0.02))
    process = sottovoce.start("models", "get", "tiny", "--accept-licence")
    wait_until(lambda: part.is_file() and part.stat().st_size > 100_000, "a part of the file")
    process.kill()
    process.communicate()
    kept_bytes = part.stat().st_size
    assert sottovoce("models", "get", "tiny").code == 0
    assert server.requests[1]["Range"] == f"bytes={kept_bytes}-"
    assert (sottovoce.home / "models/tiny/v1/deep/big.bin").read_bytes() == BIG


def test_unfinished_downloads_can_be_cleaned_up_but_one_that_runs(
    sottovoce: CommandLine, server: FileServer
) -> None:
    part = sottovoce.home / "models" / "tiny" / ".v1.part" / "deep" / "big.bin.part"
    server.acts.append(slowly(0.1))
    process = sottovoce.start("models", "get", "tiny", "--accept-licence")
    wait_until(lambda: part.is_file() and part.stat().st_size > 0, "a part of the file")
    converted = sottovoce.home / "cache" / "converted" / "x.safetensors"
    converted.parent.mkdir(parents=True)
    converted.write_bytes(b"x" * 10)
    (sottovoce.home / "cache" / "speeds.json").write_text("{}")
    gone = run_beside(sottovoce, "models", "clean", "--json")["removed"]
    assert gone == [{"kind": "converted", "path": str(converted.parent), "size_bytes": 10}]
    assert part.is_file()
    process.kill()
    process.communicate()
    gone = sottovoce("models", "clean", "--json").json["removed"]
    assert [one["kind"] for one in gone] == ["download"]
    assert not part.parent.exists()
    assert (sottovoce.home / "cache" / "speeds.json").is_file()
    assert "nothing to clean" in sottovoce("models", "clean").out.decode()


def run_beside(sottovoce: CommandLine, *words: str) -> dict[str, list[dict[str, object]]]:
    """Run while another command runs, and return its JSON."""
    out, _ = sottovoce.start(*words).communicate(timeout=60)
    found: dict[str, list[dict[str, object]]] = json.loads(out)
    return found


# --- weights of one's own --------------------------------------------------------------------------


def test_a_fine_tune_is_added_by_name_and_the_vocoder_comes_from_the_engines_weights(
    sottovoce: CommandLine,
) -> None:
    tuned = write_f5(sottovoce.folder / "F5 Português", tokens=3000)
    result = sottovoce.refused(1, "layout_unknown", "models", "add", str(tuned))
    assert "vocos/config.yaml" in result.error["message"]
    assert '"models get f5" brings the vocoder' in result.error["message"]
    write_vocoder(sottovoce.home / "models" / "f5" / "v1-base")
    before = {path: path.read_bytes()[:100] for path in tuned.iterdir()}
    added = sottovoce("models", "add", str(tuned), "--json").json["added"]
    place = sottovoce.home / "models" / "f5" / "f5-portugu-s"
    assert added["place"] == str(place)
    assert added["linked"] is True
    assert added["borrowed"] == ["vocos/config.yaml", "vocos/pytorch_model.bin"]
    assert sorted(path.name for path in place.rglob("*") if path.is_file()) == [
        "config.yaml",
        "model.safetensors",
        "pytorch_model.bin",
        "vocab.txt",
    ]
    assert {path: path.read_bytes()[:100] for path in tuned.iterdir()} == before
    assert sottovoce("models", "verify", "f5/f5-portugu-s").code == 0
    sottovoce.refused(1, "model_name_taken", "models", "add", str(tuned))
    assert sottovoce("models", "add", str(tuned), "--name", "pt BR", "--f5-v0").code == 0
    config = (sottovoce.home / "models" / "f5" / "pt-br" / "config.yaml").read_text()
    assert "pe_attn_head: 1" in config


def test_languages_that_are_said_for_weights_are_kept_with_them(sottovoce: CommandLine) -> None:
    tuned = write_vocoder(write_f5(sottovoce.folder / "tuned", tokens=3000))
    words = ("models", "add", str(tuned), "--name", "pt", "--language", "pt-BR", "--language", "pt-BR")
    assert sottovoce(*words).code == 0
    ledger = Ledger(sottovoce.home / "models")
    assert ledger.languages("f5/pt") == ("pt-BR",)
    (listed,) = sottovoce("models", "list", "--json").json["models"]
    assert listed["languages"] == ["pt-BR"]
    assert sottovoce("models", "remove", "f5/pt").code == 0
    assert ledger.languages("f5/pt") == ()
    refused = sottovoce.refused(2, "setting_invalid", "models", "add", str(tuned), "--language", "o idioma")
    assert "--language=o idioma" in refused.error["message"]
    assert not (sottovoce.home / "models" / "f5" / "tuned").exists()


def test_weights_speak_the_language_that_was_said_for_them(sottovoce: CommandLine) -> None:
    for name in ("en", "pt"):
        folder = sottovoce.home / "models" / "echo" / name
        folder.mkdir(parents=True)
        (folder / "weights.safetensors").write_bytes(b"ECHO")
    Ledger(sottovoce.home / "models").say_languages("echo/pt", ("pt-BR",))
    words = (
        "say",
        "Guten Abend, meine Damen und Herren, wie geht es Ihnen?",
        "--engine",
        "echo",
        "-o",
        "out.wav",
    )
    told = {name: sottovoce(*words, "--model", name).err for name in ("en", "pt")}
    assert "Its languages: en, pt-BR, ar." in told["en"]
    assert "Its languages: pt-BR." in told["pt"]


def test_weights_that_do_not_fit_together_are_not_added(sottovoce: CommandLine) -> None:
    tuned = write_vocoder(write_f5(sottovoce.folder / "tuned", tokens=3000))
    (tuned / "vocab.txt").write_text("a\nb\n")
    result = sottovoce.refused(1, "layout_unknown", "models", "add", str(tuned))
    assert "vocab.txt has 2 tokens" in result.error["message"]
    folder = sottovoce.home / "models" / "f5"
    assert [path.name for path in folder.iterdir() if not path.name.endswith(".lock")] == []


def test_pickles_of_an_engine_that_is_not_installed_are_added_unseen(sottovoce: CommandLine) -> None:
    tuned = write_xtts(sottovoce.folder / "tuned")
    (tuned / "model.safetensors").rename(tuned / "best_model.pth")
    result = sottovoce("models", "add", str(tuned))
    assert result.code == 0
    assert "their shapes were not looked at" in result.out.decode()
    assert (sottovoce.home / "models" / "xtts" / "tuned" / "model.pth").is_file()


@pytest.mark.parametrize("what", ["none", "a file", "an empty folder", "letters"])
def test_what_is_no_folder_of_weights_is_refused(sottovoce: CommandLine, what: str) -> None:
    place = sottovoce.folder / what
    if what == "a file":
        place.write_text("x")
    elif what != "none":
        place.mkdir()
    if what == "letters":
        (place / "letter.txt").write_text("Dear …")
    sottovoce.refused(1, "layout_unknown", "models", "add", str(place))


def test_model_takes_a_name_as_well_as_a_folder(sottovoce: CommandLine) -> None:
    for name in ("one", "two"):
        folder = sottovoce.home / "models" / "echo" / name
        folder.mkdir(parents=True)
        (folder / "weights.safetensors").write_bytes(b"ECHO")
    words = ("say", "Good evening.", "--engine", "echo", "-o", "out.wav")
    reference = sottovoce.folder / "reference.wav"
    soundfile.write(reference, np.sin(np.arange(72_000) * 0.05) * 0.2, 24_000)
    more = ("--reference", str(reference), "--reference-text", "Some words.")
    assert sottovoce(*words, *more, "--model", "two").code == 0
    sottovoce.refused(1, "model_missing", *words, *more, "--model", "three")


def test_of_weights_without_an_engine_the_manifest_says_what_is_missing(sottovoce: CommandLine) -> None:
    folder = sottovoce.home / "models" / "whisper" / "base"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"x")
    (listed,) = sottovoce("models", "list", "--json").json["models"]
    assert listed["missing"] == ["config.json", "tokenizer.json", "vocabulary.txt"]

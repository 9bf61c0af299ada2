"""Every error and notice has words."""

from __future__ import annotations

import ast
import math
import string
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import pytest

import core
import gui
from core import errors
from core.audio import devices, foreign, read
from core.errors import (
    AudioDeviceMissing,
    DeviceMissing,
    EngineFailed,
    OutOfMemory,
    OutputInvalid,
    ParameterInvalid,
    ParameterUnknown,
    ReferenceTooShort,
    ReferenceUnreadable,
    SottovoceError,
    TextUnspeakable,
)
from core.model.events import Notice
from core.services.explain import ERRORS, NOTICES, explain, explain_notice
from core.services.words import REASONS

SAMPLES: dict[str, object] = {"str": "x", "int": 3, "float": 2.5, "bool": True}


def every_error() -> list[type[SottovoceError]]:
    """Return all classes with a code."""
    found, waiting = [], [SottovoceError]
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        if cls.code and cls.__module__.startswith(errors.__name__):
            found.append(cls)
    return sorted(set(found), key=lambda cls: cls.code)


def sample(cls: type[SottovoceError]) -> SottovoceError:
    """Make an error with a value in each field."""
    return cls(**{spec.name: SAMPLES[str(spec.type)] for spec in fields(cls)})


@pytest.mark.parametrize("cls", every_error(), ids=lambda cls: cls.code)
def test_every_error_says_what_why_and_what_to_do(cls: type[SottovoceError]) -> None:
    words = explain(sample(cls))
    for part in (words.what, words.why, words.remedy):
        assert part
        assert "{" not in part, "a field was not filled in"
    assert len({words.what, words.why, words.remedy}) == 3


def test_no_words_without_an_error() -> None:
    codes = {cls.code for cls in every_error()}
    assert {key.partition(".")[0] for key in ERRORS} == codes


def notice_codes() -> set[str]:
    """Find the literal codes of all notices that are made in the program."""
    found = set()
    for package in (core, gui):
        for file in Path(str(package.__file__)).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                    continue
                first = node.args[0]
                if node.func.id == "Notice" and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def literal_reasons() -> set[str]:
    """Find the literal reasons of the program's errors; those of the command line are English."""
    errors, found = {cls.__name__ for cls in every_error()}, set()
    errors_by_words = {"Refused", "Unreadable"}  # what core.importing raises, and tells as an error
    package = Path(str(core.__file__)).parent
    for file in package.rglob("*.py"):
        if file.is_relative_to(package / "cli"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors:
                given = [one.value for one in node.keywords if one.arg == "reason"]
                found |= {str(one.value) for one in given if isinstance(one, ast.Constant)}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in errors_by_words and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_reason_of_our_own_can_be_translated() -> None:
    reasons = literal_reasons()
    assert "it is no text" in reasons
    assert reasons - set(REASONS) == {"", "unused", "closed"}, "these nobody is shown"
    assert {*devices.NOTHING_THERE.values(), read.TRUNCATED, read.BROKEN, foreign.NO_FFMPEG} <= set(REASONS)


def test_what_libsndfile_says_of_a_file_that_is_no_sound_can_be_translated(tmp_path: Path) -> None:
    reasons = set()
    for name in ("noise.wav", "noise.mp3", "noise.ogg"):
        path = tmp_path / name
        path.write_bytes(bytes(range(1, 256)) * 40)
        with pytest.raises(ReferenceUnreadable) as caught:
            read.probe_reference(path)
        reasons.add(caught.value.reason.rstrip("."))
    assert reasons <= set(REASONS)


def test_every_notice_has_words() -> None:
    codes = notice_codes()
    assert {"control_characters_dropped", "setting_not_allowed", "reference_cut"} <= codes
    assert codes == set(NOTICES)


def test_the_values_are_in_the_words() -> None:
    words = explain(ReferenceTooShort(path="a.wav", duration_s=0.1, minimum_s=1.0))
    assert "a.wav" in words.what
    assert "0.1 s" in words.why
    assert "needs 1 s" in words.why


def test_sizes_are_said_in_gigabytes() -> None:
    words = explain(OutOfMemory(engine="f5", need_bytes=3_200_000_000, free_bytes=1_000_000_000))
    assert "3.2 GB" in words.why
    assert "1.0 GB" in words.why


@pytest.mark.parametrize("problem", ["empty", "silent", "nonfinite"])
def test_each_kind_of_broken_audio_has_its_words(problem: str) -> None:
    words = explain(OutputInvalid(engine="f5", problem=problem))
    assert words == explain(OutputInvalid(engine="f5", problem=problem))
    others = {"empty", "silent", "nonfinite"} - {problem}
    assert all(words.what != explain(OutputInvalid(engine="f5", problem=one)).what for one in others)


@pytest.mark.parametrize(
    ("value", "whole"), [("1.5", True), ("9.5", False), ("nan", False), ("abc", False), ("inf", False)]
)
def test_whole_numbers_are_asked_for_where_only_that_is_wrong(value: str, whole: bool) -> None:
    words = explain(ParameterInvalid(name="--steps", value=value, minimum=1, maximum=8))
    assert ("whole" in words.why) is whole
    assert "1 to 8" in words.why
    assert "--steps" in words.what


def test_an_engine_without_parameters_lists_none() -> None:
    assert "no parameters at all" in explain(ParameterUnknown(engine="e", name="n", known="")).why
    assert "steps, cfg" in explain(ParameterUnknown(engine="e", name="n", known="steps, cfg")).why


def test_any_device_and_a_named_one() -> None:
    assert '"Headphones"' in explain(AudioDeviceMissing(device="Headphones", reason="gone")).what
    assert '""' not in explain(AudioDeviceMissing(device="", reason="gone")).what


def test_braces_in_a_value_are_no_fields() -> None:
    words = explain(EngineFailed(engine="e", kind="KeyError", reason="{path} {0} {"))
    assert "{path} {0} {" in words.why


def test_a_quoted_text_stands_in_quotes_and_reorders_nothing() -> None:
    assert "this text: “!!!”" in explain(TextUnspeakable(engine="e", sample="!!!")).what
    assert "“\u2068שלום!\u2069”" in explain(TextUnspeakable(engine="e", sample="שלום!")).what


def test_a_notice_of_a_third_party_is_said_by_its_code() -> None:
    assert (
        explain_notice(Notice("echo_says", {"words": 3, "level": -math.inf}))
        == "echo_says (words: 3, level: -inf)"
    )
    assert explain_notice(Notice("plain")) == "plain"


def test_a_notice_without_its_fields_is_shown_all_the_same() -> None:
    assert explain_notice(Notice("reference_cut", {})) == NOTICES["reference_cut"]


def test_words_are_translated_before_they_are_filled_in() -> None:
    seen = []

    def translate(template: str) -> str:
        seen.append(template)
        return template.upper().replace("{PATH}", "{path}")

    words = explain(errors.ReferenceMissing(path="a.wav"), translate)
    assert words.what == "THE REFERENCE a.wav WAS NOT FOUND."
    assert seen == list(ERRORS["reference_missing"])


def test_lupdate_finds_every_template(tmp_path: Path) -> None:
    services = Path(str(core.__file__)).parent / "services"
    target = tmp_path / "found.ts"
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    sources = sorted(map(str, services.rglob("*.py")))
    subprocess.run([lupdate, *sources, "-ts", str(target)], check=True, capture_output=True)
    found = {str(node.text) for node in ElementTree.parse(target).iter("source")}
    wanted = {part for words in ERRORS.values() for part in words} | set(NOTICES.values())
    assert wanted <= found


def test_templates_have_only_named_fields() -> None:
    templates = [part for words in ERRORS.values() for part in words] + list(NOTICES.values())
    for template in templates:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
        assert all(name.isidentifier() for name in names), template


@pytest.mark.parametrize(
    ("reason", "why", "remedy"),
    [
        ("absent", "no such device", "auto"),
        ("unused", "no such device", "auto"),
        (
            "no_kernels",
            "GPU found, but this PyTorch build has no kernels for it: GTX 1050 Ti",
            "engines install f5",
        ),
        ("failed", "a small computation on it failed: GTX 1050 Ti", "driver"),
    ],
)
def test_a_device_that_cannot_be_used_says_why_and_what_to_do(reason: str, why: str, remedy: str) -> None:
    words = explain(DeviceMissing(engine="f5", device="cuda", reason=reason, detail="GTX 1050 Ti"))
    assert why in words.why
    assert remedy in words.remedy


def test_lack_of_memory_without_a_figure_names_none() -> None:
    words = explain(OutOfMemory(engine="f5", need_bytes=0, free_bytes=2_000_000_000))
    assert "0.0 GB" not in words.why
    assert "2.0 GB are free" in words.why

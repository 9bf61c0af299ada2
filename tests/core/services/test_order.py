"""Orders are checked before a host is troubled."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.errors import (
    ModelBroken,
    ModelMissing,
    ModelNotTaken,
    ParameterInvalid,
    ParameterUnknown,
    ReferenceMissing,
    ReferenceNeeded,
    ReferenceNotUsed,
    ReferenceTextNeeded,
    ReferenceTooShort,
    TextEmpty,
    VoiceOfOtherEngine,
    VoiceUnknown,
)
from core.model.engine import EngineDescription, Licence, ParameterKind, ParameterSpec, PresetVoice
from core.model.voice import Reference, Voice
from core.services.order import Order, check_order

FREE = Licence("CC0-1.0", "free")
SPEAKER = EngineDescription(
    id="speaker",
    name="Speaker",
    environment="studio",
    version="1",
    languages=("en-US", "pt-BR"),
    sample_rate_hz=24_000,
    code_licence=FREE,
    weights_licence=FREE,
    presets=(PresetVoice("ann", "Ann", "en-US"), PresetVoice("bia", "Bia", "pt-BR")),
    parameters=(
        ParameterSpec("steps", ParameterKind.INTEGER, 32, 4, 64, "Steps"),
        ParameterSpec("cfg", ParameterKind.NUMBER, 2.0, 0.0, 5.0, "Guidance"),
        ParameterSpec("trim", ParameterKind.BOOLEAN, 1, 0, 1, "Trim"),
    ),
)
CLONER = replace(
    SPEAKER,
    id="cloner",
    presets=(),
    clones=True,
    needs_reference_text=True,
    takes_model_folder=True,
)
ORDER = Order(text="Hello.", engine="speaker")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "ref.wav"
    time_s = np.arange(3 * 24_000) / 24_000
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 220 * time_s), 24_000)
    return path


def test_a_plain_order_becomes_a_request() -> None:
    request = check_order(ORDER, SPEAKER).request
    assert (request.engine, request.text, request.preset) == ("speaker", "Hello.", "ann")
    assert (request.language, request.speed, request.seed) == ("en-US", 1.0, 0)


@pytest.mark.parametrize(
    ("given", "checked"),
    [
        ({"steps": "16"}, 16.0),
        ({"steps": 16}, 16.0),
        ({"steps": " 16 "}, 16.0),
        ({"cfg": "1e0"}, 1.0),
        ({"trim": "off"}, 0.0),
        ({"trim": True}, 1.0),
    ],
)
def test_parameters_are_read(given: dict[str, object], checked: float) -> None:
    request = check_order(replace(ORDER, parameters=given), SPEAKER).request
    assert list(request.parameters.values()) == [checked]


@pytest.mark.parametrize(
    "given",
    [
        {"steps": "16.5"},
        {"steps": "3"},
        {"steps": "65"},
        {"steps": "abc"},
        {"steps": ""},
        {"steps": "1_6"},
        {"steps": "0x10"},
        {"steps": "9" * 5000},
        {"cfg": "nan"},
        {"cfg": "inf"},
        {"cfg": "-0.1"},
        {"cfg": "1e999"},
        {"cfg": None},
        {"trim": "maybe"},
        {"trim": "0.5"},
    ],
    ids=str,
)
def test_bad_parameters_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ParameterInvalid) as caught:
        check_order(replace(ORDER, parameters=given), SPEAKER)
    assert caught.value.name == next(iter(given))
    assert caught.value.misuse
    assert len(caught.value.value) <= 61


@pytest.mark.parametrize(
    "speed", [0, -1.0, 0.49, 2.01, math.nan, math.inf, 10**400, "fast", "", "0", "-inf", "1e999"]
)
def test_bad_speeds_are_refused(speed: object) -> None:
    with pytest.raises(ParameterInvalid) as caught:
        check_order(replace(ORDER, speed=speed), SPEAKER)
    assert (caught.value.name, caught.value.minimum, caught.value.maximum) == ("speed", 0.5, 2.0)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, math.nan, "1.5", "abc", ""])
def test_bad_seeds_are_refused(seed: object) -> None:
    with pytest.raises(ParameterInvalid):
        check_order(replace(ORDER, seed=seed), SPEAKER)


def test_the_greatest_seed_survives_exactly() -> None:
    assert check_order(replace(ORDER, seed=2**32 - 1), SPEAKER).request.seed == 2**32 - 1


def test_unknown_parameters_name_the_known() -> None:
    with pytest.raises(ParameterUnknown) as caught:
        check_order(replace(ORDER, parameters={"stps": 3}), SPEAKER)
    assert caught.value.known == "steps, cfg, trim"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060", "\0\0"])
def test_empty_text_is_misuse(text: str) -> None:
    with pytest.raises(TextEmpty):
        check_order(replace(ORDER, text=text), SPEAKER)


def test_misuse_comes_before_files() -> None:
    with pytest.raises(ParameterInvalid):
        check_order(
            Order(text="x", engine="cloner", reference=Path("/nowhere.wav"), reference_text="x", speed=9),
            CLONER,
        )


def test_a_reference_for_an_engine_that_does_not_clone() -> None:
    with pytest.raises(ReferenceNotUsed):
        check_order(replace(ORDER, reference=Path("/nowhere.wav")), SPEAKER)
    voice = Voice("anna-1", "Anna", references=(Reference(Path("/nowhere.wav")),))
    with pytest.raises(ReferenceNotUsed):
        check_order(replace(ORDER, voice=voice), SPEAKER)


def test_a_cloning_engine_without_voices_needs_a_reference_and_its_words() -> None:
    with pytest.raises(ReferenceNeeded):
        check_order(Order(text="x", engine="cloner"), CLONER)
    with pytest.raises(ReferenceTextNeeded):
        check_order(Order(text="x", engine="cloner", reference=Path("a.wav"), reference_text=" "), CLONER)


def test_a_reference_is_looked_into(recording: Path, tmp_path: Path) -> None:
    order = Order(text="Hello.", engine="cloner", reference=recording, reference_text=" hum ")
    request = check_order(order, CLONER).request
    assert (request.reference, request.reference_text, request.preset) == (recording, "hum", "")
    with pytest.raises(ReferenceMissing):
        check_order(replace(order, reference=tmp_path / "none.wav"), CLONER)


def test_a_reference_that_changed_is_looked_into_again(recording: Path) -> None:
    order = Order(text="Hello.", engine="cloner", reference=recording, reference_text="hum")
    check_order(order, CLONER)
    soundfile.write(recording, np.ones(2400) * 0.1, 24_000)
    with pytest.raises(ReferenceTooShort):
        check_order(order, CLONER)


def test_a_reference_voice_brings_its_words(recording: Path) -> None:
    voice = Voice("anna-1", "Anna", references=(Reference(recording, "hum", 3.0),))
    assert check_order(Order(text="x", engine="cloner", voice=voice), CLONER).request.reference_text == "hum"


def test_all_references_of_a_voice_go_to_an_engine_that_hears_several(
    recording: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.wav"
    other.write_bytes(recording.read_bytes())
    voice = Voice(
        "anna-1", "Anna", references=(Reference(recording, "hum", 3.0), Reference(other, "hm", 3.0))
    )
    order = Order(text="x", engine="cloner", voice=voice)
    request = check_order(order, replace(CLONER, references_maximum=4)).request
    assert (request.reference, request.more_references) == (recording, (other,))
    assert check_order(order, CLONER).request.more_references == ()


def test_voices_of_others_and_voices_that_are_not_there() -> None:
    with pytest.raises(VoiceOfOtherEngine):
        check_order(replace(ORDER, voice=Voice("kokoro:pf", "Pf", engine="kokoro", preset="pf")), SPEAKER)
    with pytest.raises(VoiceUnknown):
        check_order(
            replace(ORDER, voice=Voice("speaker:zoe", "Zoe", engine="speaker", preset="zoe")), SPEAKER
        )


def test_a_voice_that_a_model_may_bring_is_left_to_the_engine() -> None:
    bringing = replace(CLONER, presets_in_model=True)
    voice = Voice("cloner:Ana", "Ana", engine="cloner", preset="Ana")
    request = check_order(Order(text="x", engine="cloner", voice=voice), bringing).request
    assert (request.preset, request.reference) == ("Ana", None)
    with pytest.raises(VoiceUnknown):
        check_order(Order(text="x", engine="cloner", voice=voice), CLONER)


def test_weights() -> None:
    with pytest.raises(ModelNotTaken):
        check_order(replace(ORDER, model_dir=Path("/nowhere")), SPEAKER)
    taking = replace(SPEAKER, takes_model_folder=True)
    with pytest.raises(ModelMissing) as caught:
        check_order(replace(ORDER, model_dir=Path("/nowhere")), taking)
    assert caught.value.path == "/nowhere"


def test_weights_that_are_a_file(recording: Path) -> None:
    with pytest.raises(ModelBroken) as caught:
        check_order(replace(ORDER, model_dir=recording), replace(SPEAKER, takes_model_folder=True))
    assert "a file" in caught.value.reason


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en-US"),
        ("EN-us", "en-US"),
        ("en", "en-US"),
        ("en-GB", "en-US"),
        ("pt", "pt-BR"),
        ("pt_BR", "pt-BR"),
    ],
)
def test_languages_are_matched(asked: str, language: str) -> None:
    checked = check_order(replace(ORDER, language=asked), SPEAKER)
    assert checked.request.language == language
    assert checked.notices == ()


def test_the_voice_brings_its_language() -> None:
    bia = Voice("speaker:bia", "Bia", "pt-BR", "speaker", "bia")
    assert check_order(replace(ORDER, voice=bia), SPEAKER).request.language == "pt-BR"


def test_a_language_that_the_engine_lacks_is_told() -> None:
    checked = check_order(replace(ORDER, language="ja"), SPEAKER)
    (notice,) = checked.notices
    assert notice.code == "language_not_supported"
    assert notice.fields == {"language": "ja", "engine": "speaker", "languages": "en-US, pt-BR"}
    assert checked.request.language == "en-US"


def test_a_text_in_a_language_that_the_engine_lacks_is_told() -> None:
    text = "Das ist ein Satz, der nicht auf Englisch ist, und ich bin mir sehr sicher."
    (notice,) = check_order(replace(ORDER, text=text), SPEAKER).notices
    assert (notice.code, notice.fields["language"]) == ("language_not_supported", "de")


MANY = replace(SPEAKER, languages=("en-US", "pt-BR", "ar", "ja", "zh-cn", "ru", "uk"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("مرحبا بالعالم", "ar"),
        ("東京は大きい", "ja"),
        ("你好，世界", "zh-cn"),
        ("Hello, мир", "en-US"),
        ("1 2 3", "en-US"),
    ],
)
def test_the_only_language_of_a_script_is_taken(text: str, language: str) -> None:
    checked = check_order(replace(ORDER, text=text), MANY)
    assert checked.request.language == language
    assert checked.notices == ()


@pytest.mark.parametrize(
    ("text", "asked"), [("שלום עולם", ""), ("Привет", ""), ("مرحبا بالعالم", "pt-BR"), ("Hello there", "ar")]
)
def test_a_script_that_the_language_is_not_written_with_is_told(text: str, asked: str) -> None:
    (notice,) = check_order(replace(ORDER, text=text, language=asked), MANY).notices
    assert notice.code == "script_not_of_language"
    assert notice.fields["sample"] == text[:12]
    assert notice.fields["language"] == (asked or "en-US")


def test_letters_that_an_english_engine_may_not_know_are_told() -> None:
    english = replace(SPEAKER, languages=("en-US", "en-GB"))
    (notice,) = check_order(replace(ORDER, text="Última página!"), english).notices
    assert (notice.code, notice.fields["sample"]) == ("letters_not_english", "úá")
    assert check_order(replace(ORDER, text="Última página!"), SPEAKER).notices == ()
    assert check_order(replace(ORDER, text="I like the café."), english).notices == ()


def test_dropped_characters_are_told() -> None:
    checked = check_order(replace(ORDER, text="He\0llo\x07."), SPEAKER)
    assert checked.request.text == "Hello."
    assert [notice.code for notice in checked.notices] == ["control_characters_dropped"]

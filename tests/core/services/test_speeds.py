"""How long speaking will take."""

from __future__ import annotations

import pytest

from core.host.values import Hello
from core.model.engine import (
    EngineDescription,
    ExpectedSpeed,
    Licence,
    ParameterKind,
    ParameterSpec,
)
from core.model.script import speech_s
from core.paths import Paths
from core.services.catalogue import own_engines
from core.services.speeds import SpeedBook, about, core_count, device_kind, expected_device, rounded

FREE = Licence("CC0-1.0", "free")


@pytest.fixture
def book() -> SpeedBook:
    return SpeedBook.of(Paths.find())


def engine(*speeds: ExpectedSpeed) -> EngineDescription:
    return EngineDescription(
        id="toy",
        name="Toy",
        environment="toys",
        version="1",
        languages=("en",),
        sample_rate_hz=24_000,
        code_licence=FREE,
        weights_licence=FREE,
        parameters=(ParameterSpec("steps", ParameterKind.INTEGER, 32, 4, 64, "Steps"),),
        devices=("cuda", "cpu"),
        speeds=speeds,
    )


BY_STEPS = engine(ExpectedSpeed("cpu", 49.0, parameter="steps"))


def test_the_slow_engines_say_how_slow_they_are() -> None:
    rtfs = {one.id: [(speed.device, speed.rtf) for speed in one.speeds] for one in own_engines()}
    assert rtfs["f5"] == [("cpu", 49.0)]
    assert rtfs["xtts"] == [("cpu", 4.2)]
    assert all(rtfs.values())


def test_the_time_grows_with_the_parameter_that_it_hangs_on(book: SpeedBook) -> None:
    assert book.rtf(BY_STEPS, "cpu", {}) == pytest.approx(49.0)
    assert book.rtf(BY_STEPS, "cpu", {"steps": 16}) == pytest.approx(24.5)
    assert book.rtf(BY_STEPS, "cuda", {}) is None
    assert book.rtf(engine(), "cpu", {}) is None


def test_fewer_cores_take_longer(book: SpeedBook) -> None:
    expected = engine(ExpectedSpeed("cpu", 3.0, cores=2 * core_count()))
    assert book.rtf(expected, "cpu", {}) == pytest.approx(
        6.0 if core_count() <= 8 else 3.0 * core_count() / 4
    )


def test_what_was_measured_takes_the_place_of_what_was_expected(book: SpeedBook) -> None:
    book.note(BY_STEPS, "cpu", {"steps": 16}, synthesis_s=50.0, duration_s=5.0)
    assert book.rtf(BY_STEPS, "cpu", {}) == pytest.approx(20.0)
    assert book.rtf(BY_STEPS, "cpu", {"steps": 8}) == pytest.approx(5.0)
    assert book.rtf(BY_STEPS, "cuda", {}) is None
    book.note(BY_STEPS, "cuda:1", {}, synthesis_s=1.0, duration_s=5.0)
    assert book.rtf(BY_STEPS, "cuda", {}) == pytest.approx(0.2)
    again = SpeedBook.of(Paths.find())
    assert again.rtf(BY_STEPS, "cpu", {}) == pytest.approx(20.0)
    assert again.rtf(BY_STEPS, "cuda", {}) == pytest.approx(0.2)


def test_the_file_is_written_for_a_change_that_tells_something(book: SpeedBook) -> None:
    file = Paths.find().cache / "speeds.json"
    book.note(BY_STEPS, "cpu", {}, synthesis_s=50.0, duration_s=5.0)
    file.unlink()
    book.note(BY_STEPS, "cpu", {}, synthesis_s=52.0, duration_s=5.0)
    assert not file.exists()
    assert book.rtf(BY_STEPS, "cpu", {}) == pytest.approx(10.4)
    book.note(BY_STEPS, "cpu", {}, synthesis_s=80.0, duration_s=5.0)
    assert file.exists()


def test_a_word_says_nothing_about_the_speed(book: SpeedBook) -> None:
    book.note(BY_STEPS, "cpu", {}, synthesis_s=9.0, duration_s=0.2)
    assert book.rtf(BY_STEPS, "cpu", {}) == pytest.approx(49.0)


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"toy cpu": "fast"}', b'{"toy cpu": -1}', b"\xff"])
def test_a_broken_file_is_as_none(book: SpeedBook, content: bytes) -> None:
    Paths.find().ensure()
    (Paths.find().cache / "speeds.json").write_bytes(content)
    assert SpeedBook.of(Paths.find()).rtf(BY_STEPS, "cpu", {}) == pytest.approx(49.0)


def test_where_nothing_can_be_kept_the_speed_is_known_until_the_end() -> None:
    blocked = Paths.find().data / "file"
    blocked.parent.mkdir(parents=True)
    blocked.write_text("no folder")
    book = SpeedBook(blocked / "speeds.json")
    book.note(BY_STEPS, "cpu", {}, synthesis_s=50.0, duration_s=5.0)
    assert book.rtf(BY_STEPS, "cpu", {}) == pytest.approx(10.0)


def test_a_simulated_card_computes_on_the_processor() -> None:
    assert [device_kind(name) for name in ("cpu", "cuda", "cuda:1", "mps")] == ["cpu", "cuda", "cuda", "mps"]
    assert device_kind("cuda (simulated)") == "cpu"
    card = Hello(protocol_version=1, version="", pid=1, card_total_bytes=4 * 10**9)
    simulated = Hello(protocol_version=1, version="", pid=1, card_total_bytes=4 * 10**9, simulated=True)
    bare = Hello(protocol_version=1, version="", pid=1)
    assert expected_device("auto", BY_STEPS, card) in {"cuda", "cpu"}
    assert expected_device("auto", BY_STEPS, simulated) == "cpu"
    assert expected_device("auto", BY_STEPS, bare) == "cpu"
    assert expected_device("auto", BY_STEPS, None) == "cpu"
    assert expected_device("cuda:1", BY_STEPS, card) == "cuda"
    assert expected_device("cpu", BY_STEPS, card) == "cpu"
    assert expected_device("mps", BY_STEPS, card) == "cpu", "the engine cannot run there"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "10 s"),
        (31, "30 s"),
        (54, "50 s"),
        (56, "1 min"),
        (545, "9 min"),
        (3569, "59 min"),
        (3580, "1 h"),
        (4700, "1 h 20 min"),
        (7300, "2 h"),
    ],
)
def test_an_estimate_is_no_finer_than_it_can_be_known(seconds: float, said: str) -> None:
    assert about(seconds) == said
    assert sum(number > 0 for number in rounded(seconds)) >= 1


def test_the_length_of_speech_is_estimated_from_words_or_signs() -> None:
    assert speech_s(
        "one two three four five six seven eight nine ten eleven twelve thirteen"
    ) == pytest.approx(5.0)
    assert speech_s("今天天气很好我们") == pytest.approx(8 / 4.5)
    assert speech_s("说 hello world 吧") == pytest.approx(2 / 2.6 + 2 / 4.5)
    assert speech_s("  ") == 0.0

"""Bodies: what goes in comes out, what is wrong is an error, what is unknown is ignored."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EngineFailed, OutOfMemory, ReferenceSilent, WireBroken
from core.host import messages
from core.host.messages import (
    AudioBody,
    DoneBody,
    FieldsBody,
    JobBody,
    LowVramBody,
    MemoryBody,
    ProgressBody,
    RequestBody,
    SynthesizeBody,
)
from core.host.values import Hello
from core.model.events import MemorySample, Notice
from core.model.policy import LowVram, LowVramPolicy
from core.model.request import SynthesisRequest
from core.model.sourced import Source, Sourced

BODIES = [
    AudioBody,
    DoneBody,
    FieldsBody,
    Hello,
    JobBody,
    MemoryBody,
    ProgressBody,
    RequestBody,
    SynthesizeBody,
]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def there_and_back(body):
    return messages.decode(messages.encode(body), type(body))


@given(st.sampled_from(BODIES), st.binary(max_size=100))
def test_any_bytes_give_a_body_or_an_error(kind, data):
    try:
        body = messages.decode(data, kind)
    except WireBroken:
        return
    assert isinstance(body, kind)


@given(
    st.sampled_from(BODIES), st.dictionaries(st.sampled_from(["job", "code", "request", "pid"]), json_values)
)
def test_wrong_types_are_an_error(kind, values):
    import json

    data = json.dumps(values, allow_nan=True).encode("utf-8", "replace")
    try:
        body = messages.decode(data, kind)
    except WireBroken:
        return
    assert isinstance(body, kind)


@pytest.mark.parametrize("deep", [b"[" * 200_000, b'{"job":1,"x":' + b"[" * 200_000])
def test_bottomless_nesting_is_an_error(deep):
    with pytest.raises(WireBroken):
        messages.decode(deep, JobBody)


def test_unknown_fields_are_ignored():
    assert messages.decode(b'{"job": 3, "colour": {"deep": [1, null]}}', JobBody) == JobBody(3)
    hello = messages.decode(b'{"protocol_version":1,"version":"9","pid":4,"mood":"good"}', Hello)
    assert hello == Hello(1, "9", 4)


def test_a_missing_field_is_an_error():
    with pytest.raises(WireBroken, match="job"):
        messages.decode(b"{}", JobBody)


@given(st.text(), st.dictionaries(st.text(max_size=5), st.booleans() | st.integers(-5, 5) | st.floats(-9, 9)))
def test_a_request_arrives_as_it_was(text, parameters):
    request = SynthesisRequest(
        "echo",
        text,
        reference=Path("/voices/não-\udcff.wav"),
        reference_text="\u202eabc",
        more_references=(Path("/voices/two.wav"), Path("/voices/três-\udcfe.wav")),
        language="pt-BR",
        speed=1.25,
        seed=2**32 - 1,
        parameters=parameters,
        model_dir=Path("/models"),
        device="cuda:1",
        whole=True,
    )
    assert there_and_back(RequestBody.of(request)).request() == request


def test_a_relative_path_is_the_clients(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = SynthesisRequest("echo", "a", reference=Path("a.wav"), more_references=(Path("b.wav"),))
    request = there_and_back(RequestBody.of(asked)).request()
    assert request.reference == tmp_path / "a.wav"
    assert request.more_references == (tmp_path / "b.wav",)


def test_lone_surrogates_in_text_are_spelt_out():
    body = there_and_back(RequestBody.of(SynthesisRequest("echo", "a\udc80b")))
    assert body.request().text == "a\\udc80b"


def test_the_mode_arrives_with_what_it_overrides():
    weaker = Sourced(LowVramPolicy.ON, Source.ENVIRONMENT, "LOW_VRAM")
    mode = LowVram(False, Sourced(LowVramPolicy.OFF, Source.WINDOW, "", (weaker,)))
    assert there_and_back(LowVramBody.of(mode)).low_vram() == mode


@pytest.mark.parametrize("level", [-math.inf, math.inf, -33.5])
def test_errors_cross_with_numbers_that_json_has_not(level):
    body = FieldsBody.of_error(4, ReferenceSilent(path="a.wav", level_dbfs=level))
    error = there_and_back(body).error()
    assert isinstance(error, ReferenceSilent)
    assert error.level_dbfs == level


def test_nan_crosses_in_a_notice():
    notice = there_and_back(FieldsBody.of_notice(1, Notice("x", {"a": math.nan, "n": 2, "s": "t"}))).notice()
    assert math.isnan(notice.fields["a"])
    assert (notice.fields["n"], notice.fields["s"]) == (2, "t")


def test_an_unknown_error_still_says_what_it_was():
    error = FieldsBody(
        1, "engine_tired", {"engine": "echo", "hours": 9}, text="it has worked 9 hours"
    ).error()
    assert isinstance(error, EngineFailed)
    assert (error.engine, error.kind, error.reason) == ("echo", "engine_tired", "it has worked 9 hours")


def test_a_memory_sample_arrives_as_it_was():
    sample = MemorySample(1.5, "CPU", "cpu", False, 0, 0, 1, 2, 3, (), 4, 5, 6)
    assert there_and_back(MemoryBody(0, sample)).sample == sample


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (np.float32(0.5), float),
        (np.float64(0.5), float),
        (np.int64(7), int),
        (np.uint8(7), int),
        (True, bool),
    ],
)
def test_numbers_of_other_libraries_cross_as_numbers(value, kind):
    arrived = there_and_back(FieldsBody.of_notice(1, Notice("x", {"n": value}))).notice().fields["n"]
    assert arrived == value
    assert type(arrived) is kind


@pytest.mark.parametrize("value", [np.float32("nan"), np.float64("inf"), np.float16("-inf")])
def test_numbers_of_other_libraries_that_json_has_not_cross_too(value):
    arrived = there_and_back(FieldsBody.of_notice(1, Notice("x", {"n": value}))).notice().fields["n"]
    assert np.array_equal(arrived, value, equal_nan=True)


@given(st.integers(-(2**70), 2**70))
def test_whole_numbers_of_any_size_cross(value):
    arrived = there_and_back(FieldsBody.of_notice(1, Notice("x", {"n": value}))).notice().fields["n"]
    assert int(arrived) == value


def test_an_error_with_numbers_of_other_libraries_arrives():
    error = OutOfMemory(engine="echo", need_bytes=np.int64(2), free_bytes=np.float32(0.5))
    arrived = there_and_back(FieldsBody.of_error(4, error)).error()
    assert (arrived.need_bytes, arrived.free_bytes) == (2, 0.5)

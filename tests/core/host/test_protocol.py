"""The frame decoder: whatever comes, it gives a frame or an error, and takes no more than arrived."""

from __future__ import annotations

import io
import struct
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import WireBroken, WireError, WireVersionMismatch
from core.host.protocol import (
    HEADER,
    JSON_LIMIT_BYTES,
    MAGIC,
    PAYLOAD_LIMIT_BYTES,
    READ_BYTES,
    VERSION,
    Frame,
    encode_frame,
    read_frame,
)


def decode(data: bytes) -> Frame | None:
    return read_frame(io.BytesIO(data).read)


@given(st.integers(0, 65535), st.binary(max_size=300), st.binary(max_size=300), st.integers(1, 40))
def test_a_frame_arrives_as_it_was_sent_in_pieces_of_any_size(kind, body, payload, piece_bytes):
    stream = io.BytesIO(encode_frame(kind, body, payload) * 2)
    for _ in range(2):
        frame = read_frame(lambda size: stream.read(min(size, piece_bytes)))
        assert frame == Frame(kind, body, payload)
    assert read_frame(stream.read) is None


@given(st.binary(max_size=200))
@example(b"Loading: 100%|####| 364/364\n")
def test_garbage_is_an_error(data):
    if not data:
        assert decode(data) is None
    elif data[:4] != MAGIC:
        with pytest.raises(WireBroken):
            decode(data)


@given(st.binary(max_size=60), st.binary(max_size=60), st.data())
def test_a_truncated_frame_is_an_error(body, payload, data):
    whole = encode_frame(1, body, payload)
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(WireBroken):
        decode(whole[:cut])


@given(st.binary(min_size=12, max_size=12), st.binary(max_size=64))
def test_any_header_gives_a_frame_or_an_error(rest, following):
    try:
        frame = decode(MAGIC + rest + following)
    except WireError:
        return
    assert frame is not None
    assert len(frame.body) + len(frame.payload) <= len(following)


@pytest.mark.parametrize(
    ("json_bytes", "payload_bytes"),
    [(JSON_LIMIT_BYTES + 1, 0), (0, PAYLOAD_LIMIT_BYTES + 1), (2**32 - 1, 2**32 - 1)],
)
def test_an_oversized_frame_is_refused_before_it_is_read(json_bytes, payload_bytes):
    stream = io.BytesIO(HEADER.pack(MAGIC, VERSION, 1, json_bytes, payload_bytes) + bytes(100))
    with pytest.raises(WireBroken, match="over the cap"):
        read_frame(stream.read)
    assert stream.tell() == HEADER.size


@pytest.mark.parametrize("body", [bytes(JSON_LIMIT_BYTES + 1)])
def test_an_oversized_frame_is_not_sent(body):
    with pytest.raises(WireBroken, match="over the cap"):
        encode_frame(1, body)


def test_a_lying_length_allocates_nothing_that_has_not_arrived():
    data = HEADER.pack(MAGIC, VERSION, 1, JSON_LIMIT_BYTES, PAYLOAD_LIMIT_BYTES) + bytes(1000)
    stream = io.BytesIO(data)
    asked = []

    def read(size: int) -> bytes:
        asked.append(size)
        return stream.read(size)

    tracemalloc.start()
    try:
        with pytest.raises(WireBroken):
            read_frame(read)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert max(asked) <= READ_BYTES
    assert peak_bytes < 100_000


@pytest.mark.parametrize("version", [0, VERSION + 1, 65535])
def test_an_unknown_version_names_both(version):
    with pytest.raises(WireVersionMismatch) as caught:
        decode(encode_frame(1, b"{}", version=version))
    assert (caught.value.ours, caught.value.theirs) == (VERSION, version)


def test_the_header_is_what_other_versions_know():
    assert encode_frame(7, b"{}", b"abc") == struct.pack("!4sHHII", b"SVOC", 1, 7, 2, 3) + b"{}abc"


def test_a_frame_in_tiny_pieces_takes_no_more_than_it_holds():
    data = encode_frame(19, b"{}", bytes(1_000_000))
    stream = io.BytesIO(data)
    tracemalloc.start()
    try:
        frame = read_frame(lambda size: stream.read(min(size, 7)))
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert frame == Frame(19, b"{}", bytes(1_000_000))
    assert peak_bytes <= 1.3 * len(data)

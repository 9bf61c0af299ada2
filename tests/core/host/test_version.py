"""Each side refuses a peer of another version, and names both."""

from __future__ import annotations

import os

import pytest

from core.errors import WireVersionMismatch
from core.host.messages import FieldsBody, decode
from core.host.process import engine_host
from core.host.protocol import HEADER, VERSION, Kind, encode_frame, read_frame
from core.host.values import HostOptions
from tests.core.host.test_failures import HELLO, fake_host


def test_the_client_refuses_a_host_of_another_version(new_client, tmp_path):
    program = HELLO.replace("send(16, hello)", "send(16, hello, version=7)") + "\nsys.stdin.read()"
    client = new_client(fake_host(tmp_path, program))
    with pytest.raises(WireVersionMismatch) as caught:
        client.hello()
    assert (caught.value.ours, caught.value.theirs) == (VERSION, 7)
    assert not client.running


def test_the_host_refuses_a_client_of_another_version_in_words_that_it_can_read(echo_environment):
    host = engine_host(echo_environment.python, "echo", HostOptions())
    try:
        hello = read_frame(host.read)
        assert hello is not None
        assert hello.kind == Kind.HELLO
        host.write(encode_frame(Kind.SAMPLE, b"{}", version=VERSION + 1))
        header = host.read(HEADER.size)
        _, version, kind, json_bytes, _ = HEADER.unpack(header)
        error = decode(host.read(json_bytes), FieldsBody).error()
        assert version == VERSION + 1
        assert kind == Kind.ERROR
        assert isinstance(error, WireVersionMismatch)
        assert (error.ours, error.theirs) == (VERSION, VERSION + 1)
        assert host.read(1) == b""
        host.wait()
        assert host.describe_end() == "exit code 3"
    finally:
        host.kill()
        host.close_input()
        host.close_output()
        host.wait()
        log = os.read(host.stderr.fileno(), 65536).decode()
        host.stderr.close()
    assert "wire_version_mismatch: ours=1, theirs=2" in log


def test_a_client_that_sends_garbage_is_told_and_the_host_ends(echo_environment):
    host = engine_host(echo_environment.python, "echo", HostOptions())
    try:
        assert read_frame(host.read) is not None
        host.write(b"GET / HTTP/1.1\r\n\r\n")
        frame = read_frame(host.read)
        assert frame is not None
        assert decode(frame.body, FieldsBody).code == "wire_broken"
        assert read_frame(host.read) is None
    finally:
        host.kill()
        host.close_input()
        host.close_output()
        host.wait()
        host.stderr.close()

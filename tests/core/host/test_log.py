"""What engines print goes to the log, never to the terminal or into the pipe; logs rotate."""

from __future__ import annotations

import io
import os
import re
import threading

import psutil
import pytest

from core.errors import EngineCrashed
from core.host.log import LINE_LIMIT_BYTES, HostLog
from tests.core.host.helpers import speak

PRINTED = [
    "echo prints 2 on standard output",
    "echo prints 2 on standard error",
    "echo prints from C on standard output",
    "echo writes on descriptor 1",
]


def test_what_an_engine_prints_goes_to_the_log_with_time_and_process(client, tmp_path, capfd):
    take = speak(client, chatter=3)
    assert len(take.pieces) == 3
    pid = client.pid
    client.close()
    assert capfd.readouterr() == ("", "")
    lines = (tmp_path / "logs" / "host.log").read_text().splitlines()
    for printed in PRINTED:
        (line,) = [one for one in lines if one.endswith(printed)][-1:]
        assert re.match(rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \[{pid}\] {printed}$", line)


def test_logs_rotate(new_client, tmp_path):
    client = new_client(log_file_limit_bytes=20_000, log_files_kept=2)
    speak(client, chatter=1000)
    client.close()
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["host.log", "host.log.1", "host.log.2"]
    assert all(0 < file.stat().st_size <= 20_000 for file in files)


@pytest.mark.slow
def test_a_flood_does_not_hold_up_the_engine_nor_fill_memory_or_disk(client, tmp_path):
    speak(client)
    before_bytes = psutil.Process().memory_info().rss
    assert speak(client, flood_mb=100).done.synthesis_s < 10
    assert psutil.Process().memory_info().rss - before_bytes < 30_000_000
    client.close()
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) == 4
    assert all(file.stat().st_size <= 1_000_000 for file in files)
    whole = "flood " * 16 + "end"
    lines = files[0].read_text().splitlines()
    assert sum(line.endswith(f"] {whole}") for line in lines) > 100


def test_nothing_is_written_after_the_end(tmp_path):
    log = HostLog(tmp_path / "host.log", 10_000, 1)
    log.write(1, "one", "two")
    log.close()
    log.write(1, "three")
    lines = (tmp_path / "host.log").read_text().splitlines()
    assert [line.split("] ")[1] for line in lines] == ["one", "two"]


def test_the_end_of_a_crashed_host_is_in_the_log(client, tmp_path):
    with pytest.raises(EngineCrashed):
        speak(client, chatter=1, crash=1)
    client.close()
    text = (tmp_path / "logs" / "host.log").read_text()
    assert "echo prints from C on standard output" in text
    assert "the host has ended: killed by signal SIGKILL (9)" in text


def test_bytes_that_are_no_text_and_endless_lines_do_no_harm(tmp_path):
    log = HostLog(tmp_path / "host.log", 10_000_000, 1)
    reader, writer = os.pipe()
    data = b"\xff\xfe\r50%\r100%\n" + b"x" * (3 * LINE_LIMIT_BYTES) + b"\nend"
    sender = threading.Thread(target=lambda: [os.write(writer, data), os.close(writer)])
    sender.start()
    assert log.relay(1, io.FileIO(reader)) == "end"
    sender.join()
    log.close()
    lines = (tmp_path / "host.log").read_text().splitlines()
    assert lines[-1].endswith("[1] end")
    assert max(len(line) for line in lines) < LINE_LIMIT_BYTES + 100


def test_a_log_that_cannot_be_written_stops_nobody(new_client, tmp_path, capfd):
    (tmp_path / "file").write_text("")
    client = new_client(log_file=tmp_path / "file" / "host.log")
    assert speak(client, chatter=3).done
    full = new_client(log_file=tmp_path / "full.log")
    (tmp_path / "full.log").symlink_to("/dev/full")
    assert speak(full, chatter=3).done
    full.close()
    assert capfd.readouterr() == ("", "")

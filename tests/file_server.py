"""A real web server on this machine that gives files, and misbehaves as it is told."""

from __future__ import annotations

import email.utils
import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Act = Callable[["_Handler", bytes, int], None]
"""Answers a request for a file, of which the bytes before the number are there already."""

_BLOCK_BYTES = 16 * 1024


@dataclass
class FileServer:
    """Serves files by path.

    Attributes:
        files: Content by path, without the first slash.
        acts: What is done instead of serving, one for each request, in order.
        requests: Headers of every request, in order, with the path as ``:path``.
        sent_bytes: Bytes of bodies that were sent.
        etags: Files have marks of their version.
        ranges: Parts can be asked for.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    acts: deque[Act] = field(default_factory=deque)
    requests: list[Mapping[str, str]] = field(default_factory=list)
    sent_bytes: int = 0
    etags: bool = True
    ranges: bool = True
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, size_bytes: int) -> None:
        """Note what was sent."""
        with self.lock:
            self.sent_bytes += size_bytes


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    of: FileServer

    def do_GET(self) -> None:
        """Serve a file, or do what is next in line."""
        path = self.path.partition("?")[0].lstrip("/")
        if "://" in self.path:  # as a proxy is asked
            path = self.path.split("/", 3)[3]
        with self.of.lock:
            self.of.requests.append({**self.headers, ":path": path})
            act = self.of.acts.popleft() if self.of.acts else serve
        data = self.of.files.get(path)
        if data is None and act is serve:
            self.answer(404)
            return
        start = 0
        asked = self.headers.get("Range", "")
        fresh = self.headers.get("If-Range", etag_of(data or b"")) == etag_of(data or b"")
        if asked.startswith("bytes=") and self.of.ranges and fresh:
            start = int(asked[6:].partition("-")[0])
        act(self, data or b"", start)

    def answer(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.send(body)

    def begin(self, data: bytes, start: int, headers: Mapping[str, str] | None = None) -> None:
        """Send the head of an answer that gives a file from a byte on."""
        self.send_response(206 if start else 200)
        said = {"Content-Length": str(len(data) - start)}
        if start:
            said["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        if self.of.etags:
            said["ETag"] = etag_of(data)
        for name, value in {**said, **(headers or {})}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()

    def send(self, body: bytes) -> None:
        """Send a part of a body."""
        for begin in range(0, len(body), _BLOCK_BYTES):
            block = body[begin : begin + _BLOCK_BYTES]
            self.wfile.write(block)
            self.of.count(len(block))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def etag_of(data: bytes) -> str:
    """Return the mark of a version."""
    return f'"{hashlib.sha256(data).hexdigest()[:16]}"'


def serve(handler: _Handler, data: bytes, start: int) -> None:
    """Give the file, as it should be."""
    if start >= len(data) > 0:
        handler.answer(416, {"Content-Range": f"bytes */{len(data)}"})
        return
    handler.begin(data, start)
    handler.send(data[start:])


def drop_after(size_bytes: int) -> Act:
    """Close the connection after so many bytes of the body."""

    def act(handler: _Handler, data: bytes, start: int) -> None:
        handler.begin(data, start)
        handler.send(data[start : start + size_bytes])
        handler.wfile.flush()
        handler.close_connection = True

    return act


def stall_after(size_bytes: int) -> Act:
    """Say nothing any more after so many bytes, until the test is over."""

    def act(handler: _Handler, data: bytes, start: int) -> None:
        handler.begin(data, start)
        handler.send(data[start : start + size_bytes])
        handler.wfile.flush()
        handler.of.over.wait()
        handler.close_connection = True

    return act


def status(number: int, headers: Mapping[str, str] | None = None, body: bytes = b"no") -> Act:
    """Answer with a number."""

    def act(handler: _Handler, data: bytes, start: int) -> None:
        del data, start
        handler.answer(number, headers, body)

    return act


def claim(headers: Mapping[str, str]) -> Act:
    """Give the file, with other words about it; an empty one is left out."""

    def act(handler: _Handler, data: bytes, start: int) -> None:
        handler.begin(data, start, headers)
        handler.send(data[start:])
        handler.close_connection = True

    return act


def endless(handler: _Handler, data: bytes, start: int) -> None:
    """Send for as long as somebody listens."""
    handler.begin(data, start, {"Content-Length": "", "Content-Range": "", "Connection": "close"})
    handler.close_connection = True
    try:
        while not handler.of.over.is_set():
            handler.send(b"\0" * _BLOCK_BYTES)
    except OSError:
        return


def slowly(pause_s: float) -> Act:
    """Give the file in blocks of 16 KiB, with a pause after each."""

    def act(handler: _Handler, data: bytes, start: int) -> None:
        handler.begin(data, start)
        for begin in range(start, len(data), _BLOCK_BYTES):
            try:
                handler.send(data[begin : begin + _BLOCK_BYTES])
                handler.wfile.flush()
            except OSError:
                handler.close_connection = True
                return
            time.sleep(pause_s)  # what a slow network is

    return act


def in_seconds(seconds: float) -> str:
    """Return a moment as HTTP writes dates."""
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@contextmanager
def file_server(files: Mapping[str, bytes]) -> Iterator[FileServer]:
    """Serve files until the block ends."""
    of = FileServer(dict(files))
    handler = type("Handler", (_Handler,), {"of": of})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] -- a client that leaves is expected
    of.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield of
    finally:
        of.over.set()
        server.shutdown()
        thread.join()
        server.server_close()

"""Bring one file here over HTTP, going on where it was left, whatever the server does meanwhile."""

from __future__ import annotations

import email.utils
import errno
import http.client
import logging
import re
import socket
import ssl
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.errors import DownloadFailed
from core.model.cancel import CancelToken
from core.models.manifest import WeightFile
from core.models.part import Part
from core.models.transport import Answer, RedirectRefused, Web

log = logging.getLogger(__name__)

_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
_ENOUGH_BYTES = 64 * 1024
"""An attempt that brought as much counts as progress: the next has all its patience again."""
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
"""What the system says where there is no way to the server."""
_OFFLINE = "it cannot be reached; the computer may be offline"
_LOST = "the connection was lost"
_SAID: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "it says nothing any more"),
    (socket.gaierror, _OFFLINE),
    (ConnectionRefusedError, "it takes no connections"),
    (ConnectionResetError, _LOST),
    (ConnectionAbortedError, _LOST),
    (http.client.IncompleteRead, _LOST),
)
"""What ends a connection, in words."""
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")


@dataclass(frozen=True)
class Patience:
    """How much is put up with.

    Attributes:
        attempts: In a row without progress, for each address.
        pause_s: Before the second attempt; doubled for each one after.
        longest_pause_s: The most, also when a server asks for more.
    """

    attempts: int = 5
    pause_s: float = 1.0
    longest_pause_s: float = 60.0

    def pause(self, failures: int, asked_s: float | None) -> float:
        """Return how long to wait after so many failures in a row."""
        wished_s = self.pause_s * 2 ** (failures - 1) if asked_s is None else asked_s
        return min(self.longest_pause_s, wished_s)


@dataclass
class Fetch:
    """What fetching a file works with.

    Attributes:
        web: Asks servers.
        cancel: Looked at between pieces.
        on_bytes: Told how much of the file is here, in bytes.
        on_wait: Told how long is waited before the next attempt, in seconds.
        patience: How much is put up with.
    """

    web: Web
    cancel: CancelToken
    on_bytes: Callable[[int], None]
    on_wait: Callable[[float], None] = field(default=lambda seconds: None)
    patience: Patience = Patience()


class _Unfit(Exception):
    """An address will not give the file."""


class _Later(Exception):
    """An address may give the file, or more of it, at the next attempt."""

    def __init__(self, reason: str, asked_s: float | None = None) -> None:
        super().__init__(reason)
        self.asked_s = asked_s


def fetch(model: str, file: WeightFile, url: str, part: Part, how: Fetch) -> None:
    """Bring a file here from one address; its hash is not looked at.

    Args:
        model: Whose file it is, for the error.
        file: Which file.
        url: The address.
        part: What there is of it; it stays when this fails.
        how: What it works with.

    Raises:
        JobCancelled: When the token says so.
        DownloadFailed: When the address does not give it.
        OSError: When it cannot be written.
    """
    failures = 0
    while part.size_bytes < file.size_bytes:
        how.cancel.check()
        before_bytes = part.size_bytes
        try:
            _attempt(file, url, part, how)
        except _Unfit as error:
            raise _failed(model, file, url, str(error)) from error
        except _Later as error:
            log.info("%s: %s at byte %d", url, error, part.size_bytes)
            failures = 1 if part.size_bytes - before_bytes >= _ENOUGH_BYTES else failures + 1
            if failures >= how.patience.attempts:
                raise _failed(model, file, url, str(error)) from error
            pause_s = how.patience.pause(failures, error.asked_s)
            how.on_wait(pause_s)
            how.cancel.wait(pause_s)


def host_of(url: str) -> str:
    """Return an address's host, for people."""
    return urlsplit(url).hostname or url


def _failed(model: str, file: WeightFile, url: str, reason: str) -> DownloadFailed:
    return DownloadFailed(model=model, file=file.path, source=host_of(url), reason=reason)


def _attempt(file: WeightFile, url: str, part: Part, how: Fetch) -> None:
    """Ask once, and take what comes.

    Raises:
        _Unfit: When it makes no sense to ask again.
        _Later: When it may.
    """
    headers = _range_headers(file, url, part)
    try:
        with closing(how.web.get(url, headers)) as answer:
            _check_status(answer, part)
            _check_form(answer)
            _begin(answer, file, url, part)
            for piece in _pieces(answer):
                part.write(piece[: file.size_bytes - part.size_bytes])
                how.on_bytes(part.size_bytes)
                how.cancel.check()
                if part.size_bytes == file.size_bytes:
                    break
    except RedirectRefused as error:
        raise _Unfit(str(error)) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLError):
            raise _Unfit(f"its certificate is not good: {error.reason.reason}") from error
        raise _Later(_words(error.reason)) from error
    except (http.client.HTTPException, TimeoutError, ConnectionError, ssl.SSLError) as error:
        raise _Later(_words(error)) from error
    finally:
        part.close()
    if part.size_bytes < file.size_bytes:
        raise _Later("the connection was lost")


def _pieces(answer: Answer) -> Iterator[bytes]:
    """Give what comes; what a connection raises while it is read is a ``ConnectionError``.

    An ``OSError`` of writing must not be taken for one of the network.
    """
    while True:
        try:
            piece = answer.read()
        except TimeoutError:
            raise
        except OSError as error:
            raise ConnectionError(str(error)) from error
        if not piece:
            return
        yield piece


def _range_headers(file: WeightFile, url: str, part: Part) -> dict[str, str]:
    """Return what asks for the rest of a file, or nothing where it has to begin anew.

    A rest without a mark of its version is asked for only where the hash will tell whether it belongs.
    """
    if not part.size_bytes:
        return {}
    mark = part.mark_of(url)
    if not mark and not file.known_sha256:
        part.clear()
        return {}
    return {"Range": f"bytes={part.size_bytes}-"} | ({"If-Range": mark} if mark else {})


def _check_status(answer: Answer, part: Part) -> None:
    if answer.status in {200, 206}:
        return
    if answer.status == 416 and part.size_bytes:
        part.clear()
        raise _Later("it has no such part of the file (416)")
    said = f"{answer.status} {http.client.responses.get(answer.status, '')}".strip()
    if answer.status in _TEMPORARY:
        raise _Later(said, _retry_after_s(answer.headers.get("Retry-After", "")))
    raise _Unfit(said)


def _check_form(answer: Answer) -> None:
    """Refuse a body that is not the file itself: what is compressed has no parts to go on from."""
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise _Unfit("it sends the file compressed")


def _begin(answer: Answer, file: WeightFile, url: str, part: Part) -> None:
    """Look at what the answer says it is, and put the file at the right place."""
    start, total = 0, answer.headers.get("Content-Length", "").strip()
    if answer.status == 206:
        found = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
        if found is None:
            raise _Unfit("it does not say which part of the file it sends")
        start, total = int(found[1]), found[3]
        if start != part.size_bytes:
            part.clear()
            raise _Later("it sent another part of the file than was asked for")
    if total.isdecimal() and int(total) != file.size_bytes:
        raise _Unfit(f"its file has {int(total)} bytes instead of {file.size_bytes}")
    strong = answer.headers.get("ETag", "").strip()
    mark = strong if strong and not strong.startswith("W/") else answer.headers.get("Last-Modified", "")
    part.open(start, url, mark.strip())


def _retry_after_s(text: str) -> float | None:
    """Read how long a server asks to wait: seconds, or a date."""
    text = text.strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _words(error: object) -> str:
    """Say in words of the program's own what ended a connection, as far as it is known."""
    for kinds, words in _SAID:
        if isinstance(error, kinds):
            return words
    if isinstance(error, http.client.HTTPException):
        return f"it does not speak HTTP ({type(error).__name__})"
    if isinstance(error, OSError):
        return _OFFLINE if error.errno in _UNREACHABLE else error.strerror or str(error)
    return str(error)

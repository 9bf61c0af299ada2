"""HTTP as far as weights need it: one GET, by the standard library.

What a server can ask for is little: it may send elsewhere, but only to https, or from http to http; each
request is made anew from our own headers, so that a proxy's password stays with the proxy.
"""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from typing import cast
from urllib.parse import quote, urljoin, urlsplit

USER_AGENT = "sottovoce"
DIRECT = "none"
"""A proxy setting: none is to be used, whatever the environment says."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 10

_BLOCK_BYTES = 64 * 1024


class RedirectRefused(Exception):
    """A server sends to an address that is not followed."""


@dataclass
class Answer:
    """What a server answered; to be closed.

    Attributes:
        status: HTTP's number.
        headers: Its headers.
    """

    status: int
    headers: Message
    _body: http.client.HTTPResponse

    def read(self) -> bytes:
        """Return what has come, 64 KiB at most; empty at the end.

        Raises:
            OSError: When the connection is lost, or nothing comes for too long.
            HTTPException: When what comes is not HTTP.
        """
        return self._body.read1(_BLOCK_BYTES)

    def close(self) -> None:
        """Close the connection."""
        self._body.close()


class Web:
    """Asks servers, by a proxy where one is set."""

    def __init__(self, proxy: str = "", stall_s: float = 30.0) -> None:
        """Ask nobody yet.

        Args:
            proxy: An address; ``none``; or empty: as the environment says (``HTTPS_PROXY`` and so on).
            stall_s: A server that says nothing for so long is given up.
        """
        proxies = None if not proxy else {} if proxy == DIRECT else {"http": proxy, "https": proxy}
        self._stall_s = stall_s
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(proxies),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.UnknownHandler(),
        ):
            self._opener.add_handler(handler)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask for an address, and where a server sends from there.

        Raises:
            RedirectRefused: When it leads to an address that is not followed.
            OSError: When a server cannot be reached.
            HTTPException: When it does not speak HTTP.
        """
        all_headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
        for _ in range(_MOST_REDIRECTS + 1):
            request = urllib.request.Request(url, headers=all_headers)
            body = cast(http.client.HTTPResponse, self._opener.open(request, timeout=self._stall_s))
            if body.status not in _REDIRECTS:
                return Answer(body.status, body.headers, body)
            with closing(body):
                url = _next(url, body.headers.get("Location", ""))
        raise RedirectRefused("it sends from address to address without an end")


def _next(url: str, location: str) -> str:
    """Return the address that a server sends to.

    Raises:
        RedirectRefused: When it is not followed.
    """
    try:
        found = urljoin(url, location)
        scheme, host = urlsplit(found).scheme, urlsplit(found).hostname
    except ValueError as error:
        raise RedirectRefused("it sends nowhere") from error
    if not location or (not host and scheme in {"http", "https"}):
        raise RedirectRefused("it sends nowhere")
    if scheme != "https" and not (scheme == "http" and urlsplit(url).scheme == "http"):
        raise RedirectRefused(f"it sends to an address of another kind: {scheme}")
    return found if found.isascii() else quote(found, safe="%/:=&?~#+!$,;'@()*[]")

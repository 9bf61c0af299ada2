"""Why an installation failed, in words: what happened, why, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A known way to fail.

    Attributes:
        kind: Short name.
        signs: Texts in an installer's output, in lower case, that tell it.
        why: One sentence.
        remedy: What to do.
    """

    kind: str
    signs: tuple[str, ...]
    why: str
    remedy: str


REASONS = (
    Reason(
        "disk_full",
        ("no space left on device", "errno 28", "os error 28", "not enough space on the disk", "disk quota"),
        "The disk is full (or the folder for temporary files is).",
        "Free some space, or set TMPDIR to a folder with room, then run the same command again.",
    ),
    Reason(
        "proxy",
        ("proxyerror", "407 proxy", "proxy authentication", "cannot connect to proxy"),
        "The proxy did not let the download through.",
        "Check the variables HTTPS_PROXY and NO_PROXY, then run the same command again.",
    ),
    Reason(
        "certificate",
        ("certificate_verify_failed", "invalid peer certificate", "unknownissuer", "sslerror"),
        "The package server's certificate is not trusted on this machine.",
        "Set SSL_CERT_FILE (and PIP_CERT) to your organisation's certificates, then run the command again.",
    ),
    Reason(
        "no_network",
        (
            "name resolution",
            "name or service not known",
            "getaddrinfo failed",
            "failed to establish a new connection",
            "network is unreachable",
            "no route to host",
            "connection refused",
            "dns error",
            "failed to lookup address",
            "readtimeouterror",
            "read timed out",
            "connecttimeouterror",
            "operation timed out",
            "connection reset",
            "error sending request",
            "incompleteread",
        ),
        "The package server could not be reached.",
        "Check the internet connection, then run the same command again; what was downloaded is not lost.",
    ),
    Reason(
        "hash_mismatch",
        ("do not match the hashes", "hash mismatch"),
        "A downloaded package is not the one that Sottovoce was checked with.",
        'Run "python3 -m pip cache purge" and the same command again. If it stays so, please report it.',
    ),
    Reason(
        "not_available",
        (
            "no matching distribution found",
            "no solution found",
            "is not a supported wheel",
            "has no usable wheels",
        ),
        "A package is not offered for this system and Python.",
        "Sottovoce needs 64-bit Linux (glibc 2.34), Windows 10 or macOS 14, or newer; Python 3.11 to 3.13.",
    ),
    Reason(
        "not_permitted",
        ("permission denied", "errno 13", "access is denied", "os error 5)", "read-only file system"),
        "A file could not be written.",
        "Check that the folder of Sottovoce is yours and that no virus scanner holds it.",
    ),
)

UNKNOWN = Reason(
    "unknown",
    (),
    "The installer stopped for a reason of its own; its last lines are above.",
    "Run the same command again; if it stays so, please report it with the log.",
)

WORTH_ANOTHER_INSTALLER = frozenset({"no_network", "certificate", "proxy", "not_available", "unknown"})
"""Kinds where pip may succeed after uv failed, as the two read different settings."""


class InstallFailed(Exception):
    """An environment could not be made or removed; what was there before still is.

    Attributes:
        what: What did not happen.
        why: The reason.
        remedy: What to do.
        kind: Short name of the reason.
    """

    def __init__(self, what: str, why: str, remedy: str, kind: str = "unknown") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.remedy = remedy
        self.kind = kind


def reason_of(output: Sequence[str]) -> Reason:
    """Return why an installer failed, by what it wrote."""
    text = "\n".join(output).lower()
    for reason in REASONS:
        if any(sign in text for sign in reason.signs):
            return reason
    return UNKNOWN

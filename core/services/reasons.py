"""Reasons that come from the system or from the end of a process, in the user's language.

An error's ``reason`` is a text, for it crosses the pipe as data. What the program itself or the system
says there is recognised here and translated; what a library says is shown as it is.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping
from functools import cache

from core.services.marks import QT_TRANSLATE_NOOP

SYSTEM: Mapping[int, str] = {
    errno.EACCES: QT_TRANSLATE_NOOP("errors", "Permission denied"),
    errno.EPERM: QT_TRANSLATE_NOOP("errors", "Operation not permitted"),
    errno.ENOENT: QT_TRANSLATE_NOOP("errors", "No such file or directory"),
    errno.EEXIST: QT_TRANSLATE_NOOP("errors", "File exists"),
    errno.EISDIR: QT_TRANSLATE_NOOP("errors", "Is a directory"),
    errno.ENOTDIR: QT_TRANSLATE_NOOP("errors", "Not a directory"),
    errno.ENOTEMPTY: QT_TRANSLATE_NOOP("errors", "Directory not empty"),
    errno.ENOSPC: QT_TRANSLATE_NOOP("errors", "No space left on device"),
    errno.EROFS: QT_TRANSLATE_NOOP("errors", "Read-only file system"),
    errno.EFBIG: QT_TRANSLATE_NOOP("errors", "File too large"),
    errno.ENAMETOOLONG: QT_TRANSLATE_NOOP("errors", "File name too long"),
    errno.EIO: QT_TRANSLATE_NOOP("errors", "Input/output error"),
    errno.EBUSY: QT_TRANSLATE_NOOP("errors", "Device or resource busy"),
    errno.ENODEV: QT_TRANSLATE_NOOP("errors", "No such device"),
    errno.ENOMEM: QT_TRANSLATE_NOOP("errors", "Cannot allocate memory"),
    errno.EMFILE: QT_TRANSLATE_NOOP("errors", "Too many open files"),
    errno.EPIPE: QT_TRANSLATE_NOOP("errors", "Broken pipe"),
    errno.ELOOP: QT_TRANSLATE_NOOP("errors", "Too many levels of symbolic links"),
    errno.ENOEXEC: QT_TRANSLATE_NOOP("errors", "Exec format error"),
}
"""What the system says of an error, by its number."""

ENDS = (
    QT_TRANSLATE_NOOP("errors", "killed by signal {signal}"),
    QT_TRANSLATE_NOOP("errors", "exit code {code}"),
    QT_TRANSLATE_NOOP("errors", "no hello within {seconds} s"),
    QT_TRANSLATE_NOOP("errors", "still running"),
)
"""How ``core.host`` tells of a process that has ended, or has not begun."""

Translate = Callable[[str], str]


def translated_reason(reason: str, translate: Translate) -> str:
    """Return a reason in the user's language, as far as it is known; a part before or after ``: `` too."""
    known = _known(reason, translate)
    if known is not None:
        return known
    head, _, rest = reason.partition(": ")
    known = _known(head, translate)
    if rest and known is not None:
        return f"{known}: {rest}"
    start, _, tail = reason.rpartition(": ")
    known = _known(tail, translate)
    if start and known is not None:
        return f"{start}: {known}"
    return translate(reason)


def _known(reason: str, translate: Translate) -> str | None:
    template = _of_system().get(reason)
    if template is not None:
        return translate(template)
    for pattern, template in _of_ends():
        found = pattern.fullmatch(reason)
        if found is not None:
            return translate(template).format_map(found.groupdict())
    return None


@cache
def _of_system() -> Mapping[str, str]:
    """Return the words by what the system says; it may say it in a language of its own."""
    return {os.strerror(code): words for code, words in SYSTEM.items()} | {
        words: words for words in SYSTEM.values()
    }


@cache
def _of_ends() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^:]+)", re.escape(t))), t) for t in ENDS)

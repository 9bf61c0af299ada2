"""Read licences: SPDX expressions, and the older ways in which packages name theirs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

ALIASES = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "gnu affero general public license v3": "AGPL-3.0-only",
    "gnu affero general public license v3 or later (agplv3+)": "AGPL-3.0-or-later",
    "gnu general public license (gpl)": "GPL-1.0-or-later",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu general public license v3 (gplv3)": "GPL-3.0-only",
    "gnu general public license v3 or later (gplv3+)": "GPL-3.0-or-later",
    "gnu lesser general public license v2 (lgplv2)": "LGPL-2.0-only",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "gpl": "GPL-1.0-or-later",
    "gplv2": "GPL-2.0-only",
    "gplv3": "GPL-3.0-only",
    "isc license (iscl)": "ISC",
    "lgplv3": "LGPL-3.0-only",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}

FREE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSD-3-Clause-Open-MPI",
        "BSL-1.0",
        "CC0-1.0",
        "CNRI-Python",
        "FTL",
        "HPND",
        "IJG",
        "ISC",
        "LGPL-2.0-only",
        "LGPL-2.0-or-later",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "LicenseRef-Intel-redistributable",
        "LicenseRef-Microsoft-redistributable",
        "LicenseRef-NVIDIA-redistributable",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Qhull",
        "Unicode-3.0",
        "Unlicense",
        "X11",
        "Zlib",
        "libpng-2.0",
    }
)
"""Licences under which a part of the base set may be had."""

PROPRIETARY = frozenset({"LicenseRef-NVIDIA-Proprietary"})
"""What may be installed for an engine, from its maker's packages, and never be in the base set."""


class UnknownLicence(ValueError):
    """A text is no licence that is known here."""


def from_metadata(expression: str, field: str, classifiers: Iterable[str]) -> str:
    """Return the SPDX expression of a package.

    Args:
        expression: ``License-Expression``, which wins where it is given.
        field: ``License``.
        classifiers: All trove classifiers.

    Raises:
        UnknownLicence: When none of them says.
    """
    if expression:
        return expression
    named = [
        ALIASES[name.lower()]
        for text in classifiers
        if text.startswith("License ::") and (name := text.rpartition(" :: ")[2]).lower() in ALIASES
    ]
    field = ALIASES.get(field.strip().lower(), field.strip())
    if field and _is_expression(field):
        # A vague classifier ("BSD License") says nothing against the field; a GPL one does.
        named = [field, *(name for name in named if name not in FREE)]
    if not named:
        raise UnknownLicence(field[:60] or "no licence is named")
    return " AND ".join(f"({name})" if " " in name else name for name in dict.fromkeys(named))


def _is_expression(text: str) -> bool:
    try:
        only_copyleft(text, ())
    except UnknownLicence:
        return False
    return True


def only_copyleft(expression: str, exceptions: Collection[str]) -> bool:
    """Tell whether something can only be had under the GPL or AGPL.

    Args:
        expression: SPDX, with AND, OR, WITH and parentheses.
        exceptions: Names after WITH that take the GPL's conditions away.

    Raises:
        UnknownLicence: When it is no expression, or names an unknown licence that matters.
    """
    return _Reader(expression, exceptions).read()


class _Reader:
    """A reader by recursive descent; AND binds stronger than OR."""

    def __init__(self, expression: str, exceptions: Collection[str]) -> None:
        self._words = re.findall(r"[()]|[^\s()]+", expression)
        self._exceptions = exceptions
        self._text = expression

    def read(self) -> bool:
        if not self._words:
            raise UnknownLicence("no licence is named")
        bound = self._either()
        if self._words:
            raise UnknownLicence(self._text[:60])
        return bound

    def _either(self) -> bool:
        parts = [self._all_of()]
        while self._next_is("OR"):
            parts.append(self._all_of())
        return all(parts)

    def _all_of(self) -> bool:
        parts = [self._one()]
        while self._next_is("AND"):
            parts.append(self._one())
        return any(parts)

    def _one(self) -> bool:
        if self._next_is("("):
            bound = self._either()
            if not self._next_is(")"):
                raise UnknownLicence(self._text[:60])
            return bound
        name = self._words.pop(0) if self._words else ""
        exception = self._words.pop(0) if self._next_is("WITH") and self._words else ""
        if re.match(r"A?GPL-\d", name):
            return exception not in self._exceptions
        if name not in FREE | PROPRIETARY:
            raise UnknownLicence(name or self._text[:60])
        return False

    def _next_is(self, word: str) -> bool:
        if self._words and self._words[0].upper() == word:
            del self._words[0]
            return True
        return False

"""Addresses of the web and of e-mail, names that begin with @ or #, and names of files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.text.normalise.acronyms import letter_names
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_TOP = "com|org|net|edu|gov|io|dev|app|info|tv|br|co\\.uk|ac\\.uk"
"""Ends of an address that is known without www or http; others are words as well ("it", "is", "me")."""

_FILES = "pdf|docx?|xlsx?|txt|csv|jpe?g|png|gif|mp3|mp4|wav|flac|zip|exe|html?|py|js|json|toml|xml|epub|srt"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
_PATH = r"(?:[/?#:](?:[\w\-./?%&=+#~:@,]*[\w/=])?)?"
_PRONOUNCED = frozenset(
    ("com", "co", "org", "net", "edu", "gov", "dev", "app", "info", "art", "blog", "shop", "site")
)
_WORD = re.compile(r"[^\W\d_]+|[0-9]+|.")


def web_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for addresses; none where the language has no words for their signs."""
    if "web" not in tongue.data:
        return ()
    signs: Mapping[str, str] = tongue.data["web"]

    def address(match: re.Match[str]) -> str:
        return _said(tongue, signs, match[1].rstrip("/"))

    def mail(match: re.Match[str]) -> str:
        return f"{_said(tongue, signs, match[1], host=False)} {signs['at']} {_said(tongue, signs, match[2])}"

    def handle(match: re.Match[str]) -> str:
        return f"{signs['at']} {_said(tongue, signs, match[1], host=False)}"

    def tag(match: re.Match[str]) -> str:
        return f"{signs['hashtag']} {match[1]}"

    def file(match: re.Match[str]) -> str:
        end = match[2] if len(match[2]) > 3 else _spelled(tongue, match[2])
        return f"{_said(tongue, signs, match[1], host=False)} {signs['dot']} {end}"

    def numbers(match: re.Match[str]) -> str:
        return f" {signs['dot']} ".join(tongue.singly(part) for part in match.group().split("."))

    grouped = r"(?![0-9]+(?:\.[0-9]{3}){3})" if tongue.decimal == "," else ""
    host = rf"(?:{_LABEL}\.)+[A-Za-z]{{2,24}}"
    known = rf"(?:{_LABEL}\.){{1,5}}(?:{_TOP})(?:\.[a-z]{{2}})?"
    return (
        Rule(
            "web",
            re.compile(rf"(?<![\w@])(?i:https?|ftp)://({host}{_PATH}|localhost{_PATH})"),
            address,
            (":",),
        ),
        Rule("web", re.compile(rf"(?<![\w.+-])([\w.+-]{{1,64}})@({host})(?![\w@]|-\w)"), mail, ("@",)),
        Rule("web", re.compile(rf"(?<![\w@.])((?i:www)\.{host}{_PATH})"), address, (".",)),
        Rule("web", re.compile(rf"(?<![\w@.-])({known}{_PATH})(?![\w@]|[.-]\w)"), address, (".",)),
        Rule(
            "web",
            re.compile(rf"(?<![\w.,]){grouped}[0-9]{{2,3}}(?:\.[0-9]{{1,3}}){{3}}(?![\w]|[.,-][0-9])"),
            numbers,
            (".", "0123456789"),
        ),
        Rule("web", re.compile(r"(?<![\w@/.])@([A-Za-z0-9_][\w.]{0,40}\w)(?!\w)"), handle, ("@",)),
        Rule("web", re.compile(r"(?<![\w#&/])#([^\W\d]\w{1,60})(?!\w)"), tag, ("#",)),
        Rule("web", re.compile(rf"(?<![\w./\\-])([\w-]{{1,60}})\.({_FILES})(?![\w]|\.\w)"), file, (".",)),
    )


def _said(tongue: Tongue, signs: Mapping[str, str], address: str, *, host: bool = True) -> str:
    """Return an address as it is read out.

    Args:
        tongue: The language.
        signs: Words for signs.
        address: Without the scheme.
        host: It begins with the name of a host, whose parts may be spelled.
    """
    name, path = address, ""
    if host:
        cut = re.search(r"[/?#:]", address)
        if cut is not None:
            name, path = address[: cut.start()], address[cut.start() :]
    labels = name.split(".")
    words: list[str] = []
    for index, label in enumerate(labels):
        if index:
            words.append(signs["dot"])
        is_end = host and index and index >= len(labels) - 2
        words += _label(tongue, signs, label, may_spell=bool(is_end) or label.lower() == "www")
    for part in _WORD.findall(path):
        words += (
            _label(tongue, signs, part, may_spell=False)
            if part.isalnum()
            else [signs["dot"] if part == "." else signs.get(part, part)]
        )
    return " ".join(word for word in words if word.strip())


def _label(tongue: Tongue, signs: Mapping[str, str], label: str, *, may_spell: bool) -> list[str]:
    if may_spell and label.isalpha() and label.lower() not in _PRONOUNCED and len(label) <= 3:
        return [_spelled(tongue, label)]
    words: list[str] = []
    for part in _WORD.findall(label):
        if part.isdecimal():
            words.append(tongue.cardinal(part) if len(part) <= 4 else tongue.singly(part))
        else:
            words.append(part if part.isalnum() else signs.get(part, part))
    return words


def _spelled(tongue: Tongue, word: str) -> str:
    if tongue.code == "en":
        return word.upper() if word.lower() != "www" else "W W W"
    return " ".join(letter_names(tongue, word))

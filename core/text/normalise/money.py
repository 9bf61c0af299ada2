"""Money: ``$1,250.50``, ``R$ 2 milhões``, ``20 €``, ``USD 5``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from core.text.normalise.portuguese import is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_ARTICLE = re.compile(r"\b(?:a|an|another|per)\s$", re.IGNORECASE)
_OBJECT = re.compile(r"[ -](?:bill|note|coin|fee|ticket|prize|gift|deal|price|fine|check|loan|tip)\b")


def money_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for money; none where the language has no words for it."""
    if "money" not in tongue.data:
        return ()
    table: Mapping[str, Any] = tongue.data["money"]
    signs = "|".join(re.escape(sign) for sign in sorted(table["currencies"], key=len, reverse=True))
    codes = "|".join(table["codes"])
    large = "|".join(sorted(table["magnitudes"], key=len, reverse=True))
    amount = tongue.amount
    tail = rf"(?: ?(?P<large>{large})(?!\w))?"
    more = rf"(?: ?[-–] ?)(?:{signs}) ?(?P<again>{amount})|[-–](?P<second>{amount})"
    named = "|".join(
        sorted({name for one in table["currencies"].values() for name in one[:2]}, key=len, reverse=True)
    )
    sums = rf"(?P<first>{amount})(?:{more})?{tail}"
    again = rf"(?: (?:{named})(?!\w))?"  # "R$ 5 reais"
    sign = rf"(?P<minus>[-−](?=[^\s\d]))?(?P<sign>{signs}|\b(?:{codes})\b)[ \u00a0]?(?P<inner>[-−])?"
    before = rf"(?<![\w$€£¥]){sign}{sums}(?![\w]|[.,][0-9]){again}"
    after = rf"(?<![\w.,$€£¥]){sums}[ \u00a0]?(?P<sign>[€£¥₹₽₩₿¢]|\b(?:{codes})\b)(?!\w)"

    def say(match: re.Match[str]) -> str:
        return _spoken(tongue, table, match)

    return (Rule("money", re.compile(before), say), Rule("money", re.compile(after), say))


def _spoken(tongue: Tongue, table: Mapping[str, Any], match: re.Match[str]) -> str:
    parts = match.groupdict()
    sign = table["codes"].get(parts["sign"], parts["sign"])
    names = table["currencies"][sign]
    second = parts["again"] or parts["second"]
    large = table["magnitudes"].get(parts["large"] or "", "")
    minus = f"{tongue.data['minus']} " if parts.get("minus") or parts.get("inner") else ""
    if second:
        female = is_feminine(names[1].split()[-1])
        first = tongue.amount_words(parts["first"], female=female)
        words = f"{first} {tongue.data['range']} {tongue.amount_words(second, female=female)}"
        return f"{minus}{words} {_of(table, large)}{names[1]}"
    if large:
        number = _magnitude(tongue, parts["first"], large)
        return f"{minus}{number} {_of(table, large)}{_many(table, names, match)}"
    return minus + _sum(tongue, table, parts["first"], names, match)


def _sum(
    tongue: Tongue, table: Mapping[str, Any], written: str, names: list[str], match: re.Match[str]
) -> str:
    whole, _, cents = written.partition(tongue.decimal)
    female = is_feminine(names[1].split()[-1]) if tongue.code == "pt" else False
    if cents and (len(cents) != 2 or not names[2]):
        return f"{tongue.amount_words(written, female=female)} {names[1]}"
    number = int("".join(char for char in whole if char.isdecimal()))
    words = tongue.amount_words(whole, female=female)
    millions = table["million_of"] if number and number % 1_000_000 == 0 else ""
    many = _many(table, names, match)
    name = names[0] if number == 1 else many
    words = f"{words} {millions + ' ' if millions else ''}{name}"
    if not int(cents or 0):
        return words
    single = int(cents) == 1 or many != names[1]
    coins = f"{tongue.cardinal(str(int(cents)))} {names[2] if single else names[3]}"
    return f"{words} {tongue.data['and']} {coins}" if number else coins


def _magnitude(tongue: Tongue, written: str, large: str) -> str:
    if tongue.code == "pt" and large.endswith("ões") and written.partition(",")[0] in ("0", "1"):
        large = large.removesuffix("ões") + "ão"
    if tongue.code == "pt" and large == "mil" and written == "1":
        return large
    return f"{tongue.amount_words(written)} {large}"


def _of(table: Mapping[str, Any], large: str) -> str:
    return f"{table['million_of']} " if table["million_of"] and large and large != "mil" else ""


def _many(table: Mapping[str, Any], names: list[str], match: re.Match[str]) -> str:
    """Return the plural; in English the singular where a noun comes: "a five dollar bill"."""
    if table["after_article"]:
        head = match.string[max(0, match.start() - 10) : match.start()]
        tail = match.string[match.end() : match.end() + 12]
        if _OBJECT.match(tail) or (_ARTICLE.search(head) and re.match(r"[ -][a-z]", tail)):
            return str(names[0])
    return str(names[1])

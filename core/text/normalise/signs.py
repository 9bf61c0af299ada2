"""Signs between words and numbers: ``&``, ``+``, ``=``, ``~5``, ``§ 3``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue


def _note_mark() -> Rule:
    """``word¹``: a note's number, which is not read out; ``m²`` is too short to be a word."""
    raised = "⁰¹²³⁴⁵⁶⁷⁸⁹"
    behind = r"(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_][.,;:!?]))"
    return Rule("sign", re.compile(rf"{behind}[{raised}]{{1,3}}(?!\w)"), lambda _: "", (raised,))


def sign_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for signs; none where the language has no words for them."""
    words: Mapping[str, str] = tongue.data.get("signs", {})
    if not words:
        return ()

    def say(match: re.Match[str]) -> str:
        return f" {words[match.group().strip()]} "

    def zone(match: re.Match[str]) -> str:
        return f" {tongue.data['plus' if '+' in match.group() else 'minus']} "

    def calculated(match: re.Match[str]) -> str:
        return f" {words['÷'] if '/' in match.group() else tongue.data['minus']} "

    def before_number(match: re.Match[str]) -> str:
        return f"{words[match[1]]} "

    return (
        Rule("sign", re.compile(r"(?<=\w)\s?&\s?(?=\w)"), say, ("&",)),
        Rule("sign", re.compile(r"(?<=[\w)])\s?[=≈±≤≥]\s?(?=[\w(−-])"), say, ("=≈±≤≥",)),
        Rule(
            "sign",
            re.compile(r"(?<=[0-9)])\s?[+×÷]\s?(?=[0-9(])|(?<=[\w)])\s[+×÷]\s(?=[\w(])"),
            say,
            ("+×÷",),
        ),
        Rule("sign", re.compile(r"(?<=[0-9])\s[<>]\s(?=[0-9])|(?<=\b[a-z])\s[<>]\s(?=[0-9])"), say, ("<>",)),
        Rule("sign", re.compile(r"(?<=[0-9)a-z])\^(?=[0-9])"), say, ("^",)),
        Rule("sign", re.compile(r"(?<=[0-9)])\s(?:[-−]|/)\s(?=[0-9.,]+\s=)"), calculated, ("=", "-−/")),
        Rule("sign", re.compile(r"(?<!\w)([~±≈≤≥])\s?(?=[0-9$€£R])"), before_number, ("~±≈≤≥",)),
        Rule("sign", re.compile(r"(?<=\bUTC|\bGMT)\s?[-−+](?=[0-9])"), zone, ("UG",)),
        Rule("sign", re.compile(r"(?<!\w)([<>])(?=[0-9])"), before_number, ("<>",)),
        _note_mark(),
        Rule("sign", re.compile(r"(?<!\w)(§)\s?(?=[0-9])"), before_number, ("§",)),
    )

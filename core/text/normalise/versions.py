"""Versions: ``v2.0``, ``2.0.1``, ``Python 3.11``, whose points part numbers of their own."""

from __future__ import annotations

import re

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_VERSIONED = re.compile(
    r"\b(?:[Vv]ersion|[Rr]elease|Python|iOS|iPadOS|macOS|watchOS|Android|Ubuntu|Debian|Fedora|Java|Node|Linux|"
    r"[Kk]ernel|Django|PHP|Ruby|Rust|Perl|PostgreSQL|MySQL|MariaDB|Blender|Unity|Godot|Kotlin|TypeScript|CUDA|"
    r"PyTorch|NumPy|Qt|KDE|GNOME|Firefox|Chrome|Minecraft|LibreOffice|Go)\s$"
)
"""What stands before a version: 3.11 is "three point eleven" there, not "three point one one"."""


def version_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for what is surely a version by the word or letter before it."""

    def lettered(match: re.Match[str]) -> str:
        return f"{tongue.data['version']} {_parts(tongue, match[1])}"

    def named(match: re.Match[str]) -> str | None:
        head = match.string[max(0, match.start() - 16) : match.start()]
        return _parts(tongue, match.group()) if _VERSIONED.search(head) else None

    return (
        Rule(
            "number",
            re.compile(
                r"(?<![\w.])(?:v|V(?=\.?[0-9]+\.[0-9]))\.?([0-9]{1,4}(?:\.[0-9]{1,4})*)(?![\w]|\.[0-9])"
            ),
            lettered,
            ("vV",),
        ),
        Rule("number", re.compile(r"(?<=\w )[0-9]{1,3}\.[1-9][0-9](?![\w%]|[.,][0-9])"), named, (".",)),
    )


def dotted_rule(tongue: Tongue) -> Rule:
    """``2.0.1``, and ``2.0`` where the comma is the decimal sign: points that group nothing."""

    def say(match: re.Match[str]) -> str:
        return _parts(tongue, match.group())

    least = "{2,}" if tongue.decimal == "." else "+"
    groups = r"(?![0-9]{1,3}(?:\.[0-9]{3})+(?![0-9.]))" if tongue.decimal == "," else ""
    return Rule(
        "number", re.compile(rf"(?<![\w.,]){groups}[0-9]++(?:\.[0-9]++){least}(?![\w]|,[0-9])"), say, (".",)
    )


def _parts(tongue: Tongue, version: str) -> str:
    point = f" {tongue.data['dot_in_version']} "
    return point.join(tongue.cardinal(part) for part in version.split("."))

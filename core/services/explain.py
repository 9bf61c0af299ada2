"""Say an error or a notice in words: what happened, why, and what to do."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.errors import SottovoceError
from core.model.events import Notice
from core.services.reasons import translated_reason
from core.services.words import ERRORS, NOTICES

__all__ = ["ERRORS", "NOTICES", "Explanation", "Translate", "explain", "explain_notice"]

log = logging.getLogger(__name__)

Translate = Callable[[str], str]
"""Turns an English template into the user's language."""

Show = Callable[[str, str], str]
"""Turns the text of a field, such as an engine's id, into what people read; is given the field's name too."""


@dataclass(frozen=True)
class Explanation:
    """An error in words, one sentence or two each.

    Attributes:
        what: What happened.
        why: Why.
        remedy: What to do.
    """

    what: str
    why: str
    remedy: str


_WITHOUT = {
    "audio_device_lost": ("device", "any"),
    "audio_device_missing": ("device", "any"),
    "engine_not_installed": ("reason", "absent"),
    "engine_unknown": ("origin", "named"),
    "microphone_missing": ("device", "any"),
    "model_missing": ("engine", "any"),
    "model_unknown": ("known", "none"),
    "out_of_memory": ("need_bytes", "unknown"),
    "parameter_unknown": ("known", "none"),
    "voice_unknown": ("known", "anywhere"),
}
"""Errors with other words when a field is empty: the field, and what the words' key ends with."""


def same(text: str) -> str:
    """Return the text as it is: English."""
    return text


def unchanged(_name: str, text: str) -> str:
    """Return a field's text as it is."""
    return text


def explain(error: SottovoceError, translate: Translate = same, show: Show = unchanged) -> Explanation:
    """Say an error in words.

    Args:
        error: What happened.
        translate: Translates a template before it is filled in.
        show: Gives the text of each field as people read it.
    """
    values = _readable(error.fields(), translate, show)
    what, why, remedy = ERRORS[_key(error, values)]
    return Explanation(
        what=_fill(translate(what), values),
        why=_fill(translate(why), values),
        remedy=_fill(translate(remedy), values),
    )


def explain_notice(notice: Notice, translate: Translate = same, show: Show = unchanged) -> str:
    """Say a notice in words; one without words (a third party's engine may send any) is said by its code."""
    values = _readable(notice.fields, translate, show)
    template = NOTICES.get(notice.code)
    if template is None:
        details = ", ".join(f"{name}: {value}" for name, value in values.items() if name in notice.fields)
        return f"{notice.code} ({details})" if details else notice.code
    return _fill(translate(template), values)


def _key(error: SottovoceError, values: Mapping[str, object]) -> str:
    field, variant = _WITHOUT.get(error.code, ("", ""))
    if not field or error.fields()[field]:
        variant = _variant(error.code, values)
    key = f"{error.code}.{variant}"
    return key if key in ERRORS else error.code


def _variant(code: str, values: Mapping[str, object]) -> str:
    match code:
        case "device_missing":
            return str(values["reason"])
        case "disk_full" if values["stream"]:
            return "stream"
        case "out_of_memory":
            return _lacking(values)
        case "output_invalid":
            problem = str(values["problem"])
            return problem if f"output_invalid.{problem}" in ERRORS else "empty"
        case "parameter_invalid" if _is_fraction(values):
            return "whole"
    return ""


def _lacking(values: Mapping[str, object]) -> str:
    """Return what can be said of a lack of memory: another engine that fits, others that use the card."""
    if values["alternative"]:
        return "alternative_half" if values["alternative_half"] else "alternative"
    return "others" if values["others_bytes"] else ""


def _readable(fields: Mapping[str, object], translate: Translate, show: Show) -> dict[str, object]:
    """Add sizes in GB, short numbers, and sentences' ends that do not double."""
    values = dict(fields)
    for name, value in fields.items():
        if name.endswith("_bytes") and isinstance(value, int | float):
            values[f"{name.removesuffix('_bytes')}_gb"] = value / 1e9
        elif isinstance(value, int | float) and not isinstance(value, bool):
            values[f"{name}_text"] = _short(value)
        elif name == "reason" and isinstance(value, str):
            values[name] = translated_reason(value.strip().rstrip(".") or "unknown", translate)
        elif name in _QUOTED and isinstance(value, str):
            values[name] = _isolated(value)
        elif isinstance(value, str):
            values[name] = show(name, value)
    return values


_QUOTED = frozenset({"sample", "text"})
"""Fields that are words of the user's."""


def _isolated(text: str) -> str:
    """Return a quoted text so that words from right to left do not reorder the sentence around them."""
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return f"\u2068{text}\u2069"
    return text


def _is_fraction(values: Mapping[str, object]) -> bool:
    """Say whether the value is in range and only fails to be whole."""
    try:
        low, number, high = (float(str(values[name])) for name in ("minimum", "value", "maximum"))
    except ValueError:
        return False
    return low <= number <= high


def _short(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:g}"


def _fill(template: str, values: Mapping[str, object]) -> str:
    """Fill in the values; a template that does not fit them is shown as it is and logged."""
    try:
        return template.format_map(values)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        log.warning("the words %r do not fit %r: %r", template, dict(values), error)
        return template

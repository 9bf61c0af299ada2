"""Say the Low VRAM mode in words: what is in force, and who set it."""

from __future__ import annotations

from collections.abc import Callable

from core.model.card_need import SPARE, CardNeed
from core.model.policy import LowVram, LowVramPolicy
from core.model.sourced import Source, Sourced
from core.services.explain import Translate, same
from core.services.marks import QT_TRANSLATE_NOOP

_ON = QT_TRANSLATE_NOOP("errors", "on ({origin})")
_OFF = QT_TRANSLATE_NOOP("errors", "off ({origin})")
_AUTOMATIC = QT_TRANSLATE_NOOP("errors", "automatic")
_AUTOMATIC_FROM = QT_TRANSLATE_NOOP("errors", "automatic, {origin}")
_NEEDS = QT_TRANSLATE_NOOP("errors", "{engines} needs {need} GB of {card} GB, {spare} % to spare included")
_NEED = QT_TRANSLATE_NOOP("errors", "{engines} need {need} GB of {card} GB, {spare} % to spare included")
_AND = QT_TRANSLATE_NOOP("errors", "{engines} and {last}")
_OVERRIDDEN = QT_TRANSLATE_NOOP("errors", "{setting} {origin} is overridden")
_FROM = {
    Source.WINDOW: QT_TRANSLATE_NOOP("errors", "set in the window"),
    Source.COMMAND_LINE: QT_TRANSLATE_NOOP("errors", "command line {name}"),
    Source.ENVIRONMENT: QT_TRANSLATE_NOOP("errors", "environment {name}"),
    Source.FILE: QT_TRANSLATE_NOOP("errors", "{name}"),
}
_WHERE = {
    Source.COMMAND_LINE: QT_TRANSLATE_NOOP("errors", "on the command line"),
    Source.ENVIRONMENT: QT_TRANSLATE_NOOP("errors", "in the environment"),
    Source.FILE: QT_TRANSLATE_NOOP("errors", "in {name}"),
}


def gigabytes(size_bytes: int) -> str:
    """Return a size as English writes it, such as ``4.3``."""
    return f"{size_bytes / 1e9:.1f}"


def describe_low_vram(
    low_vram: LowVram, translate: Translate = same, number: Callable[[int], str] = gigabytes
) -> str:
    """Say the mode, such as ``on (environment LOW_VRAM)``.

    What "automatic" decided by is named: ``on (automatic: F5-TTS and XTTS v2 need 4.3 GB of 4.0 GB, 15 % to
    spare included)``.
    What a stronger setting overrides is named too: ``off (set in the window; LOW_VRAM=true in the
    environment is overridden)``.

    Args:
        low_vram: The mode in force.
        translate: Translates a template before it is filled in.
        number: Writes a size in bytes as gigabytes.
    """
    policy = low_vram.policy
    origin = _origin(policy, translate)
    if low_vram.need is not None:
        origin = f"{origin}: {_reason(low_vram.need, translate, number)}"
    parts = [origin]
    parts += [_overridden(weaker, translate) for weaker in policy.overridden if weaker.value != policy.value]
    return translate(_ON if low_vram.value else _OFF).format(origin="; ".join(parts))


def _reason(need: CardNeed, translate: Translate, number: Callable[[int], str]) -> str:
    *others, last = need.engines
    engines = translate(_AND).format(engines=", ".join(others), last=last) if others else last
    sizes = {"need": number(need.need_bytes), "card": number(need.card_bytes), "spare": round(SPARE * 100)}
    return translate(_NEED if others else _NEEDS).format(engines=engines, **sizes)


def _origin(policy: Sourced[LowVramPolicy], translate: Translate) -> str:
    if policy.source is Source.DEFAULT:
        return translate(_AUTOMATIC)
    words = translate(_FROM[policy.source]).format(name=policy.detail)
    if policy.value is LowVramPolicy.AUTO:
        return translate(_AUTOMATIC_FROM).format(origin=words)
    return words


def _overridden(weaker: Sourced[LowVramPolicy], translate: Translate) -> str:
    written = weaker.text or str(weaker.value)
    setting = {
        Source.ENVIRONMENT: f"{weaker.detail}={written}",
        Source.FILE: f"low_vram={written}",
    }.get(weaker.source, written)
    where = translate(_WHERE[weaker.source]).format(name=weaker.detail)
    return translate(_OVERRIDDEN).format(setting=setting, origin=where)

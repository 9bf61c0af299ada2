"""A forecast in words: one calm line, such as ``Fits on the GPU: needs 2.1 of 3.4 GB free · about 20 s``."""

from __future__ import annotations

from collections.abc import Callable

from core.model.fit import Fit
from core.services.explain import Translate, same
from core.services.forecast import Forecast
from core.services.marks import QT_TRANSLATE_NOOP
from core.services.speeds import about

_CARD = QT_TRANSLATE_NOOP("errors", "GPU")
_SIMULATED = QT_TRANSLATE_NOOP("errors", "simulated GPU")

_FITS = {
    (): QT_TRANSLATE_NOOP("errors", "Fits on the {card}"),
    ("half_precision",): QT_TRANSLATE_NOOP("errors", "Fits on the {card} in half precision"),
    ("shorter_parts",): QT_TRANSLATE_NOOP("errors", "Fits on the {card} in shorter parts"),
    ("half_precision", "shorter_parts"): QT_TRANSLATE_NOOP(
        "errors", "Fits on the {card} in half precision and in shorter parts"
    ),
}
"""By what is given up for it."""

_FREE = QT_TRANSLATE_NOOP("errors", "{head}: needs {need} of {room} GB free")
_IN_PLACE = QT_TRANSLATE_NOOP("errors", "{head}, in place of {engines}: needs {need} of {room} GB")
_REFUSED = QT_TRANSLATE_NOOP("errors", "Does not fit on the {card}: needs {need} GB, {room} GB free.")
_REFUSED_OTHERS = QT_TRANSLATE_NOOP(
    "errors",
    "Does not fit on the {card}: needs {need} GB, {room} GB free, {others} GB used by other programs.",
)
_CLOSE = QT_TRANSLATE_NOOP("errors", "Close some of them.")
_USE_OTHER = QT_TRANSLATE_NOOP("errors", "{engine} would fit ({size} GB).")
_USE_OTHER_HALF = QT_TRANSLATE_NOOP("errors", "{engine} would fit in half precision ({size} GB).")

_ON_CPU = QT_TRANSLATE_NOOP("errors", "On the CPU")
_ON_CPU_CHOSEN = QT_TRANSLATE_NOOP("errors", "On the CPU, as you chose")
_ON_CPU_REFUSED = QT_TRANSLATE_NOOP("errors", "On the CPU, since the GPU cannot be used")
_RAM_SHORT = QT_TRANSLATE_NOOP("errors", "{head}, where memory is short: needs {need} of {room} GB free")

_ABOUT = QT_TRANSLATE_NOOP("errors", "{what} · about {time}")
_SOON = QT_TRANSLATE_NOOP("errors", "{what} · less than {seconds} s")

SHORT_S = 5
"""What takes less is not told more precisely."""

WORTH_NAMING_BYTES = 50_000_000
"""What others use below this would be written as 0.0."""

Number = Callable[[float, int], str]
"""Writes a number with so many decimals."""


def english(number: float, decimals: int) -> str:
    """Return a number as English writes it."""
    return f"{number:.{decimals}f}"


def describe_fit(
    forecast: Forecast,
    translate: Translate = same,
    number: Number = english,
    rough: Callable[[float], str] = about,
    name: Callable[[str], str] = same,
) -> str:
    """Say a forecast in one line; where it does not fit, with what would help.

    Args:
        forecast: What an order would meet.
        translate: Translates a template before it is filled in.
        number: Writes a number.
        rough: Writes about how long something takes.
        name: Returns an engine's name for people.
    """
    fit = forecast.fit
    if fit.fits or not fit.on_card:
        what = _on_card(fit, translate, number, name) if fit.on_card else _on_cpu(forecast, translate, number)
        return _with_time(what, forecast.expected_s, translate, rough)
    values = _sizes(fit, number) | {"card": _card(fit, translate)}
    if fit.others_bytes < WORTH_NAMING_BYTES:
        parts = [translate(_REFUSED).format(**values)]
    else:
        others = number(fit.others_bytes / 1e9, 1)
        parts = [translate(_REFUSED_OTHERS).format(others=others, **values), translate(_CLOSE)]
    if fit.alternative:
        template = _USE_OTHER_HALF if fit.alternative_half else _USE_OTHER
        size = number(fit.alternative_bytes / 1e9, 1)
        parts.append(translate(template).format(engine=name(fit.alternative), size=size))
    return " ".join(parts)


def _on_card(fit: Fit, translate: Translate, number: Number, name: Callable[[str], str]) -> str:
    head = translate(_FITS.get(fit.steps, _FITS[()])).format(card=_card(fit, translate))
    values = _sizes(fit, number) | {"head": head}
    if not fit.leaving:
        return translate(_FREE).format(**values)
    return translate(_IN_PLACE).format(engines=", ".join(map(name, fit.leaving)), **values)


def _on_cpu(forecast: Forecast, translate: Translate, number: Number) -> str:
    fit = forecast.fit
    head = translate(_ON_CPU_CHOSEN if forecast.chosen else _ON_CPU_REFUSED if fit.reason else _ON_CPU)
    if fit.fits:
        return head
    return translate(_RAM_SHORT).format(head=head, **_sizes(fit, number))


def _card(fit: Fit, translate: Translate) -> str:
    return translate(_SIMULATED if fit.simulated else _CARD)


def _sizes(fit: Fit, number: Number) -> dict[str, str]:
    """Return need and room in GB, as finely as it takes to tell them apart."""
    for decimals in (1, 2):
        need, room = number(fit.need_bytes / 1e9, decimals), number(fit.room_bytes / 1e9, decimals)
        if need != room:
            break
    return {"need": need, "room": room}


def _with_time(
    what: str, expected_s: float | None, translate: Translate, rough: Callable[[float], str]
) -> str:
    if expected_s is None:
        return what
    if expected_s < SHORT_S:
        return translate(_SOON).format(what=what, seconds=SHORT_S)
    return translate(_ABOUT).format(what=what, time=rough(expected_s))

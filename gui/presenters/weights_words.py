"""The words of the panel of engines and weights."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from core.model.engine import EngineDescription
from core.services.survey import WeightsHere
from gui.engine_words import engine_words
from gui.i18n import gigabytes, number_text, rough_text, size_text
from gui.language_names import language_name

ROOMY = 0.85
"""An engine that needs no more of a card leaves room for the rest of the desktop, as Automatic reckons."""


def card_text(card_total_bytes: int | None, *, simulated: bool) -> str:
    """Say which card there is."""
    translate = QCoreApplication.translate
    if card_total_bytes is None:
        return translate("Weights", "No usable graphics card was found: every engine runs on the processor.")
    template = translate("Weights", "Your graphics card has {size} GB.")
    if simulated:
        template = translate("Weights", "The simulated graphics card has {size} GB.")
    return template.format(size=gigabytes(card_total_bytes))


def fit_text(description: EngineDescription, card_total_bytes: int | None) -> str:
    """Say whether an engine fits the card, with the figures behind it, and how fast it is elsewhere."""
    translate = QCoreApplication.translate
    need_bytes = description.sizes.need_bytes
    need = gigabytes(need_bytes)
    if "cuda" not in description.devices:
        text = translate("Weights", "Runs on the processor; needs {need} GB of memory.").format(need=need)
        return f"{text} {_pace(description)}".strip()
    if card_total_bytes is None:
        text = translate("Weights", "Made for graphics cards: needs {need} GB.").format(need=need)
        return f"{text} {_pace(description)}".strip()
    total = gigabytes(card_total_bytes)
    if need_bytes <= card_total_bytes * ROOMY:
        template = translate("Weights", "Fits your card: needs {need} of {total} GB.")
    elif need_bytes <= card_total_bytes:
        template = translate(
            "Weights", "Barely fits your card: needs {need} of {total} GB. Close other programs that use it."
        )
    else:
        template = translate(
            "Weights",
            "Does not fit your card: needs {need} of {total} GB. It is tried in half precision and in "
            "shorter parts, else on the processor.",
        )
    return template.format(need=need, total=total)


def _pace(description: EngineDescription) -> str:
    speed = description.speed_on("cpu")
    if speed is None:
        return ""
    return QCoreApplication.translate(
        "Weights", "A second of speech takes about {seconds} s there ({cores} cores)."
    ).format(seconds=number_text(speed.rtf, 1 if speed.rtf < 10 else 0), cores=speed.cores)


def facts_text(one: WeightsHere) -> str:
    """Say how large weights are, and what they may be used for."""
    size = size_text(one.size_bytes)
    if one.manifest is None:
        own = QCoreApplication.translate("Weights", "{size} · your own").format(size=size)
        return " · ".join([own, *map(language_name, one.languages)])
    licence = one.manifest.licence
    return f"{size} · {licence.spdx}: {engine_words(licence.summary)}"


def state_text(one: WeightsHere) -> str:
    """Say whether weights are on the disk."""
    translate = QCoreApplication.translate
    if one.here and one.missing:
        return translate("Weights", "Not whole: {files} missing").format(files=", ".join(one.missing))
    if one.here:
        return translate("Weights", "On this computer")
    if one.come_bytes:
        return translate("Weights", "{come} of {size} have come").format(
            come=size_text(one.come_bytes), size=size_text(one.size_bytes)
        )
    return translate("Weights", "Not on this computer")


def progress_text(progress: Mapping[str, object]) -> tuple[float, str]:
    """Say how far a download is.

    Args:
        progress: As ``models get --progress-json`` tells it.

    Returns:
        0 to 1, and words.
    """
    translate = QCoreApplication.translate
    done, total = _number(progress, "done_bytes"), max(1.0, _number(progress, "total_bytes"))
    share = min(1.0, done / total)
    if progress.get("stage") == "checking":
        return share, translate("Weights", "Checking every byte…")
    if progress.get("stage") == "waiting":
        return share, translate("Weights", "Waiting for the server…")
    parts = [
        translate("Weights", "{done} of {total}").format(
            done=size_text(round(done)), total=size_text(round(total))
        )
    ]
    rate = _number(progress, "bytes_per_s")
    if rate:
        speed = number_text(rate / 1e6, 1 if rate > 1e5 else 2)
        parts.append(translate("Weights", "{speed} MB a second").format(speed=speed))
    if progress.get("left_s") is not None:
        parts.append(translate("Weights", "{time} left").format(time=rough_text(_number(progress, "left_s"))))
    return share, " · ".join(parts)


def _number(progress: Mapping[str, object], name: str) -> float:
    value = progress.get(name)
    return float(value) if isinstance(value, int | float) else 0.0

"""``say --dry-run``: whether it would fit, on which device, about how long; nothing is spoken or loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.cli.terminal import Terminal
from core.model.script import speech_s
from core.services.app import Services
from core.services.fit_words import describe_fit
from core.services.order import Order


def tell_forecast(order: Order, texts: Sequence[str], services: Services, terminal: Terminal) -> None:
    """Print what an order would meet: one line, or one JSON object.

    Args:
        order: It has been checked, so that its engine's host has introduced itself.
        texts: The lines to speak, at least one.
        services: The use cases.
        terminal: Where it is printed.
    """
    forecast = services.forecaster.look(replace(order, text=max(texts, key=len)), sum(map(speech_s, texts)))
    if forecast is None:
        return
    if not terminal.as_json:
        terminal.result(describe_fit(forecast))
        return
    fit = forecast.fit
    terminal.json_result(
        {
            "engine": order.engine,
            "device": fit.device,
            "fits": fit.fits,
            "need_bytes": fit.need_bytes,
            "room_bytes": fit.room_bytes,
            "others_bytes": fit.others_bytes,
            "steps": list(fit.steps),
            "leaving": list(fit.leaving),
            "expected_s": forecast.expected_s,
        }
    )

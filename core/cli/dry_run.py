"""``say --dry-run``: whether it would fit, on which device, about how long; nothing is spoken or loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.cli.terminal import Terminal
from core.model.script import speech_s
from core.services.app import Services
from core.services.fit_words import SHORT_S, describe_fit
from core.services.order import Order
from core.services.speeds import about


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
        words = describe_fit(forecast)
        if forecast.cpu_s is not None:
            time = f", about {about(forecast.cpu_s)}" if forecast.cpu_s >= SHORT_S else ""
            words += f" Or use the CPU (--device cpu{time})."
        terminal.result(words)
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
            "cpu_s": forecast.cpu_s,
        }
    )

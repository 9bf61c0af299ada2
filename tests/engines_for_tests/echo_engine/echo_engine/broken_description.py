"""An engine that describes itself with a number that JSON has not, and so could not cross the pipe."""

from __future__ import annotations

import dataclasses

from echo_engine.engine import EchoEngine


class EndlessEngine(EchoEngine):
    """An engine without an upper limit."""

    description = dataclasses.replace(EchoEngine.description, id="echo_endless", speed_maximum=float("inf"))


def make_engine() -> EndlessEngine:
    """Return the engine."""
    return EndlessEngine()

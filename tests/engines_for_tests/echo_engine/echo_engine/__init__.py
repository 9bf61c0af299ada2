"""A third party's engine, as small as one can be, that misbehaves when its parameters say so."""

from __future__ import annotations

from echo_engine.engine import EchoEngine, make_engine

__all__ = ["EchoEngine", "make_engine"]

"""Engines for tests of the window: one needs a reference's words, one only its sound, one weights."""

from __future__ import annotations

from choir_engine.engines import make_alto, make_basso, make_tenor

__all__ = ["make_alto", "make_basso", "make_tenor"]

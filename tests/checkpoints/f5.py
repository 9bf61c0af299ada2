"""A tiny F5 (``core.engines.f5.tiny``), for tests."""

from core.engines.f5.tiny import ARCH, MEL, VOCABULARY, VOCODER, build_f5

__all__ = ["ARCH", "MEL", "VOCABULARY", "VOCODER", "build_f5"]

"""A tiny XTTS (``core.engines.xtts.tiny``), for tests."""

from core.engines.xtts.tiny import ARGS, LANGUAGES, LETTERS, build_xtts, small_parts

__all__ = ["ARGS", "LANGUAGES", "LETTERS", "build_xtts", "small_parts"]

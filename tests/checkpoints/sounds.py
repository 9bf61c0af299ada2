"""Reference recordings that are not speech but pass for it (``core.engines.trial``)."""

from core.engines.trial import write_reference

__all__ = ["write_reference"]

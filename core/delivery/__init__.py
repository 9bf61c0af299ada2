"""Finished files: lines put together, levelled and written, streaming, with what was met and what was not."""

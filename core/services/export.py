"""The pause between two lines that are heard one after the other; files have pauses of their own."""

from __future__ import annotations

LINE_PAUSE_S = 0.3
"""Silence between two lines, as playback and ``say`` leave it."""

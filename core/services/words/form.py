"""The form in which an error is told."""

from __future__ import annotations

Words = tuple[str, str, str]
"""What happened, why, what to do."""

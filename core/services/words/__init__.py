"""The words of every error and notice: what happened, why, and what to do.

Templates for ``str.format`` over the fields of the error; English here, translated before they are
filled in. The key is the code, or ``code.variant`` where ``core.services.explain`` tells variants apart.
"""

from __future__ import annotations

from core.services.words import (
    analysis,
    audio_device,
    delivery,
    download,
    engine,
    project,
    reference,
    render,
    settings,
    storage,
    text,
    voice,
)
from core.services.words.form import Words
from core.services.words.notices import NOTICES
from core.services.words.reasons import REASONS

__all__ = ["ERRORS", "NOTICES", "REASONS", "Words"]

_BY_SUBJECT = (
    text,
    reference,
    voice,
    engine,
    analysis,
    download,
    audio_device,
    storage,
    delivery,
    project,
    render,
    settings,
)

ERRORS: dict[str, Words] = {code: words for subject in _BY_SUBJECT for code, words in subject.ERRORS.items()}
"""Words of each error by code."""

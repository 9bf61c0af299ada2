"""A recogniser hears what Kokoro said."""

from __future__ import annotations

import re

import pytest

from core.model.audio import AudioClip

pytestmark = [pytest.mark.engines, pytest.mark.whisper, pytest.mark.slow]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_whisper_hears_a_portuguese_sentence_right(speak, hear):
    text = "A professora abriu a janela e leu uma história para as crianças."
    assert words(hear(AudioClip(speak(text).samples, 24_000), "pt")) == words(text)

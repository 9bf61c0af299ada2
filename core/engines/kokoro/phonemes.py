"""From text to Kokoro's phonemes, by espeak-ng."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Collection

from phonemizer.backend import EspeakBackend

from core.engines.kokoro.presets import ESPEAK_VOICES

_logger = logging.getLogger(f"{__name__}.espeak")
_logger.setLevel(logging.ERROR)  # it warns of each foreign word


class Speller:
    """Spells texts; each language's espeak-ng is loaded when it is first needed.

    kokoro-onnx's own way keeps espeak-ng's marks of foreign words, ``(en)`` and ``(fr)``, and Kokoro reads
    them out. Here they are dropped; all else is spelled as there.
    """

    def __init__(self, alphabet: Collection[str]) -> None:
        """Take the phonemes that the model knows; espeak-ng's library is already set up by kokoro-onnx."""
        self._alphabet = frozenset(alphabet)
        self._backends: dict[str, EspeakBackend] = {}

    def spell(self, text: str, language: str) -> str:
        """Return phonemes with stress marks and punctuation, on one line.

        Args:
            text: Any text.
            language: One of ``ESPEAK_VOICES``.
        """
        backend = self._backends.get(language)
        if backend is None:
            backend = self._backends[language] = EspeakBackend(
                ESPEAK_VOICES[language],
                preserve_punctuation=True,
                with_stress=True,
                language_switch="remove-flags",
                logger=_logger,
            )
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        spelled = " ".join(backend.phonemize(lines)) if lines else ""
        return " ".join("".join(char for char in spelled if char in self._alphabet).split())


def has_sound(phonemes: str) -> bool:
    """Tell whether there is more than punctuation and stress."""
    return any(unicodedata.category(char) in ("Ll", "Lu", "Lo") for char in phonemes)

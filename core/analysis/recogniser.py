"""Speech recognition by faster-whisper, without the two packages that it names and that are not needed here.

Imported in the analysis host only: it takes the place of modules for the whole process. Why:
docs/decisions/0019-recognition-without-pyav.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from core.errors import RecognitionBroken, RecognitionMissing
from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.verdict import Transcript, Word
from core.text.transcript import joined

_UNUSED = ("av", "huggingface_hub")
"""Decodes files, and fetches weights: sound goes in as an array, and weights are files in a folder."""

for _name in _UNUSED:
    sys.modules.setdefault(_name, ModuleType(_name))

from faster_whisper import WhisperModel  # noqa: E402

if TYPE_CHECKING:
    from faster_whisper.transcribe import Segment

RATE_HZ = 16_000
_NO_SOUNDS = -1
"""Stands for the package's own list of tokens for what is no speech."""

_FIGURES = frozenset("0123456789%$")
FILES = ("model.bin", "config.json", "tokenizer.json")
"""What a folder of weights must hold; without its tokenizer the package would ask the network for one."""


class Recogniser:
    """Whisper's weights, loaded, on the CPU."""

    def __init__(self, folder: Path) -> None:
        """Load them.

        Raises:
            RecognitionMissing: When they are not there.
            RecognitionBroken: When they do not load.
        """
        if not all((folder / name).is_file() for name in FILES):
            raise RecognitionMissing(path=str(folder))
        try:
            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
        except Exception as error:  # each part of the package has its own, tokenizers a bare Exception
            reason = " ".join(str(error).split()) or type(error).__name__
            raise RecognitionBroken(path=str(folder), reason=reason[:300]) from error
        self._figures = _figure_tokens(self._model.hf_tokenizer.get_vocab())

    def hear(
        self,
        samples: Samples,
        *,
        language: str = "",
        offset_s: float = 0.0,
        on_progress: Callable[[float], None] = lambda fraction: None,
        cancel: CancelToken | None = None,
    ) -> Transcript:
        """Return what is said.

        Args:
            samples: Mono at 16 kHz.
            language: BCP 47 tag; empty: find out.
            offset_s: When the samples begin, on the clock that words are told by.
            on_progress: Takes 0 to 1.
            cancel: Looked at after each sentence or so.

        Raises:
            JobCancelled: When it was cancelled.
        """
        spoken = language.partition("-")[0].lower()
        known = spoken if spoken in self._model.supported_languages else None
        segments, info = self._model.transcribe(
            samples,
            language=known,
            beam_size=5,
            word_timestamps=True,
            condition_on_previous_text=False,  # one sentence that goes wrong spoils no other
            suppress_tokens=[_NO_SOUNDS, *self._figures],
        )
        words: list[Word] = []
        duration_s = len(samples) / RATE_HZ
        for segment in segments:
            if cancel is not None:
                cancel.check()
            words += _words(segment, offset_s)
            on_progress(min(1.0, float(segment.end) / duration_s))
        found = language if known else str(info.language)
        return Transcript(joined(words), found, tuple(words))


def _figure_tokens(vocabulary: Mapping[str, int]) -> list[int]:
    """Return the tokens with figures: a text is to have the words that were said ("six", not "6")."""
    return [
        number for token, number in vocabulary.items() if not token.startswith("<|") and _FIGURES & set(token)
    ]


def _words(segment: Segment, offset_s: float) -> Iterable[Word]:
    for word in segment.words or ():
        yield Word(word.word, round(offset_s + float(word.start), 3), round(offset_s + float(word.end), 3))

"""The JSON bodies of the analysis host's frames, beside those of all hosts (``core.host.messages``)."""

from __future__ import annotations

import msgspec

from core.audio.reference import Step
from core.model.verdict import Survey, Transcript
from core.model.voice import Stretch


class SurveyBody(msgspec.Struct, frozen=True):
    """``SURVEY``: judge a recording, and hear its words if there are weights and no text."""

    job: int
    path: bytes
    stretch: Stretch | None = None
    text: str = ""
    weights: bytes | None = None
    language: str = ""


class PrepareBody(msgspec.Struct, frozen=True):
    """``PREPARE``: make a reference of a stretch."""

    job: int
    path: bytes
    stretch: Stretch
    denoise: bool = False


class TranscribeBody(msgspec.Struct, frozen=True):
    """``TRANSCRIBE``: hear the words of a stretch; the language is empty where it is to be found."""

    job: int
    path: bytes
    stretch: Stretch
    weights: bytes
    language: str = ""


class SurveyedBody(msgspec.Struct, frozen=True):
    """``SURVEYED``: the answer, before ``DONE``."""

    job: int
    survey: Survey


class PreparedBody(msgspec.Struct, frozen=True):
    """``PREPARED``: the answer, before ``DONE``; the payload has the samples."""

    job: int
    sample_rate_hz: int
    steps: tuple[Step, ...]


class TranscribedBody(msgspec.Struct, frozen=True):
    """``TRANSCRIBED``: the answer, before ``DONE``: the words, and the stretch that holds them whole."""

    job: int
    stretch: Stretch
    transcript: Transcript

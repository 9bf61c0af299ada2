"""The verdict on a stretch of a recording."""

from __future__ import annotations

import numpy as np

from core.analysis.bandwidth import bandwidth_hz
from core.analysis.limits import judged
from core.analysis.music import steady_tones
from core.analysis.noise import speech_to_noise_db
from core.analysis.recording import RATE_HZ, Recording
from core.analysis.reverberation import reverberation_s
from core.audio.loudness import loudness_lufs
from core.model.verdict import CODES, Finding, Level
from core.model.voice import Stretch

_AROUND_S = 1.0
"""What is heard so close to a stretch, in the pauses around it, lies beneath its words too."""

_SHORT_S = 12.0
"""A recording up to this length is taken to sound alike all through."""

_NO_SPEECH_S = 0.6
_TONAL_SHARE = 0.17
"""Steady tones that are less of what is heard between the words are hum, or chance."""

_OTHER_PART = "other_part"
_NO_SPEECH = "none"

_TEXT_CHARS_S = (2.0, 35.0)
"""Slowest and fastest that letters are spoken in any language; beyond, the text is of another sound."""

_IDEOGRAPHS = 0x2E80
"""From this letter on a letter may be a whole syllable."""

_ROOM_RT60_S, _ROOM_EXCESS = (0.12, 0.3, 0.6), (0.0, 95.0, 220.0)
"""A room smears the cepstra, so that neighbours are alike: voices must differ by so much more (nats)."""

_VOICE_CODES = ("noise", "reverberation", "bandwidth", "speakers")


def judge(recording: Recording, stretch: Stretch, text: str = "") -> tuple[Finding, ...]:
    """Return a finding for each code.

    Args:
        recording: What was measured.
        stretch: Which part of it, on its own clock.
        text: What is said in it, or empty.
    """
    around = _around(recording, stretch)
    speech_s = recording.speech_s(stretch)
    spoken = speech_s > _NO_SPEECH_S
    findings = [
        judged("length", stretch.duration_s),
        judged("clipping", 100 * recording.clipped_share(stretch)),
        judged("silence", speech_s) if spoken else _silent(speech_s),
        judged("loudness", loudness_lufs(recording.part(stretch))),
        judge_text(text, speech_s),
        _music(recording, around),
        *(_of_the_voice(recording, stretch, around) if recording.speech else map(_not_checked, _VOICE_CODES)),
    ]
    return tuple(sorted(findings, key=lambda one: CODES.index(one.code)))


def judge_text(text: str, speech_s: float) -> Finding:
    """Return the finding on the words: in letters a second of speech."""
    letters = sum(map(str.isalnum, text))
    if not letters:
        return Finding("text", Level.NOT_CHECKED, None, "")
    rate = letters / max(speech_s, 0.1)
    slowest, fastest = _TEXT_CHARS_S
    dense = any(ord(char) >= _IDEOGRAPHS for char in text)
    if rate > fastest:
        return Finding("text", Level.AMBER, round(rate, 1), "1/s", "too_long")
    if rate < (slowest / 2 if dense else slowest):
        return Finding("text", Level.AMBER, round(rate, 1), "1/s", "too_short")
    return Finding("text", Level.GREEN, round(rate, 1), "1/s")


def _of_the_voice(recording: Recording, stretch: Stretch, around: Stretch) -> list[Finding]:
    """Return what can only be said of a voice."""
    near = recording.frame_slice(around)
    ratio = speech_to_noise_db(recording.frames[near], recording.speech_frames[near])
    rt60_s = reverberation_s(recording.part(around).samples, RATE_HZ)
    return [
        judged("noise", ratio),
        judged("reverberation", rt60_s, 2),
        judged("bandwidth", bandwidth_hz(recording.powers[near], RATE_HZ), 0),
        _speakers(recording, stretch, rt60_s),
    ]


def _around(recording: Recording, stretch: Stretch) -> Stretch:
    """Return the stretch and what tells of the room and the noise in it."""
    if recording.clip.duration_s <= _SHORT_S:
        return recording.whole
    end_s = min(recording.clip.duration_s, stretch.end_s + _AROUND_S)
    return Stretch(max(0.0, stretch.start_s - _AROUND_S), end_s)


def _music(recording: Recording, around: Stretch) -> Finding:
    tones = steady_tones(recording.part(around).samples, RATE_HZ)
    if tones is None:
        return _not_checked("music")
    if tones.share < _TONAL_SHARE:
        return Finding("music", Level.GREEN, None, "dB")
    return judged("music", tones.below_speech_db)


def _speakers(recording: Recording, stretch: Stretch, rt60_s: float | None) -> Finding:
    """Tell one voice from two; where the stretch holds only one of them, say so."""
    allowed = np.interp(rt60_s or 0.0, _ROOM_RT60_S, _ROOM_EXCESS)
    changes = [one for one in recording.changes if one.excess >= allowed]
    if not changes:
        return judged("speakers", 1.0)
    inside = any(stretch.start_s < one.time_s < stretch.end_s for one in changes)
    return Finding("speakers", Level.AMBER, 2.0, "", "" if inside else _OTHER_PART)


def _silent(speech_s: float) -> Finding:
    return Finding("silence", Level.RED, round(speech_s, 1), "s", _NO_SPEECH)


def _not_checked(code: str) -> Finding:
    return judged(code, None)

"""Choice of the stretch: as long as engines like, full of one voice, clean, from pause to pause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.analysis.noise import speech_to_noise_db
from core.analysis.recording import FRAME_S, Recording
from core.model.voice import Stretch

LONGEST_S = 11.5
"""F5-TTS cuts at 12 s."""

GOOD_S = 9.0
"""From here on more sound makes no better voice."""

_BEFORE_S, _AFTER_S = 0.1, 0.25
"""Silence that stays around the speech: engines take a reference without an end for one that goes on."""

_CLIPPED_WEIGHT, _CHANGE_WEIGHT, _NOISE_WEIGHT = 20.0, 2.0, 1.0
_NOISY_DB, _CLEAN_DB = 10.0, 35.0


@dataclass(frozen=True)
class _Unit:
    """Speech without a pause that one could cut in."""

    start_s: float
    end_s: float


def best_stretches(recording: Recording, count: int) -> tuple[Stretch, ...]:
    """Return stretches on the recording's own clock, the best first, that overlap by less than half.

    Where nobody speaks: the beginning of the recording.
    """
    units = [part for one in recording.speech for part in _cut(recording, one)]
    found = sorted(_candidates(recording, units), key=lambda one: -one[0])
    chosen: list[Stretch] = []
    for _, stretch in found:
        if len(chosen) == count:
            break
        if all(_shared_s(stretch, other) < stretch.duration_s / 2 for other in chosen):
            chosen.append(stretch)
    return tuple(chosen) or (Stretch(0.0, min(recording.clip.duration_s, LONGEST_S)),)


def _candidates(recording: Recording, units: list[_Unit]) -> list[tuple[float, Stretch]]:
    """Return each run of units that is short enough, with its score."""
    found = []
    for first, unit in enumerate(units):
        speech_s = 0.0
        for last in range(first, len(units)):
            if units[last].end_s - unit.start_s > LONGEST_S - _BEFORE_S - _AFTER_S:
                break
            speech_s += units[last].end_s - units[last].start_s
            stretch = _with_pauses(recording, units, first, last)
            found.append((_score(recording, stretch, speech_s), stretch))
    return found


def _with_pauses(recording: Recording, units: list[_Unit], first: int, last: int) -> Stretch:
    """Return a run of units with some of the silence around it, never with sound of its neighbours."""
    before = units[first - 1].end_s if first else 0.0
    after = units[last + 1].start_s if last + 1 < len(units) else recording.clip.duration_s
    start, end = units[first].start_s, units[last].end_s
    start = max(start - _BEFORE_S, (before + start) / 2 if first else 0.0, 0.0)
    end = min(end + _AFTER_S, (end + after) / 2 if last + 1 < len(units) else after)
    return Stretch(round(start, 3), round(max(end, start), 3))


def _score(recording: Recording, stretch: Stretch, speech_s: float) -> float:
    """Return how good a stretch is; the best there can be is 2."""
    length = min(1.0, stretch.duration_s / GOOD_S)
    share = speech_s / max(stretch.duration_s, FRAME_S)
    clipped = _CLIPPED_WEIGHT * min(recording.clipped_share(stretch), 0.1)
    inside = any(stretch.start_s < one.time_s < stretch.end_s for one in recording.changes)
    where = recording.frame_slice(stretch)
    ratio = speech_to_noise_db(recording.frames[where], recording.speech_frames[where])
    noise = 1.0 if ratio is None else float(np.clip((_CLEAN_DB - ratio) / (_CLEAN_DB - _NOISY_DB), 0, 1))
    return length + share - clipped - _CHANGE_WEIGHT * inside - _NOISE_WEIGHT * noise


def _cut(recording: Recording, region: Stretch) -> list[_Unit]:
    """Cut speech without pauses where it is quietest, until every part is short enough."""
    length_s = region.end_s - region.start_s
    if length_s <= LONGEST_S - _BEFORE_S - _AFTER_S:
        return [_Unit(region.start_s, region.end_s)]
    middle = Stretch(region.start_s + length_s / 3, region.end_s - length_s / 3)
    where = recording.frame_slice(middle)
    quietest = where.start + int(np.argmin(recording.frames[where]))
    place = min(max((quietest + 0.5) * FRAME_S, middle.start_s), middle.end_s)
    return [
        *_cut(recording, Stretch(region.start_s, place)),
        *_cut(recording, Stretch(place, region.end_s)),
    ]


def _shared_s(one: Stretch, other: Stretch) -> float:
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))

"""The verdict on recordings spoiled in known ways: every fault found, clean ones left alone?

    .environments/test/bin/python -m benchmarks.verdict_grid [FOLDER…]

Clean recordings: those of the f5-tts wheel (people), where the torch environment is made; the starter
voice; and what lies in the folders given. Each is spoiled in every way of the table by three seeds.
"""

from __future__ import annotations

import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from benchmarks import spoil
from benchmarks.spoil import RATE_HZ, Sound
from core.analysis.survey import survey_recording
from core.audio.peaks import resample
from core.model.audio import AudioClip
from core.model.verdict import Level, Verdict

SEEDS = 1
HUMAN = ".environments/torch/lib/python3*/site-packages/f5_tts/infer/examples/*/*"
STARTER_TEXT = (
    "Six sharp knives lay beside the fish. "
    "She measured each slice twice, then wrapped the pieces in wet paper."
)

Spoil = Callable[[Sound, np.random.Generator, Mapping[str, Sound]], Sound]


@dataclass(frozen=True)
class Way:
    """A way to spoil a recording: its name, the code that must find it (empty: none may), what it does."""

    name: str
    code: str
    spoil: Spoil


def others(sound: Sound, voices: Mapping[str, Sound]) -> list[Sound]:
    return [voice for voice in voices.values() if voice is not sound]


def beneath(make: Callable[..., Sound], below_db: float, *more: float) -> Spoil:
    return lambda sound, rng, _: spoil.mixed(sound, make(len(sound), rng, *more), below_db)


def babble(below_db: float) -> Spoil:
    def lay(sound: Sound, rng: np.random.Generator, voices: Mapping[str, Sound]) -> Sound:
        return spoil.mixed(sound, spoil.babble(len(sound), rng, others(sound, voices)), below_db)

    return lay


def second_voice(sound: Sound, rng: np.random.Generator, voices: Mapping[str, Sound]) -> Sound:
    there = others(sound, voices)
    return np.concatenate((sound, there[int(rng.integers(len(there)))]))


def ways() -> Iterator[Way]:
    """Every way of the table."""
    yield Way("clean", "", lambda sound, _rng, _voices: sound)
    for below in (0, 5, 10):
        yield Way(f"white noise, {below} dB", "noise", beneath(spoil.white, below))
        yield Way(f"pink noise, {below} dB", "noise", beneath(spoil.coloured, below, 1.0))
        yield Way(f"babble, {below} dB", "noise", babble(below))
    yield Way("white noise, 40 dB", "", beneath(spoil.white, 40))
    for share in (0.03, 0.05, 0.1, 0.2):
        yield Way(f"clipped, {share:.0%}", "clipping", lambda s, _r, _v, share=share: spoil.clipped(s, share))
    yield Way("clipped, then 20 dB softer", "clipping", lambda s, _r, _v: 0.1 * spoil.clipped(s, 0.03))
    for cut in (1000, 2000, 3000, 3400):
        yield Way(f"wall at {cut} Hz", "bandwidth", lambda s, _r, _v, cut=cut: spoil.low_passed(s, cut))
    for order in (4, 8):
        name = f"3400 Hz, {6 * order} dB an octave"
        yield Way(name, "bandwidth", lambda s, _r, _v, n=order: spoil.low_passed(s, 3400, n))
    yield Way("wall at 10 kHz", "", lambda s, _r, _v: spoil.low_passed(s, 10_000))
    for length in (1.0, 2.0, 2.9):
        yield Way(f"{length} s", "length", lambda s, _r, _v, t=length: s[len(s) // 4 :][: int(t * RATE_HZ)])
    for loudness in (-45, -50, -60):
        yield Way(f"{loudness} LUFS", "loudness", lambda s, _r, _v, to=loudness: at_loudness(s, to))
    for rt60 in (0.8, 1.2, 2.0):
        for direct in (None, 0.0, 5.0):
            name = f"RT60 {rt60} s" + ("" if direct is None else f", direct sound {direct:+.0f} dB")
            yield Way(name, "reverberation", lambda s, r, _v, t=rt60, d=direct: spoil.reverberant(s, t, r, d))
    for make in (spoil.held, spoil.chords, spoil.arpeggio):
        for below in (0, 5, 10):
            yield Way(f"{make.__name__}, {below} dB", "music", beneath(make, below))
    yield Way("another voice after it", "speakers", second_voice)
    yield Way("zeros", "silence", lambda s, _r, _v: np.zeros_like(s))
    yield Way("white noise alone", "silence", lambda s, r, _v: 0.1 * spoil.white(len(s), r))
    yield Way("chords alone", "silence", lambda s, r, _v: 0.1 * spoil.chords(len(s), r))
    yield Way("scrambled speech", "silence", lambda s, r, _v: spoil.scrambled(s, r))


def pairs() -> Iterator[tuple[str, tuple[str, ...], Spoil]]:
    """Two faults at once, and the codes that must find them."""
    single = {way.name: way for way in ways()}
    for one, two in (
        ("RT60 1.2 s", "pink noise, 10 dB"),
        ("wall at 3000 Hz", "white noise, 10 dB"),
        ("clipped, 10%", "wall at 10 kHz"),
        ("held, 5 dB", "-50 LUFS"),
        ("RT60 0.8 s", "-45 LUFS"),
        ("clipped, 5%", "RT60 2.0 s"),
        ("wall at 3400 Hz", "chords, 5 dB"),
        ("another voice after it", "pink noise, 10 dB"),
        ("another voice after it", "wall at 3400 Hz"),
    ):
        first, second = single[one], single[two]
        codes = tuple(code for code in (first.code, second.code) if code)
        if (one, two) == ("clipped, 5%", "RT60 2.0 s"):
            codes = ("reverberation",)  # a room rounds the flat tops: they cannot be seen any more
        yield (
            f"{one}; {two}",
            codes,
            lambda s, r, v, a=first, b=second: b.spoil(a.spoil(s, r, v), r, v),
        )


def at_loudness(sound: Sound, lufs: float) -> Sound:
    from core.audio.loudness import loudness_lufs

    return sound * np.float32(10 ** ((lufs - loudness_lufs(AudioClip(sound, RATE_HZ))) / 20))


def read(path: Path) -> Sound:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return resample(AudioClip(samples.mean(axis=1), rate), RATE_HZ).samples


def starter() -> Sound:
    from hibari import Hibari

    return np.asarray(Hibari()(STARTER_TEXT, speed=1.0, seed=1), np.float32)


def human_recordings() -> dict[str, Path]:
    """The recordings of people that come with f5-tts, where that is installed."""
    folder = Path(__file__).resolve().parent.parent
    return {path.stem: path for path in sorted(folder.glob(HUMAN)) if path.suffix in {".wav", ".flac"}}


def verdict_on(sound: Sound, folder: Path) -> Verdict:
    path = folder / "spoiled.wav"
    soundfile.write(path, sound, RATE_HZ, subtype="PCM_24")
    return survey_recording(path).verdict


def found(verdict: Verdict, code: str) -> bool:
    return verdict.finding(code).level in {Level.AMBER, Level.RED}


def false_alarms(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.findings if one.code != "length" and found(verdict, one.code)]


def seed_of(*words: object) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(repr(words).encode()))


def main(folders: list[str]) -> None:
    voices = {name: read(path) for name, path in human_recordings().items()}
    voices["starter"] = starter()
    for folder in folders:
        voices.update((path.stem, read(path)) for path in sorted(Path(folder).glob("*.wav")))
    print(f"{len(voices)} clean recordings: {', '.join(voices)}\n")
    print("| spoiled by | code | found | value, least to greatest |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        rows = [(way.name, (way.code,) if way.code else (), way.spoil) for way in ways()] + list(pairs())
        for row in rows:
            print(line(*row, voices, Path(name)), flush=True)


def line(title: str, codes: tuple[str, ...], way: Spoil, voices: Mapping[str, Sound], folder: Path) -> str:
    """One line of the table; the misses go to standard error."""
    good = tried = 0
    values: list[float] = []
    for name, sound in voices.items():
        for number in range(SEEDS):
            verdict = verdict_on(way(sound, seed_of(title, name, number), voices), folder)
            tried += 1
            missed = [code for code in codes if not found(verdict, code)] if codes else false_alarms(verdict)
            good += not missed
            value = verdict.finding(codes[0]).value if codes else None
            values += [] if value is None else [value]
            if missed:
                print(f"{title}: {name}, {number}: {missed} {verdict.findings}", file=sys.stderr)
    span = f"{min(values):g} to {max(values):g}" if values else ""
    return f"| {title} | {', '.join(codes) or 'none'} | {good} of {tried} | {span} |"


if __name__ == "__main__":
    main(sys.argv[1:])

"""Measure finished files: targets as ffmpeg measures them, joins, a very long file, and what it costs.

    python3 packaging/bootstrap.py python benchmarks/delivery.py targets|joins|long|cost
        [--hours 10] [--rounds 7]

Real speech of the starter voice. Prints Markdown tables. ``long`` writes some 4.5 GB of temporary files.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from itertools import cycle, islice, pairwise
from pathlib import Path

import hibari
import numpy as np
import psutil
import soundfile
from measure import Spread, interleaved, print_table, ratio, seconds

from core.audio.write import WavFormat, write_wav
from core.delivery.deliver import deliver
from core.delivery.report import DeliveryReport
from core.delivery.targets import TARGETS
from core.delivery.wishes import Format, Loudness, Pauses, Piece, Subtitles, Wishes
from core.model.audio import AudioClip

SENTENCES = (
    "The train leaves the station at seven in the morning.",
    "By noon it has crossed three rivers, and the passengers have finished all of their sandwiches.",
    "Nobody speaks much; the windows are wide, and there is a lot to see.",
    "Why?",
    "In the evening, when the lamps are lit, an old man tells a story about a ship.",
    "Yes, he said, it was the last of them all.",
)
LEVELS = (1.0, 0.5, 0.8, 0.35, 0.7)


@cache
def voice() -> hibari.Hibari:
    return hibari.Hibari()


def speak(seed: int) -> list[AudioClip]:
    """Speak the sentences."""
    return [
        AudioClip(np.asarray(voice()(text, seed=seed), np.float32), hibari.SAMPLE_RATE) for text in SENTENCES
    ]


@cache
def lines() -> tuple[AudioClip, ...]:
    """Return 30 lines whose levels wander by 9 dB."""
    spoken = [clip for seed in range(5) for clip in speak(seed)]
    return tuple(
        AudioClip(clip.samples * np.float32(level), clip.sample_rate_hz)
        for clip, level in zip(spoken, cycle(LEVELS), strict=False)
    )


def pieces(count: int, **more: object) -> Iterator[Piece]:
    for number, clip in enumerate(islice(cycle(lines()), count), 1):
        yield Piece(clip, number, SENTENCES[(number - 1) % len(SENTENCES)], "Heart", **more)


def ebur128(path: Path) -> tuple[float, float]:
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(\S+) LUFS", said)[-1]), float(re.findall(r"Peak:\s+(\S+)", said)[-1])


def targets(folder: Path) -> None:
    """Every target in every format."""
    rows = []
    for loudness, target in TARGETS.items():
        for fmt in Format:
            out = folder / f"{loudness}-{fmt}{fmt.suffix}"
            report = deliver(lambda: pieces(30), Wishes(format=fmt, loudness=loudness), out)
            lufs, peak = ebur128(out)
            aim = f"{target.loudness_lufs:.0f} LUFS" if target.loudness_lufs else "-23 to -18 dB RMS"
            own = report.files[0].figures
            off = "" if target.loudness_lufs is None else f"{lufs - target.loudness_lufs:+.1f}"
            missed = ", ".join(demand.what for demand in report.files[0].demands if not demand.met)
            rows.append(
                (
                    *(loudness, fmt, aim, f"{lufs:.1f}", off, f"{own.rms_dbfs:.1f}", f"{peak:.1f}"),
                    *(f"{target.true_peak_dbtp:.0f}", missed or "all"),
                )
            )
    head = ("target", "format", "aim", "LUFS", "off by", "RMS, dB", "true peak, dBTP", "limit", "met")
    print_table("Thirty lines whose levels wander by 9 dB, measured by ffmpeg (RMS by us)", head, rows)


def joins(folder: Path) -> None:
    """A thousand joins, half of them without any pause."""
    wishes = Wishes(format=Format.WAV_FLOAT, labels=True, pauses=Pauses())
    out = folder / "joins.wav"

    def some() -> Iterator[Piece]:
        for number, piece in enumerate(pieces(1001)):
            yield Piece(piece.clip, piece.line, piece.text, piece.voice, 0.0 if number % 2 else None)

    deliver(some, wishes, out)
    samples, rate = soundfile.read(out, dtype="float32")
    steps = np.abs(np.diff(samples, prepend=np.float32(0)))
    rows = [row.split("\t") for row in (folder / "joins.labels.txt").read_text().splitlines()]
    spans = [(round(float(row[0]) * rate), round(float(row[1]) * rate)) for row in rows]
    near = round(0.005 * rate)
    inside = np.concatenate([steps[start + near : end - near] for start, end in spans])
    at = [
        max(steps[max(0, end - near) : end + near].max(), steps[start - near : start + near].max())
        for (_, end), (start, _) in pairwise(spans)
    ]
    bare = [abs(float(a.samples[0]) - float(b.samples[-1])) for b, a in pairwise(lines())]
    print_table(
        f"{len(at)} joins, half of them without a pause: the largest step within 5 ms of each",
        (
            "median",
            "largest of all",
            "99.9 percentile inside speech",
            "largest inside speech",
            "clips end to end",
        ),
        [
            tuple(
                f"{value:.4f}"
                for value in (np.median(at), max(at), np.percentile(inside, 99.9), inside.max(), max(bare))
            )
        ],
    )


def long(folder: Path, hours: float) -> None:
    """A very long file: memory, size, and whether it is whole; then one over 4 GB, read back at its end."""
    average_s = sum(clip.duration_s for clip in lines()) / len(lines())
    count = round(hours * 3600 / average_s)
    out = folder / "long.wav"
    wishes = Wishes(format=Format.WAV_16, loudness=Loudness.PODCAST, subtitles=Subtitles.SRT)
    deliver(lambda: pieces(60), wishes, folder / "warm.wav")
    process = psutil.Process()
    before, most, start = process.memory_info().rss, [0], time.perf_counter()

    def watched() -> Iterator[Piece]:
        for number, piece in enumerate(pieces(count)):
            if number % 50 == 0:
                most[0] = max(most[0], process.memory_info().rss)
            yield piece

    report = deliver(watched, wishes, out)
    took = time.perf_counter() - start
    info = soundfile.info(out)
    whole = info.frames == round(report.duration_s * info.samplerate)
    figures = report.files[0].figures
    print_table(
        "A very long file: 16 bit at 24 kHz, podcast, with subtitles; levels by us",
        ("length", "lines", "size", "memory grew by", "target", "took", "whole", "LUFS", "dBTP"),
        [
            (
                f"{report.duration_s / 3600:.2f} h",
                str(report.lines),
                f"{out.stat().st_size / 1e9:.2f} GB",
                f"{(most[0] - before) / 1e6:.0f} MB",
                "< 300 MB",
                f"{took:.0f} s",
                str(whole),
                f"{figures.loudness_lufs:.1f}",
                f"{figures.true_peak_dbtp:.1f}",
            )
        ],
    )
    out.unlink()
    over_four_gigabytes(folder / "large.wav")


def over_four_gigabytes(out: Path) -> None:
    """Write more than a plain WAV can hold, by the same writer, and read its last seconds."""
    clip = AudioClip(np.concatenate([one.samples for one in lines()]), hibari.SAMPLE_RATE)
    times = 4_400_000_000 // (4 * len(clip.samples)) + 1
    write_wav(out, (clip for _ in range(times)), WavFormat.FLOAT_32, replace=True)
    info = soundfile.info(out)
    with out.open("rb") as file:
        magic = file.read(4).decode()
    last, _ = soundfile.read(out, start=info.frames - len(clip.samples), dtype="float32")
    row = (
        f"{info.duration / 3600:.2f} h",
        f"{out.stat().st_size / 1e9:.2f} GB",
        f"{magic}, {info.format}",
        str(info.frames == times * len(clip.samples)),
        str(bool(np.array_equal(last, clip.samples))),
    )
    heads = ("length", "size", "kind", "length as written", "end read back as written")
    print_table("A file over 4 GB: 32 bit float", heads, [row])


def cost(folder: Path, rounds: int) -> None:
    """Delivery beside the synthesis of the same lines, in turn."""
    ways = {
        "WAV": Wishes(replace=True),
        "WAV, podcast": Wishes(loudness=Loudness.PODCAST, replace=True),
        "FLAC, podcast": Wishes(loudness=Loudness.PODCAST, replace=True),
        "MP3": Wishes(replace=True),
        "MP3, podcast": Wishes(loudness=Loudness.PODCAST, replace=True),
    }
    audio_s = sum(clip.duration_s for clip in lines())
    reports: dict[str, DeliveryReport] = {}

    def run(name: str) -> float:
        out = folder / f"cost.{name.partition(',')[0].lower()}"
        begin = time.perf_counter()
        reports[name] = deliver(lambda: pieces(len(lines())), ways[name], out)
        return time.perf_counter() - begin

    actions = {"synthesis": lambda: seconds(lambda: [speak(seed) for seed in range(5)])}
    actions |= {name: (lambda name=name: run(name)) for name in ways}
    interleaved(actions, 1)
    figures = interleaved(actions, rounds)
    rows = [
        ("synthesis", Spread.of([1000 * v / audio_s for v in figures["synthesis"]]).text(1), "-", "-", "-")
    ]
    for name in ways:
        spent = {stage: 1000 * value / audio_s for stage, value in reports[name].timings_s.items()}
        share = f"{ratio(figures[name], figures['synthesis']):.0%}"
        stages = ", ".join(f"{stage} {value:.1f}" for stage, value in spent.items() if value >= 0.05)
        least = "≤ 160 %" if "MP3" in name else "≤ 60 %"
        rows.append(
            (name, Spread.of([1000 * v / audio_s for v in figures[name]]).text(1), share, least, stages)
        )
    head = (
        "what",
        "ms per second of audio",
        "of bare synthesis",
        "target, with the project",
        "stages, last round",
    )
    print_table(
        f"Delivery beside the starter voice's synthesis: {audio_s:.0f} s of audio, {rounds} rounds",
        head,
        rows,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("targets", "joins", "long", "cost"))
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.part == "long":
            long(folder, chosen.hours)
        elif chosen.part == "cost":
            cost(folder, chosen.rounds)
        else:
            {"targets": targets, "joins": joins}[chosen.part](folder)


if __name__ == "__main__":
    main()

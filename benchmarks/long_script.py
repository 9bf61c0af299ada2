"""A chapter of 10,000 words in three voices, from text to finished files, with three kills on the way.

    python3 packaging/bootstrap.py --engines kokoro python benchmarks/long_script.py --model FOLDER
    (FOLDER: weights of Kokoro; --kokoro-words says how many words its two voices get; 0: the starter alone)

Each step is the real command line in a process of its own. What comes out is measured from outside: the
level by ffmpeg (ebur128), clicks by the greatest step at the lines' edges against the steps inside speech.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from measure import print_table

from core.projects.project import Project

ENGLISH = (
    "The train left the station at {n} minutes past seven, and nobody on the platform waved.",
    "By noon it had crossed {n} rivers; the passengers had finished their sandwiches.",
    "“Is this the way to the coast?” she asked, and the old man said that it was, more or less.",
    "Nobody spoke much: the windows were wide, and there was a lot to see.",
    "On 3 May 19{m}, at half past {h}, the harbour froze for the first time in years…",
    "It cost £{n}.50 then, which was a great deal of money, and people talked about it for weeks.",
    "He counted the ships, forgot where he was, and began again.",
    "Dr. Moreau had written to them twice; the letters lay unopened on the table by the door.",
)
PORTUGUESE = (
    "O trem partiu às {h}h{m}, e ninguém acenou da plataforma.",
    "Ao meio-dia já tinha cruzado {n} rios e uma serra.",
    "— Este é o caminho para o litoral? — perguntou ela.",
    "Custava R$ {n},50 naquele tempo, o que era muito dinheiro.",
)
KILLS = 3
AGAIN = 5


def chapter(words: int, kokoro_words: int) -> str:
    """Return the text: the starter's lines, and two voices of Kokoro's that speak up now and then."""
    rng = random.Random(7)
    blocks: list[list[str]] = [[], [], []]
    for block, sentences, share in (
        (blocks[0], ENGLISH, words - kokoro_words),
        (blocks[1], PORTUGUESE, kokoro_words // 2),
        (blocks[2], ENGLISH, kokoro_words - kokoro_words // 2),
    ):
        count = 0
        while count < share:
            line = rng.choice(sentences).format(
                n=rng.randint(2, 99), m=rng.randint(10, 59), h=rng.randint(1, 11)
            )
            block.append(line)
            count += len(line.split())
    lines = list(blocks[0])
    for mark, block in (("[Dora] ", blocks[1]), ("[George] ", blocks[2])):
        for number, line in enumerate(block):
            lines.insert(len(lines) * (number + 1) // (len(block) + 1), mark + line)
    paragraphs = ["\n".join(lines[start : start + 9]) for start in range(0, len(lines), 9)]
    return "# Chapter 1. The Coast\n\n" + "\n\n".join(paragraphs) + "\n"


class Studio:
    """Runs the command line with user folders of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "book.sottovoce"
        self.steps: list[tuple[str, str]] = []

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Start a command."""
        environ = {**os.environ, "SOTTOVOCE_HOME": str(self.folder / "home")}
        command = [sys.executable, "-m", "core.cli", *map(str, words)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ)

    def run(self, *words: str | Path) -> bytes:
        """Run a command to its end and return what it prints; end all if it fails."""
        process = self.start(*words)
        out, err = process.communicate()
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, words))}: {process.returncode}\n{err.decode()}")
        return out

    def render(self, name: str, *more: str) -> dict[str, Any]:
        """Render to a file and return the report."""
        start = time.monotonic()
        words = ("render", self.project, "-o", self.folder / name, "--loudness", "podcast", "--json", *more)
        report: dict[str, Any] = json.loads(self.run(*words))
        report["wall_s"] = time.monotonic() - start
        return report

    def takes(self) -> list[int]:
        """Return how many takes each line has."""
        project = Project.open(self.project, read_only=True)
        try:
            return [len(line.takes) for line in project.state.script.lines if not line.is_blank]
        finally:
            project.close()

    def kill_after(self, takes: int) -> None:
        """Render until so many takes are there, and kill it."""
        process = self.start(
            "render", self.project, "-o", self.folder / "chapter.wav", "--loudness", "podcast"
        )
        while sum(self.takes()) < takes and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()


def main() -> None:
    """Do all of it, and print what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--kokoro-words", type=int, default=600)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sottovoce-chapter-") as name:
        studio = Studio(Path(name))
        if options.model is not None:
            place = studio.folder / "home" / "models" / "kokoro"
            place.mkdir(parents=True)
            (place / "weights").symlink_to(options.model.resolve())
        _rehearse(studio, chapter(options.words, options.kokoro_words if options.model else 0))


def _rehearse(studio: Studio, text: str) -> None:
    source = studio.folder / "chapter.txt"
    source.write_text(text, encoding="utf-8")
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    studio.run("project", "new", studio.project, "--text", source, "--engine", "starter")
    rows = [("text", f"{len(text.split()):,} words, {lines} lines")]
    for number in range(KILLS):
        studio.kill_after(lines * (number + 1) // (KILLS + 1))
        takes = studio.takes()
        rows.append((f"kill {number + 1}", f"{sum(takes)} takes, at most {max(takes)} a line"))
    before = sum(studio.takes())
    whole = studio.render("chapter.wav", "--labels")
    rows.append(("carried on", f"{whole['kept']} kept, {whole['rendered']} spoken, {whole['wall_s']:.0f} s"))
    _expect(
        whole["kept"] == before and whole["rendered"] == lines - before,
        "a take was made twice, or is missing",
    )
    numbers = ",".join(str(1 + lines * n // AGAIN) for n in range(AGAIN))
    again = studio.render("chapter.wav", "--labels", "--again", numbers)
    rows.append(("again", f"{again['rendered']} spoken, {again['kept']} kept, {again['wall_s']:.0f} s"))
    _expect(again["rendered"] == AGAIN, "other lines were spoken again")
    for file, more in (("chapter.flac", "srt"), ("chapter.mp3", "vtt")):
        done = studio.render(file, "--subtitles", more)
        _expect(done["rendered"] == 0, f"{file}: lines were spoken again")
        met = "target met" if done["met"] else "TARGET NOT MET"
        rows.append(
            (file, f"{done['duration_s'] / 60:.1f} min in {done['wall_s']:.0f} s, and .{more}; {met}")
        )
    same = studio.run("project", "export-text", studio.project) == source.read_bytes()
    rows.append(("text", "unchanged, byte for byte" if same else "CHANGED"))
    for file in ("chapter.wav", "chapter.flac", "chapter.mp3"):
        rows.append((f"level of {file}", _level(studio.folder / file)))
    rows += _edges(studio.folder)
    print_table("A chapter in three voices", ("step", "what came of it"), rows)


def _expect(good: bool, fault: str) -> None:
    if not good:
        raise SystemExit(fault)


def _level(path: Path) -> str:
    """Return loudness and true peak as ffmpeg measures them."""
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rpartition(
        "Summary:"
    )[2]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    if loudness is None or peak is None:
        raise SystemExit(f"ffmpeg measured nothing in {path}")
    return f"{loudness[1]} LUFS, true peak {peak[1]} dBTP"


def _edges(folder: Path) -> list[tuple[str, str]]:
    """Return how the greatest step at the lines' edges stands to the steps in speech, and the levels."""
    samples, rate_hz = soundfile.read(folder / "chapter.wav", dtype="float32")
    rows = [line.split("\t") for line in (folder / "chapter.labels.txt").read_text().splitlines()]
    spans = [(round(float(start) * rate_hz), round(float(end) * rate_hz)) for start, end, *_ in rows]
    steps = np.abs(np.diff(samples))
    usual = float(np.percentile(np.concatenate([steps[start:end] for start, end in spans]), 99.9))
    near = round(0.003 * rate_hz)
    edges = [steps[max(0, edge - near) : edge + near].max(initial=0) for span in spans for edge in span]
    levels = [20 * np.log10(np.sqrt(np.mean(samples[start:end] ** 2))) for start, end in spans]
    spread = np.percentile(levels, 95) - np.percentile(levels, 5)
    return [
        (
            "edges of lines",
            f"{len(edges)}; greatest step {max(edges):.4f}, 99.9 % of steps in speech {usual:.4f}",
        ),
        ("level of lines", f"5 to 95 % of them within {spread:.1f} dB"),
    ]


if __name__ == "__main__":
    main()

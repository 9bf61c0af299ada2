"""Measure how long a text of 1 MB takes to be cut into pieces and into sentences, in the processor's time.

.environments/test/bin/python benchmarks/chunker.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Spread, print_table
from core.text import sentences, split_text
from core.text.markup import parse_line

SIZE_BYTES = 1_000_000
SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "core" / "text" / "samples"
WAYS: dict[str, Callable[[str], object]] = {
    "pieces of 300 characters": lambda text: split_text(text, 300),
    "pieces of 80 characters": lambda text: split_text(text, 80),
    "pieces of 200 bytes (a weight)": lambda text: split_text(
        text, 200, weight=lambda piece: len(piece.encode())
    ),
    "sentences": sentences,
    "markup, line by line": lambda text: [parse_line(line, ("Ana", "João")) for line in text.split("\n")],
}


def texts() -> dict[str, str]:
    """Return texts of 1 MB (UTF-8) by name, made of the tests' samples."""
    samples = tomllib.loads((SAMPLES / "sentences.toml").read_text(encoding="utf-8"))
    chosen = {"English": ["en"], "Portuguese": ["pt-BR"], "Chinese": ["zh"], "all languages": list(samples)}
    made = {}
    for name, languages in chosen.items():
        text = "\n".join(" ".join(samples[language]) for language in languages) + "\n"
        made[name] = text * (SIZE_BYTES // len(text.encode()) + 1)
    return made


def main() -> None:
    """Cut each text each way, in turn, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    took: dict[tuple[str, str], list[float]] = {}
    made = texts()
    for _ in range(rounds):
        for way, action in WAYS.items():
            for name, text in made.items():
                begin_s = time.process_time()
                action(text)
                took.setdefault((way, name), []).append(time.process_time() - begin_s)
    rows = [[way, *(Spread.of(took[way, name]).text(2, "s") for name in made)] for way in WAYS]
    print_table("1 MB of text", ["", *made], rows)


if __name__ == "__main__":
    main()

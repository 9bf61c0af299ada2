"""A download of 50 MB interrupted at 20 random points: what arrives, and how much was sent for it.

    python3 packaging/bootstrap.py python benchmarks/download.py [--interruptions 20] [--seed 1]

A web server on this machine sends 50 MB, slowly, to `sottovoce models get`. Either the server closes the
connection at random points, or the command is killed (`kill -9`) there and started again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from tests.file_server import FileServer, drop_after, file_server, slowly

SIZE_BYTES = 50_000_000
PAUSE_S = 0.001
"""After each 16 KiB: some 10 MB a second, a good connection to a home."""
POLL_S = 0.002
MANIFEST = """
id = "fifty"
engine = "none"
folder = "fifty"
name = "Fifty"
languages = []
memory_bytes = 1
[licence]
spdx = "MIT"
summary = "free"
url = "https://opensource.org/license/mit"
[[files]]
path = "fifty.bin"
size_bytes = {size}
sha256 = "{sha256}"
sources = ["{url}/fifty.bin"]
"""


def start(home: Path) -> subprocess.Popen[bytes]:
    """Start the command."""
    command = [sys.executable, "-m", "core.cli", "models", "get", "fifty", "--accept-licence"]
    environ = {**os.environ, "SOTTOVOCE_HOME": str(home)}
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def dropped(server: FileServer, home: Path, points: Sequence[int]) -> None:
    """Fetch while the server drops the connection at each point."""
    lengths = [after - before for before, after in zip([0, *points], points, strict=False)]
    server.acts.extend(drop_after(length) for length in lengths)
    if start(home).wait() != 0:
        raise SystemExit("the download failed")


def killed(server: FileServer, home: Path, points: Sequence[int]) -> None:
    """Fetch while the command is killed at each point."""
    part = home / "models" / "none" / ".fifty.part" / "fifty.bin.part"
    server.acts.extend([slowly(PAUSE_S)] * (len(points) + 1))
    for point in points:
        process = start(home)
        while not part.is_file() or part.stat().st_size < point:
            if process.poll() is not None:
                raise SystemExit("the download ended by itself")
            time.sleep(POLL_S)
        process.kill()
        process.wait()
    if start(home).wait() != 0:
        raise SystemExit("the download failed")


def main() -> None:
    """Read the options, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interruptions", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    data = chance.randbytes(SIZE_BYTES)
    points = sorted(chance.randrange(1, SIZE_BYTES) for _ in range(options.interruptions))
    rows = []
    for name, run in (("the server drops the connection", dropped), ("the command is killed", killed)):
        with tempfile.TemporaryDirectory() as folder, file_server({"fifty.bin": data}) as server:
            home = Path(folder)
            (home / "models").mkdir()
            text = MANIFEST.format(size=SIZE_BYTES, sha256=hashlib.sha256(data).hexdigest(), url=server.url)
            (home / "models" / "fifty.toml").write_text(text)
            run(server, home, points)
            exact = (home / "models" / "none" / "fifty" / "fifty.bin").read_bytes() == data
            sent = f"{server.sent_bytes / SIZE_BYTES:.1%}"
            rows.append((name, str(options.interruptions), "yes" if exact else "no", sent, "≤ 110 %"))
    print_table("50 MB, interrupted", ("", "times", "byte-exact", "sent by the server", "target"), rows)


if __name__ == "__main__":
    main()

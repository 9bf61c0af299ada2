"""Size and time of environment `torch`, made anew in a copy of the checkout that is removed afterwards.

    python3 benchmarks/environment_time.py [--engines f5,xtts]

It takes minutes, 6 GB of disk, and the package index for what the cache of packages has not; run it twice
to be sure of a warm cache. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measure import print_table

ROOT = Path(__file__).resolve().parent.parent


def copy_checkout(folder: Path) -> None:
    """Copy what git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def size_mb(folder: Path) -> float:
    """Return what a folder takes on disk, each file once, in 10^6 bytes."""
    blocks = {}
    for path in folder.rglob("*"):
        stat = path.lstat()
        blocks[stat.st_ino] = getattr(stat, "st_blocks", stat.st_size // 512) * 512
    return sum(blocks.values()) / 1e6


def packages(folder: Path) -> int:
    """Count an environment's packages."""
    return sum(1 for _ in folder.rglob("*.dist-info"))


def main() -> None:
    """Make the studio's environment, then the engines' one, each timed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", default="f5,xtts")
    engines = parser.parse_args().engines
    rows = []
    with tempfile.TemporaryDirectory(prefix="sottovoce-environment-time-") as name:
        folder = Path(name)
        copy_checkout(folder)
        bootstrap = str(folder / "packaging" / "bootstrap.py")
        known: set[str] = set()
        for words in (["--version"], ["--engines", engines]):
            load, begin = os.getloadavg()[0], time.perf_counter()
            subprocess.run([sys.executable, bootstrap, *words], check=True)
            elapsed_s = time.perf_counter() - begin
            for environment in sorted((folder / ".environments").iterdir()):
                if environment.is_dir() and environment.name not in known:
                    known.add(environment.name)
                    rows.append(
                        [
                            environment.name,
                            f"{size_mb(environment):,.0f} MB",
                            str(packages(environment)),
                            f"{elapsed_s:.0f} s",
                            f"{load:.1f}",
                        ]
                    )
    heads = ("environment", "on disk", "packages", "time to make", "load before")
    print_table(f"Environments made anew, {os.cpu_count()} cores", heads, rows)


if __name__ == "__main__":
    main()

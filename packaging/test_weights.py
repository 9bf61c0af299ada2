"""Fetch what the tests of the kokoro engine need and no Python package has: the voices of kokoro-js.

    python packaging/test_weights.py

It runs ``npm pack``, once: the package lies in .environments/test-weights/ from then on.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "kokoro-js@1.2.1"
SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
FOLDER = Path(__file__).resolve().parent.parent / ".environments" / "test-weights"
TARBALL = FOLDER / "kokoro-js-1.2.1.tgz"


def is_whole(path: Path) -> bool:
    """Tell whether a file is the package that the tests were written with."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SHA256


def main() -> int:
    """Fetch the package unless it is there."""
    if is_whole(TARBALL):
        return 0
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write(
            f"The tests of the kokoro engine need {PACKAGE}, fetched by npm, which is missing."
            " Install npm (package npm on Debian, Ubuntu and Arch, nodejs-npm on Fedora).\n"
        )
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", folder]
        if subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False).returncode:
            sys.stderr.write(f"npm could not fetch {PACKAGE}.\n")
            return 1
        fetched = Path(folder) / TARBALL.name
        if not is_whole(fetched):
            sys.stderr.write(f"What npm fetched is not the {PACKAGE} that the tests were written with.\n")
            return 1
        fetched.replace(TARBALL)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Make the locked requirement files anew from pyproject.toml.

    python packaging/lock.py [--upgrade]

Pins hold for Linux, Windows and macOS and Python 3.11 to 3.13 at once, with the hashes of all files. Packages
of the test set that the studio has too get the studio's pins.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "packaging" / "requirements"
NEVER = {"torch": ("encodec",), "torch-old": ("encodec",)}
"""Packages that a lock leaves out: vocos asks for encodec (CC BY-NC 4.0), which is never called."""

ENGINE_LOCKS = ("kokoro", "kokoro-test", "torch", "torch-old")
"""Engines' environments: groups of pyproject.toml, under the studio's pins."""

HEADER = "# Locked by packaging/lock.py from pyproject.toml; not to be edited.\n"


def uv_program() -> str:
    """Return the ``uv`` of this environment, else the one on the PATH."""
    found = shutil.which("uv", path=sysconfig.get_path("scripts")) or shutil.which("uv")
    if found is None:
        sys.exit("packaging/lock.py needs uv: it is in the test environment.")
    return found


def compile_lock(name: str, inputs: list[str], upgrade: bool) -> None:
    """Resolve the inputs (files, and options of ``uv pip compile``) into ``requirements/NAME.txt``."""
    output = FOLDER / f"{name}.txt"
    options = [
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-emit-find-links",
        *(f"--no-emit-package={package}" for package in ("sottovoce", *NEVER.get(name, ()))),
        "--quiet",
        *(["--upgrade"] if upgrade else []),
    ]
    command = [uv_program(), "pip", "compile", *inputs, *options, f"--output-file={output}"]
    subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    output.write_text(HEADER + output.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")


def main() -> int:
    """Lock the studio's set, then all others under its pins."""
    upgrade = "--upgrade" in sys.argv[1:]
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        build_tools = tomllib.load(file)["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder) / "build-tools.in"
        tools.write_text("\n".join(build_tools) + "\n", encoding="utf-8")
        base = ["pyproject.toml", str(tools)]
        compile_lock("studio", base, upgrade)
        studio = str(FOLDER / "studio.txt")
        compile_lock("studio-bare", ["--group=pyproject.toml:studio-bare", "--no-deps"], upgrade)
        pins = f"--constraints={studio}"
        bare_pins = f"--constraints={FOLDER / 'studio-bare.txt'}"
        compile_lock("test-bare", ["--group=pyproject.toml:test-bare", "--no-deps", bare_pins], upgrade)
        compile_lock("test", [*base, "--group=pyproject.toml:test", pins, bare_pins], upgrade)
        for name in ENGINE_LOCKS:
            compile_lock(name, [str(tools), f"--group=pyproject.toml:{name}", pins], upgrade)
        compile_lock("torch-bare", ["--group=pyproject.toml:torch-bare", "--no-deps"], upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Make environments for tests: a real virtual environment, with an engine package installed in it."""

from __future__ import annotations

import shutil
import site
import sys
import tomllib
import venv
from pathlib import Path

import core
from core.install.environments import Environment

ENGINES = Path(__file__).parent / "engines_for_tests"
REPOSITORY = Path(core.__file__).parents[1]


def make_environment(folder: Path, name: str, package: Path, engine_ids: tuple[str, ...]) -> Environment:
    """Make an environment that sees what the tests' own has, and install a package in it, offline.

    Args:
        folder: Where to make it.
        name: The environment's name.
        package: A folder with a ``pyproject.toml`` and the import package of the same name.
        engine_ids: Engines that it is said to hold.
    """
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / ("python.exe" if sys.platform == "win32" else "python")
    packages = next(folder.glob("[Ll]ib/**/site-packages"))
    packages.joinpath("shared.pth").write_text("\n".join([str(REPOSITORY), *site.getsitepackages()]))
    _install(package, packages)
    return Environment(name=name, python=python, engine_ids=engine_ids)


def _install(package: Path, packages: Path) -> None:
    """Write what a wheel's installation writes: the package and its metadata."""
    project = tomllib.loads(package.joinpath("pyproject.toml").read_text())["project"]
    import_name = project["name"].replace("-", "_")
    shutil.copytree(package / import_name, packages / import_name)
    metadata = packages / f"{import_name}-{project['version']}.dist-info"
    metadata.mkdir()
    metadata.joinpath("METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    metadata.joinpath("entry_points.txt").write_text("\n".join(lines) + "\n")

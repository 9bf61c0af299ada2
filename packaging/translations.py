#!/usr/bin/env python3
"""Bring the translations up to date with the sources.

    .environments/test/bin/python packaging/translations.py

New texts come in as unfinished, those that are gone leave; `tests/gui/test_translations.py` fails until
everything is translated.
"""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
SOURCES = ("gui", "core/services")


def lupdate() -> str:
    """Return the path of Qt's collector of texts."""
    return str(Path(sysconfig.get_path("scripts")) / "pyside6-lupdate")


def update(folder: Path) -> None:
    """Update the `.ts` files of a folder; English has plural forms only."""
    sources = [str(path) for name in SOURCES for path in sorted((ROOT / name).rglob("*.py"))]
    quiet = ["-no-obsolete", "-locations", "none", "-silent"]
    english = ["-pluralonly", "-source-language", "en", "-target-language", "en"]
    for language, more in (("en", english), ("pt_BR", [])):
        target = folder / f"sottovoce_{language}.ts"
        subprocess.run([lupdate(), *more, *sources, "-ts", str(target), *quiet], check=True, cwd=ROOT)


if __name__ == "__main__":
    update(FOLDER)

"""List the licence of every package in each locked set; refuse what can only be had under the GPL or AGPL.

    python packaging/licences.py

Every file in ``packaging/requirements`` is looked at. Metadata are read from the environment that runs this:
the test environment, which holds the studio's packages and its own tools, but none of kokoro's or PyTorch's.
Of those, and wherever metadata say nothing, ``licences.toml`` has the licence with its evidence; a package
that is neither here nor there is a problem. The base set (``studio``) must be free of GPL-only parts, bundled
ones included, and of proprietary ones; no set with PyTorch may hold a package under the GPL, whichever build
it locks; the others are only listed. Exit code 1 for any problem.
"""

from __future__ import annotations

import argparse
import importlib.machinery
import importlib.metadata
import re
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "packaging")]

from spdx import PROPRIETARY, UnknownLicence, from_metadata, only_copyleft  # noqa: E402

from core.install.prune import kept_files  # noqa: E402
from core.install.sets import EnvironmentSet, load_sets  # noqa: E402
from core.install.torch_builds import load_table  # noqa: E402

BASE = "studio"
LIBRARY = re.compile(r"\.so(\.[\w.]+)?$|\.dylib$|\.dll$|\.exe$", re.IGNORECASE)
PROGRAM_MAGIC = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


@dataclass(frozen=True)
class Row:
    """One line of the list.

    Attributes:
        name: Of the package, or of what is bundled in it.
        version: Empty for what is bundled, or not installed on this system.
        licence: SPDX expression, or what was found instead.
        problem: Why it is refused; empty when it is not.
    """

    name: str
    version: str
    licence: str
    problem: str = ""


def normal(name: str) -> str:
    """Return a package's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_sets(checkout: Path) -> dict[str, EnvironmentSet]:
    """Return every set by name, with one more for each other lock that PyTorch's builds ask for."""
    found = {}
    locks = [build.lock for build in load_table().builds]
    for name, environment in load_sets(checkout).items():
        found[name] = environment
        if environment.torch:
            folder = environment.requirements.parent
            others = {lock: folder / lock for lock in locks if folder / lock != environment.requirements}
            found |= {
                Path(lock).stem: replace(environment, requirements=path) for lock, path in others.items()
            }
    return found


def locked_names(environment: EnvironmentSet) -> list[str]:
    """Return the names of a set's locked packages."""
    return sorted({normal(line.partition("==")[0]) for line in environment.locked()})


def installed_in(folder: Path) -> dict[str, importlib.metadata.Distribution]:
    """Return the packages in a folder, by normal name."""
    found = importlib.metadata.distributions(path=[str(folder)])
    return {normal("".join(each.metadata.get_all("Name") or [])): each for each in found}


def check(
    environment: EnvironmentSet,
    folder: Path,
    known: Mapping[str, Any],
    *,
    base: bool,
    without_gpl: bool = False,
) -> list[Row]:
    """List a set.

    Args:
        environment: The set.
        folder: The site-packages to read metadata from.
        known: Contents of ``licences.toml``.
        base: Refuse GPL-only and proprietary parts, and look into the wheels.
        without_gpl: Refuse GPL-only packages.
    """
    installed = installed_in(folder)
    rows = []
    for name in locked_names(environment):
        distribution = installed.get(name)
        rows.append(_package_row(name, distribution, known, base=base, without_gpl=base or without_gpl))
        if base:
            rows += _bundled_rows(name, known)
            if distribution is not None:
                rows += _unlisted(name, distribution, environment, known)
    return rows


def _package_row(
    name: str,
    distribution: importlib.metadata.Distribution | None,
    known: Mapping[str, Any],
    *,
    base: bool,
    without_gpl: bool,
) -> Row:
    version = distribution.version if distribution else ""
    try:
        licence = _licence_of(name, distribution, known)
    except UnknownLicence as error:
        return Row(name, version, "?", f"unknown licence: {error}")
    if base and any(word.strip("()") in PROPRIETARY for word in licence.split()):
        return Row(name, version, licence, "is proprietary")
    return Row(name, version, licence, _problem(licence, known, base=without_gpl))


def _licence_of(
    name: str, distribution: importlib.metadata.Distribution | None, known: Mapping[str, Any]
) -> str:
    for row in known["package"]:
        if normal(row["name"]) == name:
            return str(row["licence"])
    if distribution is None:
        raise UnknownLicence("not installed here and not in licences.toml")
    fields = {
        field: distribution.metadata.get_all(field) or []
        for field in ("License-Expression", "License", "Classifier")
    }
    return from_metadata(
        "".join(fields["License-Expression"]), "".join(fields["License"]), fields["Classifier"]
    )


def _problem(licence: str, known: Mapping[str, Any], *, base: bool) -> str:
    try:
        refused = only_copyleft(licence, known["exceptions"])
    except UnknownLicence as error:
        return f"unknown licence: {error}"
    return "can only be had under the GPL or AGPL" if refused and base else ""


def _bundled_rows(name: str, known: Mapping[str, Any]) -> list[Row]:
    return [
        Row(f"  in it: {row['name']}", "", row["licence"], _problem(row["licence"], known, base=True))
        for row in known["bundled"]
        if row["package"] == name
    ]


def _unlisted(
    name: str,
    distribution: importlib.metadata.Distribution,
    environment: EnvironmentSet,
    known: Mapping[str, Any],
) -> list[Row]:
    """Return a row for each library or program in a wheel that ``licences.toml`` does not know."""
    patterns = [pattern for row in known["bundled"] if row["package"] == name for pattern in row["files"]]
    kept = {package: kept_files(rule) for package, rule in environment.keep.items()}
    rows = []
    for file in distribution.files or []:
        package, _, rest = file.as_posix().partition("/")
        left_out = package in kept and not kept[package].fullmatch(rest)
        if left_out or not _is_foreign_binary(file, Path(str(distribution.locate_file(file)))):
            continue
        if not any(fnmatchcase(file.name, pattern) for pattern in patterns):
            rows.append(
                Row(f"  in it: {file}", "", "?", "a library or program that licences.toml does not know")
            )
    return rows


def _is_foreign_binary(file: PurePosixPath, path: Path) -> bool:
    """Tell a bundled library or program from the package's own modules."""
    suffixes = tuple(s for s in importlib.machinery.EXTENSION_SUFFIXES if s != ".so")
    if file.name.endswith((*suffixes, ".pyd", ".py", ".pyi", ".pyc")) or ".." in file.parts:
        return False
    if LIBRARY.search(file.name):
        return True
    if file.suffix or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4).startswith(PROGRAM_MAGIC)


def main(arguments: list[str] | None = None) -> int:
    """Print the lists; return 1 for any problem."""
    parser = argparse.ArgumentParser(description="List the licence of every package in each locked set.")
    parser.add_argument(
        "--folder", type=Path, default=Path(sysconfig.get_path("purelib")), help="site-packages"
    )
    parser.add_argument("--checkout", type=Path, default=CHECKOUT)
    options = parser.parse_args(arguments)
    known = tomllib.loads((options.checkout / "packaging" / "licences.toml").read_text(encoding="utf-8"))
    problems = 0
    for name, environment in locked_sets(options.checkout).items():
        rows = check(environment, options.folder, known, base=name == BASE, without_gpl=environment.torch)
        print(f"\n{name}: {environment.about}")
        for row in rows:
            mark = f"   <-- {row.problem}" if row.problem else ""
            print(f"  {row.name:32} {row.version:14} {row.licence}{mark}")
        problems += sum(bool(row.problem) for row in rows)
    print(f"\n{problems} problem(s)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

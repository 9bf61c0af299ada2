"""Licences: read right, and what can only be had under the GPL is refused in the base set."""

import os
import shutil
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hatchling import build

from core.install.sets import EnvironmentSet
from tests.packaging.scripts import CHECKOUT, load

KNOWN = tomllib.loads((CHECKOUT / "packaging" / "licences.toml").read_text(encoding="utf-8"))

licences = load("licences")
spdx = load("spdx")


def install_wheel(folder: Path, name: str, project: str, files: dict[str, bytes] | None = None) -> Path:
    """Build a tiny real wheel and unpack it, as an installation does; return the site-packages."""
    source = folder / f"{name}-source"
    (source / name).mkdir(parents=True)
    for file, content in {"__init__.py": b"", **(files or {})}.items():
        (source / name / file).write_bytes(content)
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{name}"\nversion = "1.0"\n{project}\n'
        f'[tool.hatch.build]\nartifacts = ["*"]\n[tool.hatch.build.targets.wheel]\npackages = ["{name}"]\n'
    )
    here = Path.cwd()
    os.chdir(source)
    try:
        wheel = build.build_wheel(str(folder))
    finally:
        os.chdir(here)
    site = folder / "site-packages"
    zipfile.ZipFile(folder / wheel).extractall(site)
    return site


def set_of(folder: Path, *names: str, keep: dict[str, Any] | None = None) -> EnvironmentSet:
    lock = folder / "lock.txt"
    lock.write_text("".join(f"{name}==1.0 \\\n    --hash=sha256:00\n" for name in names))
    return EnvironmentSet("studio", "", (), lock, 1, (), keep or {})


def problems(environment: EnvironmentSet, site: Path, *, base: bool = True, known: Any = KNOWN) -> list[str]:
    return [row.problem for row in licences.check(environment, site, known, base=base) if row.problem]


@pytest.mark.parametrize(
    "project",
    [
        'license = "GPL-3.0-only"',
        'license = "AGPL-3.0-or-later"',
        'license = "MIT AND GPL-2.0-or-later"',
        'license = "GPL-3.0-only WITH Autoconf-exception-3.0"',
        'license = {text = "GPL-3.0-only"}',
        'license = {text = "MIT"}\n'
        'classifiers = ["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"]',
        'classifiers = ["License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)"]',
    ],
)
def test_a_wheel_under_the_gpl_only_is_refused_in_the_base_set(tmp_path: Path, project: str) -> None:
    site = install_wheel(tmp_path, "tiny", project)

    assert problems(set_of(tmp_path, "tiny"), site) == ["can only be had under the GPL or AGPL"]
    assert problems(set_of(tmp_path, "tiny"), site, base=False) == []


@pytest.mark.parametrize(
    "project",
    [
        'license = "MIT"',
        'license = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"',
        'license = "LGPL-2.1-or-later"',
        'license = "GPL-3.0-or-later WITH GCC-exception-3.1"',
        'license = {text = "BSD 3-Clause License"}',
        'license = {text = "Copyright of somebody, long text"}\n'
        'classifiers = ["License :: OSI Approved :: BSD License"]',
    ],
)
def test_a_wheel_that_may_be_had_otherwise_is_taken(tmp_path: Path, project: str) -> None:
    site = install_wheel(tmp_path, "tiny", project)

    assert problems(set_of(tmp_path, "tiny"), site) == []


@pytest.mark.parametrize("project", ["", 'license = {text = "Ask me"}', 'license = "LicenseRef-Mine"'])
def test_an_unknown_licence_is_refused_in_every_set(tmp_path: Path, project: str) -> None:
    site = install_wheel(tmp_path, "tiny", project)

    for base in (True, False):
        (problem,) = problems(set_of(tmp_path, "tiny"), site, base=base)
        assert problem.startswith("unknown licence")


def test_an_unknown_licence_may_be_listed_but_not_the_gpl(tmp_path: Path) -> None:
    site = install_wheel(tmp_path, "tiny", "")
    for licence, count in (("MIT", 0), ("GPL-3.0-only", 1)):
        known = KNOWN | {"package": [{"name": "tiny", "licence": licence, "evidence": "its author's letter"}]}
        assert len(problems(set_of(tmp_path, "tiny"), site, known=known)) == count


def test_a_locked_package_that_is_not_here_must_be_listed(tmp_path: Path) -> None:
    site = install_wheel(tmp_path, "tiny", 'license = "MIT"')

    (problem,) = problems(set_of(tmp_path, "tiny", "elsewhere"), site)

    assert problem.startswith("unknown licence: not installed here")


def test_a_library_or_program_in_a_wheel_must_be_listed_unless_it_is_left_out(tmp_path: Path) -> None:
    files = {"libother.so.6": b"\x7fELF", "tool": b"\x7fELF...", "own.abi3.so": b"\x7fELF", "notes": b"text"}
    site = install_wheel(tmp_path, "tiny", 'license = "MIT"', files)
    listed = {
        "package": "tiny",
        "name": "other",
        "licence": "LGPL-2.1-only",
        "files": ["libother*"],
        "evidence": "",
    }
    gpl = listed | {"licence": "GPL-2.0-only"}

    assert len(problems(set_of(tmp_path, "tiny"), site)) == 2
    assert len(problems(set_of(tmp_path, "tiny"), site, known=KNOWN | {"bundled": [listed]})) == 1
    kept = set_of(tmp_path, "tiny", keep={"tiny": ["*.py", "libother*"]})
    assert problems(kept, site, known=KNOWN | {"bundled": [listed]}) == []
    assert problems(kept, site, known=KNOWN | {"bundled": [gpl]}) == ["can only be had under the GPL or AGPL"]


@pytest.mark.parametrize("text", ["", "MIT AND", "(MIT", "MIT)", "OR", "MIT MIT"])
def test_what_is_no_expression_is_unknown(text: str) -> None:
    with pytest.raises(spdx.UnknownLicence):
        spdx.only_copyleft(text, ())


def test_and_binds_stronger_than_or() -> None:
    assert not spdx.only_copyleft("MIT OR GPL-2.0-only AND MIT", ())
    assert spdx.only_copyleft("(MIT OR GPL-2.0-only) AND GPL-3.0-only", ())


def test_the_locked_sets_are_free_of_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert licences.main([]) == 0
    printed = capsys.readouterr().out
    for name, environment in licences.locked_sets(CHECKOUT).items():
        assert f"\n{name}: " in printed
        assert all(f"  {package} " in printed for package in licences.locked_names(environment))


def test_every_file_of_locked_packages_is_looked_at() -> None:
    files = {path.name for path in (CHECKOUT / "packaging" / "requirements").glob("*.txt")}
    sets = licences.locked_sets(CHECKOUT).values()
    assert files == {path.name for one in sets for path in (one.requirements, *one.more)}
    assert "torch-old.txt" in files


@pytest.mark.parametrize("lock", ["torch.txt", "torch-old.txt", "torch-bare.txt"])
def test_nothing_under_the_gpl_comes_into_a_set_with_pytorch(
    tmp_path: Path, lock: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "packaging"
    shutil.copytree(CHECKOUT / "packaging" / "requirements", copy / "requirements")
    shutil.copy(CHECKOUT / "packaging" / "environments.toml", copy)
    known = (CHECKOUT / "packaging" / "licences.toml").read_text()
    gpl = '[[package]]\nname = "tiny-gpl"\nlicence = "GPL-3.0-only"\nevidence = "its author"\n\n'
    (copy / "licences.toml").write_text(known.replace("[[package]]", f"{gpl}[[package]]", 1))
    assert licences.main(["--checkout", str(tmp_path)]) == 0
    with (copy / "requirements" / lock).open("a") as file:
        file.write("tiny-gpl==1.0 \\\n    --hash=sha256:00\n")
    assert licences.main(["--checkout", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "tiny-gpl" in printed
    assert "can only be had under the GPL or AGPL" in printed

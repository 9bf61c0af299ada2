"""The bootstrap before it does anything: old Pythons, the standard library alone, misuse."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.install.system import load_parts
from tests.packaging.scripts import CHECKOUT, load

BOOTSTRAP = CHECKOUT / "packaging" / "bootstrap.py"


def run(*arguments: str, script: Path = BOOTSTRAP, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the bootstrap by a Python that sees no installed package."""
    return subprocess.run(
        [sys.executable, "-S", str(script), *arguments],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def copy_without_environments(tmp_path: Path) -> Path:
    """A checkout's program alone: in the true one, environments may be made while this runs."""
    folder = tmp_path / "checkout"
    for name in ("core", "packaging", "sottovoce"):
        shutil.copytree(CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 0), (3, 10, 13), (3, 14, 0), (4, 0, 0)])
def test_another_python_is_refused_with_the_versions_named(version: tuple[int, int, int]) -> None:
    problem = load("bootstrap").python_problem(version, True)

    assert ".".join(map(str, version)) in problem
    assert "3.11 to 3.13" in problem


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9), (3, 13, 1)])
def test_the_wanted_pythons_are_taken(version: tuple[int, int, int]) -> None:
    assert load("bootstrap").python_problem(version, True) is None
    assert "64-bit" in load("bootstrap").python_problem(version, False)


def test_old_pythons_can_parse_the_file_up_to_the_message() -> None:
    source = BOOTSTRAP.read_text(encoding="ascii")
    tree = ast.parse(source, feature_version=(3, 4))

    new = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef, ast.MatMult, ast.Nonlocal)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [node for node in ast.walk(tree) if isinstance(node, new)]
    assert not [
        f for f in functions if f.returns or any(a.annotation for a in f.args.args) or f.args.kwonlyargs
    ]


def test_help_needs_the_standard_library_only_and_makes_nothing(copy_without_environments: Path) -> None:
    done = run("--help", script=copy_without_environments / "packaging" / "bootstrap.py")

    assert done.returncode == 0
    assert "uninstall" in done.stdout
    assert done.stderr == ""
    assert not (copy_without_environments / ".environments").exists()


@pytest.mark.parametrize(
    "arguments", [["--engines"], ["--engines", "nonesuch", "say", "Hi"], ["uninstall", "x"]]
)
def test_misuse_ends_with_2_before_anything_is_made(arguments: list[str]) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("sottovoce: ")
    assert "Traceback" not in done.stderr


def test_an_index_for_pytorch_that_is_none_is_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTTOVOCE_TORCH_INDEX", "ftp://mirror.example")
    done = run("--engines", "f5", "--dry-run")

    assert done.returncode == 2
    assert "SOTTOVOCE_TORCH_INDEX" in done.stderr
    assert "ftp://mirror.example" in done.stderr


def test_an_unknown_engine_is_named_with_the_known() -> None:
    done = run("--engines", "starter,nonesuch")

    assert "nonesuch" in done.stderr
    assert "starter" in done.stderr


def test_core_install_imports_the_standard_library_only() -> None:
    names = [f"core.install.{path.stem}" for path in (CHECKOUT / "core" / "install").glob("[a-z]*.py")]
    script = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r})\nimport {', '.join(names)}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert len(names) > 5


@pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors as a POSIX shell does")
@pytest.mark.parametrize("closed", ["2>&-", ">&-", ">&- 2>&-"])
def test_closed_streams_are_no_crash(closed: str) -> None:
    command = f'exec "{sys.executable}" -S "{BOOTSTRAP}" --engines nonesuch {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_it_finds_itself_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "start.py"
    link.symlink_to(BOOTSTRAP)
    done = subprocess.run(
        [sys.executable, "-S", str(link), "--help"], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0
    assert "uninstall" in done.stdout


def test_without_npm_the_tests_of_kokoro_name_the_package_and_nothing_is_made(
    copy_without_environments: Path, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for part in load_parts(CHECKOUT / "packaging" / "system_libraries.toml"):
        if part.is_program and part.name != "npm":
            (programs / part.name).symlink_to(str(shutil.which(part.name)))

    script = copy_without_environments / "packaging" / "bootstrap.py"
    done = run("test", script=script, PATH=str(programs))

    assert done.returncode == 1
    assert next(line.split() for line in done.stderr.splitlines() if "npm" in line) == ["npm", "npm"]
    assert "install npm" in done.stderr
    assert not (copy_without_environments / ".environments").exists()

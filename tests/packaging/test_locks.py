"""The locked requirements: whole, exact, and free of any machine's addresses."""

import re
import tomllib

import pytest

from core.install.sets import load_sets
from packaging.requirements import Requirement
from tests.packaging.scripts import CHECKOUT

SYSTEMS = [
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix"},
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64", "os_name": "posix"},
]
PYTHONS = ["3.11", "3.12", "3.13"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str, environment: dict[str, str]) -> dict[str, str]:
    """Return name and version of what a set installs on a system."""
    found: dict[str, str] = {}
    for line in load_sets(CHECKOUT)[name].locked():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.name not in found, f"{requirement.name} is locked twice"
            found[normal(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return found


def environments() -> list[dict[str, str]]:
    common = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
    return [
        {**system, **common, "python_version": python, "python_full_version": f"{python}.1"}
        for system in SYSTEMS
        for python in PYTHONS
    ]


def declared(group: str) -> list[Requirement]:
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        data = tomllib.load(file)
    base = data["project"]["dependencies"] + data["build-system"]["requires"]
    groups = data["dependency-groups"]
    more = {"studio": groups["studio-bare"], "test": groups["studio-bare"] + groups["test"]}
    return [Requirement(text) for text in base + more[group]]


@pytest.mark.parametrize("name", ["studio", "test"])
def test_all_that_is_declared_is_locked_in_a_version_that_fits_on_every_system(name: str) -> None:
    for environment in environments():
        locked = pins(name, environment)
        for requirement in declared(name):
            if requirement.marker is None or requirement.marker.evaluate(environment):
                assert requirement.specifier.contains(locked[normal(requirement.name)]), (
                    requirement,
                    environment,
                )


def test_the_tests_run_with_the_studios_versions() -> None:
    for environment in environments():
        studio, test = pins("studio", environment), pins("test", environment)
        assert studio.items() <= test.items()


@pytest.mark.parametrize("name", sorted(load_sets(CHECKOUT)))
def test_every_pin_is_exact_and_has_hashes(name: str) -> None:
    text = load_sets(CHECKOUT)[name].text()
    blocks = re.split(r"(?:^|\n)(?=[a-z])", re.sub(r"(?m)^#.*\n", "", text))[1:]

    assert len(blocks) == len(load_sets(CHECKOUT)[name].locked())
    assert all(re.match(r"[a-z0-9-]+==[\w.]+ ", block) for block in blocks)
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("name", sorted(load_sets(CHECKOUT)))
def test_no_lock_names_an_address_or_a_path(name: str) -> None:
    text = load_sets(CHECKOUT)[name].text()

    assert not re.search(r"://|--index|--find-links|--extra-index|@ |file:|^/", text, re.MULTILINE)


def test_the_studio_has_no_heavy_engine_and_no_test_tool() -> None:
    unwanted = {
        "torch",
        "torchaudio",
        "av",
        "huggingface-hub",
        "pytest",
        "mypy",
        "ruff",
        "pyside6",
        "pyside6-addons",
    }

    assert all(not unwanted & pins("studio", environment).keys() for environment in environments())


def test_what_may_not_be_used_commercially_is_in_no_lock() -> None:
    for lock in (CHECKOUT / "packaging" / "requirements").glob("*.txt"):
        assert "\nencodec==" not in lock.read_text(encoding="utf-8")

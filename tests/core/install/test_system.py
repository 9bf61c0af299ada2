"""System libraries: which are missing, and the package that has them."""

from pathlib import Path

import pytest

import core
from core.install.system import (
    SystemPart,
    family_of_this_system,
    load_parts,
    missing_parts,
    purposes_of_the_studio,
    words_for,
)

TABLE = Path(core.__file__).parents[1] / "packaging" / "system_libraries.toml"
PACKAGES = {"debian": "libnowhere0", "fedora": "nowhere", "arch": "nowhere-git"}
NOWHERE = SystemPart("libnowhere-7f3a.so.0", is_program=False, purpose="window", packages=PACKAGES)
NO_PROGRAM = SystemPart("nowhere-7f3a", is_program=True, purpose="test", packages=PACKAGES)


def test_what_cannot_be_loaded_or_found_is_missing() -> None:
    libc = SystemPart("libc.so.6", is_program=False, purpose="window", packages=PACKAGES)
    shell = SystemPart("sh", is_program=True, purpose="test", packages=PACKAGES)

    missing = missing_parts([NOWHERE, libc, NO_PROGRAM, shell], {"window", "test"}, "linux")

    assert missing == [NOWHERE, NO_PROGRAM]


def test_only_what_is_wanted_counts_and_only_on_linux() -> None:
    assert missing_parts([NOWHERE, NO_PROGRAM], {"test"}, "linux") == [NO_PROGRAM]
    assert missing_parts([NOWHERE, NO_PROGRAM], {"window", "test"}, "darwin") == []
    assert missing_parts([NOWHERE, NO_PROGRAM], {"window", "test"}, "win32") == []


@pytest.mark.parametrize(
    ("family", "package", "command"),
    [
        ("debian", "libnowhere0", "apt install"),
        ("fedora", "nowhere", "dnf install"),
        ("arch", "nowhere-git", "pacman"),
    ],
)
def test_the_message_names_library_package_and_command(family: str, package: str, command: str) -> None:
    words = words_for([NOWHERE, NO_PROGRAM], family)

    assert "libnowhere-7f3a.so.0" in words
    assert package in words
    assert command in words
    assert words.splitlines()[-1].count(package) == 1


@pytest.mark.parametrize(
    ("environ", "purposes"),
    [
        ({"DISPLAY": ":0"}, {"window", "x11"}),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {"window"}),
        ({"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, {"window", "x11"}),
        ({"QT_QPA_PLATFORM": "offscreen"}, {"window"}),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, {"window"}),
    ],
)
def test_x11s_libraries_are_needed_where_x11_shows_the_window(
    environ: dict[str, str], purposes: set[str]
) -> None:
    assert purposes_of_the_studio(environ) == purposes


@pytest.mark.parametrize(
    ("content", "family"),
    [
        ("ID=debian\n", "debian"),
        ('ID=ubuntu\nID_LIKE="debian"\n', "debian"),
        ('NAME="X"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', "debian"),
        ("ID=fedora\n", "fedora"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("ID=endeavouros\nID_LIKE=arch\n", "arch"),
        ("ID=unheard-of\n", "debian"),
        ("nothing\n", "debian"),
    ],
)
def test_the_family_of_systems_is_known(tmp_path: Path, content: str, family: str) -> None:
    path = tmp_path / "os-release"
    path.write_text(content)

    assert family_of_this_system(path) == family


def test_the_table_says_for_every_part_where_to_get_it() -> None:
    parts = load_parts(TABLE)

    assert {part.purpose for part in parts} == {"window", "x11", "sound", "test", "test-weights"}
    assert len({part.name for part in parts}) == len(parts)
    assert all(all(part.packages.values()) for part in parts)
    assert {"libEGL.so.1", "libxcb-cursor.so.0", "libportaudio.so.2"} <= {part.name for part in parts}


def test_a_library_that_another_loads_is_looked_for_in_its_folders(tmp_path: Path) -> None:
    (tmp_path / "lib64" / "plugins").mkdir(parents=True)
    patterns = (str(tmp_path / "nowhere"), str(tmp_path / "lib*" / "plugins"))
    plugin = SystemPart("plugin.so", is_program=False, purpose="test", packages=PACKAGES, folders=patterns)
    assert plugin.is_missing()

    (tmp_path / "lib64" / "plugins" / "plugin.so").touch()
    assert not plugin.is_missing()


@pytest.mark.parametrize(
    ("document", "purposes"),
    [
        ("README.md", {"window", "x11", "sound"}),
        ("CONTRIBUTING.md", {"test"}),
        (".ci/run", {"window", "x11", "sound", "test"}),
    ],
)
def test_what_is_to_be_installed_is_written_where_people_look(document: str, purposes: set[str]) -> None:
    words = set((TABLE.parents[1] / document).read_text(encoding="utf-8").replace("`", " ").split())
    wanted = {part.packages["debian"] for part in load_parts(TABLE) if part.purpose in purposes}

    assert wanted
    assert wanted - words == set()

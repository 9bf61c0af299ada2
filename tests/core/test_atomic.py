import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.atomic import AtomicFile, atomic_file, commit_all, sweep
from core.audio.write import WavFormat, write_wav
from core.errors import (
    DiskFull,
    FolderMissing,
    FolderNotWritable,
    OutputExists,
    OutputNotRegular,
    OutputUnwritable,
)
from tests.core.audio.sounds import tone_clip


def write(path: Path, data: bytes = b"new", replace: bool = True) -> None:
    with atomic_file(path, replace=replace) as file:
        file.write(data)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Return a folder that can be mounted on, and the words that are run on it; unmounted at the end."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    yield folder, words
    subprocess.run(["umount", str(folder)], check=False, capture_output=True)


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path):
    write(tmp_path / "a.wav")
    (tmp_path / "usual").touch()
    assert (tmp_path / "a.wav").read_bytes() == b"new"
    assert (tmp_path / "a.wav").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path):
    (tmp_path / "a.wav").write_bytes(b"old")
    (tmp_path / "a.wav").chmod(0o640)
    write(tmp_path / "a.wav")
    assert (tmp_path / "a.wav").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a.wav").stat().st_mode) == 0o640


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path):
    (tmp_path / "a.wav").write_bytes(b"old")
    with pytest.raises(OutputExists):
        write(tmp_path / "a.wav", replace=False)
    assert (tmp_path / "a.wav").read_bytes() == b"old"


def test_the_first_error_is_told_where_the_temporary_file_cannot_be_deleted_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_path: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(DiskFull), atomic_file(tmp_path / "a.wav", replace=True):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_comes_while_we_write_is_not_replaced_unasked(tmp_path: Path):
    def write_late() -> None:
        with atomic_file(tmp_path / "a.wav", replace=False) as file:
            file.write(b"new")
            (tmp_path / "a.wav").write_bytes(b"other")

    with pytest.raises(OutputExists):
        write_late()
    assert (tmp_path / "a.wav").read_bytes() == b"other"
    assert len(list(tmp_path.iterdir())) == 1


def test_before_the_end_nobody_sees_the_file(tmp_path: Path):
    (tmp_path / "a.wav").write_bytes(b"old")
    with atomic_file(tmp_path / "a.wav", replace=True) as file:
        file.write(b"new")
        file.flush()
        assert (tmp_path / "a.wav").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_a_link_is_followed_and_stays(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.wav").write_bytes(b"old")
    (tmp_path / "link.wav").symlink_to("real/a.wav")
    write(tmp_path / "link.wav")
    assert (tmp_path / "link.wav").is_symlink()
    assert (tmp_path / "real" / "a.wav").read_bytes() == b"new"


def test_a_link_to_nothing_makes_the_file_it_names(tmp_path: Path):
    (tmp_path / "link.wav").symlink_to("later.wav")
    write(tmp_path / "link.wav")
    assert (tmp_path / "later.wav").read_bytes() == b"new"


def test_links_in_a_ring_are_an_error(tmp_path: Path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutputUnwritable):
        write(tmp_path / "a")


def test_a_missing_folder(tmp_path: Path):
    with pytest.raises(FolderMissing) as caught:
        write(tmp_path / "none" / "a.wav")
    assert caught.value.path.endswith("none")


def test_a_file_in_the_folders_place(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(FolderMissing):
        write(tmp_path / "file" / "a.wav")


def test_a_folder_has_that_name(tmp_path: Path):
    with pytest.raises(OutputNotRegular):
        write(tmp_path)


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full"])
def test_a_device_is_not_replaced(device: str):
    with pytest.raises(OutputNotRegular):
        write(Path(device))
    assert stat.S_ISCHR(Path(device).stat().st_mode)


def test_a_pipe_is_not_replaced_and_nobody_waits_for_it(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputNotRegular):
        write(tmp_path / "pipe")


@pytest.mark.parametrize("name", ["x" * 256, "a\0b"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str):
    with pytest.raises(OutputUnwritable):
        write(tmp_path / name)


def test_the_longest_name_is_possible(tmp_path: Path):
    write(tmp_path / ("x" * 251 + ".wav"))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_nothing_and_keeps_what_was_there(mount: tuple[Path, list[str]]):
    folder, words = mount
    subprocess.run(words, check=True)
    (folder / "old.wav").write_bytes(b"old")
    with pytest.raises(DiskFull) as caught:
        write_wav(folder / "old.wav", [tone_clip(10)], WavFormat.PCM_16, replace=True)
    assert caught.value.path.endswith("old.wav")
    assert [path.name for path in folder.iterdir()] == ["old.wav"]
    assert (folder / "old.wav").read_bytes() == b"old"


def test_a_full_disk_that_shows_only_when_the_header_is_written(mount: tuple[Path, list[str]]):
    folder, words = mount
    subprocess.run(words, check=True)
    (folder / "filler").write_bytes(b"\0" * 60 * 1024)
    with pytest.raises(DiskFull):
        write_wav(folder / "a.wav", [tone_clip(0.15)], WavFormat.PCM_16, replace=False)
    assert [path.name for path in folder.iterdir()] == ["filler"]


def test_a_folder_that_may_not_be_written_to(mount: tuple[Path, list[str]]):
    folder, words = mount
    subprocess.run([*words[:4], "ro", *words[5:]], check=True)
    with pytest.raises(FolderNotWritable) as caught:
        write(folder / "a.wav")
    assert caught.value.path == str(folder)


def test_what_killed_programs_left_goes_after_a_day_and_nothing_else_does(tmp_path: Path):
    names = [
        ".sottovoce-0123456789abcdef.part",
        ".sottovoce-0123456789abcdef.part-journal",
        ".sottovoce-x.part",
        "a",
    ]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    sweep(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == set(names)
    for name in names:
        os.utime(tmp_path / name, (0, 0))
    sweep(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {".sottovoce-x.part", "a"}
    sweep(tmp_path / "nowhere")


def test_of_several_files_all_get_their_names_or_none(tmp_path: Path):
    (tmp_path / "b.wav").write_bytes(b"old")
    files = [AtomicFile(tmp_path / name, replace=name == "b.wav") for name in ("a.wav", "b.wav", "c.wav")]
    for file in files:
        file.file.write(b"new")
    (tmp_path / "c.wav").write_bytes(b"came meanwhile")
    with pytest.raises(OutputExists):
        commit_all(files)
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {"b.wav": b"old", "c.wav": b"came meanwhile"}


def test_several_files_replace_those_that_are_there(tmp_path: Path):
    (tmp_path / "b.wav").write_bytes(b"old")
    files = [AtomicFile(tmp_path / name, replace=True) for name in ("a.wav", "b.wav")]
    for file in files:
        file.file.write(b"new")
    commit_all(files)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.wav": b"new", "b.wav": b"new"}

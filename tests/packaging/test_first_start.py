"""The README's command, from a fresh copy of the checkout: the first start, and all that may happen to it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.scripts import CHECKOUT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

GUARD_S = 600
WATCH = """
import json, runpy, sys
told, *words = sys.argv[1:]
report = {"started": [], "changed": [], "opened": []}
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime", "os.link",
           "os.symlink", "shutil.rmtree", "shutil.copyfile", "shutil.move", "socket.connect"}
STARTS = {"os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen", "os.system", "os.exec"}
def watch(event, values):
    if report is None:
        return
    if event == "open":
        name, mode, flags = values
        report["changed" if flags & 0o3 else "opened"].append(str(name))
    elif event in CHANGES:
        report["changed"].append(str((event, *values)))
    elif event in STARTS:
        report["started"].append(list(values[1]) if event == "os.exec" else str((event, *values)))
        if event == "os.exec":
            write()
def write():
    global report
    done, report = report, None
    done["imported"] = sorted({name.partition(".")[0] for name in sys.modules})
    with open(told, "w") as file:
        json.dump(done, file)
sys.addaudithook(watch)
sys.argv = words
runpy.run_path(words[0], run_name="__main__")
"""
"""Runs a script and writes down, when it hands over to another program, what it did before."""

ECHO = "import sys; print(sys.stdin.read(), end=''); print('oh', file=sys.stderr); sys.exit(int(sys.argv[1]))"


class Copy:
    """A copy of the checkout, as a clone of what would be committed, in a folder with a difficult name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        for name in filter(None, names):
            if (CHECKOUT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(CHECKOUT / name, folder / name)
        self.environments = folder / ".environments"
        self.studio = self.environments / "studio"
        self.python = self.studio / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    def start(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        """Start the bootstrap, in a session of its own, elsewhere than in the checkout, without uv."""
        path = [place for place in os.get_exec_path() if shutil.which("uv", path=place) is None]
        return subprocess.Popen(
            [sys.executable, str(self.folder / "packaging" / "bootstrap.py"), *arguments],
            cwd=self.folder.parent,
            env=os.environ | {"PATH": os.pathsep.join(path)} | environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, given: str = "", **environ: str) -> tuple[int, str, str]:
        """Run the bootstrap; return exit code, standard output, standard error."""
        with self.start(*arguments, **environ) as process:
            out, err = process.communicate(given, timeout=GUARD_S)
        return process.returncode, out, err

    def leftovers(self) -> list[str]:
        """Return the names of unfinished and replaced environments."""
        return [path.name for path in self.environments.iterdir() if "." in path.name and path.is_dir()]


def read_until(process: subprocess.Popen[str], text: str) -> None:
    """Read standard error until a line has a text."""
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    raise AssertionError(f"it ended without saying {text!r}")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("fresh") / "Sotto voçe")


@pytest.fixture(scope="module")
def copy(fresh: Copy) -> Iterator[Copy]:
    """Have it made, after two starts that were stopped, by two starts at once."""
    with fresh.start("--version") as stopped:
        read_until(stopped, "fetching packages: ")
        stopped.send_signal(signal.SIGINT)
        out, err = stopped.communicate(timeout=GUARD_S)
    assert (stopped.returncode, out) == (130, "")
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert fresh.leftovers() == []
    assert not fresh.studio.exists()

    with fresh.start("--version") as killed:
        read_until(killed, "unpacking")
        os.killpg(killed.pid, signal.SIGKILL)
    assert len(fresh.leftovers()) == 1
    assert not fresh.studio.exists()

    script = fresh.folder.parent / "echo.py"
    script.write_text(ECHO)
    with fresh.start("python", str(script), "0") as one, fresh.start("python", str(script), "0") as other:
        ends = [process.communicate("hello\n", timeout=GUARD_S) for process in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0]
    assert [out for out, _ in ends] == ["hello\n", "hello\n"]
    assert sorted(("making" in err, "waiting" in err) for _, err in ends) == [(False, True), (True, False)]
    assert fresh.leftovers() == []
    yield fresh
    shutil.rmtree(fresh.folder)


def test_it_holds_the_studio_under_one_gigabyte_and_no_torch(copy: Copy) -> None:
    size_bytes = sum(path.lstat().st_size for path in copy.studio.rglob("*") if not path.is_dir())
    stamp = json.loads((copy.studio / "sottovoce-stamp.json").read_text())

    assert size_bytes < 1_000_000_000
    assert stamp["engines"] == ["starter"]
    assert not list(copy.studio.glob("lib/*/site-packages/torch"))


def test_it_has_nothing_of_qt_that_is_under_the_gpl_only(copy: Copy) -> None:
    names = [path.name for path in copy.studio.rglob("*")]

    for part in ("QuickTimeline", "Lottie", "WaylandCompositor", "virtualkeyboard", "lupdate", "designer"):
        assert not [name for name in names if part in name and not name.startswith("pyside6-")]


def test_its_programs_name_their_final_place(copy: Copy) -> None:
    scripts = [path.read_bytes() for path in (copy.studio / "bin").iterdir() if path.stat().st_size < 20_000]

    assert scripts
    assert not [content for content in scripts if b".partial-" in content]


def test_the_version_comes_alone_on_standard_output(copy: Copy) -> None:
    code, out, err = copy.run("--version")

    assert (code, err) == (0, "")
    assert out.split()[-1] == "0.1.0"
    assert len(out.splitlines()) == 1


def test_exit_code_and_streams_are_the_programs_own(copy: Copy) -> None:
    script = copy.folder.parent / "echo.py"

    assert copy.run("python", str(script), "42", given="ÿ\x00\n") == (42, "ÿ\x00\n", "oh\n")
    code, out, err = copy.run("nonsense-word")
    assert (code, out) == (2, "")
    assert "nonsense-word" in err


def test_folders_named_like_our_packages_where_it_is_started_do_no_harm(copy: Copy) -> None:
    trap = copy.folder.parent / "core"
    trap.mkdir()
    (trap / "__init__.py").write_text("raise SystemExit('the wrong core')")
    try:
        assert copy.run("--version", PYTHONPATH=str(copy.folder.parent))[0] == 0
    finally:
        shutil.rmtree(trap)


def test_a_second_start_only_looks_and_hands_over(copy: Copy, tmp_path: Path) -> None:
    """No process, no file, no installer before the studio's own (what it takes: benchmarks/start.py)."""
    script, told = copy.folder.parent / "echo.py", tmp_path / "told.json"
    bootstrap = copy.folder / "packaging" / "bootstrap.py"
    assert copy.run("python", str(script), "0")[0] == 0

    watched = [sys.executable, "-S", "-c", WATCH, str(told), str(bootstrap), "python", str(script), "0"]
    done = subprocess.run(watched, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)

    report = json.loads(told.read_text())
    assert done.stderr == "oh\n"
    assert report["started"] == [[str(copy.python), str(script), "0"]]
    assert report["changed"] == []
    opened = {Path(name).name for name in report["opened"]}
    assert "sottovoce-stamp.json" in opened
    assert not [name for name in opened if name.endswith((".log", ".lock"))]
    assert "core" in report["imported"]
    assert set(report["imported"]) <= set(sys.stdlib_module_names) - {"ensurepip", "venv"} | {
        "core",
        "__main__",
    }


def test_a_failed_installation_says_why_and_leaves_what_was_there(copy: Copy) -> None:
    lock = copy.folder / "packaging" / "requirements" / "studio.txt"
    whole = lock.read_text()
    lock.write_text(whole + "# changed\n")
    try:
        code, out, err = copy.run("--version", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(copy.folder / "docs"))
    finally:
        lock.write_text(whole)

    assert (code, out) == (1, "")
    assert "could not be installed" in err
    assert "A package is not offered" in err
    assert "install-studio.log" in err
    assert "Traceback" not in err
    assert copy.leftovers() == []
    assert copy.run("--version")[0] == 0


def test_repair_makes_it_anew_by_uv_where_that_is_installed(copy: Copy) -> None:
    before = (copy.studio / "sottovoce-stamp.json").stat().st_mtime_ns
    tools = Path(sys.executable).parent

    code, out, err = copy.run("repair", PATH=f"{tools}{os.pathsep}{os.environ['PATH']}")

    assert (code, out) == (0, ""), err
    assert (copy.studio / "sottovoce-stamp.json").stat().st_mtime_ns != before
    assert "uv venv" in (copy.environments / "install-studio.log").read_text().splitlines()[0]
    assert copy.run("--version")[0] == 0
    assert copy.leftovers() == []


def test_uninstall_removes_the_environments_and_no_user_data(copy: Copy, tmp_path: Path) -> None:
    home = tmp_path / "user"
    (home / "voices").mkdir(parents=True)
    (home / "voices" / "mine.wav").write_bytes(b"RIFF")
    stranger = copy.environments / "stranger"
    stranger.mkdir()

    code, out, err = copy.run("uninstall", SOTTOVOCE_HOME=str(home))

    assert (code, out) == (0, "")
    assert str(home) in err
    assert str(stranger) in err
    assert (home / "voices" / "mine.wav").exists()
    assert [path.name for path in copy.environments.iterdir() if path.is_dir()] == ["stranger"]

    stranger.rmdir()
    assert copy.run("uninstall", SOTTOVOCE_HOME=str(home))[0] == 0
    assert not copy.environments.exists()
    assert copy.run("uninstall")[0] == 0

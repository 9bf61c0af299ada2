"""The words of ``packaging/bootstrap.py``."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from core.install.build import ensure
from core.install.engines import plan_for
from core.install.failures import InstallFailed, reason_of
from core.install.installers import private_environ
from core.install.layout import STUDIO, TEST, environment_python, environments_root
from core.install.sets import EnvironmentSet, UnknownEngines, load_sets, sets_for_engines
from core.install.suites import suites_for
from core.install.system import (
    family_of_this_system,
    load_parts,
    missing_parts,
    purposes_of_the_studio,
    words_for,
)
from core.install.torch_index import WrongIndex

HELP = """\
Sottovoce, from this folder: its private environment is made at the first start.

  python3 packaging/bootstrap.py WHAT

where WHAT is
  (nothing), or options    open the studio, with its options such as --simulate-gpu 4GB, --low-vram=on
  WORD ...                 the command line: {words}; "say --help" tells more
  --version                the version
  python FILE ...          run a Python file in the studio's environment
  test [ARGUMENT ...]      install what the tests need and run all checks; arguments go to pytest
                           (the engines' own tests need 7 GB more; test -m "not engines" leaves them out)
  repair                   make the environments anew
  uninstall                remove what this program made, never your voices or settings

--engines LIST before WHAT first makes sure of the environments of these engines (names, by commas);
alone it installs them; with --dry-run [--json] it says what would be installed. Known: {engines}.
"""

COMMAND_WORDS = ("doctor", "engines", "models", "project", "render", "say", "voices")
"""Words of the ``sottovoce`` command line; options may stand before them."""
OWN_WORDS = ("python", "repair", "test", "uninstall")
INTERRUPTED = 130
DRY_RUN = "--dry-run"


class Misuse(Exception):
    """The command line itself is wrong."""


@dataclass(frozen=True)
class Plan:
    """What a command line asks for.

    Attributes:
        word: ``studio``, ``sottovoce``, ``install``, ``dry-run``, ``help`` or one of ``OWN_WORDS``.
        arguments: What goes to the program that is started.
        engines: What ``--engines`` names.
    """

    word: str
    arguments: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()


def plan_of(arguments: Sequence[str]) -> Plan:
    """Read the command line.

    Raises:
        Misuse: When ``--engines`` has no list, or a word that takes no arguments has some.
    """
    rest = list(arguments)
    engines: tuple[str, ...] = ()
    has_engines = False
    while rest and (rest[0] == "--engines" or rest[0].startswith("--engines=")):
        has_engines = True
        option = rest.pop(0)
        value = option.partition("=")[2] if "=" in option else (rest.pop(0) if rest else "")
        names = tuple(name.strip() for name in value.split(",") if name.strip())
        if not names or names[0].startswith("-"):
            raise Misuse("--engines needs a list of engines, by commas")
        engines += names
    if not rest:
        return Plan("install" if has_engines else "studio", (), engines)
    word = rest[0]
    if has_engines and word == DRY_RUN:
        if rest[1:] not in ([], ["--json"]):
            raise Misuse(f"{DRY_RUN} takes only --json")
        return Plan("dry-run", tuple(rest[1:]), engines)
    if word in {"-h", "--help"}:
        return Plan("help")
    if word.startswith("-") and word != "--version" and not any(part in COMMAND_WORDS for part in rest):
        return Plan("studio", tuple(rest), engines)
    if word in {"repair", "uninstall"} and rest[1:]:
        raise Misuse(f"{word} takes no arguments")
    if word in OWN_WORDS:
        return Plan(word, tuple(rest[1:]), engines)
    return Plan("sottovoce", tuple(rest), engines)


def main(arguments: Sequence[str], checkout: str) -> int:
    """Do what the command line asks for; on POSIX this does not return where a program takes over.

    Returns:
        0 good, 1 failed, 2 misuse, 130 interrupted, or the exit code of the program started.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    _open_missing_streams()
    word = ""
    try:
        plan = plan_of(arguments)
        word = plan.word
        outcome = _run(plan, Path(checkout))
        if isinstance(outcome, list):
            _hand_over(outcome)
    except (Misuse, WrongIndex) as misuse:
        return _say(f"{misuse}. See: python3 packaging/bootstrap.py --help", code=2)
    except UnknownEngines as error:
        return _say(
            f"No engine has the name {', '.join(error.unknown)}. Known (and their environments):"
            f" {', '.join(error.known)}.",
            code=2,
        )
    except InstallFailed as failure:
        return _say(f"{failure.what}\n{failure.why}\n{failure.remedy}", code=1)
    except OSError as error:
        reason = reason_of([str(error)])
        what = {
            "uninstall": "Not everything was removed.",
            "repair": "The environments could not be made anew.",
        }.get(word, "Sottovoce could not be started.")
        return _say(f"{what}\n{error}\n{reason.why}\n{reason.remedy}", code=1)
    except KeyboardInterrupt:
        words = "What was there before still is; run"
        if word == "uninstall":
            words = "Not everything is removed yet; to go on, run"
        return _say(f"Interrupted. {words} the same command again.", code=INTERRUPTED)
    return outcome


def _open_missing_streams() -> None:
    """Let what is written go nowhere where a standard stream is closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"\nsottovoce: {text}\n" if code != 2 else f"sottovoce: {text}\n")
    sys.stderr.flush()
    return code


def _run(plan: Plan, checkout: Path) -> int | list[str]:
    """Do it; return an exit code, or the command of the program that takes over."""
    sets = load_sets(checkout)
    wanted = sets_for_engines(sets, plan.engines)
    special: dict[str, Callable[[], int | list[str]]] = {
        "dry-run": lambda: _dry_run(sets, wanted, plan.arguments, checkout),
        "help": lambda: _help(sets),
        "repair": lambda: _repair(sets, wanted, checkout),
        "test": lambda: _test(sets, wanted if plan.engines else [], plan.arguments, checkout),
        "uninstall": lambda: _uninstall(checkout),
    }
    if plan.word in special:
        return special[plan.word]()
    if plan.word == "studio" and (code := _check_window(checkout)):
        return code
    for name in wanted:
        ensure(sets[name], checkout, for_this_machine=plan.word == "install")
    if plan.word == "install":
        return 0
    python = environment_python(environments_root(checkout) / STUDIO)
    before = {"studio": ["-P", "-m", "gui.app"], "sottovoce": ["-P", "-m", "core.cli"], "python": []}
    return [str(python), *before[plan.word], *plan.arguments]


def _help(sets: dict[str, EnvironmentSet]) -> int:
    known = sorted({engine for environment in sets.values() for engine in environment.engines})
    sys.stdout.write(HELP.format(engines=", ".join(known), words=", ".join(COMMAND_WORDS)))
    return 0


def _dry_run(
    sets: dict[str, EnvironmentSet], wanted: list[str], arguments: Sequence[str], checkout: Path
) -> int:
    plans = plan_for(sets, wanted, checkout)
    sys.stdout.write(plans.as_json() if arguments else plans.as_text())
    return 0 if plans.possible else 1


def _uninstall(checkout: Path) -> int:
    from core.install.uninstall import uninstall

    return uninstall(checkout, sys.stderr)


def _repair(sets: dict[str, EnvironmentSet], wanted: list[str], checkout: Path) -> int:
    present = [name for name in sets if (environments_root(checkout) / name).is_dir()]
    for name in dict.fromkeys([*wanted, *present]):
        ensure(sets[name], checkout, anew=True)
    return 0


def _test(
    sets: dict[str, EnvironmentSet], wanted: list[str], arguments: Sequence[str], checkout: Path
) -> int | list[str]:
    """Make the environment of the tools; return the command of the checks.

    What the suites of engines need besides, ``packaging/check.py`` makes beside its first checks.
    """
    suites = suites_for(arguments, checkout)
    fetching = [suite for suite in suites if suite.fetched and not (checkout / suite.fetched).is_file()]
    parts = load_parts(checkout / "packaging" / "system_libraries.toml")
    purposes = {"window", "x11", "sound", "test"} | ({"test-weights"} if fetching else set())
    missing = missing_parts(parts, purposes)
    if missing:
        words = words_for(missing, family_of_this_system())
        return _say(f"The tests need what this system lacks, and the package that has it:\n{words}", code=1)
    for name in [*wanted, TEST]:
        ensure(sets[name], checkout)
    python = str(environment_python(environments_root(checkout) / TEST))
    return [python, str(checkout / "packaging" / "check.py"), *arguments]


def _check_window(checkout: Path) -> int:
    """Name what the window lacks on this system, before anything is made; sound is only a note."""
    if no_screen(sys.platform, os.environ):
        return _say(
            "The window needs a screen, and there is none here (DISPLAY and WAYLAND_DISPLAY are not set).\n"
            "Start it on a desktop; over SSH, use: python3 packaging/bootstrap.py say --help",
            code=1,
        )
    parts = load_parts(checkout / "packaging" / "system_libraries.toml")
    family = family_of_this_system()
    missing = missing_parts(parts, purposes_of_the_studio(os.environ))
    if missing:
        words = words_for(missing, family)
        return _say(f"The window needs what this system lacks, and the package that has it:\n{words}", code=1)
    silent = missing_parts(parts, {"sound"})
    if silent:
        sys.stderr.write(
            f"sottovoce: no sound without these; exporting works:\n{words_for(silent, family)}\n"
        )
    return 0


def no_screen(platform: str, environ: Mapping[str, str]) -> bool:
    """Tell whether a Linux session has no screen for a window; a named Qt platform may need none."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform == "linux" and not any(environ.get(name) for name in screens)


def _hand_over(command: list[str]) -> NoReturn:
    """Become the program: same streams, same exit code."""
    sys.stdout.flush()
    sys.stderr.flush()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to the program; this one waits for it
        sys.exit(subprocess.run(command, env=private_environ(), check=False).returncode)
    os.execve(command[0], command, private_environ())

"""``sottovoce``: the entry, and the one place where errors become words and exit codes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from core.errors import JobCancelled, SottovoceError
from sottovoce import __version__

if TYPE_CHECKING:
    import argparse

    from core.cli.interrupts import Interrupts
    from core.cli.terminal import Terminal
    from core.services.app import Services

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # nothing is shown before there is a log file

EXIT_GOOD = 0
EXIT_FAILED = 1
EXIT_MISUSE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The words after the program's name; None: those of the process.

    Returns:
        The exit code: 0 good; 2 misuse; 1 everything else; 130 or 143 interrupted.
    """
    from core.cli.interrupts import interrupts
    from core.cli.terminal import Terminal, silence_stdout

    words = list(sys.argv[1:] if argv is None else argv)
    before_text = words[: words.index("--")] if "--" in words else words
    terminal = Terminal(as_json="--json" in before_text)
    debug = "--debug" in before_text
    with interrupts(to_the_end=argv is None) as taken:
        try:
            return _run(words, terminal, taken)
        except SottovoceError as error:
            taken.hold()
            _trace(debug)
            terminal.failure(error)
            return EXIT_MISUSE if error.misuse else EXIT_FAILED
        except (KeyboardInterrupt, JobCancelled):
            terminal.end_progress()
            return taken.exit_code
        except BrokenPipeError:
            silence_stdout()
            return EXIT_FAILED
        except Exception as error:
            taken.hold()
            log.exception("internal error")
            _trace(debug)
            return _internal(error, terminal)


def _run(words: list[str], terminal: Terminal, taken: Interrupts) -> int:
    """Parse and do it."""
    if words == ["--version"]:
        terminal.result(f"sottovoce {__version__}")
        return EXIT_GOOD
    with taken.held():  # an interrupt in the midst of an import may be lost, or shown
        from core.cli.parser import parse
        from core.errors import UsageError

    arguments = parse(words)
    if arguments.version:
        terminal.result(f"sottovoce {__version__}")
        return EXIT_GOOD
    if arguments.word is None:
        raise UsageError(
            reason="no word was given; there are say, render, project, engines, models, voices and doctor"
        )
    return _do(arguments, terminal, taken)


def _do(arguments: argparse.Namespace, terminal: Terminal, taken: Interrupts) -> int:
    with taken.held():
        from core.cli.session import prepare, session

    paths, settings = prepare(arguments, terminal)
    if arguments.word == "say":
        with taken.held():
            from core.cli.words import check_words

        check_words(arguments)
    if arguments.word == "render":
        with taken.held():
            from core.cli.words import check_render_words

        check_render_words(arguments)
    with taken.held():
        command = _command(arguments, terminal, taken)
    with session(paths, settings, taken) as services:
        return command(services) or EXIT_GOOD


Command: TypeAlias = "Callable[[Services], int | None]"
"""What a word does; a number is the exit code."""


def _command(arguments: argparse.Namespace, terminal: Terminal, taken: Interrupts) -> Command:
    """Import what the word needs, and return what it does."""
    match arguments.word:
        case "say":
            from core.cli.say import say

            return lambda services: say(arguments, services, terminal, taken)
        case "render":
            from core.cli.render import render

            return lambda services: render(arguments, services, terminal, taken)
        case "doctor":
            return _doctor(arguments, terminal)
        case _:
            return _keeping(arguments, terminal)


def _keeping(arguments: argparse.Namespace, terminal: Terminal) -> Command:
    """Return what a word does that lists or changes what there is."""
    match arguments.word:
        case "project":
            from core.cli.project import project

            return lambda services: project(arguments, services, terminal)
        case "engines":
            from core.cli.engines import engines

            return lambda services: engines(arguments, services, terminal)
        case "models":
            from core.cli.models import models

            return lambda services: models(arguments, services, terminal)
        case _:
            from core.cli.voices import voices

            return lambda services: voices(arguments, services, terminal)


def _doctor(arguments: argparse.Namespace, terminal: Terminal) -> Command:
    if arguments.watch:
        from core.cli.watch import watch

        return lambda services: watch(services.paths, terminal)
    from core.cli.lists import show_diagnosis

    return lambda services: show_diagnosis(services, terminal)


def _trace(debug: bool) -> None:
    if debug and sys.stderr is not None:
        import traceback

        traceback.print_exc()


def _internal(error: Exception, terminal: Terminal) -> int:
    """Say that the program is wrong, and where the log is."""
    from core.paths import Paths

    terminal.internal_failure(
        f"Internal error: {type(error).__name__}. This is a fault of the program.",
        f"The log says more: {Paths.find().logs}; --debug shows it here.",
    )
    return EXIT_FAILED

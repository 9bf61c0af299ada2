"""The words of ``sottovoce project``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

AnyParser = TypeVar("AnyParser", bound=argparse.ArgumentParser)


def fill_project(
    parser: AnyParser, add_word: Callable[[argparse._SubParsersAction[AnyParser], str, str], AnyParser]
) -> None:
    """Give ``project`` its actions.

    Args:
        parser: Its parser.
        add_word: Adds a word of a name and a summary.
    """
    actions = parser.add_subparsers(
        dest="action",
        metavar="new|info|check|rescue|export-text",
        parser_class=type(parser),
        required=True,
    )
    new = add_word(actions, "new", "make a project of a text")
    new.add_argument("project", metavar="PROJECT", help="such as book.sottovoce; nothing may be there yet")
    new.add_argument(
        "--text", dest="file", metavar="FILE", required=True, help="a text, a document, a book or subtitles"
    )
    _add_choices(new)
    info = add_word(actions, "info", "what is in a project")
    check = add_word(actions, "check", "look at every byte of a project")
    rescue = add_word(actions, "rescue", "make a new project of what can be read of a damaged one")
    export = add_word(actions, "export-text", "write the text of a project to standard output")
    for action in (info, check, rescue, export):
        action.add_argument("project", metavar="PROJECT", help="a project; it stays as it is")
    rescue.add_argument("target", metavar="NEW", help="the new project; nothing may be there yet")
    for action in (new, info, check, rescue):
        action.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help="print one JSON object on standard output",
        )


def _add_choices(new: argparse.ArgumentParser) -> None:
    how = new.add_argument_group("how it shall be spoken (else: as the settings say)")
    how.add_argument("--engine", metavar="ID", help='which engine; "sottovoce engines" lists them')
    how.add_argument(
        "--model", metavar="NAME", help="weights of the engine, by the name that they were added with"
    )
    how.add_argument("--voice", metavar="ID", help='which voice; "sottovoce voices list" lists them')
    how.add_argument("--language", metavar="TAG", help="language of the text, such as pt-BR")
    how.add_argument("--speed", metavar="FACTOR", help="2 is twice as fast")
    how.add_argument(
        "--seed", metavar="N", help="the same seed gives the same audio; without it: a random one"
    )
    how.add_argument("--steps", metavar="N", help="the same as --param steps=N")
    how.add_argument(
        "--param",
        metavar="K=V",
        action="append",
        default=[],
        help="a parameter of the engine; may be repeated",
    )
    new.set_defaults(reference=None, reference_text=None, text=None, output=None)

"""The words of ``say`` and ``render``, before any service is made: misuse is answered at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.cli.parser import DASH_HINT
from core.cli.speech_options import TAGS
from core.errors import UsageError
from core.text import clean_text

STANDARD_INPUT = "-"
STANDARD_OUTPUT = "-"


def check_words(arguments: argparse.Namespace) -> None:
    """Check how the words go together, and a text that is one of them; no file is looked at.

    Raises:
        UsageError: When they do not go together.
        TextEmpty: When there is nothing to speak.
    """
    if arguments.text is None and arguments.file is None:
        raise UsageError(reason=f"say needs a text, --file FILE, or - for standard input; {DASH_HINT}")
    if arguments.text is not None and arguments.file is not None:
        raise UsageError(reason="say takes a text or --file FILE, only one of them")
    if arguments.voice is not None and arguments.reference is not None:
        raise UsageError(reason="--voice and --reference exclude each other")
    if arguments.output == STANDARD_OUTPUT and arguments.json:
        raise UsageError(reason="-o - and --json exclude each other, both write to standard output")
    for option in ("output", "file", "model", "reference"):
        if getattr(arguments, option) == "":
            raise UsageError(reason=f"--{option} needs a name")
    if arguments.text is not None and arguments.text != STANDARD_INPUT:
        clean_text(arguments.text)


def check_render_words(arguments: argparse.Namespace) -> None:
    """Check how the words go together; no file is looked at.

    Raises:
        UsageError: When they do not go together.
    """
    if arguments.voice is not None and arguments.reference is not None:
        raise UsageError(reason="--voice and --reference exclude each other")
    if arguments.output == STANDARD_OUTPUT:
        raise UsageError(reason="render writes files: -o needs the name of one")
    if arguments.again is not None and Path(arguments.input).suffix.lower() != ".sottovoce":
        raise UsageError(reason="--again goes with a project, whose lines have takes")
    read_tags(arguments)
    for option in ("input", "output", "model", "reference"):
        if getattr(arguments, option) == "":
            raise UsageError(reason=f"{'INPUT' if option == 'input' else f'--{option}'} needs a name")


def read_tags(arguments: argparse.Namespace) -> dict[str, str]:
    """Return what ``--tag`` says that players show.

    Raises:
        UsageError: When one is no pair, or names what there is not.
    """
    tags: dict[str, str] = {}
    for item in arguments.tag:
        name, equals, text = item.partition("=")
        if not equals or name.strip() not in TAGS:
            raise UsageError(reason=f'--tag needs NAME=TEXT with one of {", ".join(TAGS)}, not "{item[:60]}"')
        tags[name.strip()] = text
    return tags

"""The options of ``say`` and ``render`` that say how speech shall sound, and those of ``render``."""

from __future__ import annotations

import argparse
from dataclasses import fields

from core.delivery.wishes import Format, Layout, Loudness, Subtitles, Tags

TAGS = tuple(field.name for field in fields(Tags))
"""What ``--tag`` may name."""


def add_speech_options(parser: argparse.ArgumentParser, *, engine_help: str = "") -> None:
    """Add engine, voice, reference, language, numbers, device.

    Args:
        parser: The word's.
        engine_help: Words for ``--engine``; empty: the usual ones.
    """
    how = parser.add_argument_group("how")
    how.add_argument(
        "--engine", metavar="ID", help=engine_help or 'which engine; "sottovoce engines" lists them'
    )
    how.add_argument("--model", metavar="NAME|DIR", help="weights of the engine: a name, or a folder")
    how.add_argument("--voice", metavar="ID", help='which voice; "sottovoce voices list" lists them')
    how.add_argument("--reference", metavar="FILE", help="a recording whose voice to speak in")
    how.add_argument("--reference-text", metavar="TEXT", help="the words of the recording")
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
    how.add_argument("--device", metavar="NAME", help="auto, cpu, cuda, cuda:1, mps")
    how.add_argument(
        "--as-written",
        action="store_true",
        help="give numbers, dates and the like to the engine as they are written, not read out in words",
    )


def add_render_options(render: argparse.ArgumentParser) -> None:
    """Add all that ``render`` takes, save the global options and ``--json``."""
    render.epilog = (
        "Lines of a project that have a current take are never rendered again, with or without --resume. "
        "A text that was broken off goes on with --resume, if it is the same text with the same options."
    )
    render.add_argument(
        "input", metavar="INPUT", help='a project (.sottovoce), a text to read, or "-" for standard input'
    )
    _add_place(render.add_argument_group("where to"))
    _add_form(render.add_argument_group("what the files are like"))
    _add_lines(render.add_argument_group("which lines are spoken"))
    add_speech_options(render, engine_help='which engine (a project: in place of its own), see "engines"')


def _add_place(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        required=True,
        help="the file (replaced if it is there, with subtitles and labels of its name if they are wished; "
        "its suffix says the format), or the folder of several",
    )
    group.add_argument(
        "--layout",
        choices=[one.value for one in Layout],
        help="how many files: one, one a line, one a chapter, one a voice (each as long as the whole)",
    )
    group.add_argument(
        "--names",
        metavar="PATTERN",
        help='names of several files, such as "{number} {chapter}"; in braces: title, number, line, chapter, '
        "voice, text",
    )
    group.add_argument("--replace", action="store_true", help="replace files that are there in a folder")


def _add_form(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format",
        choices=[one.value for one in Format],
        help="kind of file, where the suffix does not say it; which WAV or FLAC",
    )
    group.add_argument(
        "--loudness",
        choices=[one.value for one in Loudness],
        help="bring the level to a target: podcast -16 LUFS, video -14, r128 -23, audiobook levels",
    )
    group.add_argument(
        "--subtitles",
        choices=[one.value for one in Subtitles if one.value],
        help="write subtitles beside each file",
    )
    group.add_argument(
        "--labels", action="store_true", help="write labels for Audacity beside each file: where each line is"
    )
    group.add_argument(
        "--tag",
        metavar="NAME=TEXT",
        action="append",
        default=[],
        help=f"what players show: {', '.join(TAGS)} (the name of a picture); may be repeated",
    )


def _add_lines(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--resume", action="store_true", help="carry on the render of a text that was broken off"
    )
    group.add_argument(
        "--again",
        metavar="N[,N]",
        help="speak these lines of a project again, with a new seed; numbers as the window shows them",
    )
    group.add_argument(
        "--skip-failed",
        action="store_true",
        help="write the file although lines could not be spoken; without it there is none then",
    )

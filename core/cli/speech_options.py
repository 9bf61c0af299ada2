"""The options of ``say`` and ``render`` that say how speech shall sound, and those of ``render``."""

from __future__ import annotations

import argparse

from core.delivery.wishes import Format, Layout, Loudness, Subtitles


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
    render.add_argument("input", metavar="INPUT", help="a project (.sottovoce), or a text to read")
    target = render.add_argument_group("where to")
    target.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        required=True,
        help="the file (replaced if it is there, with subtitles and labels of its name if they are wished; "
        "its suffix says the format), or the folder of several",
    )
    target.add_argument(
        "--format",
        choices=[one.value for one in Format],
        help="kind of file, where the suffix does not say it; which WAV",
    )
    target.add_argument(
        "--loudness",
        choices=[one.value for one in Loudness],
        help="bring the level to a target: podcast -16 LUFS, video -14, r128 -23, audiobook levels",
    )
    target.add_argument(
        "--layout",
        choices=[one.value for one in Layout],
        help="how many files: one, one a line, one a chapter, one a voice (each as long as the whole)",
    )
    target.add_argument(
        "--subtitles",
        choices=[one.value for one in Subtitles if one.value],
        help="write subtitles beside each file",
    )
    target.add_argument(
        "--labels", action="store_true", help="write labels for Audacity beside each file: where each line is"
    )
    target.add_argument("--replace", action="store_true", help="replace files that are there in a folder")
    target.add_argument(
        "--resume", action="store_true", help="carry on the render of a text that was broken off"
    )
    target.add_argument(
        "--again",
        metavar="N[,N]",
        help="speak these lines of a project again, with a new seed; numbers as the window shows them",
    )
    target.add_argument(
        "--skip-failed",
        action="store_true",
        help="write the file although lines could not be spoken; without it there is none then",
    )
    add_speech_options(render, engine_help='which engine (a project: in place of its own), see "engines"')

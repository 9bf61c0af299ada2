"""The command line's words and options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from core.cli.options import add_global_options, prepared
from core.cli.project_options import fill_project
from core.cli.speech_options import add_render_options, add_speech_options
from core.errors import UsageError

DASH_HINT = 'a text that begins with a dash goes after "--"'
_SHOWN_CHARS = 60


class Parser(argparse.ArgumentParser):
    """A parser that raises ``UsageError`` where argparse would print and exit."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong.

        Raises:
            UsageError: Always.
        """
        raise UsageError(reason=message)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line.

    Raises:
        UsageError: When it is not right.
    """
    try:
        arguments, rest = _make_parser().parse_known_args(prepared(words))
    except UsageError as error:
        if "say" in words and any(len(word) > 2 and word[0] == "-" != word[1] for word in words):
            raise UsageError(reason=f"{error.reason}; {DASH_HINT}") from error
        raise
    if rest:
        raise UsageError(reason=_too_much(rest[0][:_SHOWN_CHARS], arguments))
    return arguments


def _too_much(word: str, arguments: argparse.Namespace) -> str:
    """Say what is wrong with a word that has no place."""
    says = arguments.word == "say"
    if word.startswith("-"):
        text_missing = says and arguments.text is None and arguments.file is None
        return f'there is no option "{word}"' + (f"; {DASH_HINT}" if text_missing else "")
    hint = "; a text of several words goes into quotation marks" if says else ""
    return f'"{word}" is one word too many{hint}'


def _make_parser() -> Parser:
    parser = Parser(
        prog="sottovoce",
        description="Speak a text in a voice, on this machine; nothing leaves it.",
        epilog='"sottovoce WORD --help" says more. "sottovoce-studio" opens the window.',
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="show the version")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    add_global_options(parser)
    words = parser.add_subparsers(dest="word", metavar="WORD", parser_class=Parser)
    _add_say(words)
    _add_render(words)
    fill_project(_add_word(words, "project", "projects: texts, takes and settings in one file"), _add_word)
    _add_engines(words)
    _add_models(words)
    _add_voices(words)
    doctor = _add_word(words, "doctor", "look at everything and say what is wrong and what to do")
    doctor.add_argument(
        "--watch",
        action="store_true",
        help="show once a second what cards, RAM and running Sottovoces hold; Ctrl+C ends",
    )
    _add_json(doctor)
    return parser


def _add_word(words: argparse._SubParsersAction[Parser], name: str, summary: str) -> Parser:
    parser = words.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", allow_abbrev=False
    )
    add_global_options(parser)
    return parser


def _add_engines(words: argparse._SubParsersAction[Parser]) -> None:
    engines = _add_word(words, "engines", "what engines there are, and installing more")
    engines.set_defaults(action="list")
    engines.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    actions = engines.add_subparsers(dest="action", metavar="list|install|remove", parser_class=Parser)
    listing = _add_word(actions, "list", "what engines there are and what they can do (the same as no word)")
    listing.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    install = _add_word(actions, "install", "make the environments that engines live in")
    install.add_argument("names", metavar="ID", nargs="+", help="engines, such as f5, xtts, kokoro")
    _add_progress(install)
    install.add_argument("--dry-run", action="store_true", help="only say what would be installed")
    install.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    remove = _add_word(actions, "remove", "remove the environments that engines live in; weights stay")
    remove.add_argument("names", metavar="ID", nargs="+", help="engines, such as f5, xtts, kokoro")
    _add_progress(remove)


def _add_models(words: argparse._SubParsersAction[Parser]) -> None:
    models = _add_word(words, "models", "weights: what there is, fetching, checking and removing them")
    _add_json(models)
    actions = models.add_subparsers(
        dest="action", metavar="list|get|add|verify|remove|convert|clean", parser_class=Parser, required=True
    )
    listing = _add_word(actions, "list", "weights on this computer, and those that can be fetched")
    _add_json(listing)
    _add_get(actions)
    add = _add_word(actions, "add", "add weights from a folder, which stays as it is; their name is printed")
    add.add_argument("folder", metavar="FOLDER", help="weights and what belongs to them, such as a fine-tune")
    add.add_argument("--name", metavar="NAME", help='what "--model" will know them by (else: as the folder)')
    add.add_argument(
        "--language",
        dest="languages",
        metavar="TAG",
        action="append",
        default=[],
        help="what they speak, such as pt-BR, if not what their engine does; may be repeated",
    )
    add.add_argument(
        "--f5-v0",
        action="store_true",
        help="they were made of F5-TTS's first release (F5TTS_Base), not of v1",
    )
    _add_progress(add)
    _add_json(add)
    verify = _add_word(actions, "verify", "look at every byte of weights")
    verify.add_argument("what", metavar="NAME", help="weights, as the list names them, or an engine")
    _add_progress(verify)
    _add_json(verify)
    remove = _add_word(actions, "remove", "delete weights")
    remove.add_argument("what", metavar="NAME", help="weights, as the list names them")
    _add_json(remove)
    convert = _add_word(actions, "convert", "make safetensors of weights in pickles, which stay as they are")
    convert.add_argument(
        "what", metavar="ENGINE|FOLDER", help="an engine, such as xtts, or a folder of weights"
    )
    _add_json(convert)
    _add_json(
        _add_word(
            actions, "clean", "delete unfinished downloads and conversions, which are made anew if needed"
        )
    )


def _add_progress(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--progress-json", action="store_true", help="for other programs: say how it goes, one JSON a line"
    )


def _add_get(actions: argparse._SubParsersAction[Parser]) -> None:
    get = _add_word(actions, "get", "fetch weights, going on where it was left, and verify them")
    get.add_argument("what", metavar="NAME", help="weights, as the list names them, or an engine")
    get.add_argument(
        "--accept-licence", action="store_true", help="accept the licence of the weights, once and for all"
    )
    get.add_argument(
        "--from",
        dest="source",
        metavar="FOLDER",
        help="take them from a folder or a stick, without a network",
    )
    _add_progress(get)
    _add_json(get)


def _add_voices(words: argparse._SubParsersAction[Parser]) -> None:
    voices = _add_word(words, "voices", "voices to choose from")
    voices.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    actions = voices.add_subparsers(
        dest="action",
        metavar="list|add|check|show|export|import|remove|restore",
        parser_class=Parser,
        required=True,
    )
    _add_json(_add_word(actions, "list", "presets of the engines, and your references"))
    _add_voices_add(actions)
    check = _add_word(actions, "check", "how good a reference a recording makes, and its best part")
    check.add_argument("recording", metavar="FILE", help="a recording, or a video with sound")
    check.add_argument("--text", metavar="TEXT", help="what is said in it, word for word")
    _add_json(check)
    show = _add_word(actions, "show", "all that is known of one of your voices")
    export = _add_word(actions, "export", "write one of your voices into a file to share, with its consent")
    export.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="such as anna.svoice; replaced if it is there"
    )
    take_in = _add_word(actions, "import", "take a voice that was shared into your voices; its id is printed")
    take_in.add_argument("file", metavar="FILE", help="a file of the kind that export writes")
    remove = _add_word(actions, "remove", "take a voice out of your voices; 30 days it stays in the trash")
    restore = _add_word(actions, "restore", "bring a voice back that was removed in the last 30 days")
    restore.add_argument("voice", metavar="ID", help="the id that it had; removing it has said it")
    for action in (show, export, remove):
        action.add_argument("voice", metavar="VOICE", help="its id, or its name where only one has it")
    for action in (show, export, take_in, remove, restore):
        _add_json(action)


def _add_voices_add(actions: argparse._SubParsersAction[Parser]) -> None:
    add = _add_word(actions, "add", "copy recordings into your voices, as one voice; its id is printed")
    add.add_argument(
        "recordings", metavar="FILE", nargs="+", help="recordings of one clear voice, 5 to 15 s each"
    )
    add.add_argument("--name", metavar="NAME", help="what to call the voice (else: as the first file)")
    add.add_argument("--language", metavar="TAG", help="what it speaks, such as pt-BR")
    add.add_argument(
        "--text",
        metavar="TEXT",
        action="append",
        help="what is said in it, word for word, once for each file; without it, a text file beside it of "
        "the same name is read",
    )
    add.add_argument(
        "--consent",
        choices=("mine", "permission", "synthetic"),
        help="whose voice it is: yours, somebody's who permits it, or no living person's or in the public "
        "domain; kept with the day",
    )
    add.add_argument("--consent-note", metavar="TEXT", help="kept with it, such as who permits it, and how")
    _add_json(add)


def _add_json(parser: Parser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print one JSON object on standard output",
    )


def _add_render(words: argparse._SubParsersAction[Parser]) -> None:
    render = _add_word(words, "render", "speak a project, or a long text, into finished files")
    add_render_options(render)
    _add_json(render)


def _add_say(words: argparse._SubParsersAction[Parser]) -> None:
    say = _add_word(words, "say", "speak a text, into a file or aloud")
    say.epilog = (
        "Each line that is not blank is spoken by itself, with a short pause between lines. "
        'A text that begins with a dash goes after "--": sottovoce say -o out.wav -- "-5 degrees".'
    )
    source = say.add_argument_group("what to speak (one of these)")
    source.add_argument("text", metavar="TEXT", nargs="?", help='the text, or "-" for standard input')
    source.add_argument(
        "-f", "--file", metavar="FILE", help="a text: .txt, .md, .docx, .epub, .srt, .csv, .html, .ssml"
    )
    target = say.add_argument_group("where to")
    target.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help='a WAV file (16 bit; replaced if it is there), or "-" for standard output; without it: play',
    )
    _add_json(say)
    add_speech_options(say)
    say.add_argument(
        "--dry-run",
        action="store_true",
        help="only say whether it would fit, on which device, and about how long it would take",
    )

"""Options that every command and the window take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from core.settings import CommandLineValue

_LOW_VRAM = "--low-vram"
_NO_LOW_VRAM = "--no-low-vram"


def add_global_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--low-vram``, ``--no-low-vram``, ``--simulate-gpu``, ``--gpu`` and ``--debug``.

    They have no defaults, so that they may stand before a command's word and after it.
    """
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        _LOW_VRAM,
        metavar="[=auto|on|off]",
        dest="low_vram",
        action=_LowVram,
        default=argparse.SUPPRESS,
        help="keep at most one engine on the card, and only while it is needed (alone: on)",
    )
    group.add_argument(
        _NO_LOW_VRAM,
        dest="low_vram",
        action=_LowVram,
        nargs=0,
        default=argparse.SUPPRESS,
        help="the same as --low-vram=off",
    )
    group.add_argument(
        "--simulate-gpu",
        metavar="SIZE[,SIZE]",
        default=argparse.SUPPRESS,
        help="pretend that there is a card of this size, such as 4GB, or several; figures are marked as "
        "simulated",
    )
    group.add_argument(
        "--gpu",
        metavar="UUID",
        default=argparse.SUPPRESS,
        help='which graphics card, where there are several; "sottovoce doctor" lists them (else: the one '
        "with the most free memory)",
    )
    group.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show the log and tracebacks on standard error",
    )


def prepared(argv: Sequence[str]) -> list[str]:
    """Give a bare ``--low-vram`` its value, so that it cannot take the word after it."""
    words = list(argv)
    end = words.index("--") if "--" in words else len(words)
    return [f"{_LOW_VRAM}=on" if word == _LOW_VRAM else word for word in words[:end]] + words[end:]


def global_settings(arguments: argparse.Namespace) -> dict[str, object]:
    """Return what the global options say, for ``Settings.load``."""
    values: dict[str, object] = {}
    low_vram = getattr(arguments, "low_vram", None)
    if low_vram is not None:
        values["low_vram"] = low_vram
    size = getattr(arguments, "simulate_gpu", None)
    if size is not None:
        values["simulate_gpu_bytes"] = CommandLineValue(size, "--simulate-gpu", f"--simulate-gpu={size}")
    gpu = getattr(arguments, "gpu", None)
    if gpu is not None:
        values["gpu"] = CommandLineValue(gpu, "--gpu", f"--gpu={gpu}")
    return values


class _LowVram(argparse.Action):
    """Keeps the policy with the option that said it; the last one counts."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Store the value."""
        del parser
        option = option_string or _LOW_VRAM
        value = "off" if option == _NO_LOW_VRAM else str(values)
        text = option if option == _NO_LOW_VRAM else f"{option}={value}"
        setattr(namespace, self.dest, CommandLineValue(value, option, text))

"""``sottovoce`` and ``python -m core.cli``, quiet about an interrupt from their first moment."""

import os
import signal
import sys

EXIT_INTERRUPTED = 130


def _leave(number: int, frame: object) -> None:
    """End at once: nothing has been begun that could be left half done."""
    del number, frame
    os._exit(EXIT_INTERRUPTED)


def run() -> int:
    """Import the command line, which takes a moment, and run it; it has a handler of its own."""
    signal.signal(signal.SIGINT, _leave)
    from core.cli.main import main

    return main()


if __name__ == "__main__":
    sys.exit(run())

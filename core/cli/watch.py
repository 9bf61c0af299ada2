"""``sottovoce doctor --watch``: what is held, once a second, until somebody ends it."""

from __future__ import annotations

import time

from core.cli.terminal import Terminal, silence_stdout
from core.paths import Paths
from core.services.watch import look
from core.services.watch_words import as_json, as_line, as_lines

PERIOD_S = 1.0


def watch(paths: Paths, terminal: Terminal) -> None:
    """Show figures until Ctrl+C, or until nobody reads them any more.

    On a terminal a small table is drawn anew; elsewhere each look is a line, with ``--json`` a JSON object.

    Raises:
        StorageError: When standard output cannot be written.
    """
    started = time.monotonic()
    number = 0
    try:
        while True:
            seen = look(paths)
            if terminal.as_json:
                terminal.json_line(as_json(seen))
            elif terminal.can_redraw:
                terminal.redraw([*as_lines(seen), "", "Ctrl+C ends"])
            else:
                terminal.result(as_line(seen))
            number += 1
            time.sleep(max(0.0, started + number * PERIOD_S - time.monotonic()))
    except BrokenPipeError:
        silence_stdout()

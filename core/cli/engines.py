"""``sottovoce engines list|install|remove``."""

from __future__ import annotations

import argparse
import sys

from core.cli.lists import list_engines
from core.cli.terminal import Terminal
from core.cli.weights import told_in_lines
from core.errors import InstallationFailed
from core.services import installation
from core.services.app import Services


def engines(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """List, install or remove engines.

    Raises:
        EngineUnknown: When there is none of a name.
        InstallationFailed: When it did not succeed; what was there before still is.
        StorageError: When standard output cannot be written.
    """
    action = arguments.action or "list"
    if action == "list":
        list_engines(services, terminal)
        return
    names = [name for item in arguments.names for name in item.split(",") if name]
    if action == "remove":
        if arguments.progress_json:
            told_in_lines(lambda: installation.remove(names, sys.stderr), terminal)
        else:
            installation.remove(names, sys.stderr)
        return
    torch_index = services.settings.get("torch_index")
    if arguments.dry_run:
        plans = installation.plan(names, torch_index)
        terminal.result((plans.as_json() if terminal.as_json else plans.as_text()).rstrip())
        if not plans.possible:
            why = next(step.why for step in plans.steps if step.why)
            raise InstallationFailed(
                what="Not all of it can be installed here.", reason=why, remedy="Leave that engine out."
            )
    elif arguments.progress_json:
        told_in_lines(lambda: installation.install(names, sys.stderr, torch_index), terminal)
    else:
        installation.install(names, sys.stderr, torch_index)

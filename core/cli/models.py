"""``sottovoce models list|convert``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from core.cli.lists import sorted_out, tell_problems
from core.cli.terminal import Terminal
from core.host.conversion import Converted
from core.services.app import Services
from core.services.conversion import convert_models
from core.services.model_list import ModelFolder, as_json, list_models
from core.services.table import table


def models(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """List the folders of weights, or make safetensors of pickles.

    Raises:
        SottovoceError: When a conversion did not succeed; what was there before still is.
        StorageError: When standard output cannot be written.
    """
    if arguments.action == "list":
        _list(services, terminal)
    else:
        _convert(arguments.what, services, terminal)


def _list(services: Services, terminal: Terminal) -> None:
    descriptions, problems = sorted_out(services.hosts.hello_all())
    found = list_models(services.paths, descriptions)
    if terminal.as_json:
        terminal.json_result({"models": [as_json(model) for model in found]})
        return
    if found:
        rows: list[tuple[str, ...]] = [("ENGINE", "NAME", "SIZE", "FORMAT", "MISSING", "FOLDER")]
        rows += [_row(model) for model in found]
        terminal.result("\n".join(table(rows)))
    else:
        terminal.result(f"There are no weights in {services.paths.models_dir}.")
    tell_problems(problems, terminal)


def _row(model: ModelFolder) -> tuple[str, ...]:
    missing = "unknown: the engine is not installed" if model.missing is None else ", ".join(model.missing)
    size = f"{model.size_bytes / 1e6:.0f} MB"
    return (model.engine, model.name, size, model.format or "-", missing or "nothing", str(model.path))


def _convert(what: str, services: Services, terminal: Terminal) -> None:
    def on_begun(path: Path) -> None:
        terminal.info(f"converting {path}")

    converted = convert_models(services.paths, services.hosts, what, on_begun)
    if terminal.as_json:
        terminal.json_result({"converted": [_as_json(one) for one in converted]})
    else:
        terminal.result(_told(converted))


def _as_json(one: Converted) -> dict[str, object]:
    return {
        "source": str(one.source),
        "target": str(one.target),
        "size_bytes": one.size_bytes,
        "source_sha256": one.source_sha256,
    }


def _told(converted: Sequence[Converted]) -> str:
    if not converted:
        return "There is nothing to convert: no weights are in pickles, or all of them were converted before."
    lines = [f"{one.target}: {one.size_bytes / 1e6:.1f} MB" for one in converted]
    return "\n".join([*lines, "The engine takes these from now on; the pickles are as they were."])

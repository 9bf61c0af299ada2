"""``sottovoce models``: list and convert; ``core.cli.weights`` has the rest."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from core.cli import weights
from core.cli.lists import problems_json, sorted_out, tell_problems
from core.cli.terminal import Terminal
from core.host.conversion import Converted
from core.models.manifest import Manifest
from core.services.app import Services
from core.services.conversion import convert_models
from core.services.model_list import ModelFolder, as_json, list_models
from core.services.table import table


def models(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """List, fetch, check, convert or remove weights.

    Raises:
        SottovoceError: When it did not succeed; what was there before still is.
        StorageError: When standard output cannot be written.
    """
    match arguments.action:
        case "list":
            _list(services, terminal)
        case "get":
            weights.get(arguments, services, terminal)
        case "add":
            weights.add(arguments, services, terminal)
        case "verify":
            weights.verify(arguments, services, terminal)
        case "remove":
            weights.remove(arguments, services, terminal)
        case "clean":
            weights.clean(services, terminal)
        case _:
            _convert(arguments.what, services, terminal)


def _list(services: Services, terminal: Terminal) -> None:
    descriptions, problems = sorted_out(services.hosts.hello_all())
    catalogue = services.weights.catalogue()
    found = list_models(services.paths, descriptions, catalogue.manifests)
    problems += catalogue.broken
    if terminal.as_json:
        terminal.json_result(
            {
                "models": [as_json(model) for model in found],
                "to_fetch": [_offer_json(one, services) for one in catalogue.manifests],
                "problems": problems_json(problems),
            }
        )
        return
    if found:
        rows: list[tuple[str, ...]] = [("ENGINE", "NAME", "SIZE", "FORMAT", "MISSING", "FOLDER")]
        rows += [_row(model) for model in found]
        terminal.result("\n".join(table(rows)))
    else:
        terminal.result(f"There are no weights in {services.paths.models_dir}.")
    offers = [one for one in catalogue.manifests if not one.place(services.paths.models_dir).is_dir()]
    if offers:
        rows = [("TO FETCH", "NAME", "SIZE", "LANGUAGES", "LICENCE OF THE WEIGHTS")]
        rows += [_offer_row(one) for one in offers]
        terminal.result("\n" + "\n".join(table(rows)))
    tell_problems(problems, terminal)


def _row(model: ModelFolder) -> tuple[str, ...]:
    missing = "unknown: the engine is not installed" if model.missing is None else ", ".join(model.missing)
    size = f"{model.size_bytes / 1e6:.0f} MB"
    return (model.engine, model.name, size, model.format or "-", missing or "nothing", str(model.path))


def _offer_row(one: Manifest) -> tuple[str, ...]:
    licence = f"{one.licence.spdx} ({one.licence.summary})"
    return one.id, one.name, f"{one.size_bytes / 1e6:.0f} MB", ", ".join(one.languages) or "-", licence


def _offer_json(one: Manifest, services: Services) -> dict[str, object]:
    accepted = services.weights.accepted(one)
    return {
        "id": one.id,
        "engine": one.engine,
        "folder": one.folder,
        "name": one.name,
        "size_bytes": one.size_bytes,
        "memory_bytes": one.memory_bytes,
        "languages": list(one.languages),
        "licence": {"spdx": one.licence.spdx, "summary": one.licence.summary, "url": one.licence.url},
        "licence_accepted_at": None if accepted is None else accepted.at,
        "here": one.place(services.paths.models_dir).is_dir(),
    }


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

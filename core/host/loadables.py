"""The host's engines as the VRAM manager knows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from core.engines.base import Engine, JobContext, LoadOptions, Model, TellsNeed
from core.vram.leases import Loadable


def loadable_of(
    engine: Engine,
    context: Callable[[Callable[[float], None]], JobContext],
    converted_dir: Path | None = None,
) -> Loadable[Model]:
    """Return an engine as the manager knows it.

    Args:
        engine: The engine.
        context: Returns the context of the job that is done now, with who is told the fraction loaded.
        converted_dir: As in ``LoadOptions``.
    """
    description = engine.description

    def load(
        device: str,
        model_dir: Path | None,
        report: Callable[[float], None],
        *,
        stay: bool,
        precision: str,
    ) -> Model:
        asked = precision if isinstance(engine, TellsNeed) else ""
        return engine.load(LoadOptions(device, model_dir, stay, asked, converted_dir), context(report))

    loadable: Loadable[Model] = Loadable(
        description,
        partial(load, stay=False, precision=""),
        load,
        version=description.version,
        offered=description.clones,
    )
    if not isinstance(engine, TellsNeed):
        return loadable
    return replace(loadable, estimate=engine.need, precisions=engine.precisions)

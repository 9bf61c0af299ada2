"""Have an engine's packages in memory before the first job asks for them.

A host that waits in the place of one that ended for being idle does so: the imports cost seconds, hold
nothing on a card, and leave only the weights to be loaded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence

from core.engines.base import Engine, Prepares

log = logging.getLogger(__name__)


def prepare(names: Sequence[str], engines: Mapping[str, Engine], wanted: Callable[[], bool]) -> None:
    """Prepare engines one after the other; what fails here is told by the job that needs it.

    Args:
        names: Ids, those likely to be wanted first at the front.
        engines: The usable engines by id.
        wanted: True once a job waits: what it needs comes first, the rest when it is needed.
    """
    for name in names:
        if name not in engines:
            continue
        if wanted():
            return
        engine = engines[name]
        if isinstance(engine, Prepares):
            begin_s = time.monotonic()
            try:
                engine.prepare()
            except Exception:
                log.exception("%s cannot be prepared", name)
            else:
                log.info("%s is prepared, in %.2f s", name, time.monotonic() - begin_s)

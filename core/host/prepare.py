"""Have engines' packages and weights in RAM before the first job asks for them.

A host that waits in the place of one that ended for being idle does so: imports, the first calls of the
packages and the reading of the weights cost seconds, and hold nothing on a card.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence

from core.engines.base import Engine, Prepares
from core.host.messages import Standby

log = logging.getLogger(__name__)


def prepare(
    ahead: Sequence[Standby],
    engines: Mapping[str, Engine],
    park: Callable[[Standby], object],
    wanted: Callable[[], bool],
) -> None:
    """Prepare engines one after the other; what fails here is told by the job that needs it.

    Args:
        ahead: Those likely to be wanted first at the front.
        engines: The usable engines by id.
        park: Has an engine's weights ready in RAM, where there is room for them.
        wanted: True once a job waits: what it needs comes first, the rest when it is needed.
    """
    for step in (lambda one: _import(engines[one.engine]), park):
        for one in ahead:
            if one.engine not in engines:
                continue
            if wanted():
                return
            begin_s = time.monotonic()
            try:
                step(one)
            except Exception:
                log.exception("%s cannot be prepared", one.engine)
            else:
                log.info("%s is prepared, in %.2f s", one.engine, time.monotonic() - begin_s)


def _import(engine: Engine) -> None:
    if isinstance(engine, Prepares):
        engine.prepare()

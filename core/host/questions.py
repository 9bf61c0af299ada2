"""What a running host is asked beside its jobs; it answers whatever it is doing."""

from __future__ import annotations

from core.errors import EngineHung
from core.host.connection import Connection
from core.host.messages import (
    FieldsBody,
    FitBody,
    ForecastBody,
    JobBody,
    LowVramBody,
    MemoryBody,
    RequestBody,
)
from core.host.protocol import Kind
from core.model.events import MemorySample
from core.model.fit import Fit
from core.model.policy import LowVram
from core.model.request import SynthesisRequest

ANSWER_LIMIT_S = 10.0


def ask_sample(connection: Connection) -> MemorySample | None:
    """Return a memory sample of now, or None where the host has ended.

    Raises:
        EngineHung: When it does not answer.
    """
    arrival = connection.ask(Kind.SAMPLE, JobBody, ANSWER_LIMIT_S)
    if arrival is None:
        raise EngineHung(engine="", silence_s=ANSWER_LIMIT_S)
    return arrival.body.sample if isinstance(arrival.body, MemoryBody) else None


def ask_fit(
    connection: Connection, request: SynthesisRequest, low_vram: LowVram, freeable_bytes: int
) -> Fit | None:
    """Return what a request would meet, or None where the host does not answer.

    Args:
        connection: The host.
        request: What would be spoken.
        low_vram: The mode in force.
        freeable_bytes: What other hosts would free on the card for it.

    Raises:
        SottovoceError: When the request could not be put anywhere.
    """
    body, mode = RequestBody.of(request), LowVramBody.of(low_vram)
    arrival = connection.ask(
        Kind.FORECAST, lambda job: ForecastBody(job, body, mode, freeable_bytes), ANSWER_LIMIT_S
    )
    if arrival is not None and isinstance(arrival.body, FieldsBody):
        raise arrival.body.error()
    return arrival.body.fit if arrival is not None and isinstance(arrival.body, FitBody) else None

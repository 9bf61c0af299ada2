"""A host's answers to what a request would meet: on a thread of their own, whatever job runs."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from core.errors import EngineFailed, SottovoceError
from core.host.messages import FieldsBody, FitBody, ForecastBody
from core.host.protocol import Kind
from core.host.wire import Wire
from core.model.fit import Fit

log = logging.getLogger(__name__)


class Forecaster:
    """A thread that answers; a sum takes milliseconds, but reads a reference's header from the disk."""

    def __init__(self, wire: Wire, answer: Callable[[ForecastBody], Fit]) -> None:
        """Start the thread.

        Args:
            wire: Where answers go.
            answer: Makes them.
        """
        self._wire = wire
        self._answer = answer
        self._asked: queue.SimpleQueue[ForecastBody] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="forecaster", daemon=True).start()

    def ask(self, body: ForecastBody) -> None:
        """Answer a question, after those before it."""
        self._asked.put(body)

    def _run(self) -> None:
        while True:
            body = self._asked.get()
            try:
                self._wire.send(Kind.FIT, FitBody(body.job, self._answer(body)))
            except SottovoceError as error:
                self._wire.send(Kind.ERROR, FieldsBody.of_error(body.job, error))
            except Exception as error:
                log.exception("what a request of %s needs cannot be told", body.request.engine)
                failure = EngineFailed(
                    engine=body.request.engine, kind=type(error).__name__, reason=str(error)
                )
                self._wire.send(Kind.ERROR, FieldsBody.of_error(body.job, failure))

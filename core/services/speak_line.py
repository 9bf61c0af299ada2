"""Speak a line as its plan says: its stretches one after the other, with the pauses written between them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from core.errors import SottovoceError, TextEmpty, TextUnspeakable
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Notice, Progress, RenderEvent
from core.services.lines import LinePlan
from core.services.order import Order
from core.services.synthesize import OnEvent, Rendering, Spoken, Synthesizer, collected
from core.text.markup import Pause

LINE_PAUSE_S = 0.3
"""Silence between two lines that are heard one after the other, as playback and ``say`` leave it; finished
files have pauses of their own."""


def speak_line(
    synthesizer: Synthesizer,
    plan: LinePlan,
    *,
    wanted_next: Collection[str] = (),
    on_event: OnEvent,
    cancel: CancelToken,
) -> Rendering:
    """Speak a line and return its audio.

    Args:
        synthesizer: Speaks the orders.
        plan: The line; not a blank one.
        wanted_next: Engines that queued lines want, the next line's first.
        on_event: Takes progress, notices, and each piece of audio, pauses too, on the calling thread.
        cancel: Ends the work when set.

    Raises:
        JobCancelled: When it was cancelled.
        TextEmpty: When there is nothing to speak.
        SottovoceError: When it failed; pieces that came before have been handed to ``on_event``.
    """
    return collected(
        lambda collect: stream_line(
            synthesizer, plan, wanted_next=wanted_next, on_event=collect, cancel=cancel
        ),
        on_event,
    )


def stream_line(
    synthesizer: Synthesizer,
    plan: LinePlan,
    *,
    wanted_next: Collection[str] = (),
    on_event: OnEvent,
    cancel: CancelToken,
) -> Spoken:
    """Speak a line and keep no audio. Arguments and errors are those of ``speak_line``.

    A stretch that has no sound is left out with a notice, unless all have none.
    """
    if plan.is_blank:
        raise TextEmpty
    if len(plan.parts) == 1:
        return synthesizer.stream(plan.orders[0], wanted_next=wanted_next, on_event=on_event, cancel=cancel)
    line = _Line(on_event, sum(len(order.text) for order in plan.orders))
    refused: SottovoceError | None = None
    last = plan.orders[-1]
    for part in plan.parts:
        if isinstance(part, Pause):
            line.pause(part.duration_s)
            continue
        wanted = wanted_next if part is last else (part.engine, *wanted_next)
        try:
            spoken = synthesizer.stream(part, wanted_next=wanted, on_event=line.listen(part), cancel=cancel)
        except TextUnspeakable as error:
            refused = refused or error
            line.tell(Notice("words_not_spoken", {"sample": error.sample}))
        else:
            line.done.append(spoken)
    if not line.done:
        raise refused or TextEmpty()
    return line.spoken()


@dataclass
class _Line:
    """A line of several stretches while it is spoken: many jobs that look like one."""

    on_event: OnEvent
    chars: int
    done: list[Spoken] = field(default_factory=list)
    _notices: list[Notice] = field(default_factory=list)
    _rate_hz: int = 0
    _samples: int = 0
    _owed_s: float = 0.0
    _before: int = 0

    def pause(self, duration_s: float) -> None:
        """Be silent for so long, once there is something to be silent after."""
        self._owed_s += duration_s

    def listen(self, order: Order) -> OnEvent:
        """Return what hears one stretch."""
        start, share = self._before / self.chars, len(order.text) / self.chars
        self._before += len(order.text)

        def listen(event: RenderEvent) -> None:
            if isinstance(event, AudioPiece):
                self._hear(event)
            elif isinstance(event, Notice):
                self.tell(event)
            elif event.stage == "speaking":
                self.on_event(Progress("speaking", start + share * event.fraction))
            elif not self.done:
                self.on_event(event)

        return listen

    def tell(self, notice: Notice) -> None:
        """Hand a notice on, once."""
        if notice not in self._notices:
            self._notices.append(notice)
            self.on_event(notice)

    def _hear(self, piece: AudioPiece) -> None:
        self._rate_hz = piece.sample_rate_hz
        silent = round(self._owed_s * self._rate_hz) if self._samples else 0
        self._owed_s = 0.0
        for one in (np.zeros(silent, np.float32), piece.samples):
            if len(one):
                self._samples += len(one)
                self.on_event(AudioPiece(one, self._rate_hz))

    def spoken(self) -> Spoken:
        """Return how the whole line was made."""
        last = self.done[-1]
        return Spoken(
            device=last.device,
            synthesis_s=sum(one.synthesis_s for one in self.done),
            load_s=sum(one.load_s for one in self.done),
            duration_s=self._samples / self._rate_hz if self._rate_hz else 0.0,
            seed=last.seed,
            low_vram=last.low_vram,
            notices=tuple(self._notices),
            model_hash=last.model_hash,
        )

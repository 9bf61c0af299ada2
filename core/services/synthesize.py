"""Speak an order: check it, ask the host, check what came."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.audio.check import OutputCheck
from core.errors import SottovoceError
from core.host.client import HostClient
from core.host.pool import HostPool
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken
from core.model.engine import EngineDescription
from core.model.events import AudioPiece, Notice, Progress, RenderEvent
from core.model.policy import LowVram
from core.model.script import speech_s
from core.paths import Paths
from core.services.models import default_model_folder, named_model_folder, with_weights
from core.services.modes import Modes
from core.services.order import Checked, Order, check_order, check_wishes
from core.services.parameters import check_parameters
from core.services.speeds import SpeedBook, expected_device
from core.services.weights_hash import weights_hash
from core.settings import Settings

__all__ = ["Checked", "Order", "Rendering", "Spoken", "Synthesizer", "check_order"]

log = logging.getLogger(__name__)

OnEvent = Callable[[RenderEvent], None]

_STEPS: Mapping[str, tuple[str, ...]] = {
    "memory_saved_by_parts": ("shorter_parts",),
    "memory_saved_by_half": ("half_precision",),
    "memory_saved_by_both": ("half_precision", "shorter_parts"),
}
"""What each notice of the ladder says was given up."""


@dataclass(frozen=True)
class Spoken:
    """How an utterance was made.

    Attributes:
        device: Where: ``cpu``, ``cuda``, ``cuda (simulated)``.
        synthesis_s: Time the model worked, without loading.
        load_s: Time to load the model; 0 when it was resident.
        duration_s: Length of the audio.
        seed: The seed.
        low_vram: The mode that was in force.
        notices: What is worth telling.
        model_hash: Hash of the weights' content, or empty: not known.
    """

    device: str
    synthesis_s: float
    load_s: float
    duration_s: float
    seed: int
    low_vram: LowVram
    notices: tuple[Notice, ...] = ()
    model_hash: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """What was given up so that it fits into memory, in order (the codes of ``core.vram.ladder``)."""
        return tuple(step for notice in self.notices for step in _STEPS.get(notice.code, ()))

    @property
    def rtf(self) -> float:
        """Real-time factor: synthesis time by audio time; lower is faster."""
        return self.synthesis_s / self.duration_s if self.duration_s else 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Rendering(Spoken):
    """How an utterance was made, with its audio.

    Attributes:
        clip: The audio.
    """

    clip: AudioClip


def collected(stream: Callable[[OnEvent], Spoken], on_event: OnEvent) -> Rendering:
    """Let something be spoken, and keep its audio.

    Args:
        stream: Speaks, and hands all events to what it is given.
        on_event: Takes them too.
    """
    pieces: list[Samples] = []
    rate_hz = 1

    def collect(event: RenderEvent) -> None:
        nonlocal rate_hz
        if isinstance(event, AudioPiece):
            pieces.append(event.samples)
            rate_hz = event.sample_rate_hz
        on_event(event)

    spoken = stream(collect)
    clip = AudioClip(np.concatenate(pieces), rate_hz)
    return Rendering(
        device=spoken.device,
        synthesis_s=spoken.synthesis_s,
        load_s=spoken.load_s,
        duration_s=clip.duration_s,
        seed=spoken.seed,
        low_vram=spoken.low_vram,
        notices=spoken.notices,
        model_hash=spoken.model_hash,
        clip=clip,
    )


def completed(order: Order, description: EngineDescription, paths: Paths, settings: Settings) -> Order:
    """Return an order with the weights and the device that it does not name."""
    if order.model_dir is None:
        order = replace(order, model_dir=default_model_folder(paths, description))
    elif description.takes_model_folder:
        order = replace(order, model_dir=named_model_folder(paths, description.id, order.model_dir))
    return order if order.device else replace(order, device=str(settings.value("device")))


def checked_order(order: Order, description: EngineDescription, paths: Paths, settings: Settings) -> Checked:
    """Complete and check an order, in the languages of the weights that will speak it.

    Raises:
        SottovoceError: The first thing that is wrong.
    """
    whole = completed(order, description, paths, settings)
    return check_order(whole, with_weights(paths, description, whole.model_dir))


class _Listener:
    """Looks at what a host sends, and hands it on; what is broken is refused before."""

    def __init__(self, engine: str, on_event: OnEvent) -> None:
        self.notices: list[Notice] = []
        self._check = OutputCheck(engine)
        self._on_event = on_event

    def __call__(self, event: RenderEvent) -> None:
        if isinstance(event, AudioPiece):
            self._check.look(event.samples)
        elif isinstance(event, Notice):
            self.notices.append(event)
        self._on_event(event)

    def finish(self) -> int:
        """Tell what there is to tell of all that came; return how many samples that was."""
        for notice in self._check.finish():
            self(notice)
        return self._check.samples


class Synthesizer:
    """Speaks orders; every method blocks and may be called from any thread."""

    def __init__(self, hosts: HostPool, settings: Settings, paths: Paths, speeds: SpeedBook) -> None:
        """Keep what it works with.

        Args:
            hosts: All engines' hosts.
            settings: The Low VRAM policy is read anew for each order.
            paths: Where weights are when an order does not say.
            speeds: Is told how fast each order was.
        """
        self._hosts = hosts
        self._speeds = speeds
        self._paths = paths
        self._settings = settings
        self._modes = Modes(hosts, settings)

    def check_wishes(self, order: Order) -> None:
        """Check of an order what is wrong whatever the text and the files are; neither is looked at.

        Raises:
            SottovoceError: The first thing that is wrong.
        """
        check_wishes(order, self._hosts.describe(order.engine))

    def check(self, order: Order, cancel: CancelToken | None = None) -> Checked:
        """Check an order; weights that it does not name are looked for under the user's data.

        A device that it does not name is that of the settings.

        Args:
            order: What to speak.
            cancel: Ends the wait for the engine's host when set.

        Raises:
            JobCancelled: When it was cancelled.
            SottovoceError: The first thing that is wrong.
        """
        return checked_order(order, self._hosts.describe(order.engine, cancel), self._paths, self._settings)

    def expected_s(self, order: Order, texts: Iterable[str]) -> float | None:
        """Return about how long speaking texts like an order will take, in seconds, or None: not known.

        Args:
            order: How to speak; it has been checked.
            texts: What to speak.
        """
        description = self._hosts.describe(order.engine)
        device = expected_device(order.device, description, self._hosts.client_for(order.engine).hello())
        parameters = check_parameters(description, order.parameters)
        rtf = self._speeds.rtf(description, device, parameters)
        return None if rtf is None else rtf * sum(map(speech_s, texts)) / float(order.speed)

    def render(
        self,
        order: Order,
        *,
        wanted_next: Collection[str] = (),
        on_event: OnEvent,
        cancel: CancelToken,
    ) -> Rendering:
        """Speak an order and return its audio.

        Args:
            order: What to speak.
            wanted_next: Engines that queued orders want, the next order's first: Low VRAM keeps them.
            on_event: Takes progress, notices, and each piece of audio, on the calling thread.
            cancel: Ends the work when set.

        Raises:
            JobCancelled: When it was cancelled.
            SottovoceError: When it failed; pieces that came before have been handed to ``on_event``.
        """
        return collected(
            lambda collect: self.stream(order, wanted_next=wanted_next, on_event=collect, cancel=cancel),
            on_event,
        )

    def stream(
        self,
        order: Order,
        *,
        wanted_next: Collection[str] = (),
        on_event: OnEvent,
        cancel: CancelToken,
    ) -> Spoken:
        """Speak an order and keep no audio: memory stays the same for any length.

        Broken audio is refused before it is handed on, silence at the end. Arguments and errors are
        those of ``render``.
        """
        cancel.check()
        client = self._hosts.client_for(order.engine, cancel)
        if not client.running:
            on_event(Progress("starting", 0.0))
        checked = self.check(order, cancel)
        cancel.check()
        self._modes.use((order.engine, *wanted_next))
        low_vram = self._mode(client, cancel)
        listener = _Listener(order.engine, on_event)
        for notice in checked.notices:
            listener(notice)
        log.info("speak %d characters with %s", len(checked.request.text), order.engine)
        with self._hosts.card_lease(checked.request, low_vram, cancel) as left:
            if left:
                listener(Notice("engines_left", {"engine": order.engine, "engines": ", ".join(left)}))
            done = client.synthesize(
                checked.request,
                low_vram,
                wanted_next=wanted_next,
                kept=lambda: not self._mode(client).value,
                on_event=listener,
                cancel=cancel,
            )
        duration_s = listener.finish() / done.sample_rate_hz
        self._speeds.note(
            self._hosts.describe(order.engine),
            done.device,
            checked.request.parameters,
            synthesis_s=done.synthesis_s,
            duration_s=duration_s,
        )
        log.info("spoke %d samples in %.2f s on %s", done.samples, done.synthesis_s, done.device)
        return Spoken(
            device=done.device,
            synthesis_s=done.synthesis_s,
            load_s=done.load_s,
            duration_s=duration_s,
            seed=checked.request.seed,
            low_vram=low_vram,
            notices=tuple(listener.notices),
            model_hash=weights_hash(self._paths.models_dir, order.engine, checked.request.model_dir),
        )

    def low_vram(self, chosen: Collection[str] = ()) -> LowVram:
        """Return the Low VRAM mode in force, as far as it is known; starts no host.

        Args:
            chosen: Engines that count as in use, beside those that orders wanted.
        """
        return self._modes.mode(chosen)

    def settle(self, engines: Collection[str]) -> None:
        """Say that no order waits for these engines any more: under Low VRAM they leave now.

        An order that was told of others behind it leaves its engine in memory; when those are cancelled
        or dropped, nobody else would let it go. An engine that will not go is logged.
        """
        for engine in engines:
            try:
                client = self._hosts.client_for(engine)
                if client.running and self._mode(client).value:
                    client.release(engine)
            except SottovoceError as error:
                log.warning("%s was not released: %s", engine, error)

    def _mode(self, client: HostClient, cancel: CancelToken | None = None) -> LowVram:
        """Return the Low VRAM mode for the next order; a change is logged."""
        client.hello(cancel)
        mode = self._modes.mode()
        self._modes.tell(mode)
        return mode

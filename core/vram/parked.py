"""One model's weights: on the card, or away from it in the RAM, as its tensors show them.

Imports torch inside only: who gets here has a model of torch's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from core.vram.flat import PART_BYTES, HostBuffer, Layout, Side, Tensor, lay_out, wait_for_nothing


@runtime_checkable
class Parkable(Protocol):
    """What the manager may move, as ``core.engines.base.Parkable`` says."""

    def weights(self) -> Sequence[Any]:
        """Return the torch modules that hold all weights."""
        ...

    def forget(self) -> None:
        """Drop everything on the device that is no weight."""
        ...


class Parked:
    """The weights of one model, on the card or away from it."""

    def __init__(
        self,
        model: Parkable,
        side: Callable[[], Side],
        *,
        keep: bool = True,
        layout: Layout | None = None,
    ) -> None:
        """Take a model that was loaded with ``stay``: away from the card, where its weights were read to.

        Args:
            model: The model.
            side: Gives the card, which is not touched before the weights go there.
            keep: The weights stay in the RAM too, so that the model can be parked.
            layout: Of the model's weights, where it is known.
        """
        self._side_of = side
        self._side: Side | None = None
        self._keep = keep
        self._flat: Tensor = None
        self._wait: Callable[[], None] = wait_for_nothing
        self._host: HostBuffer | None = None
        self._gathering: Iterator[None] | None = None
        self._was_on_card = False
        self._layout: Layout = layout or lay_out(model.weights())

    @property
    def size_bytes(self) -> int:
        """What the weights hold."""
        return self._layout.size_bytes

    @property
    def kept_bytes(self) -> int:
        """What they may hold in RAM; 0 where they do not stay there."""
        return self._layout.size_bytes if self._keep else 0

    @property
    def parked_bytes(self) -> int:
        """What they hold in RAM: mapped pages count while they are away from the card."""
        if not self._keep:
            return 0
        if self._host is not None or not self.on_card:
            return self._layout.size_bytes
        return self._layout.private_bytes

    @property
    def pinned_bytes(self) -> int:
        """What of it is pinned."""
        return self._layout.size_bytes if self._host is not None and self._host.pinned else 0

    @property
    def on_card(self) -> bool:
        """True where the weights are on the card."""
        return self._flat is not None

    @property
    def gathering(self) -> bool:
        """True while some of the weights are in the buffer already."""
        return self._gathering is not None

    @property
    def may_gather(self) -> bool:
        """True where the weights came back from a card, and lie where they were read to."""
        return self._keep and self._was_on_card and not self.on_card and self._host is None

    def park(self) -> None:
        """Leave the card; nothing is copied. The tensors show the weights in RAM."""
        if not self._keep:
            raise RuntimeError("nothing was kept in RAM")
        if self._flat is not None:
            self._show_at_home()
            self._leave()

    def unpark(self) -> None:
        """Go to the card by one copy, which goes on while the host prepares its work.

        Raises:
            MemoryError: When the card, or torch for it, has no room: nothing has changed then.
        """
        if self._flat is not None:
            return
        side = self._side or self._side_of()
        self._side = side
        flat = side.take(self._layout.size_bytes)
        try:
            runs = self._layout.runs() if self._host is None else [(self._host.flat, 0)]
            self._wait = side.copy(runs, flat)
            self._layout.show(flat)
        except BaseException:
            side.give(flat)
            raise
        self._flat, self._was_on_card = flat, True
        if not self._keep:
            self._wait()
            self._layout = self._layout.without_sources()

    def read(self) -> Iterator[None]:
        """Have the system read the weights' files, part by part, so that the copy finds them in RAM."""
        return self._layout.read()

    def gather(self, *, pin: bool) -> bool:
        """Copy a part of the weights into one buffer, and tell whether more is to be done.

        Args:
            pin: Register the buffer with the driver.

        Raises:
            MemoryError: When there is no room, or what torch raises for that.
        """
        if self._gathering is None:
            self._gathering = self._gather(pin=pin)
        try:
            next(self._gathering)
        except StopIteration:
            self._gathering = None
        except BaseException:
            self._gathering = None
            raise
        return self._gathering is not None

    def drop(self) -> None:
        """Give up card and RAM; the model cannot speak any more."""
        import torch

        for slot in self._layout.slots:
            slot.tensor.data = torch.empty(0, dtype=slot.tensor.dtype)
        if self._flat is not None:
            self._leave()
        self._layout = Layout((), (), 0)
        self._gathering = None
        if self._host is not None:
            self._host.close()
        self._host = None

    def _gather(self, *, pin: bool) -> Iterator[None]:
        host = HostBuffer(self._layout.size_bytes)
        for source, at in self._layout.runs(PART_BYTES):
            host.flat.narrow(0, at, source.numel()).copy_(source)
            yield
        if pin and self._side is not None and self._side.runtime is not None:
            host.pin(self._side.runtime)
        self._host = host
        if not self.on_card:
            self._show_at_home()
        self._layout = self._layout.without_sources()

    def _show_at_home(self) -> None:
        if self._host is None:
            self._layout.show_sources()
        else:
            self._layout.show(self._host.flat)

    def _leave(self) -> None:
        self._wait()  # a copy that is still going on reads from the RAM and writes to the card
        flat, self._flat = self._flat, None
        if self._side is not None:
            self._side.give(flat)

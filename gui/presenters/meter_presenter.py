"""The status bar: memory figures from the host, and the Low VRAM pill."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.model.events import EngineMemory, MemorySample, Neighbour
from core.model.memory import Part, card_parts
from core.model.policy import LowVram
from gui.i18n import gigabytes
from gui.presenters.low_vram import pill_text, source_text
from gui.presenters.meter_states import MeterSegment, MeterState

ENGINE_ROLES = 4
"""The theme has so many colours for engines."""

NAMED_BYTES = 50_000_000
"""Smaller parts are drawn and counted, but not named in the legend: they would read 0.0."""


def engine_roles(engines: Sequence[EngineMemory]) -> dict[str, str]:
    """Return each engine's colour role."""
    return {one.engine: f"engine-{number % ENGINE_ROLES + 1}" for number, one in enumerate(engines)}


class MeterPresenter(QObject):
    """Holds one `MeterState`."""

    state_changed = Signal(object)

    def __init__(
        self, low_vram: LowVram, parent: QObject | None = None, now_s: Callable[[], float] = time.time
    ) -> None:
        """Begin without figures.

        Args:
            low_vram: What is in force.
            parent: Owner.
            now_s: The clock of the samples.
        """
        super().__init__(parent)
        self._now_s = now_s
        self._low_vram = low_vram
        self._idle_timeout_s = 300.0
        self._sample: MemorySample | None = None
        self._host_ended = False
        self._names: Mapping[str, str] = {}
        self._state = MeterState()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._refresh)

    @property
    def state(self) -> MeterState:
        """What the status bar shows."""
        return self._state

    def show_sample(self, sample: MemorySample) -> None:
        """Take figures from the host."""
        self._sample = sample
        self._timer.start()
        self._refresh()

    def forget_host(self) -> None:
        """No host runs any more: none holds anything."""
        self._sample = None
        self._host_ended = True
        self._timer.stop()
        self._refresh()

    def show_low_vram(self, low_vram: LowVram) -> None:
        """Show what is in force."""
        self._low_vram = low_vram
        self._refresh()

    def show_idle_timeout(self, timeout_s: float) -> None:
        """Show after how long without a job hosts give back what they hold."""
        self._idle_timeout_s = timeout_s
        self._refresh()

    def set_names(self, names: Mapping[str, str]) -> None:
        """Take the engines' names for people, by id."""
        self._names = names
        self._refresh()

    def set_busy(self, busy: bool) -> None:
        """A run has started or ended: a host that had ended is started for it."""
        self._host_ended = self._host_ended and not busy
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()

    def _refresh(self) -> None:
        state = self._make_state()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _make_state(self) -> MeterState:
        pill = pill_text(self._low_vram)
        base = MeterState(
            device=self.tr("No engine host runs")
            if self._host_ended
            else self.tr("Engine host is starting…"),
            pill=pill,
            pill_on=self._low_vram.value,
            pill_detail=source_text(self._low_vram),
            policy=str(self._low_vram.policy.value),
            idle_timeout_s=self._idle_timeout_s,
        )
        sample = self._sample
        if sample is None:
            held = self.tr("Sottovoce holds 0 MB") if self._host_ended else ""
            return replace(base, stale=True, figures=held, accessible=f"{base.device} {held} {pill}")
        state = self._card(base, sample) if sample.has_card else self._processor(base, sample)
        stale = sample.is_stale(self._now_s())
        parked = self.tr("parked in RAM {size}").format(size=gigabytes(sample.parked_bytes))
        state = replace(state, parked=parked if sample.parked_bytes >= NAMED_BYTES else "")
        parts = [f"{state.device}: {state.figures}", state.accessible, state.peak, state.parked, pill]
        if stale:
            parts.append(self.tr("figures are old"))
        return replace(state, stale=stale, accessible="; ".join(part for part in parts if part))

    def _card(self, base: MeterState, sample: MemorySample) -> MeterState:
        total = max(1, sample.total_bytes)
        roles = engine_roles(sample.engines)
        segments, words = [], []
        for part in card_parts(sample):
            label = self._label(part, sample)
            words.append(label)
            shown = label if part.size_bytes >= NAMED_BYTES and part.kind != "free" else ""
            role = roles.get(part.engine, part.kind)
            segments.append(MeterSegment(role, shown, part.size_bytes / total, part.size_bytes))
        device = sample.device
        if sample.simulated:
            device = self.tr("Simulated GPU ({size} GB)").format(size=gigabytes(sample.total_bytes))
        used = sample.total_bytes - segments[-1].size_bytes
        peak = self.tr("peak {size}").format(size=gigabytes(sample.peak_bytes)) if sample.peak_bytes else ""
        if not (sample.reserved_bytes or sample.context_bytes):
            peak = self.tr("Sottovoce holds 0 MB")
        figures = self.tr("{used} / {total} GB").format(
            used=gigabytes(used), total=gigabytes(sample.total_bytes)
        )
        return replace(
            base,
            device=device,
            segments=tuple(segments),
            figures=figures,
            peak=peak,
            accessible=", ".join(words),
        )

    def _label(self, part: Part, sample: MemorySample) -> str:
        size = gigabytes(part.size_bytes)
        if part.engine:
            return f"{self._names.get(part.engine, part.engine)} {size}"
        if part.kind == "other" and sample.neighbours:
            names = ", ".join(self._neighbour(one) for one in sample.neighbours)
            return self.tr("other programs {size} ({names})").format(size=size, names=names)
        words = {
            "other": self.tr("other programs {size}"),
            "context": self.tr("context {size}"),
            "activations": self.tr("activations {size}"),
            "cache": self.tr("cache {size}"),
            "free": self.tr("free {size}"),
        }
        return words[part.kind].format(size=size)

    def _neighbour(self, neighbour: Neighbour) -> str:
        size = gigabytes(neighbour.size_bytes)
        match neighbour.program:
            case "studio":
                return self.tr("Sottovoce studio {size}").format(size=size)
            case "command line":
                return self.tr("Sottovoce command line {size}").format(size=size)
        return self.tr("another Sottovoce {size}").format(size=size)

    def _processor(self, base: MeterState, sample: MemorySample) -> MeterState:
        total = max(1, sample.ram_total_bytes)
        host = min(sample.host_rss_bytes, sample.ram_used_bytes)
        others = max(0, sample.ram_used_bytes - host)
        free = max(0, sample.ram_total_bytes - others - host)
        labels = (
            self.tr("other programs {size}").format(size=gigabytes(others)),
            self.tr("engine host {size}").format(size=gigabytes(host)),
            self.tr("free {size}").format(size=gigabytes(free)),
        )
        segments = (
            MeterSegment("other", labels[0], others / total, others),
            MeterSegment("engine-1", labels[1], host / total, host),
            MeterSegment("free", "", free / total, free),
        )
        figures = self.tr("RAM {used} of {total} GB").format(
            used=gigabytes(sample.ram_used_bytes), total=round(sample.ram_total_bytes / 1e9)
        )
        device = self.tr("CPU")
        if sample.device_reason == "no_kernels":
            device = self.tr("CPU: no kernels for the GPU")
        elif sample.device_reason:
            device = self.tr("CPU: the GPU failed")
        words = ", ".join([*labels, sample.device_detail] if sample.device_detail else labels)
        return replace(base, device=device, segments=segments, figures=figures, accessible=words)

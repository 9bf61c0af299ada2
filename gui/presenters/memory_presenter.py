"""The memory window: the last five minutes, what happened in them, and all figures in a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.model.events import EngineMemory, MemoryMark, MemorySample
from core.model.history import SPAN_S, MarkedTime, MemoryHistory, Moment
from core.model.memory import card_parts
from core.services.table import table
from gui.i18n import duration_text, gigabytes
from gui.presenters.memory_state import ChartMark, ChartPoint, FigureRow, MemoryState
from gui.presenters.meter_presenter import engine_roles

WORTH_NAMING_BYTES = 5_000_000
"""Less than this reads 0.00 GB or 0.01: of what is nobody's, it is not worth a row."""


class MemoryPresenter(QObject):
    """Keeps the history all the time; holds a `MemoryState` while somebody looks."""

    state_changed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        steady_s: Callable[[], float] = time.monotonic,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        """Begin without figures.

        Args:
            parent: Owner.
            steady_s: A clock that never jumps, for the history.
            now_s: The clock of the samples.
        """
        super().__init__(parent)
        self._steady_s = steady_s
        self._now_s = now_s
        self._history = MemoryHistory()
        self._sample: MemorySample | None = None
        self._names: Mapping[str, str] = {}
        self._state = MemoryState()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.refresh)

    @property
    def state(self) -> MemoryState:
        """What the window shows, as of its last refresh."""
        return self._state

    def show_sample(self, sample: MemorySample) -> None:
        """Take figures from the hosts."""
        self._sample = sample
        self._history.add(sample, self._steady_s())

    def forget_host(self) -> None:
        """There are no figures any more."""
        self._sample = None
        self._history.end(self._steady_s())

    def set_names(self, names: Mapping[str, str]) -> None:
        """Take the engines' names for people, by id."""
        self._names = names

    def set_shown(self, shown: bool) -> None:
        """Somebody looks, or has stopped."""
        if shown:
            self._timer.start()
            self.refresh()
        else:
            self._timer.stop()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        if self._timer.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Make the state anew."""
        state = self._make_state()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    # --- the state ----------------------------------------------------------------------------

    def _make_state(self) -> MemoryState:
        now = self._steady_s()
        marks = tuple(self._mark(one, now) for one in self._history.marks(now))
        points = tuple(_point(one, now) for one in self._history.moments(now))
        sample = self._sample
        if sample is None:
            nothing = self.tr("No engine host runs: nothing is held.")
            text = "\n".join([nothing, *(mark.text for mark in reversed(marks))])
            return MemoryState(figures=nothing, points=points, marks=marks, summary=nothing, text=text)
        total = sample.total_bytes if sample.has_card else sample.ram_total_bytes
        rows = self._card_rows(sample) if sample.has_card else self._memory_rows(sample)
        state = MemoryState(
            device=self._device(sample),
            figures=self._figures(sample),
            stale=self._stale(sample),
            span_s=SPAN_S,
            top=self.tr("{size} GB").format(size=gigabytes(total)),
            points=points,
            marks=marks,
            columns=self._columns(),
            rows=rows,
            summary=self._summary(now),
        )
        return _with_text(state, time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self._now_s())))

    def _device(self, sample: MemorySample) -> str:
        if not sample.has_card:
            return self.tr("Memory of the computer")
        if sample.simulated:
            return self.tr("Simulated GPU ({size} GB)").format(size=gigabytes(sample.total_bytes))
        return sample.device

    def _figures(self, sample: MemorySample) -> str:
        if not sample.has_card:
            return self.tr("{used} of {total} GB in use").format(
                used=_gb(sample.ram_used_bytes), total=_gb(sample.ram_total_bytes)
            )
        words = self.tr("{used} of {total} GB in use, {free} free, peak of the engines {peak}")
        return words.format(
            used=_gb(sample.total_bytes - sample.free_bytes),
            total=_gb(sample.total_bytes),
            free=_gb(sample.free_bytes),
            peak=_gb(sample.peak_bytes),
        )

    def _stale(self, sample: MemorySample) -> str:
        now = self._now_s()
        if not sample.is_stale(now):
            return ""
        age = duration_text(max(0.0, now - sample.time_s))
        return self.tr("The figures are old: {age}. The engine host is silent.").format(age=age)

    def _columns(self) -> tuple[str, ...]:
        return (
            self.tr("GB"),
            self.tr("State"),
            self.tr("Held"),
            self.tr("Weights"),
            self.tr("Activations"),
            self.tr("At most"),
            self.tr("Parked in RAM"),
        )

    def _card_rows(self, sample: MemorySample) -> tuple[FigureRow, ...]:
        """Return a row for each engine and each other part; what is held adds up to the card."""
        parts = card_parts(sample)
        sizes = {(part.kind, part.engine): part.size_bytes for part in parts}
        roles = engine_roles(sample.engines)
        left = sizes.get(("activations", ""), 0)
        rows = []
        for engine in sample.engines:
            if not _worth_a_row(engine):
                continue
            weights = sizes.get(("weights", engine.engine), 0)
            activations = min(left, engine.activation_bytes)
            left -= activations
            rows.append(self._engine_row(roles[engine.engine], engine, weights, activations))
        if left >= WORTH_NAMING_BYTES:
            rows.append(_row("activations", self.tr("Workspace"), left))
        names = {
            "other": self.tr("Other programs"),
            "context": self.tr("Context"),
            "cache": self.tr("Cache"),
            "free": self.tr("Free"),
        }
        for kind, name in names.items():
            if (kind, "") in sizes:
                rows.append(_row("" if kind == "free" else kind, name, sizes[kind, ""]))
        return (*rows, _row("", self.tr("In all"), sample.total_bytes))

    def _memory_rows(self, sample: MemorySample) -> tuple[FigureRow, ...]:
        """Return rows of the system's memory, where there is no card."""
        host = min(sample.host_rss_bytes, sample.ram_used_bytes)
        rows = [
            self._engine_row("", engine, engine.size_bytes, engine.activation_bytes)
            for engine in sample.engines
            if _worth_a_row(engine)
        ]
        return (
            *rows,
            _row("engine-1", self.tr("Engine hosts"), host),
            _row("other", self.tr("Other programs"), sample.ram_used_bytes - host),
            _row("", self.tr("Free"), sample.ram_total_bytes - sample.ram_used_bytes),
            _row("", self.tr("In all"), sample.ram_total_bytes),
        )

    def _engine_row(self, role: str, engine: EngineMemory, weights: int, activations: int) -> FigureRow:
        held = _gb(weights + activations) if role else ""
        cells = (self._name(engine.engine), self._state_word(engine.state), held)
        sizes = (weights, activations, engine.peak_bytes, engine.parked_bytes)
        return FigureRow(role, (*cells, *(_gb(size) for size in sizes)))

    def _name(self, engine: str) -> str:
        return self._names.get(engine, engine)

    def _state_word(self, state: str) -> str:
        words = {
            "absent": self.tr("not loaded"),
            "on_disk": self.tr("not loaded"),
            "parked": self.tr("parked"),
            "loading": self.tr("loading"),
            "resident": self.tr("ready"),
            "busy": self.tr("working"),
            "releasing": self.tr("leaving"),
            "poisoned": self.tr("failed"),
        }
        return words.get(state, state)

    # --- what happened ------------------------------------------------------------------------

    def _mark(self, one: MarkedTime, now: float) -> ChartMark:
        age_s = max(0.0, now - one.at_s)
        text = self.tr("{time} ago: {what}").format(time=duration_text(age_s), what=self._what(one.mark))
        return ChartMark(age_s, one.mark.kind, text)

    def _what(self, mark: MemoryMark) -> str:
        words = {
            "load": self.tr("{engine} loaded, {size} GB"),
            "release": self.tr("{engine} released, {size} GB"),
            "eviction": self.tr("{engine} made room for another, {size} GB"),
            "out_of_memory": self.tr("not enough memory for {engine}, {size} GB needed"),
        }
        template = words.get(mark.kind, "{engine}, {size} GB")
        return template.format(engine=self._name(mark.engine), size=_gb(mark.size_bytes))

    def _summary(self, now: float) -> str:
        """Say in words what the chart draws: the least and the greatest use."""
        used = [_used(one.sample) for one in self._history.moments(now) if one.sample is not None]
        words = self.tr("In use over the last five minutes: {least} to {most} GB")
        return words.format(least=_gb(min(used)), most=_gb(max(used))) if used else ""


def _with_text(state: MemoryState, clock: str) -> MemoryState:
    """Add the text to be copied."""
    rows = [state.columns, *(row.cells for row in state.rows)]
    lines = [f"Sottovoce, {clock}", f"{state.device}: {state.figures}"]
    lines += [state.stale] if state.stale else []
    lines += ["", *table(rows, texts=2), "", state.summary, *(mark.text for mark in reversed(state.marks))]
    return replace(state, text="\n".join(lines).rstrip())


def _row(role: str, name: str, size_bytes: int) -> FigureRow:
    return FigureRow(role, (name, "", _gb(size_bytes), "", "", "", ""))


def _worth_a_row(engine: EngineMemory) -> bool:
    sizes = engine.size_bytes + engine.parked_bytes + engine.peak_bytes
    return bool(sizes) or engine.in_memory


def _point(one: Moment, now: float) -> ChartPoint:
    sample = one.sample
    if sample is None:
        return ChartPoint(now - one.at_s, ())
    if not sample.has_card:
        total = max(1, sample.ram_total_bytes)
        host = min(sample.host_rss_bytes, sample.ram_used_bytes)
        others = max(0, sample.ram_used_bytes - host)
        return ChartPoint(now - one.at_s, (("other", others / total), ("engine-1", host / total)))
    total = max(1, sample.total_bytes)
    roles = engine_roles(sample.engines)
    shares = tuple(
        (roles.get(part.engine, part.kind), part.size_bytes / total)
        for part in card_parts(sample)
        if part.kind != "free"
    )
    return ChartPoint(now - one.at_s, shares)


def _used(sample: MemorySample) -> int:
    return sample.total_bytes - sample.free_bytes if sample.has_card else sample.ram_used_bytes


def _gb(size_bytes: int) -> str:
    return gigabytes(size_bytes, 2)
